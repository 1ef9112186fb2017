/** Takes the two tokens that the user wants to compare. */
import * as vscode from "vscode";
import { findTokens, type FoundToken } from "../../core/tokens/find-tokens.ts";
import { describeTokens, mostOffered, promptForToken } from "./offer-tokens.ts";

/** Those of the selection or the file when there are exactly two, else one after the other. */
export async function takeTwoTokens(
  now: number,
): Promise<readonly [string, string] | undefined> {
  const editor = vscode.window.activeTextEditor;
  const { document, selection } = editor ?? {};
  const text =
    document?.getText(selection?.isEmpty === false ? selection : undefined) ??
    "";
  const [first, second, ...others] = firstTokens(text);
  if (first !== undefined && second !== undefined && others.length === 0)
    return [first.token, second.token];
  const before = await chooseOrPrompt(text, "The first token", now);
  if (before === undefined) return undefined;
  const after = await chooseOrPrompt(text, "The second token", now);
  return after === undefined ? undefined : [before, after];
}

async function chooseOrPrompt(
  text: string,
  title: string,
  now: number,
): Promise<string | undefined> {
  const found = firstTokens(text);
  const elsewhere = "Paste another…";
  const ask = async (): Promise<string | undefined> =>
    (await promptForToken(title))?.token;
  if (found.length === 0) return ask();
  const choice = await vscode.window.showQuickPick(
    [...describeTokens(found, now), { label: elsewhere, description: "" }],
    { title, placeHolder: "Which token?" },
  );
  if (choice === undefined) return undefined;
  return "found" in choice ? choice.found.token : ask();
}

/** As many as can be offered; a huge log is not read to its end. */
function firstTokens(text: string): readonly FoundToken[] {
  const found: FoundToken[] = [];
  for (const token of findTokens(text)) {
    found.push(token);
    if (found.length === mostOffered) break;
  }
  return found;
}

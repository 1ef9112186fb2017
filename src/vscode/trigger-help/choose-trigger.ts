/** Lets the user say which trigger a handler serves; the choice is written as a comment that every reader can see. */
import * as vscode from "vscode";
import type { RecognisedHandler } from "../../core/analysis/finding.ts";
import type { TriggerId } from "../../core/triggers/contract.ts";
import { contracts } from "../../core/triggers/contracts.ts";
import { titleOf } from "../../core/triggers/event-members.ts";
import { stateTrigger } from "../../core/triggers/stated-trigger.ts";
import type { HandlerPlace } from "../contributions.ts";
import { toWorkspaceEdit } from "../convert.ts";

interface Choice extends vscode.QuickPickItem {
  /** Undefined takes the statement away. */
  readonly trigger: TriggerId | undefined;
}

/** `place` comes from the lens; without it the handler at the cursor is meant. */
export async function chooseTrigger(
  place: HandlerPlace | undefined,
  handlersOf: (
    document: vscode.TextDocument,
  ) => Promise<readonly RecognisedHandler[]>,
): Promise<void> {
  const document = await documentOf(place);
  if (document === undefined) return;
  const handlers = await handlersOf(document);
  const line =
    place?.line ?? vscode.window.activeTextEditor?.selection.active.line ?? 0;
  const index = indexAt(document, handlers, line);
  const handler = handlers[index];
  if (handler === undefined) {
    void vscode.window.showInformationMessage(
      "No trigger's handler is recognised here. Put the comment `cognito-trigger: PreSignUp` (or the trigger it is) above the function that receives the event.",
    );
    return;
  }
  const choice = await vscode.window.showQuickPick(choices(handler), {
    title: "Trigger of This Handler",
    placeHolder: "Which trigger does this handler serve?",
    matchOnDescription: true,
  });
  if (choice === undefined) return;
  const edits = stateTrigger(
    document.getText(),
    { range: handler.range, after: handlers[index - 1]?.range.end ?? 0 },
    choice.trigger,
    document.languageId === "python" ? "#" : "//",
  );
  await vscode.workspace.applyEdit(toWorkspaceEdit(document, edits));
}

async function documentOf(
  place: HandlerPlace | undefined,
): Promise<vscode.TextDocument | undefined> {
  if (place !== undefined)
    return vscode.workspace.openTextDocument(vscode.Uri.parse(place.uri, true));
  const { activeTextEditor } = vscode.window;
  if (activeTextEditor === undefined)
    void vscode.window.showInformationMessage(
      "Open the handler's file first: the choice is written into it.",
    );
  return activeTextEditor?.document;
}

/** The handler that begins on the line, else the one around it, else the only one there is. */
function indexAt(
  document: vscode.TextDocument,
  handlers: readonly RecognisedHandler[],
  line: number,
): number {
  const lineAt = (offset: number): number => document.positionAt(offset).line;
  const begins = handlers.findIndex(
    ({ nameRange }) => lineAt(nameRange.start) === line,
  );
  if (begins !== -1) return begins;
  const around = handlers.findIndex(
    ({ range }) => lineAt(range.start) <= line && line <= lineAt(range.end),
  );
  return around === -1 && handlers.length === 1 ? 0 : around;
}

function choices({ triggers, because }: RecognisedHandler): readonly Choice[] {
  return [
    ...contracts.map((contract) => ({
      label: titleOf(contract),
      trigger: contract.id,
      ...(triggers.includes(contract.id)
        ? { description: `now, because ${because}` }
        : {}),
    })),
    { label: "", kind: vscode.QuickPickItemKind.Separator, trigger: undefined },
    {
      label: "Recognise It by the Code",
      description: "removes the comment",
      trigger: undefined,
    },
  ];
}

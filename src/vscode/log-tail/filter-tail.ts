/** Which lines of a tail are shown: the filters that there are, those that are set marked. Here, or on the server. */
import * as vscode from "vscode";
import { readPattern, type LineFilter } from "../../core/logs/line-filter.ts";
import { chooseAndRun } from "./choose-and-run.ts";
import type { TailSession } from "./session.ts";

export async function filterTail(session: TailSession): Promise<void> {
  const view = session.view();
  const { errorsOnly = false, pattern, user } = view.filter;
  const { pattern: onServer, ...run } = session.run();
  const title = "Filter Tail";
  const show = (next: LineFilter, words: string): void => {
    session.setView({ ...view, filter: next }, words);
  };
  await chooseAndRun(title, "Which lines are shown", [
    {
      label: errorsOnly ? "$(check) Errors only" : "Errors only",
      description: "Here: also over what was already read",
      run: () => {
        show(
          { ...view.filter, errorsOnly: !errorsOnly },
          errorsOnly ? "All levels are shown." : "Only errors are shown.",
        );
      },
    },
    {
      label: user === undefined ? "One user…" : `$(check) One user: ${user}`,
      description: "Here: the runs that name the user, whole",
      run: async () => {
        const text = await ask(
          title,
          "User name, sub, e-mail address or phone number as the log has it. Nothing: all users.",
          user ?? "",
        );
        if (text === "")
          show({ ...view.filter, user: undefined }, "All users are shown.");
        else if (text !== undefined)
          show({ ...view.filter, user: text }, "One user is shown.");
      },
    },
    {
      label:
        pattern === undefined
          ? "Text or pattern…"
          : `$(check) Text or pattern: ${pattern.source}`,
      description: "Here: lines that contain it, or match /…/",
      run: async () => {
        const text = await ask(
          title,
          "A text, or a regular expression between slashes. Nothing: all lines.",
          "",
          (value) => {
            const reading = readPattern(value);
            return reading.kind === "invalid" ? reading.problem : undefined;
          },
        );
        if (text === undefined) return;
        const reading = readPattern(text);
        if (text === "")
          show(
            { ...view.filter, pattern: undefined },
            "Lines with any text are shown.",
          );
        else if (reading.kind === "valid")
          show(
            { ...view.filter, pattern: reading.pattern },
            "Lines with one text are shown.",
          );
      },
    },
    {
      label:
        onServer === undefined
          ? "CloudWatch pattern…"
          : `$(check) CloudWatch pattern: ${onServer}`,
      description: "On the server: begins the tail anew",
      run: async () => {
        const text = await ask(
          title,
          'CloudWatch filter pattern, for example ERROR, "user not found", ?WARN ?ERROR or { $.level = "ERROR" }. Nothing: all events.',
          onServer ?? "",
        );
        if (text !== undefined)
          session.restart(text === "" ? run : { ...run, pattern: text });
      },
    },
    {
      label: "All lines",
      run: () => {
        if (onServer !== undefined) session.restart(run);
        show({}, "All lines are shown.");
      },
    },
  ]);
}

/** Without surrounding white space; undefined when the user chose none. */
async function ask(
  title: string,
  prompt: string,
  value: string,
  validateInput: (value: string) => string | undefined = () => undefined,
): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    value,
    validateInput,
  });
  return text?.trim();
}

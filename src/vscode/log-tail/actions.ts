/**
 * What can be done with a running tail: each action is a command and a row of the menu behind the status bar. Invariant:
 * what was taken out of lines is shown only after a warning that says where it will stand.
 */
import * as vscode from "vscode";
import { exportNdjson, exportText } from "../../core/logs/export-lines.ts";
import { readPattern, type LineFilter } from "../../core/logs/line-filter.ts";
import { PortError } from "../../core/ports/port-error.ts";
import type { CommandId } from "../contributions.ts";
import { redactionWords, usualRedaction, type TailSession } from "./session.ts";
import { chooseStart } from "./start-point.ts";

export interface TailAction {
  readonly command: CommandId;
  readonly icon: string;
  readonly label: (session: TailSession) => string;
  readonly run: (session: TailSession, now: number) => unknown;
}

export const tailActions: readonly TailAction[] = [
  {
    command: "cognitoDebugger.pauseTail",
    icon: "debug-pause",
    label: (session) => (session.isPaused() ? "Resume" : "Pause"),
    run: (session) => {
      if (session.isPaused()) session.resume();
      else session.pause();
    },
  },
  {
    command: "cognitoDebugger.filterTail",
    icon: "filter",
    label: () => "Filter…",
    run: filter,
  },
  {
    command: "cognitoDebugger.restartTail",
    icon: "history",
    label: () => "Start From…",
    run: async (session, now) => {
      const start = await chooseStart("Start Tail From", now);
      if (start !== undefined) session.restart({ ...session.run(), start });
    },
  },
  {
    command: "cognitoDebugger.toggleLiveTail",
    icon: "zap",
    label: (session) =>
      session.run().live ? "Turn Live Tail Off" : "Turn Live Tail On…",
    run: toggleLive,
  },
  {
    command: "cognitoDebugger.clearTail",
    icon: "clear-all",
    label: () => "Clear",
    run: (session) => {
      session.clear();
    },
  },
  {
    command: "cognitoDebugger.revealTail",
    icon: "eye",
    label: (session) =>
      session.view().redaction === "none"
        ? "Hide Secrets Again"
        : "Show What Was Taken Out…",
    run: reveal,
  },
  {
    command: "cognitoDebugger.exportTail",
    icon: "save",
    label: () => "Export…",
    run: exportLines,
  },
  {
    command: "cognitoDebugger.stopTail",
    icon: "debug-stop",
    label: () => "Stop",
    run: (session) => session.stop(),
  },
];

interface Choice extends vscode.QuickPickItem {
  readonly run: () => unknown;
}

async function choose(
  title: string,
  placeHolder: string,
  choices: readonly Choice[],
): Promise<void> {
  const chosen = await vscode.window.showQuickPick(choices, {
    title,
    placeHolder,
  });
  await chosen?.run();
}

async function filter(session: TailSession): Promise<void> {
  const view = session.view();
  const { errorsOnly = false, pattern, user } = view.filter;
  const { pattern: onServer, ...run } = session.run();
  const title = "Filter Tail";
  const show = (next: LineFilter, words: string): void => {
    session.setView({ ...view, filter: next }, words);
  };
  await choose(title, "Which lines are shown", [
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

async function toggleLive(session: TailSession): Promise<void> {
  const run = session.run();
  if (run.live) {
    session.restart({ ...run, live: false });
    return;
  }
  const on = "Turn On";
  const choice = await vscode.window.showWarningMessage(
    "Turn Live Tail on?",
    {
      modal: true,
      detail:
        "Lines come within a second or two. AWS bills Live Tail by the minute for as long as it runs: see the prices of Amazon CloudWatch. It stops with the tail.",
    },
    on,
  );
  if (choice === on) session.restart({ ...run, live: true });
}

async function reveal(session: TailSession): Promise<void> {
  const view = session.view();
  if (view.redaction === "none") {
    const hidden = { ...view, redaction: usualRedaction() };
    session.setView(hidden, redactionWords(hidden));
    return;
  }
  const show = "Show";
  const choice = await vscode.window.showWarningMessage(
    "Show tokens, codes, passwords, e-mail addresses and phone numbers in this output?",
    {
      modal: true,
      detail:
        "They stand in the output as the functions logged them, and VS Code keeps output in a file on this machine. Exports hold them too. It ends with this tail, or when you hide them again.",
    },
    show,
  );
  if (choice !== show) return;
  const shown = { ...view, redaction: "none" as const };
  session.setView(shown, redactionWords(shown));
}

async function exportLines(session: TailSession): Promise<void> {
  const lines = session.shown();
  if (lines.length === 0) {
    void vscode.window.showInformationMessage(
      "This tail shows no lines, so there is nothing to export.",
    );
    return;
  }
  const uri = await vscode.window.showSaveDialog({
    title: "Export Tail",
    filters: { "JSON lines": ["ndjson"], Text: ["log", "txt"] },
  });
  if (uri === undefined) return;
  const text = /\.(?:ndjson|jsonl)$/i.test(uri.path)
    ? exportNdjson(lines, session.view().redaction)
    : exportText(lines);
  await write(uri, text);
  const open = "Open";
  const choice = await vscode.window.showInformationMessage(
    `${String(lines.length)} lines were exported. ${redactionWords(session.view())}`,
    open,
  );
  if (choice === open) await vscode.window.showTextDocument(uri);
}

async function write(uri: vscode.Uri, text: string): Promise<void> {
  try {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  } catch (error) {
    throw new PortError(
      "unknown",
      `The file ${uri.fsPath} could not be written.`,
      "Choose another place, or look at its permissions.",
      error instanceof vscode.FileSystemError ? error.code : undefined,
    );
  }
}

/** The menu behind the status bar. */
export async function chooseAction(
  session: TailSession,
  now: number,
): Promise<void> {
  await choose(session.request.title, "What to do with this tail", [
    {
      label: "$(output) Show Output",
      run: () => {
        session.reveal();
      },
    },
    ...tailActions.map(({ icon, label, run }) => ({
      label: `$(${icon}) ${label(session)}`,
      run: () => run(session, now),
    })),
  ]);
}

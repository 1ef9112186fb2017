/**
 * What can be done with a running tail: each action is a command and a row of the menu behind the status bar. Invariant:
 * what was taken out of lines is shown only after a warning that says where it will stand.
 */
import * as vscode from "vscode";
import type { CommandId } from "../contributions.ts";
import { chooseAndRun } from "./choose-and-run.ts";
import { exportTail } from "./export-tail.ts";
import { filterTail } from "./filter-tail.ts";
import { redactionWords, usualRedaction } from "./redaction.ts";
import type { TailSession } from "./session.ts";
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
    run: filterTail,
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
    run: exportTail,
  },
  {
    command: "cognitoDebugger.stopTail",
    icon: "debug-stop",
    label: () => "Stop",
    run: (session) => session.stop(),
  },
];

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

/** The menu behind the status bar. */
export async function chooseAction(
  session: TailSession,
  now: number,
): Promise<void> {
  await chooseAndRun(session.request.title, "What to do with this tail", [
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

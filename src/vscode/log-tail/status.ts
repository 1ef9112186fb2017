/** The status bar's word on running tails: there only while one runs, marked when one cannot read. */
import * as vscode from "vscode";
import type { TailSession } from "./session.ts";

export interface TailStatus {
  readonly show: (sessions: readonly TailSession[]) => void;
  readonly dispose: () => void;
}

export function createTailStatus(): TailStatus {
  const item = vscode.window.createStatusBarItem(
    "cognitoDebugger.tail",
    vscode.StatusBarAlignment.Right,
    100,
  );
  item.name = "Cognito Log Tail";
  item.command = "cognitoDebugger.stopTail";
  return {
    show: (sessions) => {
      const [first] = sessions;
      if (first === undefined) {
        item.hide();
        return;
      }
      const paused = sessions.some(({ state }) => state()?.kind === "paused");
      const what =
        sessions.length === 1
          ? first.subject.trigger
          : `${String(sessions.length)} logs`;
      item.text = `${paused ? "$(warning)" : "$(output)"} ${paused ? "Tail paused" : "Tailing"}: ${what}`;
      item.backgroundColor = paused
        ? new vscode.ThemeColor("statusBarItem.warningBackground")
        : undefined;
      item.tooltip = [
        ...sessions.map(
          ({ subject, state }) =>
            `${subject.group}: ${standing(state()?.kind)}`,
        ),
        "Click to stop.",
      ].join("\n");
      item.accessibilityInformation = {
        label: `Cognito: ${paused ? "tail paused" : "tailing"} ${what}. Press to stop.`,
      };
      item.show();
    },
    dispose: () => {
      item.dispose();
    },
  };
}

function standing(
  kind: "tailing" | "waiting" | "throttled" | "paused" | "refused" | undefined,
): string {
  switch (kind) {
    case undefined:
      return "starting";
    case "tailing":
      return "reading";
    case "waiting":
      return "waiting for the first invocation";
    case "throttled":
      return "reading slowly, throttled by AWS";
    case "paused":
    case "refused":
      return "cannot read, see the output";
  }
}

/** The status bar's word on running tails: there only while one runs, marked when one cannot read. */
import * as vscode from "vscode";
import type { TailSession } from "./session.ts";
import { standingWords } from "./standing.ts";

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
  item.command = "cognitoDebugger.tailActions";
  return {
    show: (sessions) => {
      const [first] = sessions;
      if (first === undefined) {
        item.hide();
        return;
      }
      const standings = sessions.map(({ standing }) => standing());
      const isStuck = standings.includes("paused");
      const isHeld = standings.every((standing) => standing === "held");
      const what =
        sessions.length === 1
          ? first.request.title
          : `${String(sessions.length)} logs`;
      item.text = isStuck
        ? `$(warning) Tail paused: ${what}`
        : isHeld
          ? `$(debug-pause) Tail held: ${what}`
          : `$(output) Tailing: ${what}`;
      item.backgroundColor = isStuck
        ? new vscode.ThemeColor("statusBarItem.warningBackground")
        : undefined;
      item.tooltip = [
        ...sessions.map(
          ({ request, standing }) =>
            `${request.title}: ${standingWords(standing())}`,
        ),
        "Click to filter, pause, export or stop.",
      ].join("\n");
      item.accessibilityInformation = {
        label: `Cognito: ${isStuck ? "tail paused" : isHeld ? "tail held" : "tailing"} ${what}. Press for actions.`,
      };
      item.show();
    },
    dispose: () => {
      item.dispose();
    },
  };
}

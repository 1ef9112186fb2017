/** Which of the running tails a command is for. */
import * as vscode from "vscode";
import type { TailSession } from "./session.ts";

/** VS Code names the document of a channel after it. */
export const isOutputOf = (
  { name }: vscode.OutputChannel,
  { uri }: vscode.TextDocument,
): boolean => uri.scheme === "output" && uri.path.endsWith(name);

/** The tail whose output is in front, or the only one, or the one that the user picks. */
export async function chooseSession(
  title: string,
  sessions: readonly TailSession[],
): Promise<TailSession | undefined> {
  if (sessions.length < 2) return sessions[0];
  const inFront = sessions.filter((session) =>
    vscode.window.visibleTextEditors.some(({ document }) =>
      isOutputOf(session.channel, document),
    ),
  );
  if (inFront.length === 1) return inFront[0];
  const chosen = await vscode.window.showQuickPick(
    sessions.map((session) => ({ label: session.request.title, session })),
    { title, placeHolder: "Choose the tail" },
  );
  return chosen?.session;
}

export async function chooseSessionsToStop(
  sessions: readonly TailSession[],
): Promise<readonly TailSession[]> {
  if (sessions.length < 2) return sessions;
  const chosen = await vscode.window.showQuickPick(
    [
      { label: "All", stop: sessions },
      ...sessions.map((session) => ({
        label: session.request.title,
        stop: [session],
      })),
    ],
    { title: "Stop Tailing", placeHolder: "Choose the tail to stop" },
  );
  return chosen?.stop ?? [];
}

/** How far back to read: what the user may choose, in words, and the time it means. */
import * as vscode from "vscode";
import { readTime } from "../../core/logs/read-time.ts";

const minute = 60_000;

/** Start time in milliseconds since the epoch; undefined when the user chose none. */
export async function chooseStart(
  title: string,
  now: () => number,
): Promise<number | undefined> {
  const ago = (label: string, ms: number) => ({
    label,
    choose: () => Promise.resolve<number | undefined>(now() - ms),
  });
  const chosen = await vscode.window.showQuickPick(
    [
      ago("The last 15 minutes", 15 * minute),
      ago("The last hour", 60 * minute),
      ago("The last 3 hours", 180 * minute),
      ago("The last 24 hours", 24 * 60 * minute),
      { label: "Since a time…", choose: () => askTime(title, now) },
    ],
    { title, placeHolder: "How far back to read the logs" },
  );
  return chosen?.choose();
}

async function askTime(
  title: string,
  now: () => number,
): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt:
      "A time of today (14:30), a day and time (2026-11-21 14:30), or how long ago (90m, 3h, 2d).",
    validateInput: (value) =>
      readTime(value, now()) === undefined
        ? "Type a time in the past like 14:30, 2026-11-21 14:30 or 3h."
        : undefined,
  });
  return text === undefined ? undefined : readTime(text, now());
}

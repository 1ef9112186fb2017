/** Where a tail begins: what the user may choose, in words, and the time it means. */
import * as vscode from "vscode";
import { formatTime } from "../../core/logs/format.ts";
import { readTime } from "../../core/logs/read-time.ts";

export type StartPoint =
  | { readonly kind: "now" }
  | { readonly kind: "ago"; readonly ms: number }
  | { readonly kind: "invocations"; readonly count: number }
  /** Milliseconds since the epoch. */
  | { readonly kind: "time"; readonly time: number };

const minute = 60_000;
export const usualStart: StartPoint = { kind: "ago", ms: 5 * minute };

interface Choice extends vscode.QuickPickItem {
  readonly choose: () => Promise<StartPoint | undefined>;
}

/** Undefined when the user chose none. `now`: milliseconds since the epoch. */
export async function chooseStart(
  title: string,
  now: number,
): Promise<StartPoint | undefined> {
  const fixed = (label: string, start: StartPoint): Choice => ({
    label,
    choose: () => Promise.resolve(start),
  });
  const chosen = await vscode.window.showQuickPick<Choice>(
    [
      fixed("5 minutes ago", usualStart),
      fixed("Now", { kind: "now" }),
      {
        label: "The last invocations…",
        description: "Looks for them up to 30 days back",
        choose: () => askCount(title),
      },
      { label: "A time…", choose: () => askTime(title, now) },
    ],
    { title, placeHolder: "Where the tail begins" },
  );
  return chosen?.choose();
}

async function askCount(title: string): Promise<StartPoint | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt: "How many of the last invocations, over all functions of the tail.",
    value: "10",
    validateInput: (value) =>
      /^\s*[1-9]\d{0,2}\s*$/.test(value)
        ? undefined
        : "Type a whole number from 1 to 999.",
  });
  return text === undefined
    ? undefined
    : { kind: "invocations", count: Number(text) };
}

async function askTime(
  title: string,
  now: number,
): Promise<StartPoint | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt:
      "A time of today (14:30), a day and time (2026-11-21 14:30), or how long ago (90m, 3h, 2d).",
    value: formatTime(now - 60 * minute).slice(0, 5),
    validateInput: (value) =>
      readTime(value, now) === undefined
        ? "Type a time in the past like 14:30, 2026-11-21 14:30 or 3h."
        : undefined,
  });
  const time = text === undefined ? undefined : readTime(text, now);
  return time === undefined ? undefined : { kind: "time", time };
}

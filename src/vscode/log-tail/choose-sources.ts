/** Choosing what to tail without the explorer: triggers of a pool, or log groups by name. */
import * as vscode from "vscode";
import { functionNameOf } from "../../core/logs/log-group.ts";
import type { Pool, PoolTrigger } from "../../core/ports/user-pools.ts";
import type { Choice } from "../pick-from.ts";

/** Undefined when the user chose none. */
export async function chooseTrigger(
  title: string,
  pool: Pool,
): Promise<PoolTrigger | undefined> {
  const chosen = await vscode.window.showQuickPick(triggersOf(pool), {
    title: `${title}: ${pool.name}`,
    placeHolder: "Choose a trigger",
    matchOnDescription: true,
  });
  return chosen?.value;
}

/** What of a pool to tail: its triggers, or log groups that the user names next. */
export async function chooseLogs(
  title: string,
  pool: Pool,
): Promise<readonly (PoolTrigger | "groups")[]> {
  const chosen = await vscode.window.showQuickPick<
    Choice<PoolTrigger | "groups">
  >(
    [
      ...triggersOf(pool),
      {
        label: "Other log groups…",
        description: "Of an API, or of any function",
        value: "groups",
      },
    ],
    {
      title: `${title}: ${pool.name}`,
      placeHolder: "Choose the triggers and logs to follow in one output",
      matchOnDescription: true,
      canPickMany: true,
    },
  );
  return chosen?.map(({ value }) => value) ?? [];
}

const triggersOf = ({ triggers }: Pool): readonly Choice<PoolTrigger>[] =>
  triggers.map((trigger) => ({
    label: trigger.key,
    description: functionNameOf(trigger.functionArn),
    value: trigger,
    picked: true,
  }));

/** Names of log groups, at least one; undefined when the user chose none. */
export async function askGroups(
  title: string,
): Promise<readonly string[] | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt:
      "Names of log groups, with commas between them: /aws/lambda/my-function, API-Gateway-Execution-Logs_abc/prod",
    validateInput: (value) => {
      const wrong = groupNames(value).find((name) => !groupName.test(name));
      if (wrong !== undefined)
        return `${wrong} is no name of a log group: letters, digits and . _ / # - only.`;
      return groupNames(value).length === 0
        ? "Type the name of a log group."
        : undefined;
    },
  });
  return text === undefined ? undefined : groupNames(text);
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const groupName = /^[.\-_/#A-Za-z0-9]{1,512}$/;
const groupNames = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  ),
];

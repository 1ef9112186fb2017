/** Choosing what to tail without the explorer: a pool, then triggers of it, or log groups by name. Lists fill while they are read. */
import * as vscode from "vscode";
import { functionNameOf } from "../../core/logs/log-group.ts";
import type {
  PoolSummary,
  PoolTrigger,
  UserPools,
} from "../../core/ports/user-pools.ts";

interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Undefined when the user chose none, or there is none to choose (which is said). Rejects with a `PortError`. */
export async function choosePool(
  title: string,
  userPools: UserPools,
): Promise<PoolSummary | undefined> {
  const [pool] = await chooseFrom<PoolSummary>(
    {
      title,
      placeholder: "Choose the user pool",
      none: "This account has no user pool in the chosen Region.",
      many: false,
    },
    async (add, signal) => {
      let next: string | undefined;
      do {
        const page = await userPools.listPools(next, signal);
        add(
          page.items.map((pool) => ({
            label: pool.name,
            description: pool.id,
            value: pool,
          })),
        );
        next = page.next;
      } while (next !== undefined);
    },
  );
  return pool;
}

/** What of a pool to tail: its triggers, or log groups that the user names next. */
export type PoolChoice = PoolTrigger | "groups";

/** `many`: several may be chosen, and log groups besides. Rejects with a `PortError`. */
export function chooseTriggers(
  title: string,
  pool: PoolSummary,
  userPools: UserPools,
  many: boolean,
): Promise<readonly PoolChoice[]> {
  return chooseFrom<PoolChoice>(
    {
      title: `${title}: ${pool.name}`,
      placeholder: many
        ? "Choose the triggers and logs to follow in one output"
        : "Choose a trigger",
      none: `User pool ${pool.name} has no Lambda triggers.`,
      many,
    },
    async (add, signal) => {
      const { triggers } = await userPools.describePool(pool.id, signal);
      add(
        triggers.map((trigger) => ({
          label: trigger.key,
          description: functionNameOf(trigger.functionArn),
          value: trigger,
          picked: true,
        })),
      );
      if (many)
        add([
          {
            label: "Other log groups…",
            description: "Of an API, or of any function",
            value: "groups",
          },
        ]);
    },
  );
}

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

interface Texts {
  readonly title: string;
  readonly placeholder: string;
  /** Said when there is nothing to choose from. */
  readonly none: string;
  readonly many: boolean;
}

/** Closing the list, by a choice or without one, cancels what still loads. None: the user chose none. */
async function chooseFrom<T>(
  { title, placeholder, none, many }: Texts,
  load: (
    add: (choices: readonly Choice<T>[]) => void,
    signal: AbortSignal,
  ) => Promise<void>,
): Promise<readonly T[]> {
  const loading = new AbortController();
  const list = vscode.window.createQuickPick<Choice<T>>();
  list.title = title;
  list.placeholder = placeholder;
  list.matchOnDescription = true;
  list.canSelectMany = many;
  list.busy = true;
  const chosen = new Promise<readonly T[]>((resolve) => {
    list.onDidAccept(() => {
      resolve(list.selectedItems.map(({ value }) => value));
    });
    list.onDidHide(() => {
      resolve([]);
    });
  });
  const loaded = load((choices) => {
    const selected = [
      ...list.selectedItems,
      ...choices.filter(({ picked }) => picked === true),
    ];
    list.items = [...list.items, ...choices];
    if (many) list.selectedItems = selected;
  }, loading.signal).then(() => {
    list.busy = false;
    if (list.items.length > 0) return chosen;
    void vscode.window.showInformationMessage(none);
    return [];
  });
  // Once the user has chosen, a failure of the rest of the list matters to nobody.
  loaded.catch(() => undefined);
  list.show();
  try {
    return await Promise.race([chosen, loaded]);
  } finally {
    loading.abort();
    list.dispose();
  }
}

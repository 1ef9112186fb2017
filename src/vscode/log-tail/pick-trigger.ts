/** Choosing what to tail without the explorer: a pool, then one of its triggers. Lists fill while they are read. */
import * as vscode from "vscode";
import { functionNameOf } from "../../core/logs/log-group.ts";
import type { PoolSummary, UserPools } from "../../core/ports/user-pools.ts";
import type { TailTarget } from "../tail-target.ts";

interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Undefined when the user chose none, or there is none to choose (which is said). Rejects with a `PortError`. */
export async function pickTrigger(
  userPools: UserPools,
): Promise<TailTarget | undefined> {
  const pool = await pickPool(userPools);
  if (pool === undefined) return undefined;
  return pickFrom<TailTarget>(
    {
      title: `Tail Trigger Log: ${pool.name}`,
      placeholder: "Choose a trigger",
      none: `User pool ${pool.name} has no Lambda triggers.`,
    },
    async (add, signal) => {
      const { triggers } = await userPools.describePool(pool.id, signal);
      add(
        triggers.map(({ key, functionArn }) => ({
          label: key,
          description: functionNameOf(functionArn),
          value: { functionArn, trigger: key, poolId: pool.id },
        })),
      );
    },
  );
}

function pickPool(userPools: UserPools): Promise<PoolSummary | undefined> {
  return pickFrom<PoolSummary>(
    {
      title: "Tail Trigger Log",
      placeholder: "Choose the user pool",
      none: "This account has no user pool in the chosen Region.",
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
}

interface Texts {
  readonly title: string;
  readonly placeholder: string;
  /** Said when there is nothing to choose from. */
  readonly none: string;
}

/** Closing the list, by a choice or without one, cancels what still loads. */
async function pickFrom<T>(
  { title, placeholder, none }: Texts,
  load: (
    add: (choices: readonly Choice<T>[]) => void,
    signal: AbortSignal,
  ) => Promise<void>,
): Promise<T | undefined> {
  const loading = new AbortController();
  const list = vscode.window.createQuickPick<Choice<T>>();
  list.title = title;
  list.placeholder = placeholder;
  list.matchOnDescription = true;
  list.busy = true;
  const chosen = new Promise<T | undefined>((resolve) => {
    list.onDidAccept(() => {
      resolve(list.selectedItems[0]?.value);
    });
    list.onDidHide(() => {
      resolve(undefined);
    });
  });
  const loaded = load((choices) => {
    list.items = [...list.items, ...choices];
  }, loading.signal).then(() => {
    list.busy = false;
    if (list.items.length > 0) return chosen;
    void vscode.window.showInformationMessage(none);
    return undefined;
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

/** A list to choose from that fills while it is read. */
import * as vscode from "vscode";

export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

export interface PickTexts {
  readonly title: string;
  readonly placeholder: string;
  /** Said when there is nothing to choose from. */
  readonly none: string;
}

/**
 * Undefined when the user chose none, or there is none to choose, which is said. Closing the list, by a choice or
 * without one, cancels what still loads. Rejects with what `load` rejects with.
 */
export async function pickFrom<T>(
  { title, placeholder, none }: PickTexts,
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

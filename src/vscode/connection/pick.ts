/**
 * One step of a choice: a quick pick that can go back, show that it is still loading, and take what was typed. It
 * resolves once and disposes of what it showed.
 */
import * as vscode from "vscode";

export interface Choice<T> extends vscode.QuickPickItem {
  /** Absent on separators. */
  readonly value?: T;
}

export interface Step<T> {
  readonly title: string;
  readonly placeholder: string;
  /** May still be loading while the pick is shown. */
  readonly choices: Promise<readonly Choice<T>[]>;
  /** Which choice is preselected. */
  readonly current?: (value: T) => boolean;
  /** A choice made from what was typed; undefined where that is no choice. */
  readonly typed?: (text: string) => Choice<T> | undefined;
  readonly position?: { readonly step: number; readonly of: number };
  readonly canGoBack?: boolean;
}

export type Picked<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "back" }
  | { readonly kind: "cancelled" };

export async function pick<T>(step: Step<T>): Promise<Picked<T>> {
  const input = vscode.window.createQuickPick<Choice<T>>();
  input.title = step.title;
  input.placeholder = step.placeholder;
  input.matchOnDescription = true;
  input.busy = true;
  if (step.position !== undefined) {
    input.step = step.position.step;
    input.totalSteps = step.position.of;
  }
  if (step.canGoBack === true) input.buttons = [vscode.QuickInputButtons.Back];
  try {
    return await new Promise<Picked<T>>((resolve, reject) => {
      let choices: readonly Choice<T>[] = [];
      const show = (): void => {
        const typed = step.typed?.(input.value.trim());
        input.items = typed === undefined ? choices : [...choices, typed];
      };
      input.onDidAccept(() => {
        const value = input.selectedItems[0]?.value;
        if (value !== undefined) resolve({ kind: "value", value });
      });
      input.onDidTriggerButton(() => {
        resolve({ kind: "back" });
      });
      input.onDidHide(() => {
        resolve({ kind: "cancelled" });
      });
      if (step.typed !== undefined) input.onDidChangeValue(show);
      input.show();
      step.choices.then((loaded) => {
        choices = loaded;
        input.busy = false;
        show();
        input.activeItems = input.items.filter(
          ({ value }) => value !== undefined && step.current?.(value) === true,
        );
      }, reject);
    });
  } finally {
    input.dispose();
  }
}

/**
 * The command that tells the sign-ins of a user pool, one by one, from what its triggers logged. What does it is loaded
 * when it is run.
 */
import * as vscode from "vscode";
import { registerCommand } from "../contributions.ts";
import { takePoolWithTriggers } from "../pool-target.ts";
import { reportError } from "../report-error.ts";
import type { Services } from "../services.ts";
import { withCancel } from "../with-cancel.ts";
import { chooseStart } from "./choose-stretch.ts";
import type { StoryPanel } from "./story-panel.ts";

const title = "Show Sign-Ins";

export function register(
  context: vscode.ExtensionContext,
  services: Services,
): void {
  let panel: StoryPanel | undefined;
  const now = (): number => services.clock.now();

  const show = async (poolId: string, startTime: number): Promise<void> => {
    const reading = await withCancel(
      "Reading the sign-ins",
      async (signal, report) => {
        const pool = await (
          await services.userPools()
        ).describePool(poolId, signal);
        const { readPool } = await import("./reading.ts");
        return readPool(pool, startTime, services, signal, report);
      },
    );
    const { createStoryPanel } = await import("./story-panel.ts");
    panel ??= createStoryPanel(context, services);
    panel.show(reading, () => show(poolId, startTime));
  };

  context.subscriptions.push(
    new vscode.Disposable(() => panel?.dispose()),
    registerCommand("cognitoDebugger.showSignIns", async (argument) => {
      try {
        const pool = await takePoolWithTriggers(
          argument,
          await services.userPools(),
          title,
          "nothing is logged of its sign-ins",
        );
        if (pool === undefined) return;
        const startTime = await chooseStart(`${title}: ${pool.name}`, now);
        if (startTime !== undefined) await show(pool.id, startTime);
      } catch (error) {
        reportError(services, title, error);
      }
    }),
  );
}

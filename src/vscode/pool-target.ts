/** Which user pool a command is about: whatever a menu hands over is looked at before it is used. */
import * as vscode from "vscode";
import type { Pool, UserPools } from "../core/ports/user-pools.ts";
import { pickPool } from "./pick-pool.ts";

/**
 * The pool of an explorer node, else the one that the user chooses; undefined where there is none. The description is
 * fetched, as its triggers change. Rejects with a `PortError`.
 */
export async function takePool(
  argument: unknown,
  userPools: UserPools,
  title: string,
  signal?: AbortSignal,
): Promise<Pool | undefined> {
  const id = poolIdOf(argument) ?? (await pickPool(userPools, title))?.id;
  return id === undefined ? undefined : userPools.describePool(id, signal);
}

/** The same, of a pool with triggers; of one without, the user is told, with what follows for this command. */
export async function takePoolWithTriggers(
  argument: unknown,
  userPools: UserPools,
  title: string,
  consequence: string,
): Promise<Pool | undefined> {
  const pool = await takePool(argument, userPools, title);
  if (pool === undefined || pool.triggers.length > 0) return pool;
  void vscode.window.showInformationMessage(
    `User pool ${pool.name} has no Lambda triggers, so ${consequence}.`,
  );
  return undefined;
}

/** Of a pool, of what lists its triggers, or of a trigger. */
function poolIdOf(argument: unknown): string | undefined {
  if (typeof argument !== "object" || argument === null) return undefined;
  const { pool, poolId } = argument as {
    readonly pool?: unknown;
    readonly poolId?: unknown;
  };
  const id =
    typeof pool === "object" && pool !== null && "id" in pool
      ? pool.id
      : poolId;
  return typeof id === "string" && id !== "" ? id : undefined;
}

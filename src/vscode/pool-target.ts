/** Which user pool a command is about: whatever a menu hands over is looked at before it is used. */
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

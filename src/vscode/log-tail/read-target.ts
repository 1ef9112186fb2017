/** What a tail is asked to follow: whatever a menu or another feature hands over is looked at before it is used. */
import type { PoolTarget, TailTarget } from "../tail-target.ts";

/** The trigger in a command's argument; undefined where the argument is none. */
export function readTarget(argument: unknown): TailTarget | undefined {
  if (typeof argument !== "object" || argument === null) return undefined;
  const { functionArn, trigger, poolId } = argument as Readonly<
    Partial<Record<keyof TailTarget, unknown>>
  >;
  return isName(functionArn) && isName(trigger) && isName(poolId)
    ? { functionArn, trigger, poolId }
    : undefined;
}

/** The user pool in a command's argument; undefined where the argument is none. */
export function readPoolTarget(
  argument: unknown,
): PoolTarget["pool"] | undefined {
  if (typeof argument !== "object" || argument === null) return undefined;
  const { pool } = argument as { readonly pool?: unknown };
  if (typeof pool !== "object" || pool === null) return undefined;
  const { id, name } = pool as {
    readonly id?: unknown;
    readonly name?: unknown;
  };
  return isName(id) && isName(name) ? { id, name } : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

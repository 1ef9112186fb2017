/** What a tail is asked to follow: whatever a menu or another feature hands over is looked at before it is used. */
import type { TailTarget } from "../tail-target.ts";

/** The target in a command's argument; undefined where the argument is none. */
export function readTarget(argument: unknown): TailTarget | undefined {
  if (typeof argument !== "object" || argument === null) return undefined;
  const { functionArn, trigger, poolId } = argument as Readonly<
    Partial<Record<keyof TailTarget, unknown>>
  >;
  return isName(functionArn) && isName(trigger) && isName(poolId)
    ? { functionArn, trigger, poolId }
    : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

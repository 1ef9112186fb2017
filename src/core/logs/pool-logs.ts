/** Where the triggers of a user pool log: each log group once, with the triggers whose functions write to it. */
import type { Functions } from "../ports/functions.ts";
import type { PoolTrigger } from "../ports/user-pools.ts";
import { findLog } from "./find-log.ts";

export interface PoolLog {
  readonly group: string;
  /** LambdaConfig keys. */
  readonly triggers: readonly string[];
  /** What the reader should know of how the group was found. */
  readonly note?: string;
}

/** Rejects with a `PortError`. */
export async function findPoolLogs(
  functions: Functions,
  triggers: readonly PoolTrigger[],
  signal: AbortSignal,
): Promise<readonly PoolLog[]> {
  const arns = [...new Set(triggers.map(({ functionArn }) => functionArn))];
  const found = await Promise.all(
    arns.map(async (arn) => ({
      ...(await findLog(functions, arn, signal)),
      triggers: triggers
        .filter(({ functionArn }) => functionArn === arn)
        .map(({ key }) => key),
    })),
  );
  return [...new Set(found.map(({ group }) => group))].map((group) => {
    const own = found.filter((each) => each.group === group);
    const notes = own.flatMap(({ note }) => note ?? []);
    return {
      group,
      triggers: own.flatMap((each) => each.triggers),
      ...(notes.length === 0 ? {} : { note: notes.join(" ") }),
    };
  });
}

/** From the words of a command line to the logs they mean: triggers of a pool, and log groups. */
import { createFunctions } from "../aws/functions.ts";
import { createUserPools } from "../aws/user-pools.ts";
import {
  findSources,
  nameOf,
  sourceOfGroup,
} from "../core/logs/find-sources.ts";
import type { TailSource } from "../core/logs/tail-request.ts";
import type { Connection } from "../core/ports/connection.ts";
import type { PoolTrigger } from "../core/ports/user-pools.ts";
import type { TailOptions } from "./tail-args.ts";

/** The sources, or the sentence why there are none. Rejects with a `PortError`. */
export async function chooseSources(
  { pool, triggers, groups }: TailOptions,
  connection: Connection,
  signal: AbortSignal,
): Promise<readonly TailSource[] | string> {
  const named = groups.map(sourceOfGroup);
  if (pool === undefined) return named;
  const { triggers: all } = await createUserPools(connection).describePool(
    pool,
    signal,
  );
  if (all.length === 0 && named.length === 0)
    return `User pool ${pool} has no Lambda triggers.`;
  const isCalled =
    (wanted: string) =>
    (trigger: PoolTrigger): boolean =>
      [trigger.key, nameOf(trigger)].some(
        (name) => name.toLowerCase() === wanted.toLowerCase(),
      );
  const missing = triggers.find((wanted) => !all.some(isCalled(wanted)));
  if (missing !== undefined)
    return `User pool ${pool} has no trigger ${missing}. It has: ${all.map(nameOf).join(", ")}.`;
  const chosen =
    triggers.length === 0
      ? all
      : all.filter((trigger) =>
          triggers.some((name) => isCalled(name)(trigger)),
        );
  const found = await findSources(createFunctions(connection), chosen, signal);
  return [...found, ...named];
}

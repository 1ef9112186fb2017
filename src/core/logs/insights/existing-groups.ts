/** Which log groups are there: Logs Insights refuses a whole search for one that is not, and a trigger that never ran has none. */
import type { Logs } from "../../ports/logs.ts";
import { PortError } from "../../ports/port-error.ts";

/** Rejects with a `PortError`. `now`: milliseconds since the epoch. */
export async function existingGroups(
  logs: Logs,
  groups: readonly string[],
  now: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found = await Promise.all(
    groups.map(async (group) => {
      try {
        // Of a moment in which hardly anything was written.
        await logs.fetchEvents({ group, startTime: now, endTime: now }, signal);
        return [group];
      } catch (error) {
        if (!(error instanceof PortError)) throw error;
        if (error.kind === "not-found") return [];
        // It is there, but may not be read event by event, which a search does not ask for.
        if (["access-denied", "invalid-request"].includes(error.kind))
          return [group];
        throw error;
      }
    }),
  );
  return found.flat();
}

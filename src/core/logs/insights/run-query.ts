/**
 * Runs a query to its end, telling how far it is. Invariant: a query that nobody waits for any more is stopped, because
 * it is billed by what it scans.
 */
import type { Clock } from "../../ports/clock.ts";
import type {
  LogQueries,
  LogQueryRequest,
  QueryProgress,
} from "../../ports/log-queries.ts";
import { PortError } from "../../ports/port-error.ts";

const firstLook = 300;
const between = 1_000;

/** Rejects with a `PortError`; of kind `cancelled` where `signal` aborts. */
export async function runQuery(
  queries: LogQueries,
  request: LogQueryRequest,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  progress: (soFar: QueryProgress) => void,
): Promise<QueryProgress> {
  const id = await queries.startQuery(request, signal);
  try {
    for (let pause = firstLook; ; pause = between) {
      await clock.sleep(pause, signal);
      if (signal.aborted) throw cancelled();
      const found = await look(queries, id, signal);
      if (found === undefined) continue;
      if (found.state === "complete") return found;
      if (found.state === "failed") throw failed(found);
      progress(found);
    }
  } catch (error) {
    // What ended by itself cannot be stopped, and whether this one did is not known: nobody needs to hear of it.
    await queries.stopQuery(id).catch(() => undefined);
    throw signal.aborted ? cancelled() : error;
  }
}

/** Undefined where AWS wants to be asked later. */
async function look(
  queries: LogQueries,
  id: string,
  signal: AbortSignal,
): Promise<QueryProgress | undefined> {
  try {
    return await queries.readQuery(id, signal);
  } catch (error) {
    if (error instanceof PortError && error.kind === "throttled")
      return undefined;
    throw error;
  }
}

const cancelled = (): PortError =>
  new PortError("cancelled", "The search was cancelled.", "Run it again.");

const failed = ({ status }: QueryProgress): PortError =>
  new PortError(
    status === "Timeout" ? "timeout" : "unknown",
    status === "Timeout"
      ? "Logs Insights ran out of time with this search."
      : `Logs Insights ended the search with the state ${status}.`,
    "Search a shorter time or fewer triggers.",
  );

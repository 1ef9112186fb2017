/** What was read of a pool's logs for the page of sign-ins, and how it is told. */
import { formatTime } from "../../core/logs/format.ts";
import { findSources } from "../../core/logs/find-sources.ts";
import { toPlainText } from "../../core/logs/plain-text.ts";
import type { Redaction } from "../../core/logs/redact.ts";
import { groupsOf } from "../../core/logs/tail-request.ts";
import {
  readSignIns,
  type FoundSignIns,
} from "../../core/logs/sign-ins/read-sign-ins.ts";
import { PortError } from "../../core/ports/port-error.ts";
import type { Pool } from "../../core/ports/user-pools.ts";
import { readSetting } from "../contributions.ts";
import type { Services } from "../services.ts";

/** A page with more is no list to look through. */
export const mostListed = 300;

export interface Reading {
  readonly title: string;
  readonly summary: string;
  readonly problems: readonly string[];
  readonly found: FoundSignIns;
  readonly redaction: Redaction;
  /** Rejects with a `PortError` where the connection is another one than was read with. */
  readonly checkConnection: () => Promise<void>;
}

/** Rejects with a `PortError`. */
export async function readPool(
  pool: Pool,
  startTime: number,
  services: Services,
  signal: AbortSignal,
  report: (message: string) => void,
): Promise<Reading> {
  const connection = await services.connection.require();
  const place = JSON.stringify(connection);
  const endTime = services.clock.now();
  const sources = await findSources(
    await services.functions(),
    pool.triggers,
    signal,
  );
  const found = await readSignIns(
    sources,
    { startTime, endTime },
    { logs: await services.logs(), pace: services.paceOf(place), signal },
    (lines) => {
      report(`${String(lines)} lines`);
    },
  );
  const { attempts, unknown, lines, problems } = found;
  return {
    title: `Sign-ins of ${toPlainText(pool.name)}`,
    summary: `${count(attempts.length, "attempt")} from ${formatTime(startTime).slice(0, 8)} to ${formatTime(endTime).slice(0, 8)}, told by ${count(lines, "line")} of ${count(groupsOf({ sources }).length, "log group")} in ${connection.region}.`,
    problems: [
      ...problems,
      ...(attempts.length > mostListed
        ? [
            `Only the latest ${String(mostListed)} attempts are listed. Choose a shorter time for those before.`,
          ]
        : []),
      ...(unknown.length === 0
        ? []
        : [
            `Of ${count(unknown.length, "invocation")} nothing tells which trigger it was: the function serves several and logs no event.`,
          ]),
    ].map(toPlainText),
    found,
    redaction: readSetting("tail.redactContacts") ? "all" : "credentials",
    checkConnection: async () => {
      if (JSON.stringify(await services.connection.require()) !== place)
        throw new PortError(
          "invalid-request",
          "The connection was changed since these sign-ins were read.",
          "Read them again with the new one, or change back.",
        );
    },
  };
}

const count = (number: number, what: string): string =>
  `${String(number)} ${what}${number === 1 ? "" : "s"}`;

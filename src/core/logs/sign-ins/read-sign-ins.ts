/**
 * Reads what a pool's triggers logged in a stretch of time and tells the sign-ins in it. Invariant: what could not be
 * read is said; a group that fails does not take the others with it.
 */
import type { LogEvent } from "../../ports/logs.ts";
import { PortError } from "../../ports/port-error.ts";
import { groupInvocations } from "../group-invocations.ts";
import type { TailLine } from "../merge.ts";
import { readRange, type RangeEnvironment } from "../read-range.ts";
import { groupsOf, sourceOf, type TailSource } from "../tail-request.ts";
import { correlate, type SignIns } from "./correlate.ts";

export interface Stretch {
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  readonly endTime: number;
}

export interface FoundSignIns extends SignIns {
  /** How many lines were read. */
  readonly lines: number;
  /** What is missing, in sentences. */
  readonly problems: readonly string[];
}

/** Of all groups together: what is read is held in memory, and correlated at one go. */
const mostLines = 20_000;

/** Rejects with a `PortError` where no group at all could be read. `progress`: lines read so far. */
export async function readSignIns(
  sources: readonly TailSource[],
  stretch: Stretch,
  environment: RangeEnvironment,
  progress: (lines: number) => void,
): Promise<FoundSignIns> {
  let read = 0;
  const problems = sources.flatMap(({ note }) => note ?? []);
  const groups = groupsOf({ sources });
  const readGroup = async (
    group: string,
  ): Promise<readonly TailLine[] | PortError> => {
    const lines: TailLine[] = [];
    try {
      for await (const events of readRange(
        { group, ...stretch },
        environment,
      )) {
        // Others may write into the same group.
        const own = events
          .map((event) => lineOf(group, event))
          .filter((line) => sourceOf({ sources }, line) !== undefined);
        lines.push(...own);
        read += own.length;
        progress(read);
        if (read >= mostLines) break;
      }
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      return error;
    }
    return lines;
  };
  const found = await Promise.all(groups.map(readGroup));
  if (read >= mostLines)
    problems.push(
      `There are more than ${String(mostLines)} lines in this time: only the first of each log group were read. Choose a shorter time.`,
    );
  const failures = found.filter((each) => each instanceof PortError);
  const lines = found.flatMap((each) =>
    each instanceof PortError ? [] : each,
  );
  const [first] = failures;
  if (
    first !== undefined &&
    failures.length === groups.length &&
    !isMissing(first)
  )
    throw first;
  problems.push(
    ...new Set(
      failures
        .filter((error) => !isMissing(error))
        .map(({ message, remedy }) => `${message} ${remedy}`),
    ),
  );
  lines.sort((a, b) => a.event.timestamp - b.event.timestamp);
  return {
    ...correlate(groupInvocations(lines).invocations, ({ lines: [line] }) =>
      line === undefined ? [] : (sourceOf({ sources }, line)?.triggers ?? []),
    ),
    lines: read,
    problems,
  };
}

/** A function that never ran has no group: nothing is missing. */
const isMissing = ({ kind }: PortError): boolean => kind === "not-found";

const lineOf = (group: string, event: LogEvent): TailLine => ({
  group,
  event,
  late: false,
});

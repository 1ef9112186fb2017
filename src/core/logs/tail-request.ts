/**
 * What one tail follows: functions and log groups, and how their lines are marked in the one output they share.
 * Invariant: a mark differs in shape, not in colour alone.
 */
import { functionOfStream } from "./log-group.ts";
import type { TailLine } from "./merge.ts";
import type { TriggerId } from "../triggers/contract.ts";
import { contractOf } from "../triggers/contracts.ts";

export interface TailSource {
  readonly group: string;
  /** As it stands before its lines: the trigger as Cognito names it, else the group. */
  readonly name: string;
  /** Absent for a log group of something else. */
  readonly functionName?: string;
  /** Of which the function may be; empty where it is none. */
  readonly triggers: readonly TriggerId[];
  /** What the reader should know of how the group was found. */
  readonly note?: string;
}

export interface TailRequest {
  /** Of the channel, the status bar and lists. */
  readonly title: string;
  /** At least one. */
  readonly sources: readonly TailSource[];
}

/** Colours follow these shapes: `media/cognito-log.tmLanguage.json`. */
const marks = ["●", "◆", "▲", "■", "○", "◇", "△", "□"] as const;

export const markOf = (at: number): string => marks[at % marks.length] ?? "●";

export const groupsOf = ({
  sources,
}: Pick<TailRequest, "sources">): readonly string[] => [
  ...new Set(sources.map(({ group }) => group)),
];

/**
 * Which of the sources wrote a line. Several functions may share a group: then the stream tells, and the lines of
 * functions that nobody asked for are of no source.
 */
export function sourceOf(
  { sources }: Pick<TailRequest, "sources">,
  { group, event }: TailLine,
): TailSource | undefined {
  const candidates = sources.filter((source) => source.group === group);
  const writer = functionOfStream(event.stream);
  return (
    candidates.find(({ functionName }) => functionName === writer) ??
    (writer === undefined
      ? candidates[0]
      : candidates.find(({ functionName }) => functionName === undefined))
  );
}

/** What stands before a line; undefined where the output has one source only. */
export function labelOf(
  request: TailRequest,
  line: TailLine,
): string | undefined {
  if (request.sources.length < 2) return undefined;
  const source = sourceOf(request, line);
  return source === undefined
    ? undefined
    : `${markOf(request.sources.indexOf(source))} ${source.name}`;
}

/** Whether Cognito waits for the source's answer. */
export const isWaitedFor = (source: TailSource | undefined): boolean =>
  source?.triggers.some((id) => contractOf(id).synchronous) ?? false;

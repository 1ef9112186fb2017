/**
 * Turns the lines of a tail into output: grouped, checked against the trigger contract, filtered, as text or JSON lines.
 * Invariant: credentials, addresses and phone numbers are taken out, always.
 */
import { createAnswerCheck, describeFault } from "../core/logs/answer-check.ts";
import { exportNdjson } from "../core/logs/export-lines.ts";
import { formatLine } from "../core/logs/format.ts";
import { createGrouping } from "../core/logs/group-invocations.ts";
import { keepTogether } from "../core/logs/keep-together.ts";
import { createSieve, type ShownLine } from "../core/logs/line-filter.ts";
import type { TailLine } from "../core/logs/merge.ts";
import {
  isWaitedFor,
  labelOf,
  sourceOf,
  type TailRequest,
} from "../core/logs/tail-request.ts";
import { printLine } from "./format/log-lines.ts";
import type { Outside } from "./outside.ts";
import type { TailOptions } from "./tail-args.ts";

/** Writes what passes the filters, and gives it back. */
export function createLogPrinter(
  request: TailRequest,
  { grep, user, errors, json }: TailOptions,
  outside: Outside,
): (lines: readonly TailLine[]) => readonly ShownLine[] {
  const grouping = createGrouping();
  const answers = createAnswerCheck((group) =>
    request.sources
      .filter((source) => source.group === group)
      .flatMap(({ triggers }) => triggers),
  );
  const sieve = createSieve({
    errorsOnly: errors,
    ...(grep === undefined ? {} : { pattern: grep }),
    ...(user === undefined ? {} : { user }),
  });
  const colours = outside.colours === true;
  return (lines) => {
    const own = lines.filter((line) => sourceOf(request, line) !== undefined);
    const shown = keepTogether(own).flatMap((each) => {
      const line = grouping.add(each);
      const label = labelOf(request, each);
      const formatted = formatLine(line, {
        cognitoWaits: isWaitedFor(sourceOf(request, each)),
        redaction: "all",
        notes: answers.take(line).map(describeFault),
        ...(label === undefined ? {} : { label }),
      });
      return formatted === undefined ? [] : sieve.take({ ...formatted, line });
    });
    const text = json
      ? exportNdjson(shown, "all")
      : shown.map((line) => printLine(line, colours)).join("");
    if (text !== "") outside.write(text);
    return shown;
  };
}

/** Where a recognised handler stands in its file and what it calls the event: what an editor shows beside the code. */
import type { Range } from "../../text/position.ts";
import type { TriggerMatch } from "../../triggers/match-trigger.ts";
import type { RecognisedHandler } from "../finding.ts";
import type { Module } from "../ir/ir.ts";
import type { Candidate } from "./handlers.ts";

export function describeHandler(
  { functions, text }: Module,
  candidate: Candidate,
  { triggers, because }: TriggerMatch,
): RecognisedHandler {
  const target = functions[candidate.function];
  const range = target?.range ?? { start: 0, end: 0 };
  const event = target?.parameters.find(
    ({ name }) => name !== "self" && name !== "cls",
  );
  const name = target?.name === "" ? candidate.name : (target?.name ?? "");
  return {
    range,
    nameRange: rangeOfName(text, name, range.start, event?.range),
    triggers,
    because,
    ...(event === undefined ? {} : { eventRange: event.range }),
    ...(event === undefined || event.name === ""
      ? {}
      : { eventName: event.name }),
  };
}

/** A function's name stands before its parameters, on its own first line; else the place where the function begins. */
function rangeOfName(
  text: string,
  name: string,
  start: number,
  event: Range | undefined,
): Range {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const at = text.slice(lineStart, event?.start ?? start).lastIndexOf(name);
  return name === "" || at === -1
    ? { start, end: start }
    : { start: lineStart + at, end: lineStart + at + name.length };
}

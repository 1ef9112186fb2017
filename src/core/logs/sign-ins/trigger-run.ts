/**
 * One invocation seen as a trigger of Cognito: which one, for whom, from when to when. Invariant: for whom is only what
 * its own lines say.
 */
import type { TriggerId } from "../../triggers/contract.ts";
import { contractOf, contractsOfSource } from "../../triggers/contracts.ts";
import type { InvocationLog } from "../group-invocations.ts";
import { outcomeOf, waitedMs } from "../invocation.ts";
import { mergeSubjects, readSubject, type Subject } from "./logged-subject.ts";

export interface TriggerRun extends Subject {
  /** As Cognito names it in its messages, e.g. PreTokenGeneration. */
  readonly trigger: string;
  /** Cognito waits for its answer. */
  readonly synchronous: boolean;
  /** Milliseconds since the epoch; the start of the environment is part of it, as Cognito waits for that as well. */
  readonly begin: number;
  readonly end: number;
  readonly log: InvocationLog;
}

/** What the function of an invocation serves: several where it serves several triggers, or the version is open. */
export type TriggersOf = (log: InvocationLog) => readonly TriggerId[];

/** Undefined where neither the lines nor the function tell which trigger it was. */
export function readRun(
  log: InvocationLog,
  triggersOf: TriggersOf,
): TriggerRun | undefined {
  const subject = subjectOf(log);
  const contract =
    (subject.source === undefined
      ? undefined
      : contractsOfSource(subject.source)[0]) ?? onlyContract(triggersOf(log));
  if (contract === undefined) return undefined;
  const { report, end, initMs } = log.invocation;
  const start = log.lines.find(({ line }) => line.kind === "start");
  const begin =
    start === undefined
      ? log.invocation.begin
      : start.event.timestamp - (initMs ?? 0);
  return {
    ...subject,
    trigger: contract.name,
    synchronous: contract.synchronous,
    begin,
    end: report === undefined ? Math.max(begin, end) : begin + waitedMs(report),
    log,
  };
}

/** It did not answer as it should, or too late. */
export function failed({ log: { invocation } }: TriggerRun): boolean {
  const outcome = outcomeOf(invocation);
  return outcome === "error" || outcome === "timeout";
}

/** What a line says together with the trigger's source goes before what other lines say. */
function subjectOf({ lines }: InvocationLog): Subject {
  const said = lines.flatMap(({ line, event }) =>
    line.kind === "application" || line.kind === "plain"
      ? [readSubject(event.message)]
      : [],
  );
  return [
    ...said.filter(({ source }) => source !== undefined),
    ...said.filter(({ source }) => source === undefined),
  ].reduce(mergeSubjects, {});
}

function onlyContract(ids: readonly TriggerId[]) {
  const found = ids.map(contractOf);
  return new Set(found.map(({ name }) => name)).size === 1
    ? found[0]
    : undefined;
}

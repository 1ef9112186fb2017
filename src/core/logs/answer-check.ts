/**
 * The contract of triggers, held against what really ran: events and answers that handlers log as JSON are recognised
 * and checked as the linter checks code. Invariants: a fault is told once per run; where a logged value may be another
 * thing than the answer, only what could be no part of any answer is a fault.
 */
import {
  type JsonValue,
  type TriggerContract,
  type TriggerId,
} from "../triggers/contract.ts";
import {
  contractOf,
  contractsOfSource,
  envelope,
} from "../triggers/contracts.ts";
import { matchTrigger } from "../triggers/match-trigger.ts";
import {
  checkResponse,
  type JsonObject,
  type ResponseProblem,
} from "../triggers/response-check.ts";
import type { GroupedLine } from "./group-invocations.ts";
import {
  mayHoldValue,
  readLogged,
  type Logged,
  type Told,
} from "./logged-values.ts";

export interface AnswerFault {
  readonly contract: TriggerContract;
  readonly problem: ResponseProblem;
}

export interface AnswerCheck {
  readonly take: (line: GroupedLine) => readonly AnswerFault[];
}

/** What is known of a run from its earlier lines. */
interface Run {
  /** The event as it came in, or as it was first logged. */
  sent: JsonObject | undefined;
  readonly told: Set<string>;
}

const rememberedRuns = 500;

/** `triggersOf`: the triggers that a group's function is configured for, as far as that is known. */
export function createAnswerCheck(
  triggersOf: (group: string) => readonly TriggerId[],
): AnswerCheck {
  const runs = new Map<number, Run>();
  const runOf = (serial: number): Run => {
    const known = runs.get(serial);
    if (known !== undefined) return known;
    const run: Run = { sent: undefined, told: new Set() };
    runs.set(serial, run);
    for (const oldest of runs.keys()) {
      if (runs.size <= rememberedRuns) break;
      runs.delete(oldest);
    }
    return run;
  };

  return {
    take: ({ line, group, invocation }) => {
      const text =
        line.kind === "application" || line.kind === "plain" ? line.text : "";
      if (invocation === undefined || !mayHoldValue(text)) return [];
      const run = runOf(invocation.serial);
      return readLogged(text)
        .flatMap((each) => faultsOf(each, run, triggersOf(group)))
        .filter(({ problem }) => {
          const key = `${problem.kind} ${problem.path}`;
          return !run.told.has(key) && run.told.add(key);
        });
    },
  };
}

function faultsOf(
  { value, told }: Logged,
  run: Run,
  declared: readonly TriggerId[],
): readonly AnswerFault[] {
  const { sent } = run;
  if (isEvent(value)) {
    if (sent === undefined || told === "event") run.sent = value;
    if (told === "event") return [];
    return check(
      candidatesFor(value, declared),
      (contract) => sent ?? { ...value, response: deliveredBy(contract) },
      value,
      sent === undefined && told === "anything" ? "anything" : told,
    );
  }
  const candidates =
    sent === undefined
      ? declared.map(contractOf)
      : candidatesFor(sent, declared);
  if (told === "answer")
    return check(
      candidates,
      (contract) => sent ?? { ...wholeEvent, response: deliveredBy(contract) },
      value,
      told,
    );
  return isObject(value) ? checkPart(candidates, sent, value) : [];
}

/** What a logged value may be a fault for, by what it says it is. */
const faultsBy: Readonly<
  Record<Exclude<Told, "event">, ReadonlySet<ResponseProblem["kind"]>>
> = {
  answer: new Set([
    "no-event",
    "not-whole-event",
    "wrong-type",
    "not-allowed",
    "unknown-member",
    "missing-member",
  ]),
  "perhaps-answer": new Set([
    "wrong-type",
    "not-allowed",
    "unknown-member",
    "missing-member",
  ]),
  anything: new Set(["wrong-type", "not-allowed"]),
};

/** Of several contracts that it may be for, the one that it breaks least. */
function check(
  candidates: readonly TriggerContract[],
  sentFor: (contract: TriggerContract) => JsonObject,
  answer: JsonValue,
  told: Exclude<Told, "event">,
): readonly AnswerFault[] {
  const results = candidates.map((contract) =>
    checkResponse(contract, sentFor(contract), answer)
      .filter(({ kind }) => faultsBy[told].has(kind))
      .map((problem) => ({ contract, problem })),
  );
  return results.sort((a, b) => a.length - b.length)[0] ?? [];
}

/** The response alone, or a part of it: known by members that only a response has. */
function checkPart(
  candidates: readonly TriggerContract[],
  sent: JsonObject | undefined,
  value: JsonObject,
): readonly AnswerFault[] {
  const part =
    isObject(value["response"]) && isPartOfEvent(value)
      ? value["response"]
      : value;
  const fitting = candidates.filter(({ request, response }) => {
    const names = new Set(response.map(({ name }) => name));
    const keys = Object.keys(part);
    return (
      keys.every((key) => names.has(key)) &&
      keys.some((key) => !request.some(({ name }) => name === key))
    );
  });
  return check(
    fitting,
    (contract) => ({
      ...sent,
      response: deliveredBy(contract),
    }),
    { ...sent, response: part },
    "anything",
  );
}

const eventMembers = new Set(envelope.map(({ name }) => name));
const isPartOfEvent = (value: JsonObject): boolean =>
  Object.keys(value).every((name) => eventMembers.has(name));

/** The contracts of an event's trigger: those that are configured, else those that its members speak for. */
function candidatesFor(
  event: JsonObject,
  declared: readonly TriggerId[],
): readonly TriggerContract[] {
  const { triggerSource } = event;
  const source = typeof triggerSource === "string" ? triggerSource : "";
  const possible = contractsOfSource(source);
  const configured = possible.filter(({ id }) => declared.includes(id));
  if (configured.length > 0) return configured;
  const match = matchTrigger({
    path: "",
    directives: [],
    typeNames: [],
    triggerSources: [source],
    responseMembers: namesIn(event["response"]),
    requestMembers: namesIn(event["request"]),
    eventMembers: Object.keys(event),
  });
  const matched = possible.filter(({ id }) => match?.triggers.includes(id));
  return matched.length > 0 ? matched : possible;
}

const namesIn = (value: JsonValue | undefined): readonly string[] =>
  isObject(value)
    ? Object.keys(value).filter((name) => value[name] !== null)
    : [];

const deliveredBy = ({ response }: TriggerContract): JsonObject =>
  Object.fromEntries(
    response.flatMap(({ name, delivered }) =>
      delivered === undefined ? [] : [[name, delivered.value]],
    ),
  );

/** What every event of Cognito has, where none was logged. */
const wholeEvent: JsonObject = Object.fromEntries(
  envelope
    .filter(({ present }) => present === "always")
    .map(({ name }): [string, JsonValue] => [name, ""]),
);

const isEvent = (value: JsonValue): value is JsonObject =>
  isObject(value) &&
  typeof value["triggerSource"] === "string" &&
  contractsOfSource(value["triggerSource"]).length > 0 &&
  (isObject(value["request"]) || isObject(value["response"]));

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A fault in a sentence or two. What is only reported is told as reported. */
export function describeFault({ problem }: AnswerFault): string {
  const { error, evidence } = problem.outcome;
  if (error === undefined)
    return `The answer is wrong: ${problem.message} AWS does not document what Cognito does with it.`;
  const how = evidence === "reported" ? "Users report" : "Cognito says";
  return `The answer is wrong: ${problem.message} ${how} ${error.name}: ${error.message}.`;
}

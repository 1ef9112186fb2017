/** What Cognito hands to a handler, as objects of the heap: the event of one trigger, and Lambda's context. */
import type {
  RequestMember,
  Shape,
  TriggerContract,
} from "../../triggers/contract.ts";
import { contracts } from "../../triggers/contracts.ts";
import type { Constant } from "../ir/ir.ts";
import {
  elements,
  emptyObject,
  listOf,
  nowhere,
  withField,
  writtenAt,
  writtenField,
  type HeapObject,
} from "./heap.ts";
import {
  clientIdName,
  contextId,
  eventId,
  requestId,
  responseId,
} from "./machine.ts";
import { plainHole, plainText } from "./message-text.ts";
import {
  constantValue,
  joinAll,
  someBoolean,
  someNothing,
  someNumber,
  someText,
  unknownValue,
  valueOf,
  type Value,
} from "./value.ts";

/** What a case of the analysis takes for granted about the event. */
export interface Assumptions {
  /** The trigger sources the event may have; empty: not known. */
  readonly sources: readonly string[];
  /** Text members of the request and their values. */
  readonly request: Readonly<Record<string, string>>;
  /** The challenges that have been answered so far. */
  readonly session?: readonly AnsweredChallenge[];
  /** The user is not one of those who do not exist. */
  readonly userExists?: boolean;
}

export interface AnsweredChallenge {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  /** What create auth challenge called it, null where it did not; undefined: it could be any. */
  readonly challengeMetadata?: string | null;
}

/** Members that an event has besides `request` and `response`; an answer without them is not the event. */
export const envelope = [
  "version",
  "triggerSource",
  "region",
  "userPoolId",
  "userName",
  "callerContext",
] as const;

const attributesId = `${requestId}.userAttributes`;
const absentObject = valueOf({ kind: "unknown", truth: false, absent: true });
/** Text, but for operations without an app client. */
const clientId = valueOf(
  { kind: "text", from: clientIdName, holes: plainHole },
  { kind: "unknown", truth: false },
);

/** What an invocation is called with, and the objects of the heap that are in it. */
export interface Delivery {
  readonly event: Value;
  readonly context: Value;
  readonly heap: ReadonlyMap<string, HeapObject>;
  /** Values of members that have no field, by object id. */
  readonly members: ReadonlyMap<string, Value>;
  /** Members of the response that come as null. */
  readonly nothing: ReadonlySet<string>;
  /** Members that the response may have; undefined while it is not known which trigger the handler serves. */
  readonly answers: ReadonlySet<string> | undefined;
  /** Texts are kept with holes: the trigger puts messages together. */
  readonly messages: boolean;
}

interface Draft {
  readonly heap: Map<string, HeapObject>;
  readonly members: Map<string, Value>;
  readonly messages: boolean;
}

/** There are as many as contracts have cases, and nothing changes them. */
const made = new Map<TriggerContract | undefined, Map<string, Delivery>>();

/** @param trigger undefined while it is not known which trigger the handler serves */
export function deliver(
  trigger: TriggerContract | undefined,
  assume: Assumptions,
): Delivery {
  const known = made.get(trigger) ?? new Map<string, Delivery>();
  made.set(trigger, known);
  const key = JSON.stringify(assume);
  let delivery = known.get(key);
  if (delivery === undefined)
    known.set(key, (delivery = makeDelivery(trigger, assume)));
  return delivery;
}

function makeDelivery(
  trigger: TriggerContract | undefined,
  { sources, request: assumed, session, userExists }: Assumptions,
): Delivery {
  const messages =
    trigger?.request.some(({ placeholder }) => placeholder !== undefined) ===
    true;
  const draft: Draft = { heap: new Map(), members: new Map(), messages };
  const request = put(draft, requestId, {
    ...deliveredObject([
      ...(trigger?.neverSent ?? []).map(
        (name) => [name, valueOf({ kind: "undefined", from: name })] as const,
      ),
      ...(trigger?.request ?? []).map(
        (member) =>
          [
            member.name,
            assumed[member.name] !== undefined
              ? valueOf({ kind: "text", value: assumed[member.name] ?? "" })
              : member.name === "session" && session !== undefined
                ? answered(draft, session)
                : member.name === "userNotFound" && userExists === true
                  ? someNothing
                  : requestValue(draft, member, sources),
          ] as const,
      ),
    ]),
    delivered: "request",
  });
  const answers = (trigger === undefined ? contracts : [trigger]).flatMap(
    (each) => each.response,
  );
  const response = put(draft, responseId, {
    ...emptyObject,
    delivered: "response",
  });
  const source =
    sources.length === 0
      ? valueOf({ kind: "external", name: `${eventId}.triggerSource` })
      : valueOf(...sources.map((value) => ({ kind: "text", value }) as const));
  const event = put(draft, eventId, {
    ...deliveredObject([
      ...envelope.map(
        (name) => [name, messages ? plainText : someText] as const,
      ),
      ["triggerSource", source],
      [
        "callerContext",
        put(
          draft,
          `${eventId}.callerContext`,
          deliveredObject([["clientId", clientId]]),
        ),
      ],
      ["request", request],
      ["response", response],
    ]),
    delivered: "event",
  });
  // A message cannot get its code from a member that no such request has.
  if (messages) draft.members.set(requestId, someNothing);
  // What only events of other services have, `event.source` or `event.warmup`, a trigger never gets.
  if (trigger !== undefined) draft.members.set(eventId, someNothing);
  return {
    ...draft,
    event,
    context: deliverContext(draft),
    nothing: new Set(
      answers
        .filter((member) => member.delivered?.value === null)
        .map(({ name }) => name),
    ),
    answers:
      trigger &&
      new Set(
        // Another rule speaks of versions.
        contracts
          .filter(({ name }) => name === trigger.name)
          .flatMap((each) => each.response.map(({ name }) => name)),
      ),
  };
}

function requestValue(
  draft: Draft,
  {
    name,
    shape,
    present,
    absentFor,
    unclearFor,
    sensitive,
    placeholder,
  }: RequestMember,
  sources: readonly string[],
): Value {
  if (
    sources.length > 0 &&
    sources.every((source) => absentFor?.includes(source))
  )
    return valueOf({ kind: "undefined", from: name });
  if (placeholder !== undefined) {
    const held = valueOf({ kind: "text", value: placeholder.text });
    const holds = (source: string): boolean =>
      placeholder.sources?.includes(source) ?? true;
    if (sources.length === 0 || (sources.some(holds) && !sources.every(holds)))
      return joinAll([held, someNothing]);
    return sources.every(holds) ? held : someNothing;
  }
  const value = valueOfShape(draft, `${requestId}.${name}`, shape);
  const sent =
    sensitive === true
      ? valueOf(
          ...value.map((atom) =>
            atom.kind === "text" ? { ...atom, from: name } : atom,
          ),
        )
      : value;
  const unclear = sources.some((source) => unclearFor?.includes(source));
  if (present === "always" && !unclear) return sent;
  const isObject = shape.kind === "map" || shape.kind === "object";
  return joinAll([sent, isObject ? absentObject : someNothing]);
}

function answered(draft: Draft, session: readonly AnsweredChallenge[]): Value {
  const order = session.map((_, i) => `${requestId}.session.${String(i)}`);
  const writes = session.map((challenge, i) => {
    const id = order[i] ?? "";
    const entry = deliveredObject(
      Object.entries(challenge).map(([name, value]) => [
        name,
        constantValue(value as Constant),
      ]),
    );
    return [id, writtenAt(put(draft, id, entry), nowhere)] as const;
  });
  return put(draft, `${requestId}.session`, listOf(new Map(writes), order));
}

/** What Lambda's context has as text, under Node's names and Python's. */
const textsOfContext = [
  "functionName",
  "functionVersion",
  "invokedFunctionArn",
  "awsRequestId",
  "logGroupName",
  "logStreamName",
  "function_name",
  "function_version",
  "invoked_function_arn",
  "aws_request_id",
  "log_group_name",
  "log_stream_name",
];

/** Lambda's context: the old ways to complete an invocation are on it. */
function deliverContext(draft: Draft): Value {
  return put(draft, contextId, {
    ...deliveredObject([
      ...["done", "succeed", "fail"].map(
        (name) => [name, valueOf({ kind: "completion", name })] as const,
      ),
      ...textsOfContext.map(
        (name) => [name, draft.messages ? plainText : someText] as const,
      ),
    ]),
    delivered: "other",
  });
}

function put({ heap }: Draft, id: string, object: HeapObject): Value {
  heap.set(id, object);
  return valueOf({ kind: "object", id });
}

function deliveredObject(
  members: readonly (readonly [name: string, value: Value])[],
): HeapObject {
  let object: HeapObject = { ...emptyObject, delivered: "other" };
  for (const [name, value] of members)
    object = withField(object, name, delivered(value), false);
  return object;
}

const delivered = (value: Value): ReturnType<typeof writtenField> =>
  writtenField(writtenAt(value, nowhere));

function valueOfShape(draft: Draft, id: string, shape: Shape): Value {
  switch (shape.kind) {
    case "string":
      return someText;
    case "number":
      return someNumber;
    case "boolean":
      return someBoolean;
    case "null":
      return valueOf({ kind: "null" });
    case "json":
      return unknownValue;
    case "any-of":
      return joinAll(
        shape.shapes.map((each) =>
          each.kind === "null" ? someNothing : valueOfShape(draft, id, each),
        ),
      );
    case "array":
      return put(draft, id, {
        ...withField(
          { ...emptyObject, list: true },
          elements,
          delivered(valueOfShape(draft, `${id}[]`, shape.items)),
          false,
        ),
        delivered: "other",
      });
    case "map":
      // Any name may be there or not; what is there has the shape of the values.
      draft.members.set(
        id,
        joinAll([
          draft.messages && id === attributesId
            ? plainText
            : valueOfShape(draft, `${id}.*`, shape.values),
          someNothing,
        ]),
      );
      return put(draft, id, { ...emptyObject, delivered: "other" });
    case "object":
      return put(
        draft,
        id,
        deliveredObject(
          shape.members.map(({ name, shape: inner }) => [
            name,
            joinAll([valueOfShape(draft, `${id}.${name}`, inner), someNothing]),
          ]),
        ),
      );
  }
}

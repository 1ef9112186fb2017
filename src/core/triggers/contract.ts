/**
 * The words in which the trigger contract is written: what Cognito sends to a Lambda trigger, and what it reads from
 * the answer. The linter, the run-time check, sample events and the simulator all read the one table made of these
 * types (`contracts.ts`). Invariant: every row carries its evidence and the AWS page that says so.
 */

/** One id per contract. The three event versions of pre token generation are three contracts of one trigger. */
export type TriggerId =
  | "PreSignUp"
  | "PostConfirmation"
  | "PreAuthentication"
  | "PostAuthentication"
  | "PreTokenGenerationV1"
  | "PreTokenGenerationV2"
  | "PreTokenGenerationV3"
  | "DefineAuthChallenge"
  | "CreateAuthChallenge"
  | "VerifyAuthChallengeResponse"
  | "UserMigration"
  | "CustomMessage"
  | "CustomSMSSender"
  | "CustomEmailSender"
  | "InboundFederation";

/**
 * How we know. `documented`: AWS says so. `code`: read in AWS's own code or service model. `reported`: seen by users,
 * not documented. `inferred`: follows from the others. `unknown`: nobody says; product text must not claim it.
 */
export type Evidence =
  "documented" | "code" | "reported" | "inferred" | "unknown";

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export const jsonTypes = [
  "string",
  "number",
  "boolean",
  "null",
  "array",
  "object",
] as const;
export type JsonType = (typeof jsonTypes)[number];

/** What a value looks like, to any depth. */
export type Shape =
  | { readonly kind: "string"; readonly allowed?: readonly string[] }
  | { readonly kind: "number" }
  | { readonly kind: "boolean" }
  | { readonly kind: "null" }
  | { readonly kind: "array"; readonly items: Shape }
  /** A JSON object whose keys are data: attribute names, claim names ... */
  | { readonly kind: "map"; readonly values: Shape }
  /** A JSON object with these members and no others. */
  | { readonly kind: "object"; readonly members: readonly Member[] }
  | { readonly kind: "any-of"; readonly shapes: readonly Shape[] }
  /** Any JSON value, to any depth. */
  | { readonly kind: "json" };

export interface Member {
  readonly name: string;
  readonly shape: Shape;
  readonly evidence: Evidence;
  /** The AWS page that describes it. */
  readonly page: string;
  /** One sentence for people: a condition, a surprise. */
  readonly note?: string;
}

export interface RequestMember extends Member {
  /** `always`, or it may be missing (or null, where the shape allows it). */
  readonly present: "always" | "sometimes";
  /** Trigger sources whose request never has it. */
  readonly absentFor?: readonly string[];
  /** Trigger sources for whose request AWS does not say whether it has it. */
  readonly unclearFor?: readonly string[];
  /** The text it is, which Cognito later finds in a message and replaces; `sources`: the only ones that have it. */
  readonly placeholder?: {
    readonly text: string;
    readonly sources?: readonly string[];
  };
  /** Never to be logged or shown: passwords, codes, tokens. */
  readonly sensitive?: true;
}

/** When a member must be in the answer. */
export type Requirement =
  | { readonly kind: "always" }
  /** Only when a request member has this value. */
  | {
      readonly kind: "when-request";
      readonly member: string;
      readonly equals: string;
    }
  /** Only when some other response member is set: an untouched response has a meaning of its own. */
  | { readonly kind: "with-others" }
  /** One of several members that decide together (`decisions` of the contract says how). */
  | { readonly kind: "decision" };

export interface ResponseMember extends Member {
  readonly required?: Requirement;
  /** Trigger sources for which Cognito ignores the member. */
  readonly ignoredFor?: readonly string[];
  /** What the event already holds when the handler gets it; absent where that is not known. */
  readonly delivered?: {
    readonly value: JsonValue;
    readonly evidence: Evidence;
  };
  /** An empty map is as bad as none. */
  readonly notEmpty?: { readonly evidence: Evidence };
}

export interface TriggerSource {
  readonly name: string;
  /** What makes Cognito call the trigger with this source. */
  readonly when: string;
}

export interface TriggerContract {
  readonly id: TriggerId;
  /** The name Cognito uses in LambdaConfig and in its error texts, e.g. PreTokenGeneration. */
  readonly name: string;
  /** LambdaConfig members that name the function; the first is the one to use. */
  readonly configKeys: readonly string[];
  /** LambdaVersion, where LambdaConfig carries one. */
  readonly version?: "V1_0" | "V2_0" | "V3_0";
  readonly sources: readonly TriggerSource[];
  /** Cognito waits for the answer and reads it: the handler must give the whole event back. */
  readonly synchronous: boolean;
  readonly request: readonly RequestMember[];
  /** Members that the requests of other triggers have, and this one's never. */
  readonly neverSent?: readonly string[];
  readonly response: readonly ResponseMember[];
  readonly page: string;
}

/** The members of a shape that is an object, also where null or another type may stand in its place. */
export function membersOf(shape: Shape): readonly Member[] | undefined {
  if (shape.kind === "object") return shape.members;
  if (shape.kind !== "any-of") return undefined;
  return firstOf(shape.shapes, membersOf);
}

/** The shape under `key` of a map, an object or (for any key) a list; undefined where the contract knows no such member. */
export function shapeUnder(shape: Shape, key: string): Shape | undefined {
  switch (shape.kind) {
    case "object":
      return shape.members.find(({ name }) => name === key)?.shape;
    case "map":
      return shape.values;
    case "array":
      return shape.items;
    case "any-of":
      return firstOf(shape.shapes, (each) => shapeUnder(each, key));
    case "json":
      return shape;
    default:
      return undefined;
  }
}

/** The JSON types a value of this shape may have. */
export function jsonTypesOf(shape: Shape): readonly JsonType[] {
  switch (shape.kind) {
    case "map":
      return ["object"];
    case "any-of":
      return [...new Set(shape.shapes.flatMap(jsonTypesOf))];
    case "json":
      return jsonTypes;
    default:
      return [shape.kind];
  }
}

export function jsonTypeOf(value: JsonValue): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as Exclude<JsonType, "null" | "array">;
}

function firstOf<A, B>(
  items: readonly A[],
  pick: (item: A) => B | undefined,
): B | undefined {
  for (const item of items) {
    const picked = pick(item);
    if (picked !== undefined) return picked;
  }
  return undefined;
}

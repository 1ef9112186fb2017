/**
 * What the contract knows at a place in an event: the member under a path, the members below it, and what to say about
 * them to people. Invariant: a sentence never claims more than the row's evidence.
 */
import {
  membersOf,
  shapeUnder,
  type Evidence,
  type Member,
  type RequestMember,
  type ResponseMember,
  type Shape,
  type TriggerContract,
} from "./contract.ts";
import { envelope } from "./contracts.ts";

/** A row of the contract for a member of the event, the request or the answer. */
export type EventMember = Member &
  Partial<
    Pick<RequestMember, "present" | "sensitive"> &
      Pick<ResponseMember, "required" | "ignoredFor" | "delivered" | "notEmpty">
  >;

/** The members below a place in the event of a trigger; empty where the contract names none. */
export function membersAt(
  trigger: TriggerContract,
  path: readonly string[],
): readonly EventMember[] {
  const [part, ...rest] = path;
  if (part === undefined) return envelope;
  if (rest.length === 0 && part === "request") return trigger.request;
  if (rest.length === 0 && part === "response") return trigger.response;
  const member = memberAt(trigger, path);
  return member === undefined ? [] : (membersOf(member.shape) ?? []);
}

/** The member at a place in the event of a trigger; undefined where the contract knows none. */
export function memberAt(
  trigger: TriggerContract,
  path: readonly string[],
): EventMember | undefined {
  const name = path.at(-1);
  if (name === undefined) return undefined;
  const outerPath = path.slice(0, -1);
  const named = membersAt(trigger, outerPath).find(
    (member) => member.name === name,
  );
  if (named !== undefined) return named;
  // An entry of a map or a list is what its owner says of its entries.
  const outer = outerPath.length < 2 ? undefined : memberAt(trigger, outerPath);
  const shape = outer && shapeUnder(outer.shape, name);
  if (outer === undefined || shape === undefined) return undefined;
  const { evidence, page, note } = outer;
  return {
    name,
    shape,
    evidence,
    page,
    ...(note === undefined ? {} : { note }),
  };
}

/** The texts that the member at a place may be, each with what it means where the contract says that. */
export function allowedTexts(
  trigger: TriggerContract,
  path: readonly string[],
): readonly { readonly text: string; readonly meaning?: string }[] {
  if (path.join(".") === "triggerSource")
    return trigger.sources.map(({ name, when }) => ({
      text: name,
      meaning: when,
    }));
  const shape = memberAt(trigger, path)?.shape;
  const shapes = shape?.kind === "any-of" ? shape.shapes : [shape];
  return shapes.flatMap((each) =>
    each?.kind === "string"
      ? (each.allowed ?? []).map((text) => ({ text }))
      : [],
  );
}

/** Markdown about the member at `path`; undefined where none of the triggers has it. */
export function describeMember(
  triggers: readonly TriggerContract[],
  path: readonly string[],
): string | undefined {
  const told = new Map<string, string[]>();
  for (const trigger of triggers) {
    const member = memberAt(trigger, path);
    if (member === undefined) continue;
    const text = describe(trigger, member, path);
    told.set(text, [...(told.get(text) ?? []), titleOf(trigger)]);
  }
  if (told.size === 0) return undefined;
  const head = `\`event.${path.join(".")}\``;
  return [...told]
    .map(([text, names]) => `**${names.join(", ")}**: ${head}\n\n${text}`)
    .join("\n\n---\n\n");
}

/** `PreTokenGeneration V2_0`: the trigger as people tell its versions apart. */
export const titleOf = ({ name, version }: TriggerContract): string =>
  version === undefined || (version === "V1_0" && !name.startsWith("PreToken"))
    ? name
    : `${name} ${version}`;

/** What a value of this shape is, in words: `boolean`, `list of string, or null`. */
export function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case "string":
      return shape.allowed === undefined
        ? "string"
        : shape.allowed.map((each) => `"${each}"`).join(" or ");
    case "array":
      return shape.items.kind === "object"
        ? "list of objects"
        : `list of ${describeShape(shape.items)}`;
    case "map":
      return shape.values.kind === "json"
        ? "object"
        : `object whose values are ${describeShape(shape.values)}`;
    case "object":
      return `object with ${shape.members.map(({ name }) => name).join(", ")}`;
    case "any-of": {
      const others = shape.shapes.filter(({ kind }) => kind !== "null");
      const nullable = others.length < shape.shapes.length;
      const text = others.map(describeShape).join(", or ");
      return nullable ? `${text}, or null` : text;
    }
    case "json":
      return "any JSON value";
    default:
      return shape.kind;
  }
}

function describe(
  trigger: TriggerContract,
  member: EventMember,
  path: readonly string[],
): string {
  const sentences = [
    `Type: ${describeShape(member.shape)}.`,
    ...presence(member),
    ...answerSentences(member),
    ...(member.note === undefined ? [] : [member.note]),
    ...(member.sensitive === true ? ["Never log it: it is secret."] : []),
    ...doubts(member.evidence),
  ];
  const sources =
    path.join(".") === "triggerSource"
      ? trigger.sources.map(({ name, when }) => `\n- \`${name}\`: ${when}`)
      : [];
  return `${sentences.join(" ")}${sources.join("")}\n\n[AWS documentation](${member.page})`;
}

function presence({ present }: EventMember): readonly string[] {
  if (present === undefined) return [];
  return [
    present === "always" ? "Always sent." : "Not always sent: check for it.",
  ];
}

function answerSentences(member: EventMember): readonly string[] {
  const sentences: string[] = [];
  const { required, delivered, ignoredFor, notEmpty } = member;
  switch (required?.kind) {
    case "always":
      sentences.push("Must be set.");
      break;
    case "when-request":
      sentences.push(
        `Must be set when request.${required.member} is "${required.equals}".`,
      );
      break;
    case "with-others":
      sentences.push("Must be set when any other member of the answer is.");
      break;
    case "decision":
      sentences.push("One of the members that decide what comes next.");
      break;
    case undefined:
  }
  if (notEmpty !== undefined)
    sentences.push("An empty object is as bad as none.");
  if (delivered !== undefined)
    sentences.push(
      `The event arrives with ${JSON.stringify(delivered.value)}${delivered.evidence === "documented" ? "" : " (not documented by AWS)"}.`,
    );
  if (ignoredFor !== undefined)
    sentences.push(`Cognito ignores it for ${ignoredFor.join(", ")}.`);
  return sentences;
}

function doubts(evidence: Evidence): readonly string[] {
  switch (evidence) {
    case "documented":
      return [];
    case "code":
      return ["Read in AWS's own code; the developer guide does not say it."];
    case "reported":
      return ["Reported by users; the developer guide does not say it."];
    case "inferred":
      return ["Concluded from what AWS documents elsewhere."];
    case "unknown":
      return ["AWS does not document whether it is sent."];
  }
}

/**
 * Event data classes (AWS Lambda Powertools): objects around the event whose attributes are its members in snake case,
 * and whose writes reach the event itself. A name that this file cannot translate is left to be unknown.
 * https://docs.powertools.aws.dev/lambda/python/latest/utilities/data_classes/
 */
import { memberOfAttribute } from "./data-class-names.ts";
import { rangeOf, type Node } from "../syntax-node.ts";
import { constant, field, op, unknown } from "../../ir/builder.ts";
import type { Expr, Field } from "../../ir/ir.ts";
import type { Context } from "./context.ts";

/** `PreSignUpTriggerEvent`, `CustomEmailSenderTriggerEvent` ... */
export const isDataClassName = (name: string): boolean =>
  /TriggerEvent(V\d)?$/.test(name);

/** Members of the response that are made when they are read and came as null. */
const madeWhenRead: ReadonlySet<string> = new Set([
  "claimsOverrideDetails",
  "claimsAndScopeOverrideDetails",
]);

/** Attributes by which a parameter without a type shows that it is no plain dict. */
const telling = new Set([
  "request",
  "response",
  "raw_event",
  "trigger_source",
  "user_pool_id",
  "user_name",
  "caller_context",
]);

/** `object.attribute` of a data class, or undefined where the object is none. */
export function lowerDataClassAttribute(
  context: Context,
  node: Node,
  object: Expr,
  attribute: string,
): Expr | undefined {
  if (!holdsDataClass(context, object)) {
    if (object.kind !== "var" || !telling.has(attribute)) return undefined;
    const parameter = node.childForFieldName("object");
    if (parameter?.type !== "identifier" || !/event/i.test(parameter.text))
      return undefined;
    context.dataClasses.add(object.variable);
  }
  // The event itself, as Lambda handed it over.
  if (attribute === "raw_event" || attribute === "_data") return object;
  const range = rangeOf(node);
  if (attribute.startsWith("_")) return unknown(range, [object], true);
  const member = memberNamed(attribute, object);
  const name = node.childForFieldName("attribute");
  const read = field(
    object,
    constant(member, name === null ? range : rangeOf(name)),
    range,
  );
  if (madeWhenRead.has(member) && !isAssigned(node)) makeMissing(context, read);
  return read;
}

/** The member behind an attribute, should the object turn out to be a data class; empty: the event itself. */
export const dataClassMember = (attribute: string, object: Expr): string => {
  if (attribute === "raw_event" || attribute === "_data") return "";
  return attribute.startsWith("_") ? attribute : memberNamed(attribute, object);
};

function memberNamed(attribute: string, object: Expr): string {
  const isDetails =
    object.kind === "field" &&
    object.key.kind === "const" &&
    madeWhenRead.has(String(object.key.value));
  // The request has a member of this name; in the answer it is called otherwise.
  if (isDetails && attribute === "group_configuration")
    return "groupOverrideDetails";
  return memberOfAttribute(attribute);
}

const isAssigned = (node: Node): boolean =>
  node.parent?.type === "assignment" &&
  node.parent.childForFieldName("left")?.startIndex === node.startIndex;

function makeMissing({ builder }: Context, place: Field): void {
  const { range } = place;
  const empty = builder.newBlock();
  const missing = builder.newBlock();
  const after = builder.newBlock();
  builder.branch(op("truthy", [place], range), after, empty);
  builder.enter(empty);
  const isNone = op("equal", [place, constant(null, range)], range);
  builder.branch(isNone, missing, after);
  builder.enter(missing);
  builder.assign(
    field(place.object, place.key, range),
    builder.object([], range),
    range,
  );
  builder.goto(after);
  builder.enter(after);
}

/** True for a variable that holds a data class and for a chain of attributes that starts at one. */
export function holdsDataClass(context: Context, value: Expr): boolean {
  if (value.kind === "var") return context.dataClasses.has(value.variable);
  if (value.kind === "field") return holdsDataClass(context, value.object);
  return false;
}

/** `PreSignUpTriggerEvent(event)` is the event: the argument, or undefined for any other call. */
export function wrappedEvent(call: Node): Node | undefined {
  const args = call.childForFieldName("arguments")?.namedChildren ?? [];
  const name = nameOfCallee(call);
  if (name === undefined || !isDataClassName(name) || args.length !== 1)
    return undefined;
  const [only] = args;
  return only?.type === "keyword_argument"
    ? (only.childForFieldName("value") ?? undefined)
    : only;
}

/** The name that is called, without what it is a member of; undefined where something else is. */
export function nameOfCallee(call: Node): string | undefined {
  const callee = call.childForFieldName("function");
  const name =
    callee?.type === "attribute"
      ? callee.childForFieldName("attribute")
      : callee;
  return name?.type === "identifier" ? name.text : undefined;
}

/** Names of the data classes that a function's body makes of its event. */
export const dataClassesIn = (body: Node): readonly string[] =>
  body
    .descendantsOfType("call")
    .filter((call) => wrappedEvent(call) !== undefined)
    .flatMap((call) => nameOfCallee(call) ?? [])
    .filter(isDataClassName);

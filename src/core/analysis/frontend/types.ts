/**
 * What declared types give, for both languages: expressions of some value of a type. What a type leaves open, and a
 * choice of types that differ, says nothing; null is no part of it, as a value that may be missing is known for what it
 * else is.
 */
import type { Range } from "../../text/position.ts";
import {
  constant,
  op,
  some,
  unknown,
  type FunctionBuilder,
} from "../ir/builder.ts";
import type { Expr, ObjectMember, SomeType } from "../ir/ir.ts";
import type { Node } from "./syntax-node.ts";

/** How deep types of members are read, and how many in all. */
export const typeDepth = 6;
export const typeCount = 100;

/** A type where it is written, with the mark before it: `: number`, `as number`, `-> int`. What it gives is written there. */
export interface Declared {
  readonly type: Node;
  readonly range: Range;
}

export function markedType(type: Node): Declared {
  const around = type.parent?.children ?? [];
  const mark = around[around.indexOf(type) - 1] ?? type;
  return { type, range: { start: mark.startIndex, end: type.endIndex } };
}

/** A value that is declared to be of a type; the value itself where it shows what it is, or the type says nothing. */
export function declaredTo(value: Expr, type: () => Expr | undefined): Expr {
  const given = isOpen(value) ? type() : undefined;
  return given === undefined
    ? value
    : op("declared", [value, given], value.range);
}

/** What is written there does not show what it is. */
const isOpen = ({ kind }: Expr): boolean =>
  kind === "var" ||
  kind === "field" ||
  kind === "import" ||
  kind === "global" ||
  kind === "unknown";

/** The value of a type, or any other: nobody looks at types when code runs. */
export const orElse = (value: Expr): Expr =>
  op("declared", [unknown(value.range), value], value.range);

/** One of several; undefined where they are of different kinds, or one is not known. */
export function either(
  options: readonly (Expr | undefined)[],
  range: Range,
): Expr | undefined {
  const known = options.filter((each) => each !== undefined);
  const [first, ...others] = known;
  if (first === undefined || known.length < options.length) return undefined;
  if (others.length === 0) return first;
  const kind = primitiveOf(first);
  return kind !== undefined &&
    others.every((each) => primitiveOf(each) === kind)
    ? op("declared", [unknown(range), ...known], range)
    : undefined;
}

/** Of a value that is some text, number or boolean: which; of several, what they have in common. */
function primitiveOf(value: Expr): SomeType | undefined {
  if (value.kind === "some") return value.type;
  if (value.kind === "op") {
    const options = value.operands.slice(1).map(primitiveOf);
    return options.every((each) => each === options[0])
      ? options[0]
      : undefined;
  }
  if (value.kind !== "const") return undefined;
  return typeof value.value === "string"
    ? "text"
    : typeof value.value === "boolean"
      ? "boolean"
      : undefined;
}

/** A list of any number of items of a type. */
export const someList = (
  builder: FunctionBuilder,
  item: Expr | undefined,
  range: Range,
): Expr =>
  item === undefined
    ? some("list", range)
    : item.kind === "some" && item.type === "text"
      ? some("texts", range)
      : builder.list(
          [
            { value: orElse(item), spread: false },
            { value: unknown(range), spread: true },
          ],
          range,
        );

/** An object that has these members, and may have others. */
export const someObject = (
  builder: FunctionBuilder,
  members: readonly ObjectMember[],
  range: Range,
): Expr =>
  builder.object(
    [...members, { kind: "spread", value: unknown(range) }],
    range,
  );

/** @param name undefined: of any name */
export const someMember = (
  name: string | undefined,
  value: Expr,
): ObjectMember => ({
  kind: "entry",
  key:
    name === undefined
      ? some("text", value.range)
      : constant(name, value.range),
  value: orElse(value),
});

/** Members that an event, its request or its response have: what has one comes from Cognito, whatever its type says. */
export const ofEvents =
  /^(?:request|response|triggerSource|userPoolId|callerContext|userAttributes|claimsOverrideDetails|claimsAndScopeOverrideDetails|challengeAnswer|privateChallengeParameters)$/u;

/**
 * `match(value).with(pattern, then).otherwise(then)` of ts-pattern: read as the choice that it is, so that each arm knows
 * what its pattern has shown. A pattern that is not known may fit or not.
 */
import { rangeOf, withoutComments, type Node } from "../syntax-node.ts";
import { constant, field, op, unknown, variable } from "../../ir/builder.ts";
import type { BlockId, Expr } from "../../ir/ir.ts";
import type { Range } from "../../../text/position.ts";
import { ofPart, type Context } from "./context.ts";

interface Arm {
  readonly method: string;
  readonly given: readonly Node[];
}

interface Match {
  readonly subject: Node;
  readonly arms: readonly Arm[];
  readonly end: Arm;
}

const library = /\bfrom\s*["']ts-pattern["']|require\(\s*["']ts-pattern["']/u;
const ends = /^(?:otherwise|exhaustive|run)$/u;
/** These say a type only. */
const typed = /^(?:returnType|narrow)$/u;

/** Undefined for any other call. */
export function lowerMatch(context: Context, node: Node): Expr | undefined {
  const found = readMatch(context, node);
  if (found === undefined) return undefined;
  const { builder } = context;
  const range = rangeOf(node);
  const subject = lowerSubject(context, found.subject);
  const result = variable(builder.addVariable(""), range);
  const after = builder.newBlock();
  for (const arm of found.arms) {
    const fits = builder.newBlock();
    const next = builder.newBlock();
    const then = arm.given.at(-1);
    if (then === undefined) continue;
    testArm(context, arm, subject, fits, next);
    builder.enter(fits);
    const selects = arm.given
      .slice(0, -1)
      .some(({ text }) => /\bselect\(/u.test(text));
    const made = callWith(
      context,
      then,
      selects ? [unknown(range), subject.whole] : [subject.whole],
    );
    builder.assign(result, made, rangeOf(then));
    builder.goto(after);
    builder.enter(next);
  }
  const [otherwise] = found.end.given;
  if (otherwise !== undefined) {
    const made = callWith(context, otherwise, [subject.whole]);
    builder.assign(result, made, rangeOf(otherwise));
    builder.goto(after);
  } else if (found.end.method === "run") builder.throw(unknown(range), range);
  else {
    // The compiler has seen that nobody gets here.
    const never = builder.newBlock();
    builder.goto(never);
    builder.enter(never);
    builder.goto(never);
  }
  builder.enter(after);
  return result;
}

function readMatch(context: Context, node: Node): Match | undefined {
  // Nearly every other call is ruled out by its name.
  const name = node
    .childForFieldName("function")
    ?.childForFieldName("property");
  const end = name != null && ends.test(name.text) ? linkOf(node) : undefined;
  if (end === undefined) return undefined;
  const arms: Arm[] = [];
  for (let link: Node | null = end.before; link !== null;) {
    const called = link.childForFieldName("function");
    if (called?.type === "identifier") {
      const [subject, ...others] = argumentsOf(link);
      return called.text === "match" &&
        subject !== undefined &&
        others.length === 0 &&
        library.test(context.text)
        ? { subject, arms: arms.reverse(), end }
        : undefined;
    }
    const each = linkOf(link);
    if (each === undefined) return undefined;
    if (/^(?:with|when)$/u.test(each.method)) arms.push(each);
    else if (!typed.test(each.method)) return undefined;
    link = each.before;
  }
  return undefined;
}

/** `before.method(given)` */
function linkOf(
  node: Node,
): (Arm & { readonly before: Node | null }) | undefined {
  const callee =
    node.type === "call_expression" ? node.childForFieldName("function") : null;
  const method = callee?.childForFieldName("property")?.text;
  return callee?.type !== "member_expression" || method === undefined
    ? undefined
    : {
        method,
        given: argumentsOf(node),
        before: callee.childForFieldName("object"),
      };
}

const argumentsOf = (call: Node): readonly Node[] =>
  withoutComments(call.childForFieldName("arguments"));

/** What is matched; of a written object or list also its parts, which are looked at by themselves. */
interface Subject {
  readonly whole: Expr;
  readonly parts?: ReadonlyMap<string, Subject>;
}

function lowerSubject(context: Context, node: Node): Subject {
  const { builder, parts } = context;
  const range = rangeOf(node);
  if (node.type === "array") {
    const items = withoutComments(node);
    if (!items.some(({ type }) => type === "spread_element")) {
      const subjects = items.map((each) => lowerSubject(context, each));
      return {
        whole: builder.hold(
          builder.list(
            subjects.map(({ whole }) => ({ value: whole, spread: false })),
            range,
          ),
        ),
        parts: new Map(subjects.map((each, i) => [String(i), each])),
      };
    }
  }
  const whole = builder.hold(parts.expression(ofPart(context), node));
  const members = node.type === "object" ? withoutComments(node) : [];
  const named = members.flatMap((each): [string, Subject][] => {
    const key = each.childForFieldName("key");
    const value =
      each.type === "shorthand_property_identifier"
        ? each
        : each.childForFieldName("value");
    const name = each.type === "shorthand_property_identifier" ? each : key;
    // What is read a second time must do nothing.
    return name !== null &&
      value !== null &&
      /^(?:shorthand_property_)?identifier$|^member_expression$/u.test(
        value.type,
      )
      ? [[name.text, { whole: parts.expression(ofPart(context), value) }]]
      : [];
  });
  return named.length === 0 ? { whole } : { whole, parts: new Map(named) };
}

function callWith(context: Context, callee: Node, args: readonly Expr[]): Expr {
  const { builder, parts } = context;
  return builder.call(
    parts.expression(ofPart(context), callee),
    args.map((value) => ({ value, spread: false })),
    rangeOf(callee),
  );
}

const isFunction = ({ type }: Node): boolean =>
  /^(?:arrow_function|function_expression)$/u.test(type);

function testArm(
  context: Context,
  { method, given }: Arm,
  subject: Subject,
  whenTrue: BlockId,
  whenFalse: BlockId,
): void {
  const { builder } = context;
  const asked = given.slice(0, -1);
  const [first, guard] = asked;
  if (first === undefined) {
    builder.goto(whenFalse);
    return;
  }
  if (method === "when") {
    builder.branch(
      callWith(context, first, [subject.whole]),
      whenTrue,
      whenFalse,
    );
    return;
  }
  if (asked.length === 2 && guard !== undefined && isFunction(guard)) {
    const fits = builder.newBlock();
    matchPattern(context, first, subject, fits, whenFalse);
    builder.enter(fits);
    builder.branch(
      callWith(context, guard, [subject.whole]),
      whenTrue,
      whenFalse,
    );
    return;
  }
  matchOne(context, asked, subject, whenTrue, whenFalse);
}

function matchOne(
  context: Context,
  patterns: readonly Node[],
  subject: Subject,
  whenTrue: BlockId,
  whenFalse: BlockId,
): void {
  const { builder } = context;
  for (const each of patterns) {
    const next = builder.newBlock();
    matchPattern(context, each, subject, whenTrue, next);
    builder.enter(next);
  }
  builder.goto(whenFalse);
}

const literals =
  /^(?:string|number|true|false|null|undefined|template_string)$/u;

function matchPattern(
  context: Context,
  pattern: Node,
  subject: Subject,
  whenTrue: BlockId,
  whenFalse: BlockId,
): void {
  const { builder, parts } = context;
  const range = rangeOf(pattern);
  const { whole } = subject;
  const isLike = (value: Expr): Expr => op("equal", [whole, value], range);
  if (literals.test(pattern.type)) {
    builder.branch(
      isLike(parts.expression(ofPart(context), pattern)),
      whenTrue,
      whenFalse,
    );
    return;
  }
  switch (pattern.type) {
    case "object":
      matchMembers(
        context,
        withoutComments(pattern).map((each) => [
          each.childForFieldName("key")?.text.replaceAll(/^["']|["']$/gu, ""),
          each.childForFieldName("value"),
        ]),
        subject,
        range,
        whenTrue,
        whenFalse,
      );
      return;
    case "array": {
      const items = withoutComments(pattern);
      // How long a list is, is known of a written one.
      if (subject.parts?.size !== items.length) break;
      matchMembers(
        context,
        items.map((each, i) => [String(i), each]),
        subject,
        range,
        whenTrue,
        whenFalse,
      );
      return;
    }
    case "as_expression":
    case "satisfies_expression":
    case "parenthesized_expression": {
      const [inner] = pattern.namedChildren;
      if (inner === undefined) break;
      matchPattern(context, inner, subject, whenTrue, whenFalse);
      return;
    }
    case "call_expression": {
      const asked = argumentsOf(pattern);
      const [first] = asked;
      switch (pattern.childForFieldName("function")?.text) {
        case "P.union":
          matchOne(context, asked, subject, whenTrue, whenFalse);
          return;
        case "P.not":
          if (first === undefined) break;
          matchPattern(context, first, subject, whenFalse, whenTrue);
          return;
        case "P.when":
          if (first === undefined) break;
          builder.branch(
            callWith(context, first, [whole]),
            whenTrue,
            whenFalse,
          );
          return;
        case "P.select": {
          const selected = first?.type === "string" ? asked[1] : first;
          if (selected === undefined) builder.goto(whenTrue);
          else matchPattern(context, selected, subject, whenTrue, whenFalse);
          return;
        }
        default:
      }
      break;
    }
    case "member_expression":
      switch (pattern.text) {
        case "P._":
        case "P.any":
          builder.goto(whenTrue);
          return;
        case "P.nullish":
          builder.branch(isLike(constant(null, range)), whenTrue, whenFalse);
          return;
        case "P.nonNullable":
          builder.branch(isLike(constant(null, range)), whenFalse, whenTrue);
          return;
        case "P.string":
        case "P.number":
        case "P.boolean": {
          const type = op("type-name", [whole], range);
          const name = constant(pattern.text.slice(2), range);
          builder.branch(op("equal", [type, name], range), whenTrue, whenFalse);
          return;
        }
        default:
          if (pattern.text.startsWith("P.")) break;
          // `Source.SignUp`
          builder.branch(
            isLike(parts.expression(ofPart(context), pattern)),
            whenTrue,
            whenFalse,
          );
          return;
      }
      break;
    default:
  }
  builder.branch(unknown(range, [whole]), whenTrue, whenFalse);
}

/** Something that is there, and has what the pattern asks of each member. */
function matchMembers(
  context: Context,
  members: readonly (readonly [
    name: string | undefined,
    pattern: Node | null,
  ])[],
  subject: Subject,
  range: Range,
  whenTrue: BlockId,
  whenFalse: BlockId,
): void {
  const { builder } = context;
  const there = builder.newBlock();
  const { whole, parts } = subject;
  builder.branch(
    op("equal", [whole, constant(null, range)], range),
    whenFalse,
    there,
  );
  builder.enter(there);
  for (const [name, pattern] of members) {
    const next = builder.newBlock();
    if (name === undefined || pattern === null)
      builder.branch(unknown(range, [whole]), next, whenFalse);
    else
      matchPattern(
        context,
        pattern,
        parts?.get(name) ?? {
          whole: field(whole, constant(name, range), rangeOf(pattern)),
        },
        next,
        whenFalse,
      );
    builder.enter(next);
  }
  builder.goto(whenTrue);
}

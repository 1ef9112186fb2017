/**
 * Lowers comprehensions: their variables are elements of what they run over, and their body is looked at once. How many
 * elements come out is not known; what they look like is. A dict that is made of known items has a member for each.
 */
import { throughItems } from "../iterables.ts";
import { roundsOf } from "../rounds.ts";
import { rangeOf, type Node } from "../syntax-node.ts";
import { constant, field, op, unknown, variable } from "../../ir/builder.ts";
import { filteredDict, type Expr, type Var } from "../../ir/ir.ts";
import { meaningful, type Context } from "./context.ts";
import { createScope } from "./scope.ts";

export function lowerComprehension(outer: Context, node: Node): Expr {
  const scope = createScope(outer.scope, (name) =>
    outer.builder.addVariable(name),
  );
  const context: Context = { ...outer, scope };
  const loops = meaningful(node).filter(({ type }) => type === "for_in_clause");
  for (const loop of loops)
    for (const name of targetNames(loop.childForFieldName("left")))
      scope.declare(name);
  const [loop, ...others] = loops;
  const made =
    loop !== undefined && others.length === 0
      ? lowerMade(context, node, loop)
      : lowerAnyItem(context, node);
  const range = rangeOf(node);
  return node.type === "set_comprehension"
    ? outer.builder.call(
        { kind: "global", name: "set", range },
        [{ value: made, spread: false }],
        range,
      )
    : made;
}

/** @param held what the first loop runs over, where that is lowered already */
function lowerAnyItem(context: Context, node: Node, held?: Var): Expr {
  const range = rangeOf(node);
  const { builder, parts } = context;
  const uses: Expr[] = [];
  for (const clause of meaningful(node)) {
    if (clause.type === "for_in_clause") {
      const iterated =
        held !== undefined && uses.length === 0
          ? held
          : parts.expression(context, clause.childForFieldName("right"));
      uses.push(iterated);
      parts.assignTo(
        context,
        clause.childForFieldName("left"),
        op("element", [iterated], rangeOf(clause)),
        rangeOf(clause),
      );
    } else if (clause.type === "if_clause") {
      uses.push(parts.expression(context, clause.firstNamedChild));
    }
  }
  const body = node.childForFieldName("body");
  const rest = { value: unknown(range, uses), spread: true };
  if (node.type === "dictionary_comprehension") {
    return builder.object(
      [
        {
          kind: "entry",
          key: parts.expression(
            context,
            body?.childForFieldName("key") ?? null,
          ),
          value: parts.expression(
            context,
            body?.childForFieldName("value") ?? null,
          ),
        },
        { kind: "spread", value: rest.value },
      ],
      range,
    );
  }
  const value = lowerItem(context, node);
  // What a generator gives is looked at as a list of it is.
  return /^(?:list_comprehension|generator_expression)$/u.test(node.type)
    ? builder.list([{ value, spread: false }, rest], range)
    : unknown(range, [...uses, value]);
}

function lowerMade(context: Context, node: Node, loop: Node): Expr {
  const { builder, parts } = context;
  const range = rangeOf(node);
  const filter = filteredBy(node, loop);
  const members =
    filter && builder.hold(parts.expression(context, filter.members));
  const filtered = (...asked: readonly Expr[]): Expr =>
    builder.call(
      { kind: "global", name: filteredDict, range },
      [members ?? unknown(range), ...asked].map((value) => ({
        value,
        spread: false,
      })),
      range,
    );
  // What is left of all members at once stays what one decision has put together.
  if (filter?.of !== undefined) return filtered(constant(filter.of, range));
  const iterated = builder.hold(
    throughItems(
      context,
      members === undefined
        ? parts.expression(context, loop.childForFieldName("right"))
        : builder.call(
            field(members, constant("items", range), range),
            [],
            range,
          ),
    ),
  );
  const made = variable(builder.addVariable(""), range);
  const listed = builder.newBlock();
  const unlisted = builder.newBlock();
  const after = builder.newBlock();
  builder.branch(op("listed", [iterated], range), listed, unlisted);
  builder.enter(listed);
  lowerEachItem(context, node, loop, iterated, made);
  builder.goto(after);
  builder.enter(unlisted);
  builder.assign(
    made,
    filter?.names === undefined
      ? lowerAnyItem(context, node, iterated)
      : filtered(
          parts.expression(context, filter.names),
          constant(filter.keeps, range),
        ),
    range,
  );
  builder.goto(after);
  builder.enter(after);
  return made;
}

/** The dict or the list as a loop over its items makes it. */
function lowerEachItem(
  context: Context,
  node: Node,
  loop: Node,
  iterated: Var,
  made: Var,
): void {
  const { builder, parts } = context;
  const body = node.childForFieldName("body");
  const range = body === null ? rangeOf(node) : rangeOf(body);
  const isDict = node.type === "dictionary_comprehension";
  builder.assign(
    made,
    isDict
      ? builder.object([], rangeOf(node))
      : builder.list([], rangeOf(node)),
    rangeOf(node),
  );
  const rounds = roundsOf(builder, iterated);
  const head = builder.newBlock();
  const round = builder.newBlock();
  const next = builder.newBlock();
  const ended = builder.newBlock();
  builder.goto(head);
  builder.enter(head);
  builder.branch(rounds.hasMore, round, ended);
  builder.enter(round);
  const target = loop.childForFieldName("left");
  parts.assignTo(context, target, rounds.element, rangeOf(loop));
  for (const clause of meaningful(node)) {
    if (clause.type !== "if_clause") continue;
    const fits = builder.newBlock();
    parts.condition(context, clause.firstNamedChild, fits, next);
    builder.enter(fits);
  }
  if (isDict) {
    const part = (name: string): Expr =>
      parts.expression(context, body?.childForFieldName(name) ?? null);
    const value = part("value");
    builder.assign(field(made, part("key"), range), value, range);
    builder.goto(next);
  } else {
    // Of a list, each is made before any is asked.
    const stopsAt =
      node.type === "generator_expression" ? askedBy(node) : undefined;
    const item = lowerItem(context, node);
    const value = stopsAt === undefined ? item : builder.hold(item);
    builder.call(
      field(made, constant("append", range), range),
      [{ value, spread: false }],
      range,
    );
    if (stopsAt === undefined) builder.goto(next);
    else builder.branch(value, stopsAt ? ended : next, stopsAt ? next : ended);
  }
  builder.enter(next);
  rounds.next();
  builder.goto(head);
  builder.enter(ended);
  rounds.end();
}

/** An item; `any(… for …)` and `all(… for …)` ask of it only whether it counts as true. */
function lowerItem(context: Context, node: Node): Expr {
  const value = context.parts.expression(
    context,
    node.childForFieldName("body"),
  );
  return askedBy(node) === undefined
    ? value
    : op("truthy", [value], value.range);
}

/** Which truth `any` or `all` of a comprehension looks for. */
function askedBy({ parent }: Node): boolean | undefined {
  const call = parent?.type === "argument_list" ? parent.parent : parent;
  const name = call?.childForFieldName("function")?.text;
  return name === "any" ? true : name === "all" ? false : undefined;
}

function targetNames(target: Node | null): readonly string[] {
  if (target === null) return [];
  return target.type === "identifier"
    ? [target.text]
    : target.descendantsOfType("identifier").map(({ text }) => text);
}

interface Filter {
  readonly members: Node;
  /** Where it goes by the names: the one, or those in a list. */
  readonly names?: Node;
  /** Whether these are kept, or all others. */
  readonly keeps: boolean;
  /** Where it goes by the values: those that are kept. */
  readonly of?: "all" | "true" | "not-none";
}

/** The dict of which `{k: v for k, v in members.items() if v is not None}` leaves something out, if anything. */
function filteredBy(node: Node, loop: Node): Filter | undefined {
  const items = loop.childForFieldName("right");
  const callee = items?.childForFieldName("function");
  const members = callee?.childForFieldName("object");
  const [name, value, ...others] = targetNames(loop.childForFieldName("left"));
  const body = node.childForFieldName("body");
  const tests = meaningful(node).filter(({ type }) => type === "if_clause");
  const test = tests[0]?.firstNamedChild;
  if (
    items?.type !== "call" ||
    members == null ||
    callee?.childForFieldName("attribute")?.text !== "items" ||
    others.length > 0 ||
    body?.childForFieldName("key")?.text !== name ||
    body?.childForFieldName("value")?.text !== value ||
    tests.length > 1
  )
    return undefined;
  if (test == null) return { members, keeps: true, of: "all" };
  if (test.text === value) return { members, keeps: true, of: "true" };
  if (test.text === `${value ?? ""} is not None`)
    return { members, keeps: true, of: "not-none" };
  if (test.type !== "comparison_operator") return undefined;
  const [left, names, ...more] = meaningful(test);
  if (
    left === undefined ||
    left.text !== name ||
    names === undefined ||
    more.length > 0
  )
    return undefined;
  const how = /^(?:!=|==|in|not\s+in)$/u.exec(
    test.text.slice(left.text.length, -names.text.length).trim(),
  )?.[0];
  return how === undefined
    ? undefined
    : { members, names, keeps: how === "==" || how === "in" };
}

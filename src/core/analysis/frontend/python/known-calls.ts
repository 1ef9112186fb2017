/** Calls of Python's library that are something else in the small language: an assignment, a copy, an object, a function. */
import type { Range } from "../../../text/position.ts";
import { boundFunction } from "../bound-function.ts";
import { moduleFrom } from "../chosen-modules.ts";
import { rangeOf, type Node } from "../syntax-node.ts";
import { constant, field, op, unknown, variable } from "../../ir/builder.ts";
import {
  spreadKeywords,
  type Argument,
  type Expr,
  type ObjectMember,
  type Place,
} from "../../ir/ir.ts";
import type { RecordClass } from "./classes.ts";
import type { Context } from "./context.ts";
import { dataClassMember } from "./data-classes.ts";

/** `json.loads(json.dumps(event))`; what else either is given may make another value of it. */
export function copiedThroughJson(
  callee: Node | null,
  call: Node,
): Node | undefined {
  if (callee?.text !== "json.loads") return undefined;
  const [written, ...more] =
    call.childForFieldName("arguments")?.namedChildren ?? [];
  if (
    more.length > 0 ||
    written?.type !== "call" ||
    written.childForFieldName("function")?.text !== "json.dumps"
  )
    return undefined;
  const [copied, ...others] =
    written.childForFieldName("arguments")?.namedChildren ?? [];
  return others.every((each) => onlyLooks.test(each.text)) ? copied : undefined;
}

/** Options that change how the text looks, and nothing that is read from it. */
const onlyLooks = /^(?:ensure_ascii|indent|separators|sort_keys)\s*=/u;

/** `setattr(object, name, value)`, `operator.setitem(…)`, `object.__setitem__(name, value)` */
export function placeSetBy(
  callee: Expr,
  args: readonly Argument[],
  range: Range,
): { readonly place: Place; readonly value: Expr } | undefined {
  if (args.some(({ spread, name }) => spread || name !== undefined))
    return undefined;
  const values = args.map(({ value }) => value);
  const isMethod =
    callee.kind === "field" &&
    callee.key.kind === "const" &&
    callee.key.value === "__setitem__";
  const isFunction =
    (callee.kind === "global" && callee.name === "setattr") ||
    (callee.kind === "field" &&
      callee.key.kind === "const" &&
      callee.key.value === "setitem");
  const [object, key, value] = isMethod ? [callee.object, ...values] : values;
  if (!isMethod && !isFunction) return undefined;
  if (object === undefined || key === undefined || value === undefined)
    return undefined;
  const place = field(object, key, range);
  return callee.kind === "global" &&
    key.kind === "const" &&
    typeof key.value === "string"
    ? {
        place: { ...place, attribute: dataClassMember(key.value, object) },
        value,
      }
    : { place, value };
}

/** `importlib.import_module(name)`, of one of the modules that the file names. */
export function moduleNamed(
  context: Context,
  callee: Node | null,
  [from]: readonly Argument[],
  range: Range,
): Expr | undefined {
  if (from === undefined || from.spread || from.name !== undefined)
    return undefined;
  return /^(?:importlib\.)?import_module$/u.test(callee?.text ?? "")
    ? moduleFrom(context, "python", from.value, range)
    : undefined;
}

/** `asyncio.run(work(event))`, `loop.run_until_complete(…)`, `anyio.run(work, event)`: what they run is waited for. */
export function awaitedHere(
  { builder }: Context,
  callee: Node | null,
  [first, ...others]: readonly Argument[],
  range: Range,
): Expr | undefined {
  if (callee === null || first === undefined || first.spread) return undefined;
  if (/^asyncio\.run$|\.run_until_complete$/u.test(callee.text))
    return builder.await(first.value, range);
  return /^(?:anyio|trio)\.run$/u.test(callee.text)
    ? builder.await(
        builder.call(
          first.value,
          others.filter(({ name }) => name === undefined),
          range,
        ),
        range,
      )
    : undefined;
}

/** `Answer(autoConfirmUser=True)` of a data class: its own members, and what it is given for its fields. */
export function makeRecord(
  context: Context,
  made: Expr,
  record: RecordClass | undefined,
  args: readonly Argument[],
  range: Range,
  depth = 0,
): Expr | undefined {
  if (record === undefined || record.fields.length === 0) return undefined;
  const { builder } = context;
  const { fields, closed, types, behindOthers } = record;
  /** Any of the fields, from what is spread: a name that is not in there keeps what the class has. */
  const given = ({ value, name }: Argument): readonly ObjectMember[] => {
    const held = builder.hold(value);
    const each = (member: string): ObjectMember => ({
      kind: "entry",
      key: constant(member, range),
      value:
        closed && name === spreadKeywords
          ? fitted(
              types?.get(member),
              builder.call(
                field(held, constant("get", range), range),
                [constant(member, range), memberOf(made, member, range)].map(
                  (argument) => ({ value: argument, spread: false }),
                ),
                range,
              ),
            )
          : unknown(range, [held]),
    });
    const others: readonly ObjectMember[] = closed
      ? []
      : [{ kind: "spread", value: unknown(range, [held]) }];
    return [...fields.map(each), ...others];
  };
  // Those with a default would stand before the others.
  const inOrder = (record.positions ? fields : []).map(
    (member): ObjectMember => ({
      kind: "entry",
      key: constant(member, range),
      value: memberOf(made, member, range),
    }),
  );
  return builder.hold(
    builder.object(
      [
        ...inOrder,
        { kind: "spread", value: made },
        ...(depth < factoriesBound && !args.some(({ spread }) => spread)
          ? ownObjects(context, record, args, range, depth)
          : []),
        ...args.flatMap((argument, i): readonly ObjectMember[] => {
          const { value, spread, name, nameRange = value.range } = argument;
          const placed = behindOthers === true ? undefined : fields[i];
          const key = spread ? undefined : (name ?? placed);
          return key === undefined
            ? given(argument)
            : [
                {
                  kind: "entry",
                  key: constant(key, nameRange),
                  value: fitted(types?.get(key), value),
                },
              ];
        }),
      ],
      range,
    ),
  );
}

/** A class may have itself in a field. */
const factoriesBound = 4;

/** What factories make for the fields that are not given. */
function ownObjects(
  context: Context,
  { fields, factories, behindOthers }: RecordClass,
  args: readonly Argument[],
  range: Range,
  depth: number,
): readonly ObjectMember[] {
  // Where a value goes that has no name is not known.
  if (behindOthers === true && args.some(({ name }) => name === undefined))
    return [];
  const given = new Set(args.map(({ name }, i) => name ?? fields[i]));
  return [...(factories ?? [])].flatMap(([name, factory]) => {
    const value = given.has(name)
      ? undefined
      : madeBy(context, factory, range, depth);
    return value === undefined
      ? []
      : [{ kind: "entry" as const, key: constant(name, range), value }];
  });
}

/** A list, a dict, or an object of a data class of this file. */
function madeBy(
  context: Context,
  factory: string,
  range: Range,
  depth: number,
): Expr | undefined {
  const { builder, classes, scope } = context;
  const found = scope.find(factory);
  if (found !== undefined)
    return makeRecord(
      context,
      variable(found, range),
      classes.get(found),
      [],
      range,
      depth + 1,
    );
  if (factory === "list") return builder.list([], range);
  return factory === "dict" ? builder.object([], range) : undefined;
}

/** What a model makes of a value for a field of this type; undefined: of a class that takes what it is given. */
function fitted(type: string | undefined, value: Expr): Expr {
  const { range } = value;
  switch (type?.replace(/^Optional\[(.*)\]$|\s*\|\s*None$/u, "$1")) {
    case undefined:
    // Nothing but a text is taken for one.
    case "str":
      return value;
    case "bool":
      return op("truthy", [unknown(range, [value])], range);
    case "int":
    case "float":
      return op("to-number", [unknown(range, [value])], range);
    default:
      return value.kind === "const" ? value : unknown(range, [value]);
  }
}

const memberOf = (object: Expr, name: string, range: Range): Expr =>
  field(object, constant(name, range), range);

/**
 * `partial(handle, table)`: of the module itself, a function that hands on an event and a context; inside a function, one that
 * hands on what it is given, behind what there was when it was made.
 */
export function makePartial(
  context: Context,
  callee: Node | null,
  [target, ...bound]: readonly Argument[],
  range: Range,
): Expr | undefined {
  if (
    callee === null ||
    target === undefined ||
    !/^(?:functools\.)?partial$/u.test(callee.text)
  )
    return undefined;
  const written = { call: range, callee: rangeOf(callee) };
  const { builder } = context;
  if (builder.id === context.module.main.id)
    return boundFunction(context, target.value, bound, written);
  // Each round makes another one, and what they were given is kept once.
  if (standsInLoop(callee))
    return unknown(
      range,
      [target, ...bound].map(({ value }) => value),
    );
  const kept = bound.map((each) => ({
    ...each,
    value: builder.hold(each.value),
  }));
  return boundFunction(context, target.value, kept, written, "rest");
}

function standsInLoop(node: Node): boolean {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (/^(?:for|while)_statement$|comprehension$|^generator/u.test(at.type))
      return true;
    if (/^(?:function_definition|lambda)$/u.test(at.type)) return false;
  }
  return false;
}

/** Calls of Python's library that are something else in the small language: an assignment, a copy, an object, a function. */
import type { Range } from "../../../text/position.ts";
import { boundFunction } from "../bound-function.ts";
import { rangeOf, type Node } from "../syntax-node.ts";
import { constant, field, unknown } from "../../ir/builder.ts";
import type { Argument, Expr, ObjectMember, Place } from "../../ir/ir.ts";
import type { RecordClass } from "./classes.ts";
import type { Context } from "./context.ts";

/** `json.loads(json.dumps(event))`; what else `json.dumps` is given may make another value of it. */
export function copiedThroughJson(
  callee: Node | null,
  call: Node,
): Node | undefined {
  if (callee?.text !== "json.loads") return undefined;
  const written = call.childForFieldName("arguments")?.firstNamedChild;
  if (
    written?.type !== "call" ||
    written.childForFieldName("function")?.text !== "json.dumps"
  )
    return undefined;
  const [copied, ...others] =
    written.childForFieldName("arguments")?.namedChildren ?? [];
  return others.length === 0 ? copied : undefined;
}

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
  return (isMethod || isFunction) &&
    object !== undefined &&
    key !== undefined &&
    value !== undefined
    ? { place: field(object, key, range), value }
    : undefined;
}

/** `Answer(autoConfirmUser=True)` of a data class: its own members, and what it is given for its fields. */
export function makeRecord(
  { builder }: Context,
  made: Expr,
  record: RecordClass | undefined,
  args: readonly Argument[],
  range: Range,
): Expr | undefined {
  if (record === undefined || record.fields.length === 0) return undefined;
  const { fields, closed } = record;
  return builder.hold(
    builder.object(
      [
        { kind: "spread", value: made },
        ...args.flatMap(
          ({ value, spread, name }, i): readonly ObjectMember[] => {
            const key = spread ? undefined : (name ?? fields[i]);
            if (key !== undefined)
              return [
                { kind: "entry", key: constant(key, value.range), value },
              ];
            const some = unknown(range, [value]);
            return closed
              ? fields.map((each) => ({
                  kind: "entry",
                  key: constant(each, range),
                  value: some,
                }))
              : [{ kind: "spread", value: some }];
          },
        ),
      ],
      range,
    ),
  );
}

/** `lambda_handler = partial(handle, table)`, of the module itself: a function that hands on an event and a context. */
export function makePartial(
  context: Context,
  callee: Node | null,
  [target, ...bound]: readonly Argument[],
  range: Range,
): Expr | undefined {
  if (
    callee === null ||
    target === undefined ||
    context.builder.id !== context.module.main.id ||
    !/^(?:functools\.)?partial$/u.test(callee.text)
  )
    return undefined;
  return boundFunction(context, target.value, bound, {
    call: range,
    callee: rangeOf(callee),
  });
}

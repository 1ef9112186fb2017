/**
 * What the TypeScript compiler makes of an async function where the target has no generators: a `switch` over numbered
 * steps, each of which says with a pair how it goes on. Here the steps become the blocks that they were.
 *
 *     return __generator(this, function (_a) {
 *       switch (_a.label) {
 *         case 0: return [4, load()];
 *         case 1: user = _a.sent(); return [2, event];
 *       }
 *     });
 */
import { rangeOf, withoutComments, type Node } from "../syntax-node.ts";
import { constant } from "../../ir/builder.ts";
import type { Range } from "../../../text/position.ts";
import type { Expr } from "../../ir/ir.ts";
import type { Context } from "./context.ts";
import { declareVars } from "./scope.ts";

/** The first of the pair that a step gives. */
const give = "2";
const jump = "3";
const wait = "4";
const endFinally = "7";

interface Step {
  readonly number: number;
  readonly statements: readonly Node[];
  /** `_a.trys.push([…])`: the steps where the parts of a `try` begin, and the one behind it. */
  readonly guarded: Guarded | undefined;
}
interface Guarded {
  readonly onThrow: number | undefined;
  readonly cleanup: number | undefined;
  readonly end: number;
}

/** The function that `return __generator(this, function (_a) { … })` takes, at the end of a function. */
export function takenApart(node: Node): Node | undefined {
  const last = withoutComments(node.childForFieldName("body")).at(-1);
  return last?.type === "return_statement"
    ? stepsOf(withoutComments(last)[0])
    : undefined;
}

function stepsOf(call: Node | undefined): Node | undefined {
  if (
    call?.type !== "call_expression" ||
    !/(?:^|\.)__generator\)?$/u.test(
      call.childForFieldName("function")?.text ?? "",
    )
  )
    return undefined;
  const [self, steps, ...more] = withoutComments(
    call.childForFieldName("arguments"),
  );
  return self?.type === "this" &&
    steps?.type === "function_expression" &&
    more.length === 0
    ? steps
    : undefined;
}

/** Lowers the value of a `return`, where that is such steps; else false. */
export function lowerSteps(outer: Context, value: Node | undefined): boolean {
  const steps = stepsOf(value);
  const body = steps?.childForFieldName("body");
  const state = withoutComments(
    steps?.childForFieldName("parameters") ?? null,
  )[0]?.text;
  if (steps === undefined || body == null || state === undefined) return false;
  const { builder, scope, parts } = outer;
  const range = rangeOf(steps);
  declareVars(scope, body);
  const context: Context = {
    ...outer,
    steps: { state, sent: builder.hold(constant(undefined, range)) },
  };
  const [only, ...more] = withoutComments(body);
  if (
    only?.type === "switch_statement" &&
    more.length === 0 &&
    only.childForFieldName("value")?.text === `(${state}.label)`
  ) {
    const list = readSteps(only, state);
    lowerRange(context, list, 0, Infinity, undefined, range);
  } else parts.statements(context, body.namedChildren);
  return true;
}

function readSteps(node: Node, state: string): readonly Step[] {
  return withoutComments(node.childForFieldName("body")).flatMap((each) => {
    const value = each.childForFieldName("value");
    if (each.type !== "switch_case" || value?.type !== "number") return [];
    const statements = withoutComments(each).filter(
      (child) => child !== value && !isNumbering(child, state),
    );
    const [first, ...rest] = statements;
    const guarded = first && readGuarded(first, state);
    return [
      {
        number: Number(value.text),
        statements: guarded === undefined ? statements : rest,
        guarded,
      },
    ];
  });
}

/** `_a.label = 1;`: goes on with the next step, which stands below. */
const isNumbering = ({ text }: Node, state: string): boolean =>
  text.startsWith(`${state}.label = `);

function readGuarded(statement: Node, state: string): Guarded | undefined {
  const pushed =
    /^(\w+)\.trys\.push\(\[(\d+),\s*(\d*),\s*(\d*),\s*(\d+)\]\);?$/u.exec(
      statement.text,
    );
  if (pushed?.[1] !== state) return undefined;
  const number = (text: string | undefined): number | undefined =>
    text === undefined || text === "" ? undefined : Number(text);
  return {
    onThrow: number(pushed[3]),
    cleanup: number(pushed[4]),
    end: Number(pushed[5]),
  };
}

const labelOf = (step: number | string): string => `step ${String(step)}`;

/**
 * Lowers the steps from one number to before another, each `try` among them with those that belong to it.
 * @param inside the number of the step whose `try` this is the body of
 */
function lowerRange(
  context: Context,
  all: readonly Step[],
  from: number,
  to: number,
  inside: number | undefined,
  range: Range,
): void {
  const { builder, parts } = context;
  const own: Step[] = [];
  let behind = from;
  for (const step of all) {
    if (step.number < behind || step.number >= to) continue;
    own.push(step);
    behind =
      step.guarded !== undefined && step.number !== inside
        ? step.guarded.end
        : step.number;
  }
  const places = own.map(({ number }) => ({
    label: labelOf(number),
    block: builder.newBlock(),
  }));
  const after = builder.newBlock();
  const lowerOwn = (): void => {
    for (const [i, step] of own.entries()) {
      const place = places[i];
      if (place === undefined) continue;
      builder.goto(place.block);
      builder.enter(place.block);
      const { guarded, number } = step;
      if (guarded === undefined || number === inside) {
        parts.statements(context, step.statements);
        continue;
      }
      const { onThrow, cleanup, end } = guarded;
      const part = (start: number, stop: number): void => {
        lowerRange(context, all, start, stop, number, range);
      };
      builder.tryCatch({
        body: () => {
          part(number, onThrow ?? cleanup ?? end);
        },
        onThrow:
          onThrow === undefined
            ? undefined
            : (thrown) => {
                if (context.steps !== undefined)
                  builder.assign(context.steps.sent, thrown, range);
                part(onThrow, cleanup ?? end);
              },
        cleanup:
          cleanup === undefined
            ? undefined
            : () => {
                part(cleanup, end);
              },
        range,
      });
    }
  };
  const nested = [...places, { label: labelOf("end"), block: after }].reduce(
    (body, { label, block }) =>
      () => {
        builder.withBreakable({ label, breakTo: block }, body);
      },
    lowerOwn,
  );
  nested();
  builder.goto(after);
  builder.enter(after);
}

/** Lowers what a step says of how it goes on; false where `value` is no such pair. */
export function lowerStep(
  context: Context,
  value: Node | undefined,
  range: Range,
): boolean {
  const { builder, parts, steps } = context;
  if (steps === undefined || value?.type !== "array") return false;
  const [kind, given] = withoutComments(value);
  const lowered = (about: Context["about"]): Expr =>
    given === undefined
      ? constant(undefined, range)
      : parts.expression({ ...context, about }, given);
  switch (kind?.text) {
    case give:
      builder.return(lowered(context.given), range);
      return true;
    case jump:
      builder.break(labelOf(given?.text ?? ""));
      return true;
    case wait:
      // The next step is the one that stands below.
      builder.assign(
        steps.sent,
        builder.await(lowered(context.about), range),
        range,
      );
      return true;
    case endFinally:
      builder.break(labelOf("end"));
      return true;
    default:
      return false;
  }
}

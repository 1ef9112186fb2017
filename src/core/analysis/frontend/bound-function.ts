/** Functions that languages make of others by giving them some arguments early: `handle.bind(null, table)`, `partial(handle, table)`. */
import type { Range } from "../../text/position.ts";
import {
  functionExpr,
  variable,
  type FunctionBuilder,
  type ModuleBuilder,
} from "../ir/builder.ts";
import type { Argument, Expr } from "../ir/ir.ts";

/**
 * A function that hands on an event and a context behind what it was given early.
 * @param written where the call stands, and what is called there
 * @param takes `rest`: it hands on whatever it is called with, as what is no handler does
 */
export function boundFunction(
  { builder, module }: { builder: FunctionBuilder; module: ModuleBuilder },
  target: Expr,
  given: readonly Argument[],
  written: { readonly call: Range; readonly callee: Range },
  takes: "handler" | "rest" = "handler",
): Expr {
  const { call: range, callee } = written;
  const inner = module.startFunction(builder.id, {
    name: "",
    async: false,
    generator: false,
    types: [],
    range,
  });
  const rest = takes === "rest";
  const names = rest ? ["rest"] : ["event", "context"];
  const handedOn = names.map((name): Argument => {
    const parameter = variable(inner.addVariable(name), callee);
    inner.addParameter({
      variable: parameter.variable,
      name,
      types: [],
      rest,
      optional: rest,
      range: callee,
    });
    return { value: parameter, spread: rest };
  });
  // Python's keyword arguments stand last.
  const isNamed = ({ name }: Argument): boolean => name !== undefined;
  const args = [
    ...given.filter((each) => !isNamed(each)),
    ...handedOn,
    ...given.filter(isNamed),
  ];
  return functionExpr(
    inner.finish(inner.call(target, args, range), range),
    range,
  );
}

/**
 * `@lambda_handler_decorator` of AWS Lambda Powertools makes a decorator of a function `middleware(handler, event,
 * context, **options)`: the handler that it stands at is handed to it on every call.
 * https://docs.powertools.aws.dev/lambda/python/latest/utilities/middleware_factory/
 */
import type { Range } from "../../../text/position.ts";
import {
  constant,
  functionExpr,
  op,
  variable,
  type FunctionBuilder,
} from "../../ir/builder.ts";
import { spreadKeywords, type Expr, type Var } from "../../ir/ir.ts";
import type { Context } from "./context.ts";

/** Used as `@middleware` it is given the handler, as `@middleware(option=…)` its options alone. */
export function lowerMiddlewareFactory(
  { builder, module }: Context,
  written: Expr,
  range: Range,
): Expr {
  const middleware = builder.hold(written);
  const start = (parent: FunctionBuilder): FunctionBuilder =>
    module.startFunction(parent.id, {
      name: "",
      async: false,
      generator: false,
      types: [],
      range,
    });
  const addParameter = (
    to: FunctionBuilder,
    name: string,
    about: { readonly optional?: boolean; readonly keywords?: true } = {},
  ): Var => {
    const declared = variable(to.addVariable(name), range);
    to.addParameter({
      variable: declared.variable,
      name: about.keywords === true ? "" : name,
      types: [],
      rest: false,
      optional: false,
      range,
      ...about,
    });
    return declared;
  };
  const wrapped = (inside: FunctionBuilder, handler: Var): Expr => {
    const wrapper = start(inside);
    const args = [
      handler,
      addParameter(wrapper, "event"),
      addParameter(wrapper, "context"),
    ].map((value) => ({ value, spread: false }));
    const handedOn = { value: options, spread: true, name: spreadKeywords };
    const answer = wrapper.call(middleware, [...args, handedOn], range);
    return functionExpr(wrapper.finish(answer, range), range);
  };

  const decorator = start(builder);
  const handler = addParameter(decorator, "handler", { optional: true });
  const options = addParameter(decorator, "options", {
    optional: true,
    keywords: true,
  });
  const given = decorator.newBlock();
  const notGiven = decorator.newBlock();
  decorator.branch(
    op("equal", [handler, constant(undefined, range)], range),
    notGiven,
    given,
  );
  decorator.enter(given);
  decorator.return(wrapped(decorator, handler), range);
  decorator.enter(notGiven);
  const later = start(decorator);
  const target = addParameter(later, "handler");
  const made = later.finish(wrapped(later, target), range);
  return functionExpr(
    decorator.finish(functionExpr(made, range), range),
    range,
  );
}

/**
 * Lowers `with`. A manager that this file makes of a generator is the code around its `yield`, in whose place the body
 * stands; one that is an object of this file's classes is told by `__exit__` that the body has ended, and asked what becomes
 * of an error. Any other lets errors through.
 */
import type { Range } from "../../../text/position.ts";
import { rangeOf, type Node } from "../syntax-node.ts";
import { constant, field, op, unknown, variable } from "../../ir/builder.ts";
import type { Expr, VariableId } from "../../ir/ir.ts";
import { lowerArguments } from "./calls.ts";
import { lookingUp } from "./lookups.ts";
import { meaningful, type Context } from "./context.ts";
import { boundNames, createScope, type Scope } from "./scope.ts";

/** A generator that makes a manager, and where its names are looked up. */
export interface Manager {
  readonly definition: Node;
  readonly scope: Scope;
}

/** The managers among a module's own functions. */
export function managersIn(root: Node, scope: Scope): Map<VariableId, Manager> {
  const found = new Map<VariableId, Manager>();
  for (const decorated of root.namedChildren) {
    const definition = decorated.childForFieldName("definition");
    const name = definition?.childForFieldName("name");
    const variable = name == null ? undefined : scope.find(name.text);
    if (
      decorated.type === "decorated_definition" &&
      definition?.type === "function_definition" &&
      variable !== undefined &&
      isManager.test(decorated.namedChildren[0]?.text ?? "") &&
      yieldsOnce(definition)
    )
      found.set(variable, { definition, scope });
  }
  return found;
}

const isManager = /^@(?:contextlib\.)?(?:async)?contextmanager$/u;

/** At one place, which is passed once: no `return` before it, and no loop around it. */
function yieldsOnce(definition: Node): boolean {
  const [only, ...others] = definition
    .descendantsOfType("yield")
    .filter(({ isNamed }) => isNamed);
  if (only === undefined || others.length > 0) return false;
  if (definition.descendantsOfType("return_statement").length > 0) return false;
  for (
    let around = only.parent;
    around !== null && around.startIndex !== definition.startIndex;
    around = around.parent
  )
    if (!passedOnce.test(around.type)) return false;
  return true;
}

const passedOnce =
  /^(?:expression_statement|block|(?:try|with|if)_statement|(?:else|elif|finally)_clause)$/u;

export function lowerWith(context: Context, node: Node): void {
  const items =
    node.namedChildren
      .find(({ type }) => type === "with_clause")
      ?.descendantsOfType("with_item") ?? [];
  const body = node.childForFieldName("body");
  const lowerFrom = (index: number): void => {
    const item = items[index];
    if (item !== undefined)
      lowerItem(context, item, () => {
        lowerFrom(index + 1);
      });
    else if (body !== null)
      context.parts.statements(
        lookingUp(
          context,
          items.map(({ text }) => text).filter((text) => suppresses.test(text)),
        ),
        body.namedChildren,
      );
  };
  lowerFrom(0);
}

function lowerItem(context: Context, item: Node, body: () => void): void {
  const { builder, parts } = context;
  const range = rangeOf(item);
  const value = item.childForFieldName("value");
  const isAliased = value?.type === "as_pattern";
  const made = isAliased ? value.firstNamedChild : value;
  const assign = (given: Expr): void => {
    if (isAliased)
      parts.assignTo(
        context,
        value.childForFieldName("alias")?.firstNamedChild ?? null,
        given,
        range,
      );
  };
  const callee = made?.childForFieldName("function");
  const name =
    callee?.type === "identifier" ? context.scope.find(callee.text) : undefined;
  const manager = name === undefined ? undefined : context.managers.get(name);
  if (manager !== undefined && made != null && !isRunning(context, manager)) {
    runManager(context, manager, made, (given) => {
      assign(given);
      body();
    });
    return;
  }
  const held = parts.expression(context, made);
  if (name !== undefined && context.classes.has(name)) {
    const object = builder.hold(held);
    const isAsync = /^async\b/u.test(item.parent?.parent?.text ?? "");
    const ask = (what: string, args: readonly Expr[]): Expr => {
      const asked = `__${isAsync ? "a" : ""}${what}__`;
      const given = method(context, object, asked, args, range);
      return isAsync ? builder.await(given, range) : given;
    };
    // `AbstractContextManager` gives itself.
    assign(entering.test(context.text) ? ask("enter", []) : object);
    const after = builder.newBlock();
    builder.tryCatch({
      range,
      body,
      onThrow: undefined,
      cleanup: (thrown) => {
        if (thrown === undefined) {
          const none = constant(null, range);
          ask("exit", [none, none, none]);
          return;
        }
        const isDone = ask("exit", [unknown(range), thrown, unknown(range)]);
        const failed = builder.newBlock();
        builder.branch(op("truthy", [isDone], range), after, failed);
        builder.enter(failed);
      },
    });
    builder.goto(after);
    builder.enter(after);
    return;
  }
  assign(unknown(range, [held]));
  if (suppresses.test(item.text))
    builder.tryCatch({
      range,
      body,
      onThrow: () => undefined,
      cleanup: undefined,
    });
  else body();
}

const entering = /\bdef __a?enter__\b/u;

const suppresses = /^(?:contextlib\.)?suppress\(/u;

const method = (
  { builder }: Context,
  object: Expr,
  name: string,
  args: readonly Expr[],
  range: Range,
): Expr =>
  builder.call(
    field(object, constant(name, range), range),
    args.map((value) => ({ value, spread: false })),
    range,
  );

/** One that is used in its own body has no end; one in another in another is a text that grows with each. */
const isRunning = ({ yielding }: Context, { definition }: Manager): boolean =>
  yielding !== undefined &&
  (yielding.managers.length > 2 ||
    yielding.managers.includes(definition.startIndex));

function runManager(
  outer: Context,
  { definition, scope: around }: Manager,
  call: Node,
  run: (given: Expr) => void,
): void {
  const { builder } = outer;
  const scope = createScope(around, (name) => builder.addVariable(name));
  const context: Context = {
    ...outer,
    scope,
    yielding: {
      run,
      managers: [...(outer.yielding?.managers ?? []), definition.startIndex],
    },
  };
  const args = lowerArguments(outer, call);
  const isKnown = args.every(({ spread, name }) => !spread && name !== "**");
  const list = definition.childForFieldName("parameters");
  for (const [i, parameter] of (list === null
    ? []
    : meaningful(list)
  ).entries()) {
    const name =
      parameter.childForFieldName("name") ??
      parameter.descendantsOfType("identifier")[0] ??
      parameter;
    const at = rangeOf(parameter);
    const fallback = parameter.childForFieldName("value");
    const isPlain =
      /^(?:identifier|(?:typed_|default_|typed_default_)parameter)$/u;
    const given =
      args.find((each) => each.name === name.text) ??
      (args[i]?.name === undefined ? args[i] : undefined);
    builder.assign(
      variable(scope.declare(name.text), at),
      !isKnown || !isPlain.test(parameter.type)
        ? unknown(at)
        : given !== undefined
          ? given.value
          : fallback === null
            ? unknown(at)
            : context.parts.expression({ ...context, scope: around }, fallback),
      at,
    );
  }
  const body = definition.childForFieldName("body");
  if (body === null) return;
  for (const name of boundNames(body)) scope.declare(name);
  context.parts.statements(context, body.namedChildren);
}

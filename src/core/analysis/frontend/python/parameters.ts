/**
 * Lowers a function's parameters and their defaults. `*args` is taken for the event and the context that Lambda hands
 * over, so that a wrapper which hands them on with `f(*args, **kwargs)` is seen through.
 */
import { rangeOf, type Node } from "../syntax-node.ts";
import { constant, op, unknown, variable } from "../../ir/builder.ts";
import type { Var } from "../../ir/ir.ts";
import { meaningful, namesIn, type Context } from "./context.ts";
import { isDataClassName } from "./data-classes.ts";
import { valueOfHint } from "./declared-types.ts";

export function lowerParameters(
  context: Context,
  list: Node,
  about: {
    readonly self: Var | undefined;
    /** The data class that a decorator makes of the event. */
    readonly eventClass: string | undefined;
  },
): void {
  const { builder, scope } = context;
  const nodes = meaningful(list).filter(({ type }) => !/separator$/.test(type));
  const [first] = nodes;
  const positional =
    about.self === undefined || first === undefined ? nodes : nodes.slice(1);
  if (about.self !== undefined && first !== undefined)
    scope.bind(nameOf(first).text, about.self.variable);

  const defaults: (readonly [Var, Node])[] = [];
  positional.forEach((node, index) => {
    const name = nameOf(node);
    const declared = scope.declare(name.text);
    if (isSplat(node, "dictionary_splat_pattern")) {
      // Behind `*args` it takes what a wrapper hands on, of which nothing is known.
      if (positional.some((each) => isSplat(each, "list_splat_pattern")))
        context.handedOn.set(declared, []);
      else
        builder.addParameter({
          variable: declared,
          name: "",
          types: [],
          rest: false,
          optional: true,
          keywords: true,
          range: rangeOf(node),
        });
      return;
    }
    if (isSplat(node, "list_splat_pattern")) {
      if (index === positional.length - 1 && isOwnList(name.text, list)) {
        builder.addParameter({
          variable: declared,
          name: "",
          types: [],
          rest: true,
          optional: true,
          range: rangeOf(node),
        });
        return;
      }
      lowerRest(context, node, variable(declared, rangeOf(node)));
      return;
    }
    const hint = node.childForFieldName("type");
    const types = namesIn(hint);
    const given = hint === null ? undefined : valueOfHint(context, hint);
    builder.addParameter({
      variable: declared,
      name: name.text,
      types,
      rest: false,
      optional: node.childForFieldName("value") !== null,
      ...(given === undefined ? {} : { declared: given }),
      range: rangeOf(node),
    });
    const wrapper = index === 0 ? about.eventClass : undefined;
    if (types.some(isDataClassName) || wrapper !== undefined)
      context.dataClasses.add(declared);
    if (wrapper !== undefined) context.wrappers.set(declared, wrapper);
    const fallback = node.childForFieldName("value");
    if (fallback !== null)
      defaults.push([variable(declared, rangeOf(name)), fallback]);
  });
  for (const [parameter, fallback] of defaults)
    lowerDefault(context, parameter, fallback);
}

const nameOf = (node: Node): Node =>
  node.childForFieldName("name") ??
  (node.type === "identifier"
    ? node
    : (node.descendantsOfType("identifier")[0] ?? node));

const isSplat = (node: Node, type: string): boolean =>
  node.type === type || node.firstNamedChild?.type === type;

/** A name that wrappers give to what they hand on. */
const handedOnName = /arg|param|rest|^_|^.$/iu;

/** `*paragraphs` is no event and context, unless the function hands it on as it is. */
const isOwnList = (name: string, { parent }: Node): boolean =>
  !handedOnName.test(name) &&
  parent?.childForFieldName("body") != null &&
  !parent
    .descendantsOfType("list_splat")
    .some(({ firstNamedChild }) => firstNamedChild?.text === name);

function lowerRest(context: Context, node: Node, rest: Var): void {
  const { builder } = context;
  const { range } = rest;
  const positions = ["event", "context"].map((name) => {
    const position = variable(builder.addVariable(name), range);
    builder.addParameter({
      variable: position.variable,
      name: "",
      types: [],
      rest: false,
      optional: true,
      range,
    });
    return position;
  });
  context.handedOn.set(rest.variable, positions);
  const items = positions.map((value) => ({ value, spread: false }));
  builder.assign(
    rest,
    builder.list(
      // What has a name of its own, `*paragraphs`, is no event and context: there may be more of it.
      handedOnName.test(nameOf(node).text)
        ? items
        : [...items, { value: unknown(range), spread: true }],
      range,
    ),
    rangeOf(node),
  );
}

function lowerDefault(context: Context, parameter: Var, fallback: Node): void {
  const { builder, parts } = context;
  const missing = builder.newBlock();
  const after = builder.newBlock();
  const range = rangeOf(fallback);
  builder.branch(
    op("equal", [parameter, constant(undefined, range)], range),
    missing,
    after,
  );
  builder.enter(missing);
  builder.assign(parameter, parts.expression(context, fallback), range);
  builder.goto(after);
  builder.enter(after);
}

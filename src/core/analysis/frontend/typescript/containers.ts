/**
 * Dependency injection: `container.get(Flow)` of InversifyJS, TypeDI, TSyringe or Nest makes a `Flow`, and gives its
 * constructor what the types of its parameters name.
 */
import { rangeOf, type Node } from "../syntax-node.ts";
import { unknown } from "../../ir/builder.ts";
import type { Argument, Expr } from "../../ir/ir.ts";
import type { Range } from "../../../text/position.ts";
import type { Context } from "./context.ts";
import { withoutMarks } from "./type-declarations.ts";

/** How far classes that need others are made. */
const depthBound = 4;

/** What a container is called: a map can have classes for its keys as well. */
const named =
  /(?:container|injector|kernel|ioc|moduleRef|app(?:lication)?(?:context)?)\)?$/iu;

/** `container.get(Flow)`, `container.resolve(Flow)`: undefined where no class of the workspace is asked for. */
export function fromContainer(
  context: Context,
  call: Node,
  callee: Node,
): Expr | undefined {
  const [asked, ...more] =
    call.childForFieldName("arguments")?.namedChildren ?? [];
  return asked?.type === "identifier" &&
    more.length === 0 &&
    named.test(callee.childForFieldName("object")?.text ?? "")
    ? made(context, asked, rangeOf(call), depthBound)
    : undefined;
}

/** @param range where it is made: each place makes an object of its own */
function made(
  context: Context,
  { text: name }: Node,
  range: Range,
  depth: number,
): Expr | undefined {
  const declaration = context.types.get(name);
  const variable = context.scope.find(name);
  if (declaration === undefined || variable === undefined || depth === 0)
    return undefined;
  if (
    declaration.type !== "import_specifier" &&
    (declaration.type !== "class_declaration" || isBase(context, name))
  )
    return undefined;
  const args = needed(declaration)?.map((type): Argument => {
    const value =
      type === null ? undefined : made(context, type, rangeOf(type), depth - 1);
    return { value: value ?? unknown(range), spread: false };
  });
  return context.builder.call(
    { kind: "var", variable, range },
    args ?? [{ value: unknown(range), spread: true }],
    range,
    { construct: true },
  );
}

/** A container can be told to give a class that extends the one that is asked for. */
const isBase = ({ text }: Context, name: string): boolean =>
  text.includes(`extends ${name}`);

/** The types that the parameters of a constructor name; undefined where it is not in this file. */
function needed(declaration: Node): readonly (Node | null)[] | undefined {
  const members = declaration.childForFieldName("body")?.namedChildren ?? [];
  const constructor = members.find(
    (each) => each.childForFieldName("name")?.text === "constructor",
  );
  if (constructor === undefined)
    return declaration.type === "import_specifier" ||
      declaration.namedChildren.some(({ type }) => type === "class_heritage")
      ? undefined
      : [];
  const parameters =
    constructor.childForFieldName("parameters")?.namedChildren ?? [];
  return parameters.map((each) => {
    const type = withoutMarks(each.childForFieldName("type"));
    return type?.type === "type_identifier" ? type : null;
  });
}

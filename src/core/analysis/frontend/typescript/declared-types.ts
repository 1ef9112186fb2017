/**
 * What a declared type says of a value that nothing else is known about: `const level: number = await load()`. A type is
 * an expression that gives some value of it, so that nothing of types is left behind the lowering.
 */
import { rangeOf, type Node } from "../syntax-node.ts";
import type { Range } from "../../../text/position.ts";
import { constant, functionExpr, op, some } from "../../ir/builder.ts";
import type { Expr, FunctionId, ObjectMember } from "../../ir/ir.ts";
import {
  declaredTo,
  either,
  markedType,
  ofEvents,
  orElse,
  someList,
  someMember,
  someObject,
  typeCount,
  typeDepth,
  type Declared,
} from "../types.ts";
import type { Context } from "./context.ts";
import { importedType } from "./imported-types.ts";
import { readString } from "./literals.ts";
import { bodiesOf, declarationOf, withoutMarks } from "./type-declarations.ts";

/** A type as it stands behind a variable, a parameter or a cast. */
export function declaredBy(type: Node | null): Declared | undefined {
  if (type === null) return undefined;
  return type.type === "type_annotation"
    ? { type, range: rangeOf(type) }
    : markedType(type);
}

/** What a function gives back with `return`: of an async one that gives `Promise<number>`, the number. */
export function declaredReturn(
  annotation: Node | null,
  {
    async,
    generator,
  }: { readonly async: boolean; readonly generator: boolean },
): Declared | undefined {
  const whole = generator ? undefined : declaredBy(annotation);
  if (whole === undefined || !async) return whole;
  const inner = withoutMarks(whole.type);
  const [type] =
    inner?.type === "generic_type" && nameOf(inner) === "Promise"
      ? argumentsOf(inner)
      : [];
  return type && { type, range: whole.range };
}

/** A value that is declared to be of a type. */
export const declared = (
  context: Context,
  by: Declared | undefined,
  value: Expr,
): Expr =>
  by === undefined ? value : declaredTo(value, () => valueOfType(context, by));

/** `load<number>()`: what a function of the file, or a request, gives whose result is named by the types it is given. */
export function declaredResult(
  context: Context,
  call: Node,
  value: Expr,
): Expr {
  const given = call.childForFieldName("type_arguments");
  const callee = call.childForFieldName("function");
  if (given !== null && callee?.type === "member_expression")
    return declaredTo(value, () => answerOf(context, callee, given));
  if (given === null || callee?.type !== "identifier") return value;
  const made = context.types.get(`${callee.text}()`);
  const result = made?.childForFieldName("return_type");
  if (made === undefined || result === undefined || result === null)
    return value;
  return declaredTo(value, () =>
    createReader(context, {
      range: rangeOf(given),
      budget: { left: typeCount },
      given: typesGiven(made, given),
    })(result, 0),
  );
}

/**
 * `axios.get<Profile>(…)`, `pool.query<Row>(…)`, `ky.get(…).json<Profile>()`: what such a request is answered with, as
 * libraries name its parts.
 */
function answerOf(
  context: Context,
  callee: Node,
  given: Node,
): Expr | undefined {
  const { builder, text } = context;
  const [type] = given.namedChildren;
  const range = rangeOf(given);
  const method = callee.childForFieldName("property")?.text ?? "";
  const client = callee.childForFieldName("object")?.text ?? "";
  if (type === undefined) return undefined;
  const isOfAxios = (): boolean =>
    client === "axios" ||
    (/^\w+$/u.test(client) &&
      new RegExp(`\\b${client}\\b[^=\\n]*=\\s*axios\\.create\\(`, "u").test(
        text,
      ));
  const read = (): Expr | undefined => valueOfType(context, { type, range });
  const later = (answer: Expr | undefined): Expr | undefined =>
    answer && op("promise", [orElse(answer)], range);
  const within = (name: string, part: Expr | undefined): Expr | undefined =>
    later(part && someObject(builder, [someMember(name, part)], range));
  // Not every `json` is one to wait for.
  if (method === "json")
    return callee.parent?.parent?.type === "await_expression"
      ? later(read())
      : undefined;
  if (/^(?:get|post|put|patch|delete|request)$/u.test(method) && isOfAxios())
    return within("data", read());
  // Of MySQL the type is that of all rows, and stands first in a list.
  return method === "query" &&
    /^(?:object_type|type_identifier)$/u.test(type.type)
    ? within("rows", someList(builder, read(), range))
    : undefined;
}

/** The parameters of a type or function, with the types that stand for them. */
function typesGiven(
  declaration: Node,
  given: Node | null,
): ReadonlyMap<string, Node> {
  const names =
    declaration
      .childForFieldName("type_parameters")
      ?.namedChildren.map((each) => each.childForFieldName("name")?.text) ?? [];
  return new Map(
    (given?.namedChildren ?? []).flatMap((type, i) => {
      const name = names[i];
      return name === undefined ? [] : [[name, type]];
    }),
  );
}

/** Some value of a type; undefined where that could be anything. */
export const valueOfType = (
  context: Context,
  { type, range }: Declared,
): Expr | undefined =>
  createReader(context, {
    range,
    budget: { left: typeCount },
    given: new Map(),
  })(type, 0);

type Read = (type: Node | null, depth: number) => Expr | undefined;

interface Reading {
  /** Where what is made is written. */
  readonly range: Range;
  readonly budget: { left: number };
  /** What the parameters of types stand for. */
  readonly given: ReadonlyMap<string, Node>;
}

function createReader(context: Context, reading: Reading): Read {
  const { range, budget, given } = reading;
  const { builder, types } = context;
  const read: Read = (type, depth) => {
    const node = withoutMarks(type);
    if (node === null || depth > typeDepth || budget.left-- <= 0)
      return undefined;
    switch (node.type) {
      case "predefined_type":
        return primitive(node.text);
      case "template_literal_type":
        return some("text", range);
      case "literal_type":
        return literal(node.firstNamedChild);
      case "array_type":
        return listOf(read(node.firstNamedChild, depth + 1));
      case "tuple_type":
        return tuple(node, depth);
      case "union_type":
        return either(
          optionsIn(node).map((each) => read(each, depth)),
          range,
        );
      case "intersection_type":
        // `string & { readonly brand: "Id" }`
        return (
          node.namedChildren
            .map((each) => read(each, depth + 1))
            .find((each) => each?.kind === "some") ??
          ofMembers(node.namedChildren, depth)
        );
      case "lookup_type":
        return member(node, depth);
      case "object_type":
        return object(membersOf([node], depth));
      case "function_type":
        return giving(node, depth);
      case "type_identifier":
      case "nested_type_identifier":
      case "identifier":
        return named(node, depth);
      case "generic_type":
        return generic(node, depth);
      default:
        return undefined;
    }
  };

  const primitive = (name: string): Expr | undefined =>
    name === "string"
      ? some("text", range)
      : name === "number" || name === "boolean"
        ? some(name, range)
        : undefined;

  const literal = (node: Node | null): Expr | undefined => {
    switch (node?.type) {
      case "string":
        return constant(readString(node.text), range);
      case "number":
      case "unary_expression":
        return some("number", range);
      case "true":
      case "false":
        return constant(node.type === "true", range);
      default:
        return undefined;
    }
  };

  const listOf = (item: Expr | undefined): Expr =>
    someList(builder, item, range);

  const object = (
    members: readonly ObjectMember[] | undefined,
  ): Expr | undefined => members && someObject(builder, members, range);

  const tuple = (node: Node, depth: number): Expr => {
    const items = node.namedChildren.map((each) =>
      /^(?:optional|rest)_|^optional_parameter$/u.test(each.type) ||
      each.childForFieldName("name")?.type === "rest_pattern"
        ? undefined
        : read(each.childForFieldName("type") ?? each, depth + 1),
    );
    return items.includes(undefined)
      ? some("list", range)
      : builder.list(
          items.flatMap((value, i) =>
            value === undefined
              ? []
              : [{ value: itemOf(value, i), spread: false }],
          ),
          range,
        );
  };

  /** Items of a list are told apart by their places. */
  const itemOf = (value: Expr, position: number): Expr => ({
    ...orElse(value),
    range: {
      start: range.start,
      end: Math.max(range.start, range.end - position),
    },
  });

  /** `Account["level"]` */
  const member = (node: Node, depth: number): Expr | undefined => {
    const [of, key] = node.namedChildren;
    const [name] = key?.namedChildren ?? [];
    if (of === undefined || name?.type !== "string") return undefined;
    const found = bodiesOf(types, of)
      .flatMap((each) => each.namedChildren)
      .find((each) => nameIn(each) === readString(name.text));
    return read(found?.childForFieldName("type") ?? null, depth + 1);
  };

  const ofMembers = (from: readonly Node[], depth: number): Expr | undefined =>
    object(membersOf(from, depth));

  /** Undefined for what stands for an event, or a part of one: it comes from Cognito, whatever its type says. */
  const membersOf = (
    from: readonly Node[],
    depth: number,
  ): readonly ObjectMember[] | undefined => {
    const all: ObjectMember[] = [];
    for (const each of from.flatMap((type) => bodiesOf(types, type))) {
      for (const member of each.namedChildren) {
        const isOpen = member.type === "index_signature";
        const key = isOpen ? undefined : nameIn(member);
        if (key !== undefined && ofEvents.test(key)) return undefined;
        const isMethod = isMethodOf(member);
        const value = isMethod
          ? giving(member, depth + 1)
          : read(typeIn(member), depth + 1);
        if (value === undefined || isStatic(member)) continue;
        if (isOpen || key !== undefined) all.push(someMember(key, value));
      }
    }
    return all.length === 0 ? undefined : all;
  };

  /** A function of a type: what it is given, it can do anything with. */
  const giving = (type: Node, depth: number): Expr | undefined => {
    const returned = type.childForFieldName("return_type");
    const value = isLater(returned)
      ? op("promise", [constant(undefined, range)], range)
      : read(returned, depth);
    return value && functionOf(value);
  };

  const functionOf = (value: Expr): Expr =>
    functionExpr(typeFunction(context, orElse(value), range), range);

  /** What `new` makes of a class of the language. */
  const made = (name: string): Expr => ({
    kind: "global",
    name: `${name}()`,
    range,
  });

  const named = (node: Node, depth: number): Expr | undefined => {
    const declaration = declarationOf(types, node);
    switch (declaration?.type) {
      case undefined:
        return node.text === "Date"
          ? made("Date")
          : read(given.get(node.text) ?? null, depth + 1);
      case "type_alias_declaration":
        return read(declaration.childForFieldName("value"), depth + 1);
      case "interface_declaration":
      case "class_declaration":
      case "abstract_class_declaration":
        return ofMembers([declaration], depth);
      case "enum_declaration":
        return enumeration(declaration);
      case "import_specifier":
        return importedType(declaration, range);
      default:
        return undefined;
    }
  };

  const enumeration = (node: Node): Expr | undefined => {
    const members = node.childForFieldName("body")?.namedChildren ?? [];
    return either(
      members
        .filter(({ type }) => type !== "comment")
        .map((member) => {
          const value = member.childForFieldName("value");
          return value === null ? some("number", range) : literal(value);
        }),
      range,
    );
  };

  const generic = (node: Node, depth: number): Expr | undefined => {
    const [first = null, second = null] = argumentsOf(node);
    const declaration = declarationOf(types, node.firstNamedChild);
    if (declaration !== undefined)
      return createReader(context, {
        ...reading,
        given: typesGiven(
          declaration,
          node.childForFieldName("type_arguments"),
        ),
      })(node.firstNamedChild, depth + 1);
    switch (nameOf(node)) {
      case "Promise": {
        const settled = read(first, depth);
        return settled && op("promise", [orElse(settled)], range);
      }
      case "Map":
      case "ReadonlyMap": {
        const value = read(second, depth + 1);
        return value && op("map-of", [orElse(value)], range);
      }
      case "Set":
      case "ReadonlySet":
        return made("Set");
      case "Array":
      case "ReadonlyArray":
        return listOf(read(first, depth + 1));
      case "Record": {
        const value = read(second, depth + 1);
        return value === undefined
          ? some("object", range)
          : object([someMember(undefined, value)]);
      }
      case "Partial":
      case "Required":
      case "Readonly":
      case "NonNullable":
      case "Pick":
      case "Omit":
      case "Awaited":
        return read(first, depth);
      default:
        return undefined;
    }
  };
  return read;
}

/** The name of a member of an interface or class. */
function nameIn(member: Node): string | undefined {
  const name = member.childForFieldName("name");
  return name?.type === "string" ? readString(name.text) : name?.text;
}

const isAccessor = ({ children }: Node): boolean =>
  children.some(({ type }) => type === "get" || type === "set");

const isMethodOf = (member: Node): boolean =>
  /^(?:abstract_)?method_/u.test(member.type) && !isAccessor(member);

const isStatic = ({ children }: Node): boolean =>
  children.some(({ type }) => type === "static");

/** The type of a member, or of what a getter gives. */
const typeIn = (member: Node): Node | null =>
  member.childForFieldName("type") ?? member.childForFieldName("return_type");

/** A function that gives what a type says. It is no handler where it is not exported itself: no code stands behind it. */
export function typeFunction(
  { builder, module }: Context,
  value: Expr,
  range: Range,
): FunctionId {
  const made = module.startFunction(builder.id, {
    name: "",
    async: false,
    generator: false,
    method: true,
    types: [],
    range,
  });
  return made.finish(value, range);
}

/** `Promise<void>`: nothing, once it has come. */
function isLater(type: Node | null): boolean {
  const node = withoutMarks(type);
  return (
    node?.type === "generic_type" &&
    nameOf(node) === "Promise" &&
    argumentsOf(node)[0]?.text === "void"
  );
}

/** Of `a | b | null` the types `a` and `b`. */
const optionsIn = (union: Node): readonly Node[] =>
  union.namedChildren.flatMap((each) => {
    const node = withoutMarks(each);
    if (node === null || isNothing(node)) return [];
    return node.type === "union_type" ? optionsIn(node) : [node];
  });

const isNothing = ({ type, firstNamedChild }: Node): boolean =>
  type === "literal_type" &&
  /^(?:null|undefined)$/u.test(firstNamedChild?.type ?? "");

const nameOf = (generic: Node): string => generic.firstNamedChild?.text ?? "";

const argumentsOf = (generic: Node): readonly Node[] =>
  generic.childForFieldName("type_arguments")?.namedChildren ?? [];

/** Lowers functions and classes. A class is one object: its methods and fields, static or not, with `this` bound to it. */
import { rangeOf, type Node } from "../syntax-node.ts";
import { onlyYields, startYields } from "../yields.ts";
import {
  constant,
  field,
  functionExpr,
  op,
  unknown,
  variable,
  type FunctionHead,
} from "../../ir/builder.ts";
import {
  fieldsOfClass,
  type Expr,
  type OpenEnd,
  type Var,
  type VariableId,
} from "../../ir/ir.ts";
import { isAwaiterBody } from "./awaits.ts";
import {
  declarator,
  nobody,
  type Context,
  type FunctionAbout,
  type FunctionBody,
} from "./context.ts";
import {
  declared,
  declaredBy,
  declaredReturn,
  valueOfType,
} from "./declared-types.ts";
import { typeNames } from "./type-names.ts";
import { endsInSwitch } from "./exhaustive.ts";
import { accessorValue, isAccessor, lowerKey } from "./object-literals.ts";
import { accessorKey, noteInstance } from "./names.ts";
import { createScope, declarePattern, declareVars } from "./scope.ts";

export function lowerFunction(
  context: Context,
  node: Node,
  about: FunctionAbout,
): Expr {
  const { module, parts } = context;
  const range = rangeOf(node);
  const body = node.childForFieldName("body");
  const modifiers = node.children.slice(
    0,
    node.children.findIndex((child) => child === body),
  );
  const method = about.method ?? false;
  const awaiter = isAwaiterBody(context, node);
  const hasSelf =
    method || (about.field === true && node.type === "arrow_function");
  const self = hasSelf ? context.scope.find("this") : undefined;
  const returned = node.childForFieldName("return_type");
  const types = [...about.types, ...typeNames(context, returned)];
  const head: FunctionHead & { self?: VariableId; yields?: VariableId } = {
    name: node.childForFieldName("name")?.text ?? about.name,
    async: awaiter || modifiers.some(({ type }) => type === "async"),
    generator:
      !awaiter &&
      (node.type.includes("generator") ||
        modifiers.some(({ type }) => type === "*")),
    method,
    ...(self === undefined ? {} : { self }),
    types,
    range,
  };
  const builder = module.startFunction(context.builder.id, head);
  const scope = createScope(context.scope, builder);
  // An arrow function has the `this` of what surrounds it, a method that of its class; any other has one of its own.
  if (
    node.type !== "arrow_function" &&
    node.type !== "method_definition" &&
    about.member !== true &&
    !awaiter
  )
    head.self = scope.declare("this");
  const yielded =
    head.generator && body !== null && onlyYields(body)
      ? startYields(builder, range)
      : undefined;
  if (yielded !== undefined) head.yields = yielded.variable;
  const inside: Context = {
    ...context,
    builder,
    scope,
    yielded,
    steps: undefined,
    argumentsOf: node.type === "arrow_function" ? context.argumentsOf : builder,
    about: nobody,
    given: { name: "", types },
    result: declaredReturn(returned, head),
  };

  const single = node.childForFieldName("parameter");
  const parameters =
    single === null
      ? (node.childForFieldName("parameters")?.namedChildren ?? [])
      : [single];
  for (const parameter of parameters) {
    if (parameter.type === "comment") continue;
    lowerParameter(inside, parameter);
  }
  if (body === null) {
    builder.finish(unknown(range), range);
    return functionExpr(builder.id, range);
  }
  if (body.type === "statement_block") {
    // What is no async function by its own words cannot be read again without what stands around it.
    if (context.builder.id === module.main.id && !awaiter)
      context.bodies.set(builder.id, {
        context,
        about,
        ...placeOf(node, about),
        body: rangeOf(body),
      });
    declareVars(scope, body);
    parts.statements(inside, body.namedChildren);
    if (endsInSwitch(node, body)) {
      // Nothing comes out of a block that leads to itself.
      const never = builder.newBlock();
      builder.goto(never);
      builder.enter(never);
      builder.goto(never);
    }
    const end = Math.max(body.startIndex, body.endIndex - 1);
    builder.finish(
      constant(undefined, range),
      { start: end, end: body.endIndex },
      openEnd(context.text, body, end),
    );
  } else {
    const value = parts.expression({ ...inside, about: inside.given }, body);
    builder.finish(declared(inside, inside.result, value), rangeOf(body));
  }
  return functionExpr(builder.id, range);
}

/** What has to be read again when the function is edited. */
function placeOf(
  node: Node,
  about: FunctionAbout,
): Omit<FunctionBody, "context" | "about" | "body"> {
  const { parent } = node;
  const outer =
    parent?.type === declarator &&
    !parent.children.some((child) => child !== node && hasComment(child))
      ? parent
      : node;
  const own = node.childForFieldName("name")?.text ?? about.name;
  return {
    range: rangeOf(outer),
    type: outer.type,
    functionType: node.type,
    name: about.name === "" || about.name === own ? own : "",
    nameEnd: outer.childForFieldName("name")?.endIndex ?? outer.startIndex,
  };
}

const hasComment = (node: Node): boolean =>
  node.descendantsOfType("comment").length > 0;

function lowerParameter(context: Context, node: Node): void {
  const { builder, scope, parts } = context;
  const range = rangeOf(node);
  // TypeScript wraps the pattern; JavaScript has it bare, a default value around it.
  const wrapped = node.childForFieldName("pattern");
  const fallback =
    node.childForFieldName("value") ??
    (node.type === "assignment_pattern"
      ? node.childForFieldName("right")
      : null);
  const pattern =
    wrapped ??
    (node.type === "assignment_pattern"
      ? node.childForFieldName("left")
      : node);
  if (pattern === null || pattern.type === "this") return;
  declarePattern(scope, pattern);
  const plain = pattern.type === "identifier" ? pattern.text : "";
  const id = plain === "" ? builder.addVariable("") : scope.declare(plain);
  const type = node.childForFieldName("type");
  const types = typeNames(context, type);
  const by = pattern.type === "rest_pattern" ? undefined : declaredBy(type);
  const given = by && valueOfType(context, by);
  builder.addParameter({
    variable: id,
    name: plain,
    types,
    rest: pattern.type === "rest_pattern",
    optional: fallback !== null,
    ...(given === undefined ? {} : { declared: given }),
    range,
  });
  // What a type of another file says is the event, most of the time.
  if (plain !== "" && types.length === 1)
    noteInstance(context, plain, types[0] ?? "", "here");
  const value = variable(id, rangeOf(pattern));
  if (fallback !== null) {
    // `p = d` in the head: p itself gets the default where nothing was passed.
    const missing = builder.newBlock();
    const after = builder.newBlock();
    builder.branch(
      op("equal", [value, constant(undefined, range)], range),
      missing,
      after,
    );
    builder.enter(missing);
    builder.assign(
      variable(id, range),
      parts.expression(context, fallback),
      range,
    );
    builder.goto(after);
    builder.enter(after);
  }
  if (plain === "") parts.assignTo(context, pattern, value, range);
  const self = scope.find("this");
  if (self !== undefined && isProperty(node))
    builder.assign(
      field(variable(self, range), constant(plain, range), range),
      value,
      range,
    );
}

/** `constructor(private readonly table: string)`: the parameter is a member as well. */
const isProperty = (parameter: Node): boolean =>
  parameter.children.some(
    ({ type }) => type === "accessibility_modifier" || type === "readonly",
  );

/** Where a statement can be added before the brace that closes `body`, at the depth of the statements in it. */
function openEnd(text: string, body: Node, brace: number): OpenEnd | undefined {
  if (text[brace] !== "}") return undefined;
  const lineStart = text.lastIndexOf("\n", brace - 1) + 1;
  const outer = /^[ \t]*/u.exec(text.slice(lineStart))?.[0] ?? "";
  const last = body.lastNamedChild;
  if (text.slice(lineStart, brace).trim() !== "")
    return { offset: brace, before: last === null ? " " : " ", after: " " };
  const sample = last?.startIndex ?? brace;
  const sampleStart = text.lastIndexOf("\n", sample - 1) + 1;
  const inner =
    last === null || text.slice(sampleStart, sample).trim() !== ""
      ? `${outer}${outer.includes("\t") ? "\t" : "  "}`
      : text.slice(sampleStart, sample);
  const newline = text[lineStart - 2] === "\r" ? "\r\n" : "\n";
  return { offset: lineStart, before: inner, after: newline };
}

export function lowerClass(context: Context, node: Node): Expr {
  const { builder } = context;
  const range = rangeOf(node);
  const scope = createScope(context.scope, builder);
  const self = variable(scope.declare("this"), range);
  const inside: Context = { ...context, scope, about: nobody };
  builder.assign(self, builder.object([], range), range);
  const base = baseClass(node);
  const inherited = base && context.parts.expression(context, base);
  const accessors = accessorsOf(context, node, inherited);
  context.accessors.set(self.variable, accessors);
  // `var Flow = class { … }`, as bundlers write a class.
  const named = context.scope.find(
    node.childForFieldName("name")?.text ?? context.about.name,
  );
  if (named !== undefined) context.accessors.set(named, accessors);
  if (base !== null && inherited !== null) {
    const known = variable(scope.declare("super"), range);
    builder.assign(known, inherited, range);
    // What else the base class has is not known.
    const given = [known, unknown(rangeOf(base))];
    builder.assign(
      self,
      builder.object(
        given.map((value) => ({ kind: "spread", value })),
        range,
      ),
      range,
    );
  }
  // In its own body a class has its name before the one who declares it gives it that.
  const own = node.childForFieldName("name")?.text;
  if (own !== undefined) {
    const itself = variable(scope.declare(own), range);
    context.accessors.set(itself.variable, accessors);
    builder.assign(itself, self, range);
  }
  const members = node.childForFieldName("body")?.namedChildren ?? [];
  declareProperties(inside, self, members);
  const isMethod = ({ type }: Node): boolean => type === "method_definition";
  // The methods are there before any field gets its value.
  for (const member of [
    ...members.filter(isMethod),
    ...members.filter((each) => !isMethod(each)),
  ]) {
    const name =
      member.childForFieldName("name") ?? member.childForFieldName("property");
    if (name === null) continue;
    const place = field(self, lowerKey(inside, name), rangeOf(name));
    if (member.type === "method_definition") {
      builder.assign(
        place,
        isAccessor(member)
          ? accessorValue(inside, member)
          : lowerFunction(inside, member, {
              name: name.text,
              types: [],
              method: true,
            }),
        rangeOf(member),
      );
      if (isAccessor(member))
        builder.assign(
          field(
            self,
            constant(keyOfAccessor(member), rangeOf(name)),
            rangeOf(name),
          ),
          lowerFunction(inside, member, {
            name: name.text,
            types: [],
            method: true,
          }),
          rangeOf(member),
        );
    } else if (isField(member) && !isMadeAnew(member))
      lowerField(inside, self, member, name);
  }
  lowerFields(inside, self, own ?? "", members);
  return self;
}

/** `constructor(private readonly store: Store)`: who makes the object need not be seen. */
function declareProperties(
  context: Context,
  self: Var,
  members: readonly Node[],
): void {
  const [maker] = members.filter(
    (each) => each.childForFieldName("name")?.text === "constructor",
  );
  const parameters = maker?.childForFieldName("parameters")?.namedChildren;
  for (const each of parameters?.filter(isProperty) ?? []) {
    const name = each.childForFieldName("pattern");
    const range = rangeOf(each);
    const nothing = unknown(range);
    const value = declared(
      context,
      declaredBy(each.childForFieldName("type")),
      nothing,
    );
    if (name !== null && value !== nothing)
      context.builder.assign(
        field(self, constant(name.text, rangeOf(name)), range),
        value,
        range,
      );
  }
}

const isField = ({ type }: Node): boolean =>
  type === "public_field_definition" || type === "field_definition";

/** Its value is another one for each object: it is made there, or of the object itself. */
function isMadeAnew(member: Node): boolean {
  const value = member.childForFieldName("value");
  return (
    value !== null &&
    !/^(?:arrow_function|function_expression)$/u.test(value.type) &&
    !member.children.some(({ type }) => type === "static") &&
    isOwn(value)
  );
}

const isOwn = (value: Node): boolean =>
  /^(?:this|object|array|new_expression|call_expression)$/u.test(value.type) ||
  value.namedChildren.some(isOwn);

function lowerField(
  context: Context,
  self: Var,
  member: Node,
  name: Node,
): void {
  const value = member.childForFieldName("value");
  const place = field(self, lowerKey(context, name), rangeOf(name));
  const lowered =
    value === null
      ? declared(
          context,
          declaredBy(member.childForFieldName("type")),
          unknown(rangeOf(member)),
        )
      : context.parts.expression(
          {
            ...context,
            about: {
              name: name.text,
              types: typeNames(context, member.childForFieldName("type")),
              field: true,
            },
          },
          value,
        );
  context.builder.assign(place, lowered, rangeOf(member));
}

/** What gives an object the values that are its own, to be run whenever one is made. */
function lowerFields(
  context: Context,
  self: Var,
  name: string,
  members: readonly Node[],
): void {
  const own = members.filter((each) => isField(each) && isMadeAnew(each));
  const [first] = own;
  if (first === undefined) return;
  const range = { start: first.startIndex, end: first.startIndex };
  const builder = context.module.startFunction(context.builder.id, {
    name: "",
    async: false,
    generator: false,
    method: true,
    self: self.variable,
    types: [],
    range,
  });
  for (const member of own) {
    const key =
      member.childForFieldName("name") ?? member.childForFieldName("property");
    if (key !== null) lowerField({ ...context, builder }, self, member, key);
  }
  builder.finish(constant(undefined, range), range);
  context.builder.assign(
    // The object has those of the base class as well, of which this name tells them apart.
    field(
      self,
      constant(`${fieldsOfClass}${name} ${String(builder.id)}`, range),
      range,
    ),
    functionExpr(builder.id, range),
    range,
  );
}

/** The getters and setters of a class and of the one it extends, also those that it leaves to others. */
function accessorsOf(
  context: Context,
  node: Node,
  base: Expr | null,
): ReadonlySet<string> {
  const inherited =
    base?.kind === "var" ? context.accessors.get(base.variable) : undefined;
  const own = node.childForFieldName("body")?.namedChildren ?? [];
  return new Set([
    ...(inherited ?? []),
    ...own.filter(isAccessor).map(keyOfAccessor),
  ]);
}

const keyOfAccessor = (accessor: Node): string =>
  accessorKey(
    accessor.children.some(({ type }) => type === "get") ? "get" : "set",
    accessor.childForFieldName("name")?.text ?? "",
  );

/** What stands behind `extends`; interfaces say nothing about values. */
function baseClass(node: Node): Node | null {
  const heritage = node.namedChildren.find(
    ({ type }) => type === "class_heritage",
  );
  const clause = heritage?.namedChildren.find(
    ({ type }) => type === "extends_clause",
  );
  if (clause !== undefined) return clause.childForFieldName("value");
  const [only] = heritage?.namedChildren ?? [];
  return only === undefined || only.type === "implements_clause" ? null : only;
}

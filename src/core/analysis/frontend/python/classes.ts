/**
 * Lowers classes. One object stands for a class and all of its instances: its members are the methods, each of which
 * has the object as its `self`.
 */
import { notOwn } from "../import-paths.ts";
import { rangeOf, type Node } from "../syntax-node.ts";
import { constant, field, op, unknown, variable } from "../../ir/builder.ts";
import type { Expr, Var } from "../../ir/ir.ts";
import { decoratorsOf, meaningful, type Context } from "./context.ts";
import { boundNames, createScope, importedNames } from "./scope.ts";

export function lowerClass(context: Context, node: Node): void {
  const { builder, parts } = context;
  const range = rangeOf(node);
  const body = node.childForFieldName("body");
  // Names of a class body are seen in the body itself and not in its methods.
  const scope = createScope(context.scope, (name) => builder.addVariable(name));
  const own: Context = { ...context, scope };
  const attributes: Attribute[] = [];
  const methods = new Map<Node, readonly Node[]>();
  for (const child of body === null ? [] : meaningful(body)) {
    const definition =
      child.type === "decorated_definition"
        ? child.childForFieldName("definition")
        : child;
    if (definition?.type === "function_definition")
      methods.set(
        definition,
        child.namedChildren.filter(({ type }) => type === "decorator"),
      );
    else {
      for (const name of boundNames(child)) scope.declare(name);
      const assigned = child.firstNamedChild;
      const name = assigned?.childForFieldName("left");
      const value = assigned?.childForFieldName("right");
      const attribute =
        assigned?.type === "assignment" &&
        value != null &&
        name?.type === "identifier"
          ? { name, value }
          : undefined;
      const declared =
        attribute === undefined ? undefined : declaredDefault(own, attribute);
      if (declared === undefined) own.parts.statements(own, [child]);
      else builder.assign(declared.place, declared.value, rangeOf(child));
      if (attribute !== undefined) attributes.push(attribute);
    }
  }
  const bases = (node.childForFieldName("superclasses")?.namedChildren ?? [])
    .filter(({ type }) => type === "identifier")
    .map((base) => parts.expression(context, base));
  const [base, ...others] = bases;
  const above: Context =
    base === undefined || others.length > 0
      ? context
      : { ...context, base: holdBase(context, base) };
  const inherited =
    base?.kind === "var" && others.length === 0
      ? context.classes.get(base.variable)
      : undefined;
  const record = recordOf(node, inherited);
  // Open: a base class, a decorator or a call may add members that nobody sees here.
  const added = record.closed
    ? inherited === undefined
      ? []
      : bases
    : [...bases, unknown(range)];
  const value = builder.hold(
    builder.object(
      added.map((each) => ({
        kind: "spread",
        value: each,
      })),
      range,
    ),
  );
  const counted = countedMembers(node, attributes);
  const isPlain = isPlainEnumeration(context, node);
  for (const [i, { name, value: given }] of record.changed === true
    ? []
    : attributes.entries()) {
    const found = scope.find(name.text);
    const at = rangeOf(name);
    if (found !== undefined)
      builder.assign(
        field(value, constant(name.text, at), at),
        counted
          ? constant(i + 1, rangeOf(given))
          : isPlain && !name.text.startsWith("_")
            ? op("enum-member", [variable(found, rangeOf(given))], at)
            : variable(found, rangeOf(given)),
        { start: at.start, end: given.endIndex },
      );
  }
  // `cls(...)`
  context.classes.set(value.variable, record);
  for (const [method, decorators] of methods) {
    const name = method.childForFieldName("name");
    // What sets a property does not stand for what reads it.
    if (
      name === null ||
      decorators.some(({ text }) => /\.(?:setter|deleter)$/u.test(text))
    )
      continue;
    const isStatic = decorators.some(({ text }) => text === "@staticmethod");
    builder.assign(
      field(
        value,
        // What the interpreter runs when an object is made.
        constant(
          name.text === "__init__" ? "constructor" : name.text,
          rangeOf(name),
        ),
        rangeOf(method),
      ),
      parts.functionValue(above, method, {
        decorators,
        self: isStatic ? undefined : value,
      }),
      rangeOf(method),
    );
  }
  const name = node.childForFieldName("name");
  const found = name === null ? undefined : context.scope.find(name.text);
  if (found === undefined) return;
  // What is put into it by a key may come out as something else.
  if ([...methods.keys()].some(isItemSetter)) {
    builder.assign(variable(found, range), unknown(range, [value]), range);
    return;
  }
  context.classes.set(found, record);
  builder.assign(variable(found, range), value, range);
}

const isItemSetter = (method: Node): boolean =>
  method.childForFieldName("name")?.text === "__setitem__";

interface Attribute {
  readonly name: Node;
  readonly value: Node;
}

/**
 * `expires: int = field(default_factory=lambda: int(time()))`: what a field holds that is not given, and not what
 * `field` gives. Not where that may be an object: each instance has one of its own, and here is one for all.
 */
function declaredDefault(
  context: Context,
  { name, value }: Attribute,
): { readonly place: Var; readonly value: Expr } | undefined {
  const found = context.scope.find(name.text);
  if (found === undefined) return undefined;
  const made =
    fieldOption(value, isFactory)?.childForFieldName("body") ??
    fieldOption(value, /^default$/u);
  return made !== undefined && isSimple(made)
    ? {
        place: variable(found, rangeOf(name)),
        value: context.parts.expression(context, made),
      }
    : undefined;
}

/** What `field(…)` is given under such a name. */
function fieldOption(value: Node | null, name: RegExp): Node | undefined {
  if (!declaresField.test(value?.childForFieldName("function")?.text ?? ""))
    return undefined;
  return (
    value
      ?.childForFieldName("arguments")
      ?.namedChildren.find((each) =>
        name.test(each.childForFieldName("name")?.text ?? ""),
      )
      ?.childForFieldName("value") ?? undefined
  );
}

const isFactory = /^(?:default_)?factory$/u;

const declaresField =
  /^(?:(?:dataclasses|attrs?|pydantic)\.)?(?:field|Field)$|^attr\.ib$/u;

/** It gives a text, a number, a truth value or nothing. */
const isSimple = ({ type, text }: Node): boolean =>
  /^(?:string|integer|float|true|false|none|(?:binary|comparison|not)_operator)$/u.test(
    type,
  ) ||
  (type === "call" &&
    /^(?:str|int|float|bool|len|(?:secrets|time|random)\.\w+)\(/u.test(text));

/** `class Step(Enum): ASK = auto(); …`: the numbers from one on. */
function countedMembers(node: Node, attributes: readonly Attribute[]): boolean {
  const [base, ...others] =
    node.childForFieldName("superclasses")?.namedChildren ?? [];
  return (
    others.length === 0 &&
    /^(?:enum\.)?(?:Int)?Enum$/u.test(base?.text ?? "") &&
    attributes.every(({ value }) => /^(?:enum\.)?auto\(\)$/u.test(value.text))
  );
}

/**
 * `class Step(Enum)`, whose members are no texts. Not where it is asked for a member by its value: what comes out of that
 * stands for the value itself.
 */
function isPlainEnumeration({ text }: Context, node: Node): boolean {
  const bases = node.childForFieldName("superclasses")?.namedChildren ?? [];
  const name = node.childForFieldName("name")?.text ?? "";
  return (
    bases.length === 1 &&
    /^(?:enum\.)?Enum$/u.test(bases[0]?.text ?? "") &&
    !/\bdef __(?:eq|new|init|get)__|\bcls\(/u.test(node.text) &&
    !new RegExp(`(?<!\\bclass\\s+)\\b${name}\\(`, "u").test(text)
  );
}

/** What `super()` is in the methods of a class. */
function holdBase({ builder }: Context, base: Expr): Var {
  const held = variable(builder.addVariable("super"), base.range);
  builder.assign(held, base, base.range);
  return held;
}

/** What a data class, a named tuple or a model is given when one is made. */
export interface RecordClass {
  /** In order; none for any other class. */
  readonly fields: readonly string[];
  /** Nothing adds to them. */
  readonly closed: boolean;
  /** What it extends is not known and may have fields before these. */
  readonly behindOthers?: boolean;
  /** Of fields that each instance has an object of its own in: what makes it, by its name. */
  readonly factories?: ReadonlyMap<string, string>;
  /** Of a named tuple: its members are read by their positions as well. */
  readonly positions?: true;
  /** Of a model, which makes of what it is given a value of the field's type: the annotations, by field. */
  readonly types?: ReadonlyMap<string, string>;
  /** Its own code changes what an instance is given, also by default. */
  readonly changed?: true;
  /** Called with a value, an enumeration gives its member of that value, which stands for the value itself. */
  readonly enumeration?: true;
}

/** @param inherited what is known of the only class that it extends */
export function recordOf(node: Node, inherited?: RecordClass): RecordClass {
  const decorators = decoratorsOf(node);
  const bases = node.childForFieldName("superclasses")?.namedChildren ?? [];
  const body = node.childForFieldName("body")?.namedChildren ?? [];
  if (bases.some(({ text }) => isEnumeration.test(text)))
    return { fields: [], closed: false, enumeration: true };
  if (![...decorators, ...bases].some(({ text }) => isRecord.test(text)))
    return { fields: [], closed: false };
  if (
    inherited?.changed === true ||
    body.some(({ text }) => /^def __post_init__\b/u.test(text))
  )
    return { fields: [], closed: false, changed: true };
  if (body.some(({ text }) => /^def __(?:init|new)__/u.test(text)))
    return { fields: [], closed: false };
  const isAttrs = decorators.some(({ text }) => attrsClass.test(text));
  const types = new Map(inherited?.types);
  const factories = new Map(inherited?.factories);
  for (const { firstNamedChild: declared } of body) {
    const type = declared?.childForFieldName("type");
    const name = declared?.childForFieldName("left");
    if (
      declared?.type === "assignment" &&
      type != null &&
      name?.type === "identifier" &&
      name.text !== "model_config"
    ) {
      types.set(name.text, type.text);
      const factory = fieldOption(
        declared.childForFieldName("right"),
        isFactory,
      );
      if (factory?.type === "identifier")
        factories.set(name.text, factory.text);
      else factories.delete(name.text);
    }
  }
  // A converter makes another value of what it is given, and `_name` is given as `name`.
  if (isAttrs && changesAttrs.test(node.parent?.text ?? ""))
    return { fields: [], closed: false, changed: true };
  if (isAttrs && [...types.keys()].some((name) => name.startsWith("_")))
    return { fields: [], closed: false };
  const isModel =
    inherited?.types !== undefined ||
    bases.some(({ text }) => /\bBaseModel$/u.test(text));
  if (isModel && body.some(({ text }) => convertsFields.test(text)))
    return { fields: [], closed: false, changed: true };
  const only = isModel ? isPlainModel : isNamedTuple;
  const fields = [...new Set([...(inherited?.fields ?? []), ...types.keys()])];
  const behindOthers =
    inherited === undefined
      ? !bases.every(({ text }) => ownless.test(text))
      : inherited.behindOthers === true;
  return {
    fields,
    closed:
      fields.length > 0 &&
      decorators.every(({ text }) => isDataClass.test(text)) &&
      (inherited?.closed === true ||
        bases.every(({ text }) => only.test(text))) &&
      !(isModel && body.some(({ text }) => changesModel.test(text))),
    ...(factories.size > 0 ? { factories } : {}),
    ...(behindOthers ? { behindOthers } : {}),
    ...(isModel ? { types } : {}),
    ...(bases.some(({ text }) => isNamedTuple.test(text))
      ? { positions: true as const }
      : {}),
  };
}

/** Classes without a field, and keywords: `metaclass=ABCMeta`. */
const ownless =
  /^(?:object|(?:abc\.)?ABC|(?:typing\.)?(?:NamedTuple|TypedDict|Protocol|Generic\[.*\])|(?:pydantic\.)?BaseModel)$|=/u;

const isPlainModel = /^(?:pydantic\.)?BaseModel$/u;
/** Other names for its fields, more of them, or other values than they are given. */
const changesModel =
  /\balias|model_config\b|^class Config\b|^@(?!property\b|(?:static|class)method\b)/u;

const convertsFields =
  /^@(?:pydantic\.)?(?:(?:field|model|root)_(?:serializer|validator)|validator)\b/u;

const isEnumeration = /^(?:enum\.)?(?:Str|Int)?Enum$/u;
const attrsClass =
  /^@(?:(?:attrs?\.)?(?:define|frozen|mutable|attrs)|attr\.s)\b/u;
const changesAttrs =
  /\bconverter\s*=|\.converter\b|\bfield_transformer\b|\b__attrs_post_init__\b/u;
const isRecord = new RegExp(
  `\\bdataclass\\b|\\b(?:NamedTuple|BaseModel|TypedDict)$|${attrsClass.source}`,
  "u",
);
const isDataClass = new RegExp(
  `^@(?:dataclasses\\.)?dataclass\\b|${attrsClass.source}`,
  "u",
);
const isNamedTuple = /^(?:typing\.)?NamedTuple$/u;

/** `Flags = namedtuple("Flags", "confirm verify", defaults=(False,))`: the class, or undefined for any other call. */
export function lowerNamedTuple(
  context: Context,
  left: Node | null,
  call: Node,
): Expr | undefined {
  const { builder, parts } = context;
  const found =
    left?.type === "identifier" ? context.scope.find(left.text) : undefined;
  const [, listed, ...options] =
    call.childForFieldName("arguments")?.namedChildren ?? [];
  if (
    found === undefined ||
    listed === undefined ||
    !makesTuple.test(call.childForFieldName("function")?.text ?? "")
  )
    return undefined;
  const fields = fieldNames(listed);
  const defaults = defaultsIn(options);
  if (fields === undefined || defaults === undefined) return undefined;
  context.classes.set(found, { fields, closed: true, positions: true });
  const first = fields.length - defaults.length;
  return builder.object(
    defaults.map((value, i) => ({
      kind: "entry",
      key: constant(fields[first + i] ?? "", rangeOf(value)),
      value: parts.expression(context, value),
    })),
    rangeOf(call),
  );
}

const makesTuple =
  /^(?:(?:collections\.)?namedtuple|(?:typing\.)?NamedTuple)$/u;

/** Written as one text, as texts, or as pairs of a text and a type. */
function fieldNames(listed: Node): readonly string[] | undefined {
  if (listed.type === "string")
    return contentOf(listed)
      ?.split(/[\s,]+/u)
      .filter((name) => name !== "");
  if (!/^(?:list|tuple)$/u.test(listed.type)) return undefined;
  const names = meaningful(listed).map((each) =>
    contentOf(each.type === "tuple" ? each.firstNamedChild : each),
  );
  return names.every((name) => name !== undefined) ? names : undefined;
}

const contentOf = (node: Node | null): string | undefined =>
  node?.type === "string" &&
  node.descendantsOfType("interpolation").length === 0
    ? node.namedChildren.find(({ type }) => type === "string_content")?.text
    : undefined;

/** Of the last fields; undefined where anything else is asked for. */
function defaultsIn(options: readonly Node[]): readonly Node[] | undefined {
  const [only, ...others] = options.filter(({ type }) => type !== "comment");
  if (only === undefined) return [];
  const value = only.childForFieldName("value");
  return others.length === 0 &&
    only.childForFieldName("name")?.text === "defaults" &&
    value !== null &&
    /^(?:list|tuple)$/u.test(value.type)
    ? meaningful(value)
    : undefined;
}

/** Names of the methods that have such a decorator. */
export function methodsWith(node: Node, decorator: RegExp): readonly string[] {
  return (node.childForFieldName("body")?.namedChildren ?? []).flatMap(
    (child) => {
      const name = child
        .childForFieldName("definition")
        ?.childForFieldName("name");
      return name &&
        child.namedChildren.some(
          (each) =>
            each.type === "decorator" &&
            decorator.test(meaningful(each)[0]?.text ?? ""),
        )
        ? [name.text]
        : [];
    },
  );
}

/** Names of variables that are given `Name(…)` or `Name.of(…)`, where `Name` is a class of another file of the project. */
export function instancesIn(root: Node): ReadonlySet<string> {
  const classes = new Set(
    root
      .descendantsOfType("import_from_statement")
      .flatMap(importedNames)
      .filter(
        ({ from, local }) => !notOwn.test(from) && isClassName.test(local),
      )
      .map(({ local }) => local),
  );
  if (classes.size === 0) return classes;
  return new Set(
    root.descendantsOfType("assignment").flatMap((each) => {
      const left = each.childForFieldName("left");
      const right = each.childForFieldName("right");
      const made =
        right?.type === "call" ? right.childForFieldName("function") : null;
      const of =
        made?.type === "attribute" ? made.childForFieldName("object") : made;
      return left?.type === "identifier" && classes.has(of?.text ?? "")
        ? [left.text]
        : [];
    }),
  );
}

const isClassName = /^_?[A-Z]\w*[a-z]/u;

/**
 * The helpers that compilers write into a file, or take from `tslib` and `@babel/runtime`, where the target does not know
 * what was written: `__assign({}, a, b)` for `{ ...a, ...b }`. They become what was written.
 */
import { rangeOf, withoutComments, type Node } from "../syntax-node.ts";
import { constant, field } from "../../ir/builder.ts";
import type { Argument, Expr, ListItem } from "../../ir/ir.ts";
import type { Range } from "../../../text/position.ts";
import type { Context } from "./context.ts";
import { readString } from "./literals.ts";
import { accessorKey } from "./names.ts";

type Helper = (
  context: Context,
  args: readonly Argument[],
  range: Range,
) => Expr | undefined;

const spread: Helper = ({ builder }, args, range) =>
  builder.call({ kind: "global", name: "Object.assign", range }, args, range);

/** `{ a, b, ...rest } = whole` has taken the members that the list names. */
const rest: Helper = ({ builder }, [whole, taken], range) => {
  if (whole === undefined || taken?.value.kind !== "list") return undefined;
  const left = builder.hold(
    builder.object([{ kind: "spread", value: whole.value }], range),
  );
  for (const { value } of taken.value.items)
    builder.remove(left, value, value.range);
  return left;
};

/** Lists one behind the other; a last argument that is a boolean says how holes are taken. */
const join: Helper = ({ builder }, args, range) =>
  builder.list(
    args
      .filter(({ value }) => value.kind !== "const")
      .map(({ value }): ListItem => ({ value, spread: true })),
    range,
  );

const itself: Helper = (_context, [first], range) =>
  first?.value ?? constant(undefined, range);

/** `__extends(Own, Base)`, `util.inherits(Own, Base)`: what the prototype of the base has, that of the other has as well. */
const inherit: Helper = ({ builder }, [own, base, ...more], range) => {
  if (own === undefined || base === undefined || more.length > 0)
    return undefined;
  const key = constant("prototype", range);
  builder.assign(
    field(own.value, key, range),
    field(base.value, key, range),
    range,
  );
  return constant(undefined, range);
};

/** `this.#name`, kept in a `WeakMap` of that name; a method comes as the fourth argument. */
const privateGet: Helper = (_context, args, range) => {
  const [self, , kind, member] = args.map(({ value }) => value);
  if (self === undefined || kind?.kind !== "const") return undefined;
  if (kind.value === "m") return member;
  const key = privateKey(args[1], range);
  return kind.value === "f" && key !== undefined
    ? field(self, key, range)
    : undefined;
};

const privateSet: Helper = (context, args, range) => {
  const [self, , value, kind] = args.map((each) => each.value);
  const key = privateKey(args[1], range);
  if (
    self === undefined ||
    value === undefined ||
    key === undefined ||
    kind?.kind !== "const" ||
    kind.value !== "f"
  )
    return undefined;
  return write(context, self, key, value, range);
};

/** `__privateGet(this, _name)` and `__privateSet(this, _name, value)`, as esbuild has them. */
const privateRead: Helper = (_context, [self, map, ...more], range) => {
  const key = privateKey(map, range);
  return self === undefined || key === undefined || more.length > 0
    ? undefined
    : field(self.value, key, range);
};

const privateWrite: Helper = (context, [self, map, given], range) => {
  const key = privateKey(map, range);
  return self === undefined || key === undefined
    ? undefined
    : write(context, self.value, key, given?.value, range);
};

/** `__publicField(this, "name", value)` */
const publicWrite: Helper = (context, [self, key, given], range) =>
  self === undefined || key === undefined
    ? undefined
    : write(context, self.value, key.value, given?.value, range);

function write(
  { builder }: Context,
  object: Expr,
  key: Expr,
  given: Expr | undefined,
  range: Range,
): Expr {
  const value = given ?? constant(undefined, range);
  builder.assign(field(object, key, range), value, range);
  return value;
}

/** `__exportStar(module, exports)`: all that it exports. */
const exportAll: Helper = (context, [from, to, ...more], range) =>
  from === undefined || to === undefined || more.length > 0
    ? undefined
    : spread(context, [to, from], range);

/** `__createBinding(exports, module, "name", "ownName")` */
const exportOne: Helper = (context, args, range) => {
  const [to, from, name, own = name] = args.map(({ value }) => value);
  return to === undefined ||
    from === undefined ||
    name === undefined ||
    own === undefined
    ? undefined
    : write(context, to, own, field(from, name, range), range);
};

const privateKey = (
  map: Argument | undefined,
  range: Range,
): Expr | undefined =>
  map?.value.kind === "var"
    ? constant(`#${String(map.value.variable)}`, range)
    : undefined;

const helpers: ReadonlyMap<string, Helper> = new Map<string, Helper>([
  ["__assign", spread],
  ["_extends", spread],
  ["_extends2", spread],
  ["_objectSpread", spread],
  ["_objectSpread2", spread],
  ["__rest", rest],
  ["_objectWithoutProperties", rest],
  ["_objectWithoutProperties2", rest],
  ["_objectWithoutPropertiesLoose", rest],
  ["_objectWithoutPropertiesLoose2", rest],
  ["__spreadArray", join],
  ["__spreadArrays", join],
  ["__spread", join],
  ["_toConsumableArray", join],
  ["_toConsumableArray2", join],
  ["__extends", inherit],
  ["_inherits", inherit],
  ["_inheritsLoose", inherit],
  ["inherits", inherit],
  ["__classPrivateFieldGet", privateGet],
  ["__classPrivateFieldSet", privateSet],
  ["__privateGet", privateRead],
  ["__privateSet", privateWrite],
  ["__privateAdd", privateWrite],
  ["__publicField", publicWrite],
  ["__spreadValues", spread],
  ["__spreadProps", spread],
  ["__objRest", rest],
  ["__exportStar", exportAll],
  ["_export_star", exportAll],
  ["__createBinding", exportOne],
  ["__toCommonJS", itself],
  ["__toESM", itself],
  ["__name", itself],
  ["__importStar", itself],
  ["__importDefault", itself],
  ["_interopRequireWildcard", itself],
  ["_interopRequireDefault", itself],
  ["__read", itself],
  ["_slicedToArray", itself],
  ["_slicedToArray2", itself],
  ["_toArray", itself],
]);

/** The name of a helper whose name was made short. Functions have such names for variables of their own. */
export const longName = (
  { builder, module, shortened }: Context,
  callee: Node,
): string | undefined =>
  shortened.size > 0 &&
  builder.id === module.main.id &&
  callee.type === "identifier"
    ? shortened.get(callee.text)
    : undefined;

/** What is called, by the last name of it: also `tslib_1.__assign` and `(0, _extends2.default)`. */
export function helperOf(context: Context, callee: Node): Helper | undefined {
  const short = longName(context, callee);
  if (short !== undefined) return helpers.get(short);
  const { text } = context;
  const end = callee.endIndex;
  const written = text.slice(Math.max(callee.startIndex, end - 45), end);
  // Nearly every other call is ruled out without a pattern.
  if (!written.includes("_") && !written.endsWith("inherits")) return undefined;
  const [, name] =
    /(?<![\w$])(_\w+|inherits)(?:\.default)?\)?$/u.exec(written) ?? [];
  return name === undefined ? undefined : helpers.get(name);
}

/** What `__awaiter` calls the function with: a list, or all that the function around it was given. */
export function passedOn(context: Context, passed: Node): readonly Argument[] {
  const value = context.parts.expression(context, passed);
  return value.kind === "list"
    ? value.items
    : value.kind === "const"
      ? []
      : [{ value, spread: true }];
}

/**
 * `Object.defineProperty(exports, "name", { get: function () { return name; } })` and, for several, `_export(exports, {
 * name: () => name })`: by the time anybody reads them, the module's own code has run.
 */
function exported(
  context: Context,
  callee: string,
  [owner, second, third]: readonly Node[],
  range: Range,
): Expr | undefined {
  const { builder, late, module, parts } = context;
  if (owner === undefined || builder.id !== module.main.id) return undefined;
  const pairs: (readonly [key: Expr, value: Node])[] = [];
  if (callee !== "Object.defineProperty")
    for (const each of second?.type === "object" ? second.namedChildren : []) {
      const key = each.childForFieldName("key");
      const value = returnedBy(each.childForFieldName("value"));
      if (key !== null && value !== undefined)
        pairs.push([constant(readString(key.text), rangeOf(key)), value]);
    }
  else if (
    owner.text === "exports" &&
    second !== undefined &&
    definesOne(third)
  ) {
    const value = returnedBy(part(third, "get") ?? null);
    if (value !== undefined)
      pairs.push([parts.expression(context, second), value]);
  }
  if (pairs.length === 0) return undefined;
  late.push(() => {
    const object = parts.expression(context, owner);
    for (const [key, value] of pairs)
      write(context, object, key, parts.expression(context, value), range);
  });
  return constant(undefined, range);
}

/** What stands behind the only `return` of a function, or behind its arrow. */
function returnedBy(getter: Node | null): Node | undefined {
  const body = getter?.childForFieldName("body") ?? undefined;
  if (body?.type !== "statement_block") return body;
  const [only, ...others] = body.namedChildren;
  return only?.type === "return_statement" && others.length === 0
    ? (only.firstNamedChild ?? undefined)
    : undefined;
}

/** Members of a class or of what a module exports that a call defines, as compilers do it: `Object.defineProperty` and its like. */
export function definedMembers(context: Context, call: Node): Expr | undefined {
  const called = call.childForFieldName("function");
  const written =
    called === null ? "" : (longName(context, called) ?? called.text);
  if (definers.test(written)) {
    const given = withoutComments(call.childForFieldName("arguments"));
    const made = exported(context, written, given, rangeOf(call));
    if (made !== undefined) return made;
  }
  const isClass = /^(?:\(0, )?_createClass2?\b/u.test(written);
  if (!isClass && written !== "Object.defineProperty") return undefined;
  const [owner, second, third] = withoutComments(
    call.childForFieldName("arguments"),
  );
  if (owner === undefined) return undefined;
  // `Object.defineProperty(Flow.prototype, "solved", { get: function () { … } })`
  if (!isClass) {
    if (owner.text === "exports" || !definesOne(third)) return undefined;
    const object = context.parts.expression(context, owner);
    define(context, object, second, third);
    return object;
  }
  // `_createClass(Flow, [{ key: "decide", value: function () { … } }], …)`
  if (second?.type !== "array") return undefined;
  const made = context.parts.expression(context, owner);
  const range = rangeOf(owner);
  const prototype = field(made, constant("prototype", range), range);
  for (const each of second.namedChildren)
    define(context, prototype, part(each, "key"), each);
  return made;
}

const definers = /^(?:Object\.defineProperty|__?export)$/u;

const part = (object: Node, key: string): Node | undefined =>
  object.namedChildren
    .find((each) => each.childForFieldName("key")?.text === key)
    ?.childForFieldName("value") ?? undefined;

const definesOne = (how: Node | undefined): how is Node =>
  how?.type === "object" &&
  (part(how, "value") ?? part(how, "get")) !== undefined;

function define(
  context: Context,
  object: Expr,
  name: Node | undefined,
  how: Node,
): void {
  const { builder, getters, parts } = context;
  const value = part(how, "value");
  const getter = part(how, "get");
  const range = rangeOf(how);
  if (name === undefined || (value ?? getter) === undefined) return;
  const key = parts.expression(context, name);
  if (value !== undefined) {
    const made = parts.expression(context, value);
    builder.assign(field(object, key, range), made, range);
  } else if (getter !== undefined && key.kind === "const") {
    getters.add(String(key.value));
    const own = constant(accessorKey("get", String(key.value)), key.range);
    const made = parts.expression(context, getter);
    builder.assign(field(object, own, range), made, range);
  }
}

/** `_super.call(this, name) || this`: what a compiled constructor begins with. */
export function constructedSelf(
  context: Context,
  choice: Node,
): Expr | undefined {
  const right = choice.childForFieldName("right");
  const left = choice.childForFieldName("left");
  const call =
    left?.type === "binary_expression" ? left.childForFieldName("right") : left;
  if (
    right?.type !== "this" ||
    !/^_super\.(?:call|apply)$/u.test(
      call?.childForFieldName("function")?.text ?? "",
    )
  )
    return undefined;
  context.parts.expression(context, call);
  return context.parts.expression(context, right);
}

/** `_Counter_left.set(this, 3)`, in a constructor: a private member gets its first value. */
export function firstPrivate(
  context: Context,
  callee: Expr,
  args: readonly Argument[],
  node: Node,
): Expr | undefined {
  const written = node.childForFieldName("function");
  return callee.kind === "field" &&
    args.length === 2 &&
    /^_[A-Z]\w*_\w+\.set$/u.test(written?.text ?? "") &&
    node.childForFieldName("arguments")?.firstNamedChild?.type === "this"
    ? privateSet(
        context,
        [
          ...args.slice(0, 1),
          { value: callee.object, spread: false },
          ...args.slice(1),
          { value: constant("f", callee.range), spread: false },
        ],
        callee.range,
      )
    : undefined;
}

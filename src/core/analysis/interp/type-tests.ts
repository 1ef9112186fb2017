/** What is known of the type of a value, as code asks for it: `typeof`, `instanceof`, `Array.isArray`, `isinstance`, `type`. */
import type { Module } from "../ir/ir.ts";
import { listedItems } from "./lists.ts";
import { objectAt, type State } from "./state.ts";
import { valueOf, type Atom, type Value } from "./value.ts";

/** What `typeof` says; undefined where that is not known. */
export function typeName({ kind }: Atom): string | undefined {
  switch (kind) {
    case "text":
      return "string";
    case "number":
    case "boolean":
    case "undefined":
    case "function":
      return kind;
    case "completion":
    case "settle":
      return "function";
    case "null":
    case "object":
    case "opaque":
    case "promise":
      return "object";
    default:
      return undefined;
  }
}

/** The types that Python's `type` can name for it. */
function pythonTypes(state: State, atom: Atom): readonly string[] | undefined {
  switch (atom.kind) {
    case "text":
      return ["str"];
    case "number":
      return ["int", "float"];
    case "boolean":
      return ["bool"];
    case "null":
    case "undefined":
      return ["NoneType"];
    case "object":
      // A record or an object of a class is one as well, a tuple is a list.
      return objectAt(state, atom.id).list
        ? ["list", "tuple"]
        : ["dict", "object"];
    case "opaque":
      return atom.json === "array" ? ["list", "tuple"] : ["dict", "object"];
    case "external":
      return /^\w+\(\)$/u.test(atom.name) &&
        libraryType.test(atom.name.slice(0, -2))
        ? [atom.name.slice(0, -2)]
        : undefined;
    case "unknown":
      // It came as null.
      return atom.nothing === undefined ? undefined : ["NoneType"];
    default:
      return undefined;
  }
}

const builtinType =
  /^(?:str|int|float|bool|dict|list|tuple|NoneType|object|set|bytes)$/u;
const libraryType =
  /^(?:(?:datetime|decimal|uuid)\.)?(Decimal|datetime|date|timedelta|UUID|set|bytes)$/u;

/** The name of a type, without its module. */
export function pythonType(atom: Atom): string | undefined {
  if (atom.kind !== "external") return undefined;
  return builtinType.test(atom.name)
    ? atom.name
    : libraryType.exec(atom.name)?.[1];
}

/** `type(value)` */
export const typesOf = (state: State, value: Value): Value | undefined => {
  const types = value.map((atom) => pythonTypes(state, atom));
  return types.every((each) => each !== undefined)
    ? valueOf(
        ...types.flat().map((name) => ({ kind: "external", name }) as const),
      )
    : undefined;
};

/** The types that are asked for, where they are known: those of a tuple, or one. */
function askedTypes(
  state: State,
  language: Module["language"],
  types: Value,
): readonly string[] | undefined {
  const [only, ...others] = listedItems(state, types)?.flat() ?? types;
  const all = only === undefined ? [] : [only, ...others];
  const names = all.map((atom) =>
    language === "python"
      ? pythonType(atom)
      : atom.kind === "external" && /^[A-Z]\w*$/u.test(atom.name)
        ? atom.name
        : undefined,
  );
  return names.length > 0 && names.every((name) => name !== undefined)
    ? names
    : undefined;
}

/** Whether it is an instance of one of the types; undefined where that is not known. */
function isOneOf(
  state: State,
  language: Module["language"],
  atom: Atom,
  types: readonly string[],
): boolean | undefined {
  if (language === "javascript") {
    if (/^(?:text|number|boolean|null|undefined)$/u.test(atom.kind))
      return false;
    if (
      types.includes("Object") &&
      /^(?:object|opaque|promise)$/u.test(atom.kind)
    )
      return true;
    const isList = listed(state, atom);
    return isList !== undefined && types.every((each) => each === "Array")
      ? isList
      : undefined;
  }
  const own = pythonTypes(state, atom);
  if (own === undefined) return undefined;
  const isAsked = (name: string): boolean =>
    types.includes(name) ||
    types.includes("object") ||
    // A boolean is a number, and a time is on a day.
    (name === "bool" && types.includes("int")) ||
    (name === "datetime" && types.includes("date"));
  if (own.every(isAsked)) return true;
  return own.some((name) => name === "object" || isAsked(name)) &&
    own.some(isAsked)
    ? undefined
    : false;
}

/** Whether it is a list; undefined where that is not known. */
function listed(state: State, atom: Atom): boolean | undefined {
  switch (atom.kind) {
    case "object": {
      const { list, delivered } = objectAt(state, atom.id);
      return delivered === undefined || list ? list : undefined;
    }
    case "opaque":
      return atom.json === "array";
    case "unknown":
    case "external":
      return undefined;
    default:
      return false;
  }
}

/** What of a value is an instance of one of the types, or is none; undefined where no type is asked for. */
export function instancesIn(
  state: State,
  language: Module["language"],
  value: Value,
  types: Value,
  truth: boolean,
): Value | undefined {
  const asked = askedTypes(state, language, types);
  return asked === undefined
    ? undefined
    : value.filter(
        (atom) => (isOneOf(state, language, atom, asked) ?? truth) === truth,
      );
}

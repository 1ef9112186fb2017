/** Whether a concrete value lies within what the interpreter found out. `undefined` stands for a member that is not there. */
import type { HeapObject } from "../../src/core/analysis/interp/heap.ts";
import { elements, fieldValue } from "../../src/core/analysis/interp/heap.ts";
import { objectAt, type State } from "../../src/core/analysis/interp/state.ts";
import type { Atom, Value } from "../../src/core/analysis/interp/value.ts";

const depthBound = 8;

export function covers(
  state: State,
  value: Value,
  actual: unknown,
  depth = 0,
): boolean {
  return (
    depth > depthBound ||
    [...value.values()].some((atom) => coversAtom(state, atom, actual, depth))
  );
}

function coversAtom(
  state: State,
  atom: Atom,
  actual: unknown,
  depth: number,
): boolean {
  switch (atom.kind) {
    case "text":
      return (
        typeof actual === "string" &&
        (atom.value === undefined || atom.value === actual)
      );
    case "number":
    case "boolean":
      return (
        typeof actual === atom.kind &&
        (atom.value === undefined || Object.is(atom.value, actual))
      );
    case "null":
      return actual === null;
    case "undefined":
      return actual === undefined;
    case "function":
      return typeof actual === "function";
    case "opaque":
      return Array.isArray(actual) === (atom.json === "array");
    case "unknown":
      return atom.truth === undefined || atom.truth === Boolean(actual);
    case "object":
      return (
        typeof actual === "object" &&
        actual !== null &&
        coversObject(state, objectAt(state, atom.id), actual, depth)
      );
    default:
      return true;
  }
}

function coversObject(
  state: State,
  object: HeapObject,
  actual: object,
  depth: number,
): boolean {
  const inside = (value: Value, each: unknown): boolean =>
    covers(state, value, each, depth + 1);
  if (object.list !== Array.isArray(actual)) return false;
  if (object.list) {
    const items = object.fields.get(elements);
    return (
      object.open !== false ||
      object.delivered !== undefined ||
      (actual as readonly unknown[]).every(
        (each) => items !== undefined && inside(fieldValue(items), each),
      )
    );
  }
  const members = actual as Readonly<Record<string, unknown>>;
  return (
    [...object.fields].every(
      ([name, field]) =>
        // Nobody outside of the class can look at it.
        /^(?:#|\(fields\))/u.test(name) ||
        (field.absent && memberOf(members, name) === undefined) ||
        inside(fieldValue(field), memberOf(members, name)),
    ) &&
    (object.open !== false ||
      // What Cognito sends has more members than the contract names; the response is sent empty here.
      (object.delivered !== undefined && object.delivered !== "response") ||
      Object.keys(members).every(
        (name) => object.fields.has(name) || members[name] === undefined,
      ))
  );
}

/** Under `get name` and `set name` stand the methods behind an accessor. */
function memberOf(
  members: Readonly<Record<string, unknown>>,
  name: string,
): unknown {
  const [kind, of] = name.split(" ");
  if (of === undefined) return members[name];
  const accessor = Object.getOwnPropertyDescriptor(
    Object.getPrototypeOf(members) as object,
    of,
  );
  return kind === "get" || kind === "set"
    ? Object.entries(accessor ?? {}).find(([each]) => each === kind)?.[1]
    : members[name];
}

/**
 * What is known about a value: a small set of atoms, each standing for something that reaches this place on some path.
 * `unknown` is an atom among others, so that what is known for one path is not forgotten because of another.
 */
import type { Constant, FunctionId } from "../ir/ir.ts";
import { boundedSet } from "./lattice.ts";

/** A function of the module; `closure`: the object of the heap that has what it kept of those around it. */
export interface Callee {
  readonly id: FunctionId;
  readonly closure?: string;
}

export type Atom =
  /**
   * Without `value`: some text, number or boolean. `from`: the app client's id, the trigger source, or a member of the
   * request that must not be shown; with `part`, its text is a part of this one. `lacks`: a member of the request that
   * this event does not have and that was put into it. `member`: of a plain enumeration of Python, which is no text
   * before its `value` is read.
   */
  | {
      readonly kind: "text";
      readonly value?: string;
      /** The text with holes where it is not known; see `message-text.ts`. */
      readonly holes?: string;
      /** The user's attribute of this name, which is text and reads like a boolean. */
      readonly attribute?: string;
      readonly from?: string;
      readonly part?: true;
      readonly lacks?: string;
      readonly member?: true;
    }
  | { readonly kind: "number"; readonly value?: number }
  | { readonly kind: "boolean"; readonly value?: boolean }
  | { readonly kind: "null" }
  /** `from`: the member of the request that this event does not have. */
  | { readonly kind: "undefined"; readonly from?: string }
  /** An object or list of the heap. */
  | { readonly kind: "object"; readonly id: string }
  /** An object or list about whose contents nothing is known, but that they are `texts`, or that there are some: `filled`. */
  | {
      readonly kind: "opaque";
      readonly json: "array" | "object";
      readonly texts?: true;
      readonly filled?: true;
    }
  | (Callee & { readonly kind: "function" })
  /** Something the runtime hands in that completes the invocation when called: `callback`, `context.done` ... */
  | { readonly kind: "completion"; readonly name: string }
  /** Something of the language or a library, by its dotted path: `crypto.randomInt`. `entries`: see `maps.ts`. `pattern`: how a regular expression is written. */
  | {
      readonly kind: "external";
      readonly name: string;
      readonly entries?: string;
      readonly pattern?: string;
    }
  /** `id`: where to find in what states it fails. `calm`: the function that made it catches what it can see fail. */
  | {
      readonly kind: "promise";
      readonly value: Value;
      readonly id?: string;
      readonly calm?: boolean;
    }
  /** What settles a promise that is being made: `resolve`, `reject`. */
  | {
      readonly kind: "settle";
      readonly promise: string;
      readonly rejects: boolean;
    }
  /** `truth`: what a test has shown. `by`: the unknown function it came from; `wraps`: the function given to that. `any`: it stands for whatever did not fit into a set. `nothing`: the member of the response that came as null or the one that no event has, or what is read under it. `from`: the app client's id, under which something has no entry. `foreign`: it is surely no event: an error, or what a service answered. */
  | {
      readonly kind: "unknown";
      readonly truth?: boolean;
      readonly wraps?: Callee;
      readonly by?: string;
      readonly any?: boolean;
      /** It is missing or null where it is false: an object, or what no event has. */
      readonly absent?: true;
      readonly nothing?: string;
      readonly from?: string;
      readonly foreign?: true;
    };

/** Each atom once, in the order in which they came. */
export type Value = readonly Atom[];

/** Tells functions apart, and closures of one function. */
export const calleeKey = ({ id, closure }: Callee): string =>
  closure === undefined ? String(id) : `${String(id)}@${closure}`;

/** Whether two atoms stand for the same. What only tells where one came from (`by`) makes no difference. */
function same(a: Atom, b: Atom): boolean {
  switch (a.kind) {
    case "text":
      return (
        b.kind === "text" &&
        a.value === b.value &&
        a.from === b.from &&
        a.part === b.part &&
        a.lacks === b.lacks &&
        a.attribute === b.attribute &&
        a.member === b.member &&
        a.holes === b.holes
      );
    case "number":
    case "boolean":
      return a.kind === b.kind && Object.is(a.value, b.value);
    case "undefined":
      return b.kind === "undefined" && a.from === b.from;
    case "object":
      return b.kind === "object" && a.id === b.id;
    case "function":
      return b.kind === "function" && sameCallee(a, b);
    case "opaque":
      return (
        b.kind === "opaque" &&
        a.json === b.json &&
        a.texts === b.texts &&
        a.filled === b.filled
      );
    case "external":
      return (
        b.kind === "external" &&
        a.name === b.name &&
        a.entries === b.entries &&
        a.pattern === b.pattern
      );
    case "completion":
      return b.kind === "completion" && a.name === b.name;
    case "promise":
      return (
        b.kind === "promise" &&
        a.id === b.id &&
        a.calm === b.calm &&
        a.value.length === b.value.length &&
        a.value.every((each) => b.value.some((other) => same(each, other)))
      );
    case "settle":
      return (
        b.kind === "settle" &&
        a.promise === b.promise &&
        a.rejects === b.rejects
      );
    case "unknown":
      return (
        b.kind === "unknown" &&
        a.truth === b.truth &&
        sameCallee(a.wraps, b.wraps) &&
        a.any === b.any &&
        a.absent === b.absent &&
        a.nothing === b.nothing &&
        a.from === b.from &&
        a.foreign === b.foreign
      );
    default:
      return a.kind === b.kind;
  }
}

const sameCallee = (a: Callee | undefined, b: Callee | undefined): boolean =>
  a?.id === b?.id && a?.closure === b?.closure;

const bound = 12;

/** What stands for the rest once a set has become too large. */
const anything: Atom = { kind: "unknown", any: true };

/** Some text stands for each text; a set that is too large loses its values first, then everything but its primitives. */
function normalize(atoms: readonly Atom[]): readonly Atom[] {
  const kept = absorbed(atoms);
  if (kept.length <= bound) return kept;
  const general = absorbed([
    ...kept,
    { kind: "text" },
    { kind: "number" },
  ]).filter(
    ({ kind }) =>
      (kind !== "text" && kind !== "number") ||
      kept.some((each) => each.kind === kind),
  );
  return general.length <= bound ? general : absorbed([...general, anything]);
}

/** Stands for others of its kind, or for most there are. */
const absorbs = (atom: Atom): boolean => {
  switch (atom.kind) {
    case "text":
      return atom.value === undefined && atom.holes === undefined;
    case "number":
    case "boolean":
      return atom.value === undefined;
    case "unknown":
      return atom.any === true;
    default:
      return false;
  }
};

function absorbed(atoms: readonly Atom[]): readonly Atom[] {
  if (atoms.length < 2 || !atoms.some(absorbs)) return atoms;
  const some = new Set(
    atoms.flatMap((atom) =>
      "value" in atom || "holes" in atom ? [] : [atom.kind],
    ),
  );
  const any = atoms.some((atom) => atom.kind === "unknown" && atom.any);
  const kept = atoms.filter((atom) => {
    switch (atom.kind) {
      case "text":
        return (
          (atom.value === undefined && atom.holes === undefined) ||
          !some.has("text")
        );
      case "number":
      case "boolean":
        return atom.value === undefined || !some.has(atom.kind);
      case "null":
      case "undefined":
      case "opaque":
        return true;
      case "unknown":
        return !any || atom.any === true;
      default:
        return !any;
    }
  });
  return kept.length === atoms.length ? atoms : kept;
}

export const values = boundedSet<Atom>(same, normalize);
export const noValue = values.bottom;
export const valueOf = (...atoms: readonly Atom[]): Value => values.of(atoms);
export const unknownValue = valueOf({ kind: "unknown" });
export const undefinedValue = valueOf({ kind: "undefined" });
/** Nothing, or something false: it is not known which. */
export const someNothing = valueOf({ kind: "unknown", truth: false });
export const someError: Value = valueOf({ kind: "unknown", foreign: true });
/** What nobody expects to be thrown. */
export const strayError = valueOf({ kind: "opaque", json: "object" });
export const someText = valueOf({ kind: "text" });
export const someNumber = valueOf({ kind: "number" });
export const someBoolean = valueOf({ kind: "boolean" });

export function joinAll(all: Iterable<Value>): Value {
  let joined = noValue;
  for (const each of all) joined = values.join(joined, each);
  return joined;
}

const constants = new Map<Constant, Value>();
/** Values of constants that are kept to be used again. */
const constantBound = 2_000;

export function constantValue(value: Constant): Value {
  const known = constants.get(value);
  if (known !== undefined) return known;
  if (constants.size >= constantBound) constants.clear();
  const made = valueOf(constantAtom(value));
  constants.set(value, made);
  return made;
}

function constantAtom(value: Constant): Atom {
  switch (typeof value) {
    case "string":
      return { kind: "text", value };
    case "number":
      return { kind: "number", value };
    case "boolean":
      return { kind: "boolean", value };
    default:
      return { kind: value === null ? "null" : "undefined" };
  }
}

/** The constant an atom stands for, in a box; undefined when it does not stand for one. */
export function constantOf(
  atom: Atom,
): { readonly value: Constant } | undefined {
  switch (atom.kind) {
    case "text":
    case "number":
    case "boolean":
      return atom.value === undefined ? undefined : { value: atom.value };
    case "null":
      return { value: null };
    case "undefined":
      return { value: undefined };
    default:
      return undefined;
  }
}

export const isNothing = ({ kind }: Atom): boolean =>
  kind === "null" || kind === "undefined";

/** What is left where it is known that there is something, if anything is. */
export function withoutAbsence(value: Value): Value {
  const there = value.filter(
    (atom) =>
      atom.kind !== "undefined" &&
      !(atom.kind === "unknown" && atom.absent === true),
  );
  return there.length > 0 ? values.of(there) : value;
}

/** The only text a value can be, if it is one. */
export function onlyText(value: Value): string | undefined {
  const [atom] = value;
  return value.length === 1 && atom?.kind === "text" ? atom.value : undefined;
}

/** The only number a value can be, if it is one. */
export function onlyNumber(value: Value): number | undefined {
  const [atom] = value;
  return value.length === 1 && atom?.kind === "number" ? atom.value : undefined;
}

/** What `new` makes of a class of a library, such as an error: an object. */
export const isMade = (name: string): boolean =>
  /^[^()]*\b[A-Z]\w*\(\)$/u.test(name);

/**
 * Whether an atom counts as true; undefined when that is not known.
 * @param emptyIsFalse whether empty lists and objects count as false, as in Python; what is in them is not looked at
 */
export function truthOf(
  atom: Atom,
  emptyIsFalse: boolean,
): boolean | undefined {
  const known = constantOf(atom);
  if (known !== undefined) return Boolean(known.value);
  switch (atom.kind) {
    case "unknown":
      return atom.truth;
    case "object":
    case "opaque":
      return emptyIsFalse ? undefined : true;
    case "external":
      return !emptyIsFalse && isMade(atom.name) ? true : undefined;
    case "function":
    case "promise":
    case "completion":
    case "settle":
      return true;
    default:
      return undefined;
  }
}

/** What awaiting gives. */
export function settledValue(value: Value): Value {
  return joinAll(
    value.map((atom) =>
      atom.kind === "promise"
        ? settledValue(atom.value)
        : atom.kind === "external"
          ? /(?:Error|Exception)\(\)$/u.test(atom.name)
            ? someError
            : /^(?:Map|Set|Date|set)\(\)$/u.test(atom.name)
              ? valueOf(atom)
              : unknownValue
          : valueOf(atom),
    ),
  );
}

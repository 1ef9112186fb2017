/** Methods, by what they are called on: texts, lists, dictionaries, promises. Undefined where the receiver is none of them. */
import { callArms } from "./arms.ts";
import { type Invocation, returning, withResult } from "./call.ts";
import {
  callListMethod,
  callDictMethod,
  joinedKnown,
  membersOf,
} from "./collection-methods.ts";
import { boundTo } from "./closures.ts";
import { containsPart } from "./operators.ts";
import { elementOf, heldBySet, isList, namesOf } from "./lists.ts";
import { isSource, sourcePart } from "./compared-source.ts";
import { readField } from "./members.ts";
import { listOfValues } from "./heap.ts";
import { callGathering, eachWithPlace, handedOn } from "./item-tests.ts";
import { arrayOrNull, methodResult } from "./library.ts";
import { objectIds, type CallResult } from "./machine.ts";
import { callMapMethod } from "./maps.ts";
import { piecing, plainText } from "./message-text.ts";
import { regExp } from "./patterns.ts";
import { callPromiseMethod } from "./promises.ts";
import { textJoined } from "./provenance.ts";
import { callSetMethod } from "./sets.ts";
import { copyState, objectAt, setObject, type State } from "./state.ts";
import { callUnknown } from "./unknown-calls.ts";
import {
  callTextMethod,
  changedBy,
  changers,
  plainPieces,
} from "./text-methods.ts";
import {
  isNothing,
  joinAll,
  noValue,
  onlyText,
  someNothing,
  someText,
  undefinedValue,
  unknownValue,
  valueOf,
  values,
  type Atom,
  type Value,
} from "./value.ts";

/** Methods of texts, lists, objects and promises; undefined where the receiver is none of them. */
export function callMethod(
  invocation: Invocation,
  receiver: Value,
  state: State,
): CallResult | undefined {
  const called = callMethodOf(invocation, receiver, state);
  if (called === undefined || !givesSome(invocation)) return called;
  return {
    ...called,
    returns: called.returns.map((each) => ({
      ...each,
      value: valueOf(
        ...each.value.map((atom): Atom =>
          atom.kind === "opaque" && atom.texts
            ? { ...atom, filled: true }
            : atom,
        ),
      ),
    })),
  };
}

/** `names.split(",")`: what is not there to split at is the one part. Only an empty text has no letters. */
const givesSome = ({ name, args }: Invocation): boolean =>
  (name === "split" || name === "rsplit") &&
  args.length === 1 &&
  Boolean(onlyText(args[0] ?? noValue));

function callMethodOf(
  invocation: Invocation,
  receiver: Value,
  state: State,
): CallResult | undefined {
  const { machine, name, args } = invocation;
  const { language } = machine.module;
  const atoms = receivers(invocation, receiver);
  observeSourcePrefix(invocation, receiver);
  const arms = callArms(invocation, receiver, state);
  if (arms !== undefined) return arms;
  // Only a text has such a method: a row of a database need not say that its member is one.
  if (name === "match" && isPattern(args) && atoms.every(isOpen))
    return returning(arrayOrNull, state);
  if (
    (name === "then" || name === "catch" || name === "finally") &&
    atoms.every(({ kind }) => kind === "promise" || kind === "unknown")
  )
    return callPromiseMethod(invocation, receiver, state);
  if (machine.observer !== undefined && isSource(receiver)) {
    const part = partOfSource(invocation, state);
    if (part !== undefined) return returning(part, state);
  }
  if (writesBytes(invocation) && atoms.every(mayBeBytes))
    return returning(plainText, state);
  const [only] = atoms;
  if (atoms.length !== 1 || only === undefined) {
    const each = callEach(invocation, atoms, state);
    if (each !== undefined) return each;
    const dict = language === "python" && knownDict(state, atoms);
    if (dict && name === "update")
      return callDictMethod(invocation, dict, state);
    const looked =
      language === "python" && name === "get"
        ? lookUp(invocation, atoms, state)
        : undefined;
    if (looked !== undefined) return returning(looked, state);
    if (
      language === "python" &&
      /^(?:keys|values|items)$/u.test(name) &&
      namesOf(state, atoms)?.includes(name) === false
    )
      return returning(membersOf(invocation, atoms, state), state);
    const someLists =
      language === "javascript" && atoms.some((atom) => isList(state, atom));
    // What stands in for a list where there is none is one as well.
    const asList = someLists ? methodResult(language, "list", name) : undefined;
    const pieces = plainPieces(invocation, atoms, state);
    if (pieces !== undefined) return returning(pieces, state);
    // One of several messages, or what is not known.
    if (
      machine.delivery?.messages &&
      (changers.test(name) || piecing.test(name)) &&
      atoms.some(({ kind }) => kind === "text") &&
      atoms.every(
        (atom) =>
          atom.kind === "text" ||
          (atom.kind === "unknown" && atom.wraps === undefined),
      )
    )
      return withResult(
        callUnknown(invocation, state, true),
        joinAll(
          atoms.map((atom) =>
            atom.kind === "text"
              ? changedBy(invocation, atom, state)
              : // A text of nothing, or a method of what has none.
                atom.kind === "unknown" && atom.truth === false
                ? changedBy(invocation, { kind: "text", value: "" }, state)
                : unknownValue,
          ),
        ),
      );
    const results = atoms.map(
      (atom) =>
        (name === "join"
          ? joinedKnown(state, valueOf(atom), invocation.args)
          : undefined) ??
        methodOf(atom, state, language, name) ??
        itemOf(invocation, atom, state) ??
        (atom.kind !== "unknown"
          ? undefined
          : // Some text would stand for the ones that are known.
            name === "join" ||
              (someLists && givesItem.test(name)) ||
              (name === "get" && atoms.some(isMap))
            ? unknownValue
            : asList),
    );
    const given = handedToEach(invocation, atoms, state);
    const isKnown =
      results.length > 0 && results.every((each) => each !== undefined);
    if (!isKnown && given === undefined) return undefined;
    const { ran, mapped } = callGathering(
      invocation,
      state,
      isKnown || undefined,
      given ?? [],
    );
    return mapped ?? (isKnown ? withResult(ran, joinAll(results)) : ran);
  }
  if (only.kind === "text") return callTextMethod(invocation, only, state);
  const inSet = heldBySet(only);
  const asked =
    inSet === undefined ? undefined : callSetMethod(invocation, inSet, state);
  if (asked !== undefined) return asked;
  if (isMap(only)) return callMapMethod(invocation, only.entries, state);
  if (only.kind === "object") {
    const object = objectAt(state, only.id);
    // An item of it that is a function: `steps[0](event)`, `steps[i](event)`.
    if (object.list && /^\d*$/u.test(name)) return undefined;
    if (object.list) return callListMethod(invocation, only.id, state);
    if (name === "hasOwnProperty" && !object.fields.has(name))
      return returning(
        containsPart(
          machine,
          state,
          receiver,
          invocation.args[0] ?? unknownValue,
        ),
        state,
      );
    return language === "python" && !object.fields.has(name)
      ? callDictMethod(invocation, only.id, state)
      : undefined;
  }
  if (
    (only.kind === "function" || only.kind === "completion") &&
    name === "bind"
  )
    return returning(bind(invocation, only, state), state);
  const given = handedToEach(invocation, atoms, state);
  if (given !== undefined && (only.kind === "unknown" || name === "reduce")) {
    const { ran, mapped } = callGathering(invocation, state, undefined, given);
    if (mapped !== undefined) return mapped;
    const made =
      name === "reduce"
        ? reducedTo(state, invocation.args[1])
        : methodResult(language, "asking", name);
    return made === undefined ? ran : withResult(ran, made);
  }
  const result =
    name === "join" && isList(state, only) && !machine.delivery?.messages
      ? textJoined(state, receiver, invocation.args[0] ?? unknownValue)
      : methodOf(only, state, language, name);
  if (result === undefined) return undefined;
  const { ran, mapped } = callGathering(invocation, state, true, given ?? []);
  return mapped ?? withResult(ran, result);
}

const isPattern = ([first, ...more]: readonly Value[]): boolean =>
  first !== undefined &&
  more.length === 0 &&
  first.length > 0 &&
  first.every((atom) => atom.kind === "external" && atom.name === regExp);

const isOpen = (atom: Atom): boolean =>
  atom.kind === "unknown" && atom.wraps === undefined;

/** `bytes.toString("base64")`: letters and digits. */
const writesBytes = ({ name, args }: Invocation): boolean =>
  name === "toString" &&
  /^(?:base64(?:url)?|hex)$/u.test(onlyText(args[0] ?? noValue) ?? "");

const mayBeBytes = ({ kind }: Atom): boolean =>
  kind === "opaque" || kind === "external";

/** Methods that give one of the items of a list, and leave it as it is. */
const givesItem = /^(?:find|findLast|at)$/u;

/** What `find` gives of a list, and `get` of a map, where several things are at hand: any of the items. */
function itemOf(
  { machine, name, args }: Invocation,
  atom: Atom,
  state: State,
): Value | undefined {
  if (machine.module.language !== "javascript") return undefined;
  let items: Value | undefined;
  if (isMap(atom) && name === "get") {
    const held = valueOf({ kind: "object", id: atom.entries });
    const [key = undefinedValue] = args;
    items = readField(machine, state, held, key, false);
  } else if (atom.kind === "object" && givesItem.test(name)) {
    const object = objectAt(state, atom.id);
    if (object.list) items = elementOf(object);
  }
  return items && values.join(items, unknownValue);
}

const isMap = (
  atom: Atom,
): atom is Atom & { readonly kind: "external"; readonly entries: string } =>
  atom.kind === "external" &&
  atom.entries !== undefined &&
  heldBySet(atom) === undefined;

/** Methods that run a function for the items of a list. */
const runners =
  /^(?:forEach|map|flatMap|filter|reduce(?:Right)?|some|every|find)$/u;

/** Lists of which one is at hand, each of which is looked at by itself. */
const listBound = 4;

/** `steps.get(kind)?.forEach(run)`, of one of several lists or of nothing. */
function callEach(
  invocation: Invocation,
  atoms: readonly Atom[],
  state: State,
): CallResult | undefined {
  if (
    !runners.test(invocation.name) ||
    atoms.length > listBound ||
    !atoms.every(
      (atom) =>
        isNothing(atom) ||
        (atom.kind === "object" && objectAt(state, atom.id).list),
    )
  )
    return undefined;
  const ran = atoms.map((atom): CallResult => {
    const own = copyState(state);
    if (atom.kind === "object") return callListMethod(invocation, atom.id, own);
    return invocation.call.callee.kind === "field" &&
      invocation.call.callee.optional === true
      ? returning(undefinedValue, own)
      : { returns: [], throws: [own] };
  });
  return {
    returns: ran.flatMap(({ returns }) => returns),
    throws: ran.flatMap(({ throws }) => throws),
  };
}

/** `details or {}`: the one dictionary among what is not known. */
function knownDict(state: State, atoms: readonly Atom[]): string | undefined {
  const [id, ...others] = objectIds(atoms);
  return id !== undefined &&
    others.length === 0 &&
    !objectAt(state, id).list &&
    atoms.every(({ kind }) => kind === "object" || kind === "unknown")
    ? id
    : undefined;
}

/**
 * `get` of one of several dictionaries. What was put in place of one that came with the event, `or {}`, has as little in it
 * as that one would: nothing is told of it that is not told of that one.
 */
function lookUp(
  invocation: Invocation,
  atoms: readonly Atom[],
  state: State,
): Value | undefined {
  const dicts = atoms.filter((atom) => atom.kind === "object");
  if (
    dicts.length < 2 ||
    dicts.some(({ id }) => {
      const { list, fields } = objectAt(state, id);
      return list || fields.has("get");
    }) ||
    atoms.some(({ kind }) => kind !== "object" && kind !== "unknown")
  )
    return undefined;
  const isDelivered = dicts.some(
    ({ id }) => objectAt(state, id).delivered !== undefined,
  );
  const found: Value[] = atoms.length > dicts.length ? [unknownValue] : [];
  for (const { id } of dicts) {
    const { fields, open, delivered } = objectAt(state, id);
    if (isDelivered && delivered === undefined && !open && fields.size === 0)
      found.push(invocation.args[1] ?? someNothing);
    else
      for (const { value } of callDictMethod(invocation, id, state)?.returns ??
        [])
        found.push(value);
  }
  return joinAll(found);
}

/** What it is given beforehand takes the place of the first parameters: then nobody knows what it is called with. */
function bind(
  { machine, call, args }: Invocation,
  atom: Atom & { kind: "function" | "completion" },
  state: State,
): Value {
  const [self] = args;
  if (args.length > 1 || call.arguments.some(({ spread }) => spread)) {
    if (atom.kind === "completion" && state.completion === "open")
      state.completion = "later";
    return unknownValue;
  }
  return valueOf(
    atom.kind === "function"
      ? { kind: "function", ...boundTo(machine, state, atom, self) }
      : atom,
  );
}

function methodOf(
  atom: Atom,
  state: State,
  language: "javascript" | "python",
  name: string,
): Value | undefined {
  if (atom.kind === "text" || atom.kind === "number")
    return methodResult(language, atom.kind, name);
  const ofTexts =
    atom.kind === "opaque" && atom.texts
      ? methodResult(language, "texts", name)
      : undefined;
  if (ofTexts !== undefined) return ofTexts;
  if (isList(state, atom)) return methodResult(language, "list", name);
  if (atom.kind === "unknown" && atom.wraps === undefined)
    return methodResult(language, "any", name);
  return undefined;
}

/** What a function of this program is given by each of several lists, or by what is not known. */
function handedToEach(
  invocation: Invocation,
  atoms: readonly Atom[],
  state: State,
): readonly Value[] | undefined {
  const { machine, name, args } = invocation;
  const [asked, ...others] = args[0] ?? [];
  if (asked?.kind !== "function" || others.length > 0) return undefined;
  if (machine.module.language !== "javascript") return undefined;
  const areLists = atoms.every(
    (atom) =>
      isList(state, atom) ||
      (atom.kind === "unknown" && atom.wraps === undefined),
  );
  if (!areLists || (name !== "reduce" && !eachWithPlace.test(name)))
    return undefined;
  const items = atoms.map((atom) =>
    atom.kind === "object"
      ? elementOf(objectAt(state, atom.id))
      : atom.kind === "opaque" && atom.texts
        ? someText
        : unknownValue,
  );
  return handedOn(invocation, joinAll(items), state);
}

/** `rows.reduce((sum, row) => sum + row.seats, 0)`: what it starts with is of the kind that comes out, and comes out of no rows. */
function reducedTo(
  state: State,
  [start, ...others]: Value = noValue,
): Value | undefined {
  if (start === undefined || others.length > 0) return undefined;
  const kind: Atom | undefined =
    start.kind === "number"
      ? { kind: "number" }
      : isList(state, start)
        ? { kind: "opaque", json: "array" }
        : undefined;
  return kind === undefined ? undefined : valueOf(kind, { kind: "unknown" });
}

/** What may be absent has no methods: beside something that has, it only throws, unless `?.` asks first. */
function receivers({ call }: Invocation, receiver: Value): readonly Atom[] {
  if (call.callee.kind === "field" && call.callee.optional === true)
    return receiver;
  const present = receiver.filter(
    (atom) => atom.kind !== "unknown" || atom.truth !== false,
  );
  return present.length > 0 ? present : receiver;
}

/** `event.triggerSource.split("_")[0]` is compared with names of triggers as well. */
function partOfSource(
  { name, frame, call }: Invocation,
  state: State,
): Value | undefined {
  if (/^(?:to)?(?:lower|upper)(?:case)?$|^remove(?:pre|suf)fix$/iu.test(name))
    return sourcePart;
  if (!/^(?:r?split|partition)$/u.test(name)) return undefined;
  const id = `${frame.path}#parts${String(call.site)}`;
  // Which part stands where is not known.
  const parts = listOfValues([sourcePart], call.range);
  setObject(state, id, { ...parts, order: undefined });
  return valueOf({ kind: "object", id });
}

/** `event.triggerSource.startsWith("PreSignUp_")` compares the trigger source as well. */
function observeSourcePrefix(
  { machine, args, name, call }: Invocation,
  receiver: Value,
): void {
  if (machine.observer === undefined) return;
  if (!/^(?:startsWith|startswith|includes|endsWith)$/u.test(name)) return;
  const [argument] = args[0] ?? [];
  if (argument?.kind !== "text" || argument.value === undefined) return;
  if (isSource(receiver))
    machine.observer.comparedSource(
      argument.value,
      call.arguments[0]?.value.range ?? call.range,
      "part",
    );
}

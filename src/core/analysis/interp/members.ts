/** Reads members: of objects of the heap, of what came with the event, of texts, and of what the language and libraries have. */
import { nearest } from "../../text/near-match.ts";
import type { FunctionId, Module } from "../ir/ir.ts";
import { isClientId, noEntry } from "./client-ids.ts";
import { observeTable, sourceHole } from "./compared-source.ts";
import { anyName, fieldValue, type Field, type HeapObject } from "./heap.ts";
import { elementAt } from "./lists.ts";
import { lookAt, lookAtEverything, lookAtNamed } from "./looks.ts";
import { eventId, requestId, type Machine } from "./machine.ts";
import {
  isPlain,
  openHole,
  plainHole,
  plainOrNothing,
  plainText,
  plainUrl,
} from "./message-text.ts";
import { objectAt, type State } from "./state.ts";
import {
  constantOf,
  constantValue,
  isNothing,
  joinAll,
  noValue,
  onlyText,
  someNothing,
  someNumber,
  someText,
  undefinedValue,
  unknownValue,
  valueOf,
  values,
  type Atom,
  type Value,
} from "./value.ts";

export function readField(
  machine: Machine,
  state: State,
  object: Value,
  key: Value,
  optional: boolean,
): Value {
  lookAtNamed(state, key);
  const [owner] = object;
  const [written] = key;
  // Most reads by far are of one object, by a name that is written there.
  if (
    owner?.kind === "object" &&
    written?.kind === "text" &&
    object.length + key.length === 2 &&
    written.value !== undefined &&
    written.from === undefined
  ) {
    const member = readObject(machine, state, owner.id, written.value);
    return member.length === 0 ? unknownValue : member;
  }
  let read = noValue;
  for (const atom of object)
    for (const named of key)
      read = values.join(
        read,
        atom.kind === "object" && named.kind === "text" && named.holes
          ? readLike(state, atom.id, named.holes)
          : readAtom(machine, state, atom, nameIn(named), optional),
      );
  observeTable(machine, state, object, key);
  if (isClientId(key)) read = values.join(read, noEntry);
  return read.length === 0 ? unknownValue : read;
}

/** The name of a member that an atom spells; undefined where it is not known. */
export function nameIn(atom: Atom): string | undefined {
  if (atom.kind === "text") return atom.value;
  const constant = constantOf(atom);
  return constant === undefined ? undefined : String(constant.value);
}

const textOrUnknown = values.join(someText, unknownValue);

function readAtom(
  machine: Machine,
  state: State,
  atom: Atom,
  name: string | undefined,
  optional: boolean,
): Value {
  switch (atom.kind) {
    case "object":
      return readObject(machine, state, atom.id, name);
    case "text":
      if (atom.value !== undefined && /^-?\d+$/u.test(name ?? ""))
        return letterAt(atom.value, Number(name), machine.module.language);
      if (machine.module.language === "python")
        return name === "value"
          ? // Of an enumeration: a text has none.
            atom.member && atom.value !== undefined
            ? constantValue(atom.value)
            : valueOf(atom)
          : /^-?\d+$/u.test(name ?? "")
            ? isPlain(atom)
              ? plainText
              : someText
            : unknownValue;
      if (/^\d+$/u.test(name ?? "") && isPlain(atom)) return plainOrNothing;
      return name !== "length"
        ? unknownValue
        : atom.value === undefined
          ? someNumber
          : constantValue(atom.value.length);
    case "number":
    case "boolean":
      // Of an enumeration as well.
      return machine.module.language === "python" && name === "value"
        ? valueOf(atom)
        : unknownValue;
    case "opaque":
      if (atom.json === "array" && name === "length") return someNumber;
      if (!atom.texts || !/^-?\d+$/u.test(name ?? "")) return unknownValue;
      // Whether there is one at that place is not known; Python fails where there is none.
      return machine.module.language === "python" ? someText : textOrUnknown;
    case "external":
      return name === undefined
        ? unknownValue
        : externalMember(atom.name, name);
    case "null":
    case "undefined":
      // Without `?.` this throws: nothing comes out of it.
      return optional ? undefinedValue : noValue;
    case "unknown":
      // Under what is not there is nothing either, unless `?.` asks first.
      if (atom.nothing !== undefined && !optional) return valueOf(atom);
      // No false value has a letter: without `?.` this gives nothing, or throws.
      if (
        atom.truth === false &&
        atom.from === undefined &&
        /^\d+$/u.test(name ?? "") &&
        machine.module.language === "javascript"
      )
        return someNothing;
      return name === "length" && machine.module.language === "javascript"
        ? optional
          ? valueOf({ kind: "number" }, { kind: "unknown" })
          : someNumber
        : unknownValue;
    case "function":
      return name === "prototype"
        ? valueOf({ kind: "object", id: instancesOf(atom.id) })
        : unknownValue;
    default:
      return unknownValue;
  }
}

/** Only Python counts from the end, and fails where there is none. */
function letterAt(
  text: string,
  place: number,
  language: Module["language"],
): Value {
  const letter = language === "python" ? text.at(place) : text[place];
  if (letter !== undefined) return constantValue(letter);
  return language === "python" ? noValue : undefinedValue;
}

/** What the objects that a function makes have their methods from. */
export const instancesOf = (id: FunctionId): string =>
  `instances@${String(id)}`;

/** Members whose names have what is known of a name: `texts[language + "_body"]`. */
function readLike(state: State, id: string, holes: string): Value {
  const parts = holes.split(holeSign);
  const isLike = (name: string): boolean =>
    name.length >= holes.length - parts.length + 1 &&
    name.startsWith(parts[0] ?? "") &&
    name.endsWith(parts.at(-1) ?? "") &&
    parts.every((part) => name.includes(part));
  const object = objectAt(state, id);
  return joinAll([
    elsewhereIn(object, false),
    ...[...object.fields].flatMap(([name, field]) =>
      isLike(name) ? [fieldValue(field)] : [],
    ),
  ]);
}

const holeSign = new RegExp(`${plainHole}|${openHole}|${sourceHole}`, "u");

const partOfTime = /^(?:year|month|day|hour|minute|second|microsecond)$/u;

const partOfUrl = /^(?:href|origin|host|hostname|pathname|search)$/u;

/** A variable of the environment is text where it is set; Python fails where it is not. */
function externalMember(of: string, name: string): Value {
  if (of === "process.env")
    return valueOf(setting(name), { kind: "unknown", truth: false });
  if (of === plainUrl && partOfUrl.test(name)) return plainText;
  if (name === "size" && /^(?:Set|Map)\(\)$/u.test(of)) return someNumber;
  if (partOfTime.test(name) && /^date(?:time)?\(\)$/u.test(of))
    return someNumber;
  // Amplify puts there what the function's definition names.
  if (/^\$amplify\/env\/[\w-]+\.env$/u.test(of)) return valueOf(setting(name));
  // What is asked of the environment itself, such as `os.environ.get`, is written small.
  return of === "os.environ" && name !== name.toLowerCase()
    ? valueOf(setting(name))
    : valueOf({ kind: "external", name: memberName(of, name) });
}

/** Names that are there without their module as well: `buffer.Buffer` is `Buffer`. */
const globals =
  /^(?:buffer\.(?:Buffer|atob|btoa)|url\.(?:URL|URLSearchParams)|util\.Text(?:De|En)coder|timers\.set(?:Timeout|Interval|Immediate)|perf_hooks\.performance|(?:globalThis|global|window)\.\w+)$/u;

/** What a module, or something else of the language or a library, has under a name. */
export function memberName(of: string, name: string): string {
  const path = `${of}.${name}`;
  return globals.test(path) ? name : path;
}

/** A variable of the environment; one that is named as an address or a name holds no message, nor does a contact. */
export const setting = (name: string): Atom =>
  /(?:^|_)(?:URL|URI|HOST|HOSTNAME|DOMAIN|ORIGIN|SITE|NAME|BRAND|STAGE|ENV|REGION|PORT|BUCKET|PHONE|(?:SUPPORT|CONTACT|HELP|SENDER|FROM|REPLY_?TO)_?(?:E?MAIL|ADDRESS))$|URL$|NAME$/u.test(
    name,
  )
    ? { kind: "text", holes: plainHole }
    : { kind: "text" };

function readObject(
  machine: Machine,
  state: State,
  id: string,
  name: string | undefined,
): Value {
  const object = objectAt(state, id);
  if (name === undefined)
    return joinAll([
      elsewhereIn(
        object,
        machine.delivery !== undefined && !state.below.heap.has(id),
      ),
      ...[...membersBySomeName(object)].map(fieldValue),
    ]);
  if (
    machine.observer !== undefined &&
    object.delivered === "event" &&
    !object.fields.has(name) &&
    isMeantAsResponse(machine, name)
  )
    return readObject(machine, state, id, "response");
  if (object.delivered === "event") machine.observer?.readEvent(name);
  if (object.delivered === "request") machine.observer?.readRequest(name);
  if (object.list) {
    if (name === "length")
      return object.order === undefined || object.open
        ? someNumber
        : constantValue(object.order.length);
    if (/^-?\d+$/u.test(name)) return elementAt(object, Number(name));
    if (isOfItems(machine.module, object, name)) return undefinedValue;
  }
  const field = object.fields.get(name);
  const known = fieldValue(
    field ?? (object.typed && object.fields.get(anyName)) ?? noField,
  );
  const [only] = known;
  // A getter that is not run may look at anything; one that a call has defined has no member beside it.
  if (
    (field === undefined || only?.kind === "unknown") &&
    object.fields.has(`get ${name}`)
  ) {
    lookAtEverything(state);
    return unknownValue;
  }
  if (field?.absent === false)
    return object.several && known.length > 1 ? ofSome(known) : known;
  if (
    field === undefined &&
    machine.module.language === "python" &&
    object.delivered === undefined &&
    /^-?\d+$/u.test(name)
  )
    return memberAt(object, Number(name));
  const missing =
    (object.open ? undefined : deliveredMember(machine, state, id, name)) ??
    machine.delivery?.members.get(id) ??
    (object.delivered !== undefined || object.open || object.list
      ? unknownValue
      : undefinedValue);
  return joinAll([known, missing]);
}

/** `session.slice(-1).challengeName`: a list has no such member, though its items may. */
const isOfItems = (
  { language }: Module,
  { order, open, fields }: HeapObject,
  name: string,
): boolean =>
  language === "javascript" &&
  order !== undefined &&
  !open &&
  !fields.has(name) &&
  !(name in Array.prototype);

/**
 * `event.respons`, while it is not known which trigger the handler serves: what is written there tells that. Names that
 * only begin so, such as `ResponseURL`, are those of other events.
 */
export const isMeantAsResponse = (
  { delivery }: Machine,
  name: string,
): boolean =>
  delivery?.members.has(eventId) === false &&
  name !== "response" &&
  Math.abs(name.length - "response".length) <= 2 &&
  nearest(name, ["response"]) !== undefined;

/**
 * Who asks a compiled enumeration of TypeScript for a member that is not known has a number, and wants its name: there
 * the members of numbers are the names of others.
 */
function membersBySomeName({ fields }: HeapObject): Iterable<Field> {
  const numbered = [...fields].flatMap(([name, field]) =>
    /^\d+$/u.test(name) ? [field] : [],
  );
  const namesOther = (field: Field): boolean => {
    const other = onlyText(fieldValue(field));
    return other !== undefined && !/^\d+$/u.test(other) && fields.has(other);
  };
  return numbered.length > 0 && numbered.every(namesOther)
    ? numbered
    : fields.values();
}

const noField: Field = { writes: new Map(), absent: true };

/** Stands before the name of a member that no response of this trigger has. */
export const foreignMember = "response.";

/** One object stands for several: where some hold nothing, this one need not. */
const ofSome = (value: Value): Value =>
  value.some(isNothing)
    ? valueOf(
        ...value.map((atom): Atom =>
          isNothing(atom) ? { kind: "unknown" } : atom,
        ),
      )
    : value;

/** Of Python's objects only named tuples have members by position: those that are no methods, in their order. */
const memberAt = (object: HeapObject, position: number): Value =>
  (object.open
    ? undefined
    : [...object.fields.values()]
        .map(fieldValue)
        .filter((value) => !value.every(({ kind }) => kind === "function"))
        .at(position)) ?? unknownValue;

/**
 * Under other names than those it has: nothing, where all it has stands there. An empty table is there to be filled.
 * @param own the invocation has made it itself: nobody else has put something there
 */
const elsewhereIn = (
  { fields, open, delivered, list, typed }: HeapObject,
  own: boolean,
): Value =>
  list || delivered !== undefined || open === true
    ? unknownValue
    : open === false && fields.size > 0
      ? someNothing
      : own && !typed
        ? noMember
        : unknownValue;

const noMember = valueOf({ kind: "unknown", truth: false, absent: true });

const attributesId = `${requestId}.userAttributes`;

/** What came under this name in particular. */
function deliveredMember(
  machine: Machine,
  state: State,
  id: string,
  name: string,
): Value | undefined {
  if (id === attributesId)
    return machine.delivery?.members
      .get(id)
      ?.map((atom) =>
        atom.kind === "text" ? { ...atom, attribute: name } : atom,
      );
  const { delivered } = objectAt(state, id);
  if (delivered === "event" && machine.delivery?.members.has(eventId) === true)
    return valueOf({
      kind: "unknown",
      truth: false,
      absent: true,
      nothing: name,
    });
  if (delivered !== "response" || machine.delivery === undefined)
    return undefined;
  const { nothing, answers } = machine.delivery;
  const isForeign = answers?.has(name) === false;
  if (!nothing.has(name) && !isForeign) return undefined;
  // Who has looked at it once may know that there is something.
  const looked = state.looks.has(`${id}.${name}`);
  lookAt(state, `${id}.${name}`);
  return looked
    ? unknownValue
    : valueOf({
        kind: "unknown",
        nothing: isForeign ? foreignMember + name : name,
      });
}

/** Undefined where it is not known: what Cognito sends need not have each member of its part of the contract. */
export function hasMember(
  machine: Machine,
  state: State,
  id: string,
  name: string,
): boolean | undefined {
  const object = objectAt(state, id);
  const isEvent = object.delivered === "event";
  if (isEvent) machine.observer?.readEvent(name);
  if (isUnsent(object, name)) return false;
  // The event is known to the last member once its trigger is.
  const known =
    object.delivered === undefined ||
    (isEvent && machine.delivery?.members.has(eventId) === true);
  if (!known) return undefined;
  const field = object.fields.get(name);
  if (field === undefined) return object.open ? undefined : false;
  return field.absent ? undefined : true;
}

/** A member of the request that this event surely does not have. */
export function isUnsent(object: HeapObject, name: string): boolean {
  const field = object.fields.get(name);
  return (
    field !== undefined &&
    fieldValue(field).every(
      (atom) => atom.kind === "undefined" && atom.from !== undefined,
    )
  );
}

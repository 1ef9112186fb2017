/** Methods of lists and of Python's dictionaries, which change the object they are called on. */
import type { Range } from "../../text/position.ts";
import { type Invocation, returning, withResult } from "./call.ts";
import {
  cloneDeep,
  recordOf,
  withArguments,
  withChanges,
  withoutNone,
} from "./copies.ts";
import {
  elementAt,
  elementOf,
  hasElement,
  positionIn,
  namesOf,
  orderedItems,
} from "./lists.ts";
import { observeElements } from "./compared-source.ts";
import { readField } from "./members.ts";
import {
  elements,
  fieldValue,
  listOf,
  listOfValues,
  withField,
  withUnnamed,
  writtenAt,
  writtenField,
  type Field,
  type HeapObject,
  type Write,
} from "./heap.ts";
import { askItems, callGathering, handedOn, keepTexts } from "./item-tests.ts";
import { foldItems, stopAtItem } from "./item-steps.ts";
import { methodResult } from "./library.ts";
import { numbered } from "./made-lists.ts";
import { isPlain, joinedText } from "./message-text.ts";
import {
  eventId,
  objectIds,
  type CallResult,
  type Frame,
  type Machine,
} from "./machine.ts";
import { observeHeld } from "./observe-attributes.ts";
import { objectAt, setObject, type State } from "./state.ts";
import { textJoined, textOf } from "./provenance.ts";
import { callUnknown } from "./unknown-calls.ts";
import {
  constantOf,
  constantValue,
  joinAll,
  noValue,
  onlyText,
  undefinedValue,
  unknownValue,
  valueOf,
  values,
  type Value,
  withoutAbsence,
} from "./value.ts";

export function callListMethod(
  invocation: Invocation,
  id: string,
  state: State,
): CallResult {
  const { machine, name, args, call, receiver } = invocation;
  const list = objectAt(state, id);
  const items = elementOf(list);
  if (name === "Symbol.iterator" || name === "__iter__")
    return returning(receiver ?? unknownValue, state);
  const part = name === "slice" ? partOf(list, args) : undefined;
  if (part !== undefined) {
    const made = `${invocation.frame.path}#slice${String(call.site)}`;
    setObject(state, made, part);
    return returning(valueOf({ kind: "object", id: made }), state);
  }
  if (name === "concat" || (name === "flat" && args.length === 0)) {
    const self = valueOf({ kind: "object", id });
    const all =
      name === "flat"
        ? flattened(state, self)
        : concatenated(
            [self, ...args].map((each) => orderedItems(state, each)),
          );
    if (all !== undefined) {
      const made = `${invocation.frame.path}#${name}${String(call.site)}`;
      setObject(state, made, all);
      return returning(valueOf({ kind: "object", id: made }), state);
    }
  }
  if (name === "pop" && args.length === 0 && list.order !== undefined) {
    const order = list.order.slice(0, -1);
    setObject(state, id, { ...list, order: list.open ? undefined : order });
    return returning(elementAt(list, -1), state);
  }
  const turned = reordered(invocation, id, state);
  if (turned !== undefined) return returning(turned, state);
  if (/^(?:push|unshift|append|insert|add)$/u.test(name)) {
    let changed = list;
    for (const [i, arg] of args.entries()) {
      const given = call.arguments[i];
      const range = given?.value.range ?? call.range;
      if (given?.spread) {
        changed = withItemsOf(changed, state, arg);
        continue;
      }
      const item = writtenField({
        value: arg,
        range: call.range,
        keyRange: range,
        valueRange: range,
      });
      changed = /^(?:push|append)$/u.test(name)
        ? withItem(changed, inRound(item, invocation.frame), true)
        : withItem(changed, item, false);
    }
    setObject(state, id, changed);
  } else if (name === "clear") {
    setObject(state, id, { ...list, fields: new Map(), order: [] });
  } else if (name === "extend") {
    setObject(state, id, withItemsOf(list, state, args[0] ?? unknownValue));
  } else if (name === "splice") {
    setObject(state, id, { ...list, open: true, order: undefined });
  } else if (
    /^(?:sort|reverse|shift|pop|fill|copyWithin|remove)$/u.test(name)
  ) {
    setObject(state, id, { ...list, order: undefined });
  }
  const placed =
    name === "entries" && receiver !== undefined
      ? numbered(invocation, state, receiver)
      : undefined;
  if (placed !== undefined) return returning(placed, state);
  if (name === "includes") {
    const tested = args[0] ?? unknownValue;
    observeElements(machine, list, tested);
    observeHeld(machine, list, tested, call.arguments[0]?.value.range);
    const found = hasElement(list, tested);
    if (found !== undefined) return returning(found, state);
  }
  if (name === "indexOf" && args.length === 1) {
    const found = positionIn(list, args[0] ?? unknownValue);
    if (found !== undefined) return returning(constantValue(found), state);
  }
  const position = (args[0] ?? []).map(constantOf);
  const [only] = position;
  if (name === "at" && position.length === 1 && typeof only?.value === "number")
    return returning(elementAt(list, only.value), state);
  const text =
    machine.delivery?.messages === true && name === "join"
      ? joinedItems(
          state,
          valueOf({ kind: "object", id }),
          args[0] ?? constantValue(","),
        )
      : undefined;
  if (text !== undefined) return returning(text, state);
  const joined =
    name === "join" && receiver !== undefined
      ? joinedKnown(state, valueOf({ kind: "object", id }), args)
      : undefined;
  if (joined !== undefined) return returning(joined, state);
  if (taking.test(name) && holdsPieces(machine, list)) {
    const made = `${invocation.frame.path}#some${String(call.site)}`;
    setObject(state, made, { ...list, order: undefined });
    return withResult(
      callUnknown(invocation, state, true, [items]),
      valueOf({ kind: "object", id: made }),
    );
  }
  const known = methodResult(machine.module.language, "list", name);
  const stepped =
    foldItems(invocation, list, state) ?? stopAtItem(invocation, list, state);
  if (stepped !== undefined) return stepped;
  const asked =
    askItems(invocation, list, state) ?? keepTexts(invocation, list, state);
  const handed = handedOn(invocation, items, state);
  if (asked !== undefined)
    return withResult(callUnknown(invocation, state, true, handed), asked);
  const { ran, mapped } = callGathering(invocation, state, true, handed);
  if (mapped !== undefined) return mapped;
  if (name === "find" || name === "at" || name === "pop" || name === "shift")
    return withResult(
      ran,
      holdsPieces(machine, list) ? items : values.join(items, unknownValue),
    );
  if (name === "sort" || name === "reverse")
    return withResult(ran, receiver ?? unknownValue);
  if (name === "join")
    return withResult(
      ran,
      machine.delivery?.messages
        ? textOf(state, [items, ...args])
        : textJoined(state, receiver ?? items, args[0] ?? constantValue(",")),
    );
  return withResult(ran, known ?? unknownValue);
}

/** Methods that make a list of some of the items, or of all in another order. */
const taking = /^(?:slice|filter|toReversed|toSorted|copy)$/u;

/** Pieces of a text none of which has a placeholder of a message, or nothing; see `plainPieces`. */
const holdsPieces = ({ delivery }: Machine, list: HeapObject): boolean =>
  delivery?.messages === true &&
  !list.open &&
  list.order === undefined &&
  list.fields.size > 0 &&
  elementOf(list).every(isPlain);

/** `list.reverse()`, `toReversed()` and `shift()` of a list whose order is known. */
function reordered(
  { machine, frame, call, name, receiver }: Invocation,
  id: string,
  state: State,
): Value | undefined {
  const list = objectAt(state, id);
  const { order, open, apart } = list;
  if (order === undefined || open || apart || call.arguments.length > 0)
    return undefined;
  switch (name) {
    case "reverse":
      setObject(state, id, { ...list, order: order.toReversed() });
      return machine.module.language === "python"
        ? valueOf({ kind: "null" })
        : receiver;
    case "toReversed": {
      const made = `${frame.path}#reversed${String(call.site)}`;
      const writes = list.fields.get(elements)?.writes;
      setObject(state, made, listOf(writes, order.toReversed()));
      return valueOf({ kind: "object", id: made });
    }
    case "shift": {
      setObject(state, id, { ...list, order: order.slice(1) });
      return order.length === 0 ? undefinedValue : elementAt(list, 0);
    }
    default:
      return undefined;
  }
}

/** `list.push(...more)`, `list.extend(more)`; more of what is not known could be anything. */
function withItemsOf(list: HeapObject, state: State, more: Value): HeapObject {
  const items = orderedItems(state, more);
  if (items === undefined) return { ...list, open: true };
  return items.reduce(
    (all, [, write]) => withItem(all, writtenField(write), true),
    list,
  );
}

/** @param last behind all others; one that is put in at the same place for the second time leaves no order */
function withItem(list: HeapObject, item: Field, last: boolean): HeapObject {
  const before = list.fields.get(elements);
  const changed = withField(list, elements, item, before !== undefined);
  const [key = ""] = item.writes.keys();
  return last && list.order !== undefined && before?.writes.has(key) !== true
    ? { ...changed, order: [...list.order, key] }
    : changed;
}

/** Each round of a loop puts in an item of its own. */
const inRound = ({ absent, writes }: Field, { path }: Frame): Field => ({
  absent,
  writes: new Map([...writes].map(([key, write]) => [key + path, write])),
});

/** A list with an item for each member of an object, or of objects with the same members: its name, its value, or both. */
export function membersOf(
  { machine, frame, call, name }: Invocation,
  value: Value,
  state: State,
): Value {
  const view =
    machine.module.language === "python" ? `dict_${name}` : undefined;
  const id = `${frame.path}#members${String(call.site)}`;
  const part = /keys$|values$/u.exec(name)?.[0] as
    "keys" | "values" | undefined;
  const items = memberItems(state, value, part ?? "pairs", id, call.range);
  if (items === undefined)
    return view !== undefined && isSurelyDict(state, value)
      ? valueOf({ kind: "external", name: `${view}()` })
      : valueOf({ kind: "opaque", json: "array" });
  setObject(state, id, view === undefined ? items : { ...items, view });
  return valueOf({ kind: "object", id });
}

/**
 * The items of such a list; undefined where the members are not known, or are none or too many.
 * @param id of the list, after which its pairs are named
 */
export function memberItems(
  state: State,
  value: Value,
  part: "keys" | "values" | "pairs",
  id: string,
  range: Range,
): HeapObject | undefined {
  const names = namesOf(state, value);
  if (names === undefined || names.length === 0 || names.length > memberBound)
    return undefined;
  const held = objectIds(value).map((each) => objectAt(state, each).fields);
  const itemOf = (member: string): Value => {
    const key = constantValue(member);
    if (part === "keys") return key;
    const under = joinAll(
      held.flatMap((fields) => {
        const field = fields.get(member);
        return field === undefined ? [] : [fieldValue(field)];
      }),
    );
    if (part === "values") return under;
    const pair = `${id}.${member}`;
    setObject(state, pair, listOfValues([key, under], range));
    return valueOf({ kind: "object", id: pair });
  };
  const writes = names.map(
    (member) => [member, writtenAt(itemOf(member), range)] as const,
  );
  return { ...listOf(new Map(writes), names), apart: true };
}

/** An object of a class that nobody has seen all of may have a method of that name. */
const isSurelyDict = (state: State, value: Value): boolean =>
  objectIds(value).length === value.length &&
  objectIds(value).every((id) => {
    const { list, open, delivered } = objectAt(state, id);
    return !list && (!open || delivered !== undefined);
  });

const memberBound = 20;

/** The items between two known positions, in a list whose order is known. */
function partOf(
  list: HeapObject,
  positions: readonly Value[],
): HeapObject | undefined {
  const [start, end, ...others] = positions.map((each) =>
    each.length === 1 && each[0]?.kind === "number" ? each[0].value : undefined,
  );
  if (list.order === undefined || list.open || list.apart) return undefined;
  // `slice()` is all of it.
  if (start === undefined && positions.length > 0) return undefined;
  if (others.length > 0 || (positions.length > 1 && end === undefined))
    return undefined;
  return listOf(
    list.fields.get(elements)?.writes,
    list.order.slice(start, end),
  );
}

/** The items of several lists, one list after the other, where all of them are known. */
function concatenated(
  lists: readonly ReturnType<typeof orderedItems>[],
): HeapObject | undefined {
  const writes = new Map<string, Write>();
  for (const items of lists) {
    if (items === undefined) return undefined;
    for (const [key, write] of items) {
      if (writes.has(key)) return undefined;
      writes.set(key, write);
    }
  }
  return listOf(writes, [...writes.keys()]);
}

/** `list.flat()`: the items of the lists that are in it, in their places. */
const flattened = (state: State, value: Value): HeapObject | undefined =>
  concatenated(
    orderedItems(state, value)?.map((item) =>
      item[1].value.every(({ kind }) => noList.test(kind))
        ? [item]
        : orderedItems(state, item[1].value),
    ) ?? [undefined],
  );

const noList = /^(?:text|number|boolean|null|undefined|function)$/u;

/** What a list's items are as one text; undefined where that is not known, or it is no list. */
export function joinedItems(
  state: State,
  value: Value,
  separator: Value,
): Value | undefined {
  const [id, ...others] = objectIds(value);
  if (id === undefined || others.length > 0 || value.length > 1)
    return undefined;
  const list = objectAt(state, id);
  if (!list.list || list.open || list.apart || list.delivered !== undefined)
    return undefined;
  const writes = list.fields.get(elements)?.writes;
  const ordered = list.order?.map((key) => writes?.get(key)?.value ?? noValue);
  return joinedText(
    ordered ?? [...(writes?.values() ?? [])].map(({ value }) => value),
    ordered !== undefined,
    separator,
  );
}

/** The items of the only list that this can be, where all of them are known texts. */
function knownItems(state: State, value: Value): readonly string[] | undefined {
  const items = orderedItems(state, value)?.map(([, write]) =>
    onlyText(write.value),
  );
  return items?.every((item) => item !== undefined) ? items : undefined;
}

/** `list.join(separator)` */
export function joinedKnown(
  state: State,
  list: Value,
  [separator = constantValue(",")]: readonly Value[],
): Value | undefined {
  const items = knownItems(state, list);
  const between = onlyText(separator);
  return items === undefined || between === undefined
    ? undefined
    : constantValue(items.join(between));
}

/** `model.model_dump(…)`: its members, if nothing gives them other names and only those that are None are left out. */
function dumped({ call }: Invocation, id: string, state: State): Value {
  const asked = new Set(call.arguments.map(({ name = "" }) => name));
  const leavesNone = asked.delete("exclude_none");
  asked.delete("mode");
  const { open } = objectAt(state, id);
  if (!open) asked.delete("by_alias");
  if (asked.size > 0) return valueOf({ kind: "opaque", json: "object" });
  const made = recordOf(
    state,
    id,
    String(call.site),
    // Its members may have other names than its attributes.
    open ? undefined : call.range,
  );
  for (const copy of leavesNone ? objectIds(made) : [])
    setObject(state, copy, withoutNone(objectAt(state, copy)));
  return made;
}

/** `table.setdefault(key, value)` */
const setBy = ({ args, call }: Invocation): Write => ({
  value: args[1] ?? valueOf({ kind: "null" }),
  range: call.range,
  keyRange: call.arguments[0]?.value.range ?? call.range,
  valueRange: call.arguments[1]?.value.range ?? call.range,
});

/** Methods of Python's dictionaries. */
export function callDictMethod(
  invocation: Invocation,
  id: string,
  state: State,
): CallResult | undefined {
  const { machine, name, args, call } = invocation;
  const self = valueOf({ kind: "object", id });
  const [key = unknownValue, second] = args;
  switch (name) {
    case "get":
      return returning(
        joinAll(
          readField(machine, state, self, key, false).map((atom) =>
            atom.kind === "undefined" ||
            (atom.kind === "unknown" && atom.absent === true)
              ? (second ?? valueOf({ kind: "null" }))
              : valueOf(atom),
          ),
        ),
        state,
      );
    case "update": {
      const object = withArguments(invocation, objectAt(state, id), state);
      setObject(state, id, object);
      for (const member of object.delivered === "response"
        ? object.fields.keys()
        : [])
        machine.observer?.wroteResponse(member);
      return returning(valueOf({ kind: "null" }), state);
    }
    case "setdefault": {
      const known = onlyText(key);
      const object = objectAt(state, id);
      const written = writtenField(setBy(invocation));
      if (known === undefined) {
        if (object.delivered !== undefined) break;
        setObject(state, id, withUnnamed(object, written));
        return returning(
          withoutAbsence(readField(machine, state, self, key, false)),
          state,
        );
      }
      const present = object.fields.get(known);
      // It came, as null: that is no reason to set it.
      const isNull =
        object.delivered === "response" &&
        present === undefined &&
        machine.delivery?.nothing.has(known) === true;
      if (present?.absent !== false && !isNull) {
        setObject(
          state,
          id,
          withField(object, known, written, present !== undefined),
        );
        if (object.delivered === "response")
          machine.observer?.wroteResponse(known);
      }
      const { looks } = state;
      const set = readField(machine, state, self, key, false);
      // Who sets a default does not ask whether there is something.
      if (isNull) state.looks = looks;
      return returning(set, state);
    }
    case "copy":
      return returning(cloneDeep(state, id, String(call.site), false), state);
    case "_replace":
      return returning(withChanges(invocation, id, state, 0), state);
    case "_asdict":
      return returning(
        recordOf(state, id, String(call.site), call.range),
        state,
      );
    case "model_dump":
    case "dict":
      return returning(dumped(invocation, id, state), state);
    case "clear":
      setObject(state, id, { ...objectAt(state, id), fields: new Map() });
      return returning(valueOf({ kind: "null" }), state);
    case "pop": {
      const taken = readField(machine, state, self, key, false);
      const object = objectAt(state, id);
      const name = onlyText(key);
      const fields = new Map(object.fields);
      const less = name !== undefined && fields.delete(name);
      setObject(state, id, {
        ...object,
        fields,
        open: object.open || name === undefined,
        // A copy of the event from which something was taken is an event no more.
        ...(less && object.delivered === "event" && id !== eventId
          ? { delivered: undefined }
          : {}),
      });
      return returning(values.join(taken, second ?? unknownValue), state);
    }
    case "keys":
    case "values":
    case "items":
      return returning(membersOf(invocation, self, state), state);
    default:
  }
  return undefined;
}

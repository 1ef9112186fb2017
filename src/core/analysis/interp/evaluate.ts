/** Gives expressions their values. The only effect is that object and list expressions put their object on the heap. */
import type {
  Expr,
  Field as FieldExpr,
  ObjectExpr,
  Op,
  SomeType,
} from "../ir/ir.ts";
import { writtenIn } from "../ir/file-at.ts";
import { makeClosure } from "./closures.ts";
import {
  anyName,
  moreOpen,
  elements,
  emptyObject,
  objects,
  withField,
  writtenAt,
  writtenField,
  type Delivered,
  type HeapObject,
  type Write,
  withUnnamed,
} from "./heap.ts";
import { itemsIn, namesOf, orderedItems } from "./lists.ts";
import { eventId, objectIds, type Frame, type Machine } from "./machine.ts";
import { memberName, nameIn, readField } from "./members.ts";
import { observeNullRead } from "./null-writes.ts";
import { applyOperator, asText, joinedText } from "./operators.ts";
import { regExp } from "./patterns.ts";
import { objectAt, setObject, variableAt, type State } from "./state.ts";
import {
  constantOf,
  constantValue,
  isNothing,
  joinAll,
  noValue,
  onlyText,
  someBoolean,
  someNumber,
  someText,
  unknownValue,
  valueOf,
  values,
  type Atom,
  type Value,
} from "./value.ts";

/** Elements of a written list and members of a written object that are looked at; beyond them it is open. */
const itemBound = 500;

export function evaluate(
  machine: Machine,
  frame: Frame,
  state: State,
  expr: Expr,
): Value {
  switch (expr.kind) {
    case "const":
      return constantValue(expr.value);
    case "var":
      return variableAt(state, expr.variable) ?? unknownValue;
    case "global":
      return valueOf(
        expr.name === regExp && machine.delivery?.messages !== false
          ? {
              kind: "external",
              name: regExp,
              pattern: writtenIn(machine.module, expr.range),
            }
          : { kind: "external", name: expr.name },
      );
    case "import":
      return valueOf({ kind: "external", name: importName(expr) });
    case "function":
      return valueOf({
        kind: "function",
        ...makeClosure(machine, frame, state, expr.function),
      });
    case "field":
      return readMember(machine, frame, state, expr);
    case "object":
      return makeObject(machine, frame, state, expr);
    case "list": {
      const items = new Map<string, Write>();
      let open = expr.items.length > itemBound;
      let apart = false;
      let ordered = true;
      const sure: string[] = [];
      for (const { value, spread } of expr.items.slice(0, itemBound)) {
        const item = evaluate(machine, frame, state, value);
        if (spread) {
          // Python's `list(members)` has their names.
          const inOrder =
            orderedItems(state, item, true) ??
            namesOf(state, item)?.map(
              (name) =>
                [
                  `${String(value.range.start)}.${name}`,
                  writtenAt(constantValue(name), value.range),
                ] as const,
            );
          const taken = inOrder ?? [...(itemsIn(state, item, true) ?? [])];
          ordered &&= inOrder !== undefined;
          sure.push(...(inOrder ?? []).map(([key]) => key));
          open ||= inOrder === undefined && itemsIn(state, item) === undefined;
          apart ||= objectIds(item).some((each) => {
            const from = objectAt(state, each);
            return !from.list || from.apart === true;
          });
          open ||= taken.some(([key]) => items.has(key));
          for (const [key, write] of taken) items.set(key, write);
          if (item.some((atom) => atom.kind === "opaque" && atom.texts))
            items.set(
              `${String(value.range.start)}:*`,
              writtenAt(someText, value.range),
            );
          continue;
        }
        const { range } = value;
        const key = `${String(range.start)}:${String(range.end)}`;
        items.set(key, writtenAt(item, range));
        sure.push(key);
      }
      const id = `${frame.path}#${String(expr.site)}`;
      const list: HeapObject = {
        ...emptyObject,
        list: true,
        open,
        fields:
          items.size === 0
            ? new Map()
            : new Map([[elements, { writes: items, absent: false }]]),
        // Of an open one, those that are there beside what is not known.
        ...(ordered || (open && sure.length > 0) ? { order: sure } : {}),
        ...(apart ? { apart } : {}),
      };
      setObject(state, id, list);
      return valueOf({ kind: "object", id });
    }
    case "concat": {
      const parts = expr.parts.map((each) =>
        evaluate(machine, frame, state, each),
      );
      const texts = parts.map(asText);
      return texts.every((text) => text !== undefined)
        ? constantValue(texts.join(""))
        : (oneOfTexts(parts, texts) ?? joinedText(machine, state, parts));
    }
    case "some":
      return someOf[expr.type];
    case "op":
      if (expr.op === "of-type") return someOfType(machine, frame, state, expr);
      if (expr.op === "map-of") return someMap(machine, frame, state, expr);
      if (expr.op === "declared")
        return declaredAs(
          machine,
          frame,
          state,
          evaluate(machine, frame, state, expr.operands[0] ?? expr),
          expr.operands.slice(1),
        );
      return applyOperator(
        machine,
        expr,
        expr.operands.map((each) => evaluate(machine, frame, state, each)),
        state,
      );
    case "unknown":
      if (expr.partial) machine.partial = true;
      // What comes out is not known, but what is read for it is.
      for (const use of expr.uses) evaluate(machine, frame, state, use);
      return unknownValue;
  }
}

const someOf: Readonly<Record<SomeType, Value>> = {
  text: someText,
  number: someNumber,
  boolean: someBoolean,
  list: valueOf({ kind: "opaque", json: "array" }),
  texts: valueOf({ kind: "opaque", json: "array", texts: true }),
  object: valueOf({ kind: "opaque", json: "object" }),
};

/** A value, or what its type gives where it is not known: it can still be anything, as nobody looks at types when code runs. */
export function declaredAs(
  machine: Machine,
  frame: Frame,
  state: State,
  value: Value,
  types: readonly Expr[],
): Value {
  // `attributes.email`, which may be missing: the type says nothing more of it than that it is a text.
  const known = value.some(({ kind }) => kind !== "unknown");
  if (
    !value.some(
      (atom) =>
        isOpen(atom) &&
        !(known && atom.kind === "unknown" && atom.truth === false),
    )
  )
    return value;
  const given = joinAll(
    // A type of a file that is not known is none.
    types.map((each) =>
      each.kind === "import" ? noValue : evaluate(machine, frame, state, each),
    ),
  );
  // What is known of some paths may show that the type is wrong: `JSON.stringify(list) as unknown as string[]`.
  const isAmong = ({ kind }: Atom): boolean =>
    given.some((each) => each.kind === kind);
  return value.every((atom) => isOpen(atom) || isNothing(atom) || isAmong(atom))
    ? values.join(value, given)
    : value;
}

/** Another object at each place, as each has its own. */
function someOfType(
  machine: Machine,
  frame: Frame,
  state: State,
  { operands: [written], range }: Op,
): Value {
  const { module } = machine;
  const target =
    written?.kind === "function"
      ? module.functions[written.function]
      : undefined;
  const end = target?.blocks[0]?.terminator;
  return end?.kind === "return" && frame.path.length < pathBound
    ? evaluate(
        machine,
        { ...frame, path: `${frame.path}:${String(range.start)}` },
        state,
        end.value,
      )
    : noValue;
}

/** A map of which only the type of its values is known. */
function someMap(
  machine: Machine,
  frame: Frame,
  state: State,
  { operands: [of], range }: Op,
): Value {
  const value =
    of === undefined ? unknownValue : evaluate(machine, frame, state, of);
  const id = `${frame.path}#map:${String(range.start)}`;
  const field = writtenField(writtenAt(value, range));
  setObject(state, id, {
    ...withField(emptyObject, anyName, field, true),
    open: true,
    typed: true,
  });
  return valueOf({ kind: "external", name: "Map()", entries: id });
}

/** Types can hold each other. */
const pathBound = 2_000;

/** Nothing is known about it but, of what comes from elsewhere, its name. */
function isOpen(atom: Atom): boolean {
  switch (atom.kind) {
    case "unknown":
      return (
        atom.any !== true &&
        atom.absent !== true &&
        atom.nothing === undefined &&
        atom.from === undefined
      );
    case "external":
      return !atom.name.endsWith(")") && !atom.name.startsWith(eventId);
    case "promise":
      return atom.value.some(isOpen);
    default:
      return false;
  }
}

/** `CustomMessage_${kind}` where `kind` is one of several texts: each of them is put in. */
function oneOfTexts(
  parts: readonly Value[],
  texts: readonly (string | undefined)[],
): Value | undefined {
  const at = texts.indexOf(undefined);
  const several = parts[at] ?? [];
  if (several.length < 2 || texts.indexOf(undefined, at + 1) !== -1)
    return undefined;
  const made = several.map((atom) => {
    const constant = constantOf(atom);
    return typeof constant?.value === "string"
      ? constantValue(texts.with(at, constant.value).join(""))
      : undefined;
  });
  return made.every((each) => each !== undefined) ? joinAll(made) : undefined;
}

/** `node:crypto` and `randomInt` -> `crypto.randomInt`. */
function importName(expr: { from: string; name?: string }): string {
  const from = expr.from.replace(/^node:/u, "");
  return expr.name === undefined || expr.name === "default"
    ? from
    : memberName(from, expr.name);
}

/** @param object what the member is read of, where that is already known */
export function readMember(
  machine: Machine,
  frame: Frame,
  state: State,
  expr: FieldExpr,
  object: Value = evaluate(machine, frame, state, expr.object),
): Value {
  if (expr.attribute === "" && isDelivered(state, object, "event"))
    return object;
  const key = keyOf(machine, frame, state, expr, object);
  if (isMadeWhenRead(expr) && isDelivered(state, object, "response")) {
    for (const id of objectIds(object))
      setObject(state, id, { ...objectAt(state, id), open: true });
    return unknownValue;
  }
  machine.tracer?.read(object, key, expr, state);
  if (expr.optional !== true)
    observeNullRead(machine, state, object, expr.range);
  const read = readField(machine, state, object, key, expr.optional === true);
  // Python fails where there is nothing.
  return machine.module.language === "python" && read.some(isUndefined)
    ? read.filter((atom) => !isUndefined(atom))
    : read;
}

const isUndefined = (atom: Atom): boolean =>
  atom.kind === "undefined" && atom.from === undefined;

/** The name of a member; an attribute of an event data class stands for one that is written otherwise. */
export const keyOf = (
  machine: Machine,
  frame: Frame,
  state: State,
  { key, attribute }: Pick<FieldExpr, "key" | "attribute">,
  owner: Value,
): Value =>
  attribute !== undefined && attribute !== "" && isDelivered(state, owner)
    ? constantValue(attribute)
    : evaluate(machine, frame, state, key);

/** Nothing but a data class has attributes for what came with the event. */
function isDelivered(state: State, owner: Value, as?: Delivered): boolean {
  const ids = objectIds(owner);
  return (
    ids.length > 0 &&
    ids.every((id) => {
      const { delivered } = objectAt(state, id);
      return delivered !== undefined && (as ?? delivered) === delivered;
    })
  );
}

/** What came as null and is there once a data class is asked for it. */
const isMadeWhenRead = ({ attribute }: FieldExpr): boolean =>
  attribute === "claimsOverrideDetails" ||
  attribute === "claimsAndScopeOverrideDetails";

function makeObject(
  machine: Machine,
  frame: Frame,
  state: State,
  expr: ObjectExpr,
): Value {
  let object: HeapObject = {
    ...emptyObject,
    open: expr.members.length > itemBound,
  };
  for (const member of expr.members.slice(0, itemBound)) {
    const value = evaluate(machine, frame, state, member.value);
    if (member.kind === "spread") {
      object = copyInto(state, object, value);
      continue;
    }
    // Once: an object in the key of an object in a key would take twice as long with each.
    const keyed = evaluate(machine, frame, state, member.key);
    const key =
      onlyText(keyed) ??
      (member.key.kind === "const" ? String(member.key.value) : undefined);
    const names = key === undefined ? keyed.map(nameIn) : [key];
    const field = writtenField({
      value,
      range: {
        start: member.key.range.start,
        end: Math.max(member.key.range.end, member.value.range.end),
      },
      keyRange: member.key.range,
      valueRange: member.value.range,
    });
    for (const each of names)
      object =
        each === undefined
          ? withUnnamed(object, field)
          : withField(object, each, field, names.length > 1);
    if (member.key.kind === "some") object = { ...object, typed: true };
  }
  const id = `${frame.path}#${String(expr.site)}`;
  setObject(state, id, object);
  return valueOf({ kind: "object", id });
}

/**
 * `target` with the members of `source` over its own, as spread, `Object.assign` and `dict.update` do it. Of several
 * sources one is copied: a member is missing only if one of them lacks it.
 */
export function copyInto(
  state: State,
  target: HeapObject,
  source: Value,
): HeapObject {
  const [first, ...others] = source;
  if (first === undefined) return target;
  return others.reduce(
    (all, atom) => objects.join(all, copyAtom(state, target, atom)) ?? all,
    copyAtom(state, target, first),
  );
}

function copyAtom(state: State, target: HeapObject, atom: Atom): HeapObject {
  if (isNothing(atom)) return target;
  const constant = constantOf(atom);
  if (constant !== undefined && typeof constant.value !== "string")
    return target;
  if (atom.kind !== "object") return { ...target, open: true };
  const from = objectAt(state, atom.id);
  if (from.list && !target.list) return copyPairs(state, target, from);
  // Python asks such an object what it is made of.
  if (from.fields.has("__iter__")) return { ...target, open: true };
  let result = target;
  for (const [name, field] of from.fields)
    result = withField(result, name, field, field.absent);
  return {
    ...result,
    open:
      (from.delivered !== undefined &&
        from.delivered !== "event" &&
        from.delivered !== "response") ||
      moreOpen(result.open, from.open),
    delivered: result.delivered ?? from.delivered,
  };
}

/** `dict([("a", x), ("b", y)])`: of any other list the members have no names that matter. */
function copyPairs(
  state: State,
  target: HeapObject,
  { fields, open, order, apart }: HeapObject,
): HeapObject {
  if (apart) return { ...target, open: true };
  const areAll = !open && order !== undefined;
  let result = areAll ? target : { ...target, open: true };
  for (const { value } of fields.get(elements)?.writes.values() ?? []) {
    const [key, write, ...more] = orderedItems(state, value) ?? [];
    const name = key && onlyText(key[1].value);
    result =
      key === undefined ||
      name === undefined ||
      write === undefined ||
      more.length > 0
        ? { ...result, open: true }
        : withField(
            result,
            name,
            writtenField({ ...write[1], keyRange: key[1].range }),
            !areAll,
          );
  }
  return result;
}

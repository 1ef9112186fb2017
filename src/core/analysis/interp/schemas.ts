/**
 * Schemas of zod. What one of plain parts gives has the types that they say, whatever it is given; and `z.object({ … })`
 * leaves out every member that it does not name, so that what comes of an event parsed by one that does not name them all
 * is no whole event.
 */
import type { Invocation } from "./call.ts";
import { cloneDeep } from "./copies.ts";
import {
  emptyObject,
  fieldValue,
  withField,
  writtenAt,
  writtenField,
  type HeapObject,
} from "./heap.ts";
import { eventId, objectIds } from "./machine.ts";
import { objectAt, setObject, type State } from "./state.ts";
import {
  someBoolean,
  someNumber,
  someText,
  unknownValue,
  valueOf,
  values,
  type Value,
} from "./value.ts";

const makers =
  /^zod(?:\/v\d)?(?:\.(?:z|default))?\.(?:coerce\.)?(string|enum|email|uuid|url|number|int|boolean|array|tuple|record|object)$/u;
const results: Readonly<Record<string, Value>> = {
  string: someText,
  enum: someText,
  email: someText,
  uuid: someText,
  url: someText,
  number: someNumber,
  int: someNumber,
  boolean: someBoolean,
  array: valueOf({ kind: "opaque", json: "array" }),
  tuple: valueOf({ kind: "opaque", json: "array" }),
  record: valueOf({ kind: "opaque", json: "object" }),
};

/** A schema by what it gives: a type, or the object that has the members; `?`: or something else. */
const schema = /^zod:(\w+|\(.*\))(\??)\(\)/u;
const schemaOf = (type: string, orElse = ""): Value =>
  valueOf({ kind: "external", name: `zod:${type}${orElse}()` });

/** These change nothing of what is given; what is called on a schema otherwise may. */
const same =
  /^(?:describe|brand|readonly|meta|strict|strip|refine|superRefine|check|default|catch|prefault|trim|toLowerCase|toUpperCase|min|max|length|nonempty|email|uuid|url|regex|startsWith|endsWith|includes|int|positive|nonnegative|negative|gt|gte|lt|lte|finite|safe)$/u;

/** What a call of zod gives; undefined where that is not known. */
export function schemaResult(
  invocation: Invocation,
  name: string,
  state: State,
): Value | undefined {
  const { args, frame, call, name: method } = invocation;
  const [first = []] = args;
  const made = makers.exec(name)?.[1];
  if (made === "object") {
    const shape = shapeOf(state, first);
    if (shape === undefined) return undefined;
    const id = `${frame.path}#schema${String(call.site)}`;
    setObject(state, id, shape);
    return schemaOf(`(${id})`);
  }
  if (made !== undefined) return schemaOf(made);
  const [start, type, orElse = ""] = schema.exec(name) ?? [];
  if (
    type === undefined ||
    start === undefined ||
    name !== `${start}.${method}`
  )
    return undefined;
  if (same.test(method)) return schemaOf(type, orElse);
  const shape = shapeIn(type);
  if (/^(?:passthrough|loose)$/u.test(method) && shape !== undefined) {
    const id = `${shape}~loose`;
    setObject(state, id, { ...objectAt(state, shape), open: true });
    return schemaOf(`(${id})`, orElse);
  }
  if (/^(?:optional|nullable|nullish)$/u.test(method))
    return schemaOf(type, "?");
  if (method === "array") return schemaOf("array");
  const [, how, waits] = /^(safeParse|parse)(Async)?$/u.exec(method) ?? [];
  if (how === undefined) return undefined;
  const given = objectIds(first).includes(eventId)
    ? partOfEvent(state, type, String(call.site))
    : resultOf(invocation, state, type, orElse);
  if (given === undefined) return undefined;
  const value = how === "parse" ? given : outcomeOf(invocation, state, given);
  return waits === undefined ? value : valueOf({ kind: "promise", value });
}

/** The object that has the members which a schema names; undefined for one of another type. */
const shapeIn = (type: string): string | undefined =>
  type.startsWith("(") ? type.slice(1, -1) : undefined;

/** The members that a schema names, each with what comes of it. */
function shapeOf(state: State, shape: Value): HeapObject | undefined {
  const [only, ...others] = shape;
  if (only?.kind !== "object" || others.length > 0) return undefined;
  const { fields, open, list } = objectAt(state, only.id);
  if (list || open || fields.size === 0) return undefined;
  let made = emptyObject;
  for (const [name, field] of fields) {
    const [write, ...more] = field.writes.values();
    if (write === undefined || more.length > 0) return undefined;
    const value = memberOf(state, fieldValue(field));
    made = withField(made, name, writtenField({ ...write, value }), false);
  }
  return made;
}

function memberOf(state: State, of: Value): Value {
  const [only, ...others] = of;
  const [, type, orElse] =
    only?.kind === "external" && others.length === 0
      ? (schema.exec(only.name) ?? [])
      : [];
  if (type === undefined || shapeIn(type) !== undefined) return unknownValue;
  const value = results[type] ?? unknownValue;
  return orElse === "?" ? values.join(value, unknownValue) : value;
}

/** A copy of the event with the members that the schema names; what is in its answer may come of the schema as well. */
function partOfEvent(
  state: State,
  type: string,
  site: string,
): Value | undefined {
  const shape = shapeIn(type);
  if (shape === undefined) return undefined;
  const { fields, open } = objectAt(state, shape);
  const copy = cloneDeep(state, eventId, site);
  for (const id of objectIds(copy)) {
    const event = objectAt(state, id);
    const kept = [...event.fields].filter(
      ([name]) => open || fields.has(name) || name === "userName",
    );
    setObject(state, id, { ...event, fields: new Map(kept) });
    const response = event.fields.get("response");
    for (const inner of response === undefined
      ? []
      : objectIds(fieldValue(response)))
      setObject(state, inner, { ...objectAt(state, inner), open: true });
  }
  return copy;
}

function resultOf(
  { frame, call }: Pick<Invocation, "frame" | "call">,
  state: State,
  type: string,
  orElse: string,
): Value | undefined {
  if (orElse !== "") return undefined;
  const shape = shapeIn(type);
  if (shape === undefined) return results[type];
  const id = `${frame.path}#parsed${String(call.site)}`;
  setObject(state, id, objectAt(state, shape));
  return valueOf({ kind: "object", id });
}

/** `{ success, data }` */
function outcomeOf(
  { frame, call }: Pick<Invocation, "frame" | "call">,
  state: State,
  data: Value,
): Value {
  const id = `${frame.path}#outcome${String(call.site)}`;
  const members = {
    success: someBoolean,
    // Nothing, where it does not fit.
    data: values.join(data, unknownValue),
    error: unknownValue,
  };
  let made = emptyObject;
  for (const [name, value] of Object.entries(members))
    made = withField(
      made,
      name,
      writtenField(writtenAt(value, call.range)),
      false,
    );
  setObject(state, id, made);
  return valueOf({ kind: "object", id });
}

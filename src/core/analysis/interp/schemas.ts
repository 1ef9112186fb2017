/**
 * Schemas of zod: `z.object({ … })` leaves out every member that it does not name, so that what comes of an event parsed
 * by one that does not name them all is no whole event.
 */
import type { Invocation } from "./call.ts";
import { envelope } from "./invocation.ts";
import { eventId, objectIds } from "./machine.ts";
import { objectAt, type State } from "./state.ts";
import { someError, valueOf, type Value } from "./value.ts";

const maker = /^zod(?:\.z)?\.object$/u;
/** A schema that names a part of the event only; what is called on it otherwise may change that. */
const part = "zod:part()";
const refinements = new Set(["describe", "brand", "readonly", "meta"]);

/** What a call of zod gives; undefined where that is not known. */
export function schemaResult(
  { args, name: method }: Invocation,
  name: string,
  state: State,
): Value | undefined {
  const [first = []] = args;
  if (maker.test(name))
    return isPart(state, first)
      ? valueOf({ kind: "external", name: part })
      : undefined;
  if (!name.startsWith(`${part}.`)) return undefined;
  if (refinements.has(method)) return valueOf({ kind: "external", name: part });
  if (!objectIds(first).includes(eventId)) return undefined;
  if (method === "parse") return someError;
  return method === "parseAsync"
    ? valueOf({ kind: "promise", value: someError })
    : undefined;
}

function isPart(state: State, shape: Value): boolean {
  const [only, ...others] = shape;
  if (only?.kind !== "object" || others.length > 0) return false;
  const { fields, open, list } = objectAt(state, only.id);
  return (
    !list &&
    !open &&
    fields.size > 0 &&
    envelope.some((name) => name !== "userName" && !fields.has(name))
  );
}

/** Sees what is done with members of the response that come as null, as if there were something. */
import type { Range } from "../../text/position.ts";
import { nowhere, withField, writtenAt, writtenField } from "./heap.ts";
import { responseId, type Machine } from "./machine.ts";
import { foreignMember } from "./members.ts";
import { objectAt, setObject, setVariable, type State } from "./state.ts";
import { unknownValue, type Value } from "./value.ts";

/**
 * Remembers a write under something that comes as null. The member counts as written, also where it has another name: one
 * fault is told once.
 */
export function observeNullWrite(
  machine: Machine,
  state: State,
  owner: Value,
  range: Range,
): void {
  const nothing = nothingIn(owner);
  if (nothing === undefined) return;
  forget(state, owner);
  if (nothing.startsWith(foreignMember)) {
    const member = nothing.slice(foreignMember.length);
    machine.sightings.nullWrites.set(range.start, {
      of: "foreign",
      member,
      range,
    });
    return;
  }
  const of = machine.delivery?.nothing.has(nothing) ? "response" : "event";
  machine.sightings.nullWrites.set(range.start, { of, member: nothing, range });
  if (of === "event") return;
  machine.observer?.wroteResponse(nothing);
  // Which of the response and its copies it was is not known.
  for (const id of new Set([responseId, ...state.heap.keys()])) {
    const response = objectAt(state, id);
    if (response.delivered !== "response" || response.fields.has(nothing))
      continue;
    const written = writtenField(writtenAt(unknownValue, nowhere));
    setObject(state, id, withField(response, nothing, written, false));
  }
}

/** A read under a member of the response that came as null, without `?.`: it throws as a write would. */
export function observeNullRead(
  machine: Machine,
  state: State,
  owner: Value,
  range: Range,
): void {
  if (machine.delivery?.nothing.has(nothingIn(owner) ?? "") === true)
    observeNullWrite(machine, state, owner, range);
}

/** What a function of the program was asked about a member that came as null may be that it is there: `isSet(details)`. */
export function observeAsked(state: State, args: readonly Value[]): void {
  for (const asked of args)
    if (nothingIn(asked) !== undefined) forget(state, asked);
}

/** The member that a value surely is, and that came as null. */
function nothingIn(value: Value): string | undefined {
  const [atom, ...others] = value;
  return others.length > 0 || atom?.kind !== "unknown"
    ? undefined
    : atom.nothing;
}

/** Variables that hold it may hold something from here on. */
function forget(state: State, value: Value): void {
  for (const [variable, held] of state.variables)
    if (held === value) setVariable(state, variable, unknownValue);
}

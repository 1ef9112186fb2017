/**
 * Which states of a function are kept apart, by what belongs together on one path: whether the invocation has been
 * completed, which members of the answer are set, what was decided, the round of a loop.
 */
import type { VariableId } from "../ir/ir.ts";
import { decisions, together } from "./decision-tables.ts";
import { fieldValue, type Field, type HeapObject } from "./heap.ts";
import { isSupposed } from "./looks.ts";
import { eventId, objectIds, responseId } from "./machine.ts";
import { roundOf } from "./rounds.ts";
import {
  copyState,
  objectAt,
  states,
  variableAt,
  type State,
} from "./state.ts";
import { constantOf, type Value } from "./value.ts";

/** What is kept apart: completion, what is only supposed, which members of the answer the handler has set, and how it has decided. */
export function partitionOf(state: State): string {
  state.answer ??= answerIn(state);
  return `${state.completion}${isSupposed(state) ? "?" : ""}${state.answer}`;
}

/** States of the same partition become one. */
export function collapse(all: readonly State[]): readonly State[] {
  if (all.length < 2) return all;
  const byKey = new Map<string, State>();
  for (const state of all) {
    const key = partitionOf(state);
    const before = byKey.get(key);
    byKey.set(
      key,
      copyState(before === undefined ? state : states.join(before, state)),
    );
  }
  return [...byKey.values()];
}

/**
 * `Object.assign(event.response, decide(event.request))`: what a helper has decided stays apart from what it else gives,
 * until something is written.
 */
export function keepDecisionApart(state: State, value: Value): void {
  const [atom] = value;
  if (value.length !== 1 || atom?.kind !== "object") return;
  if (atom.id === responseId) return;
  const object = objectAt(state, atom.id);
  const { delivered, fields } = object;
  // Nearly all objects: what came with the event decides nothing.
  if (fields.size === 0 || (delivered && delivered !== "response")) return;
  for (const name of together)
    if (fields.has(name)) {
      const [answer = ""] = (state.answer ?? answerIn(state)).split("\n");
      state.answer = `${answer}\n${settledMembers(object)}`;
      return;
    }
}

/** The response of the event, and copies of one, which may be given back in its place. */
function answerIn(state: State): string {
  const response = objectAt(state, eventId).fields.get("response");
  let answer = "";
  const held: string[] = [];
  for (const { value } of response?.writes.values() ?? [])
    for (const id of objectIds(value)) {
      held.push(id);
      answer += `|${id}(${settledMembers(objectAt(state, id))})`;
    }
  state.heap.forEach((object, id) => {
    if (object.delivered === "response" && !held.includes(id))
      answer += `|${id}(${settledMembers(object)})`;
  });
  return answer;
}

/** The members that an object has, those that it may have, and its decisions. */
function settledMembers({ fields, open }: HeapObject): string {
  const members: string[] = [];
  for (const [name, field] of fields)
    members.push(
      field.absent
        ? `${name}?`
        : decisions.has(name)
          ? `${name}=${decided(field)}`
          : name,
    );
  if (members.length > 1) members.sort();
  return open ? `${members.join()}…` : members.join();
}

function decided(field: Field): string {
  const [atom, ...others] = fieldValue(field);
  const known =
    atom === undefined || others.length > 0 ? undefined : constantOf(atom);
  return known === undefined ? "" : String(known.value);
}

/** Rounds of loops over known items are kept apart as well; empty where none is known. */
export function roundsIn(state: State, rounds: readonly VariableId[]): string {
  let known = "";
  for (const [i, each] of rounds.entries()) {
    const round = roundOf(variableAt(state, each));
    if (round !== undefined) known += `~${String(i)}:${String(round)}`;
  }
  return known;
}

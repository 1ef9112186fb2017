/** Sees calls and writes that go wrong on what came with the event. */
import type { Range } from "../../text/position.ts";
import type { Invocation } from "./call.ts";
import { withField, writtenField } from "./heap.ts";
import { nowhere } from "./invocation.ts";
import { responseId, type Machine } from "./machine.ts";
import { observeTextUse } from "./observe-attributes.ts";
import { objectAt, setObject, type State } from "./state.ts";
import { unknownValue, type Value } from "./value.ts";

export function observeCall(
  { machine, name, args, receiver, call }: Invocation,
  state: State,
): void {
  for (const each of receiver === undefined ? args : [receiver, ...args])
    observeTextUse(machine, each);
  if (
    receiver !== undefined &&
    /^(?:push|unshift|update|append|extend)$/u.test(name)
  )
    observeNullWrite(machine, state, receiver, call.range);
  if (name === "Object.assign" && args[0] !== undefined)
    observeNullWrite(machine, state, args[0], call.range);
}

/** Remembers a write under something that comes as null. The member counts as written: one fault is told once. */
export function observeNullWrite(
  machine: Machine,
  state: State,
  owner: Value,
  range: Range,
): void {
  const [atom, ...others] = owner.values();
  if (others.length > 0 || atom?.kind !== "unknown") return;
  const { nothing } = atom;
  if (nothing === undefined) return;
  machine.observer?.wroteResponse(nothing);
  machine.sightings.nullWrites.set(range.start, { member: nothing, range });
  const response = objectAt(state, responseId);
  if (!response.fields.has(nothing))
    setObject(
      state,
      responseId,
      withField(
        response,
        nothing,
        writtenField({
          value: unknownValue,
          range: nowhere,
          keyRange: nowhere,
          valueRange: nowhere,
        }),
        false,
      ),
    );
}

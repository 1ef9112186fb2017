/**
 * The rounds of a loop over a list that is known to the last item: each is looked at by itself, so that what belongs
 * together stays together. Invariant: where no round is known, the variable of the loop can be any of the items.
 */
import {
  elementAt,
  elementOf,
  itemsHeldBy,
  namesOf,
  orderedItems,
} from "./lists.ts";
import { objectAt, type State } from "./state.ts";
import {
  constantValue,
  joinAll,
  someBoolean,
  someText,
  unknownValue,
  type Value,
} from "./value.ts";

/** Items that are looked at one by one. */
const roundBound = 20;

/** What a loop goes through: a list, or the names of an object's members. */
function itemsOf(state: State, value: Value): readonly Value[] | undefined {
  return (
    orderedItems(state, value, true)?.map(([, write]) => write.value) ??
    namesOf(state, value)?.map(constantValue)
  );
}

export function firstRound(state: State, list: Value): Value {
  const items = itemsOf(state, list);
  return items !== undefined &&
    items.length <= roundBound &&
    (items.length === 0 ||
      items.some((item) => item.some(({ kind }) => kind !== "unknown")))
    ? constantValue(0)
    : unknownValue;
}

/** The number of a round, where it is known. */
export function roundOf(value: Value | undefined): number | undefined {
  const [round] = value ?? [];
  return value?.length === 1 && round?.kind === "number"
    ? round.value
    : undefined;
}

export function nextRound(round: Value): Value {
  const number = roundOf(round);
  return number === undefined || number >= roundBound
    ? unknownValue
    : constantValue(number + 1);
}

export function hasRound(state: State, list: Value, round: Value): Value {
  const items = itemsOf(state, list);
  const number = roundOf(round);
  return items === undefined || number === undefined
    ? someBoolean
    : constantValue(number < items.length);
}

/** The variable of a loop. */
export function elementInRound(
  state: State,
  list: Value,
  round: Value | undefined,
): Value {
  const number = roundOf(round);
  return joinAll(
    list.map((atom) => {
      if (atom.kind === "text" || (atom.kind === "opaque" && atom.texts))
        return someText;
      const id = itemsHeldBy(atom);
      if (id === undefined) return unknownValue;
      const object = objectAt(state, id);
      const name =
        number === undefined ? undefined : namesOf(state, [atom])?.[number];
      if (name !== undefined) return constantValue(name);
      return number === undefined
        ? elementOf(object)
        : elementAt(object, number);
    }),
  );
}

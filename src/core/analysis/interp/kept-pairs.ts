/**
 * Pairs of a name and a value that a test keeps where there is a value: `pairs.filter(([, value]) => value)`. Whether there
 * is one is not known beforehand; which pair comes through when there is one can be asked of the test.
 */
import { listOf } from "./heap.ts";
import { setObject, type State } from "./state.ts";
import { orderedItems } from "./lists.ts";
import {
  constantValue,
  truthOf,
  valueOf,
  type Atom,
  type Value,
} from "./value.ts";

/** Stands for a value of which nothing is known: a test may well want the text of a user's attribute to be there. */
const someText = constantValue("some text");

/**
 * A pair as it is where the test has kept it; undefined where the item is no such pair, or where the test has not said yes
 * for any value. The name is left as it is: a test that knows which names to leave out is believed.
 * @param keeps what the test says of a pair, undefined where that is not known
 * @param id for the pair that is made
 */
export function keptPair(
  state: State,
  item: Value,
  keeps: (pair: Value) => boolean | undefined,
  id: string,
): Value | undefined {
  const [name, held, ...more] = orderedItems(state, item) ?? [];
  if (name === undefined || held === undefined || more.length > 0)
    return undefined;
  const pairWith = (value: Value): Value => {
    const [key, write] = held;
    const writes = new Map([name, [key, { ...write, value }] as const]);
    setObject(state, id, listOf(writes, [name[0], key]));
    return valueOf({ kind: "object", id });
  };
  const isKept = (atom: Atom): boolean =>
    keeps(
      pairWith(truthOf(atom, false) === undefined ? someText : valueOf(atom)),
    ) === true;
  const kept = held[1].value.filter(isKept);
  return kept.length === 0 ? undefined : pairWith(valueOf(...kept));
}

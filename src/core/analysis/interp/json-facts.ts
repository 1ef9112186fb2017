/** What Python's `json` cannot write, in a value that is given back: Lambda fails to answer with it. */
import type { Range } from "../../text/position.ts";
import { objectAt, type State } from "./state.ts";
import type { Atom, Value } from "./value.ts";

export interface UnwritableFact {
  /** `datetime`, `Decimal`, `set` ... */
  readonly type: string;
  /** The expression that puts it into the answer. */
  readonly range: Range;
}

const unwritable =
  /^(?:datetime|date|timedelta|Decimal|UUID|set|bytes|map|filter|dict_(?:keys|values|items))\(\)$/u;

/** Members at any depth, each place once. */
export function unwritableIn(
  state: State,
  value: Value,
  found = new Map<number, UnwritableFact>(),
  seen = new Set<string>(),
): ReadonlyMap<number, UnwritableFact> {
  for (const atom of value) {
    if (atom.kind !== "object" || seen.has(atom.id)) continue;
    seen.add(atom.id);
    for (const { writes } of objectAt(state, atom.id).fields.values())
      for (const write of writes.values()) {
        for (const each of write.value) {
          const type = unwritableType(state, each);
          if (type !== undefined)
            found.set(write.valueRange.start, {
              type,
              range: write.valueRange,
            });
        }
        unwritableIn(state, write.value, found, seen);
      }
  }
  return found;
}

const unwritableType = (state: State, atom: Atom): string | undefined =>
  atom.kind === "text"
    ? atom.member && "Enum"
    : atom.kind === "external" && unwritable.test(atom.name)
      ? atom.name.slice(0, -2)
      : atom.kind === "object"
        ? objectAt(state, atom.id).view
        : undefined;

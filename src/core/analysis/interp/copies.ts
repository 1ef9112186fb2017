/** Deep copies of objects: `structuredClone`, `copy.deepcopy`. */
import { emptyObject, withField } from "./heap.ts";
import { objectAt, setObject, type State } from "./state.ts";
import { valueOf, type Value } from "./value.ts";

export function cloneDeep(state: State, id: string, site: string): Value {
  const seen = new Map<string, string>();
  const clone = (from: string): string => {
    const known = seen.get(from);
    if (known !== undefined) return known;
    const copy = `${from}~${site}`;
    seen.set(from, copy);
    const object = objectAt(state, from);
    let result = {
      ...emptyObject,
      list: object.list,
      open: object.open,
      delivered: object.delivered,
    };
    for (const [name, field] of object.fields)
      result = withField(
        result,
        name,
        {
          absent: field.absent,
          writes: new Map(
            [...field.writes].map(([key, write]) => [
              key,
              {
                ...write,
                value: valueOf(
                  ...write.value.map((atom) =>
                    atom.kind === "object"
                      ? { ...atom, id: clone(atom.id) }
                      : atom,
                  ),
                ),
              },
            ]),
          ),
        },
        false,
      );
    setObject(state, copy, result);
    return copy;
  };
  return valueOf({ kind: "object", id: clone(id) });
}

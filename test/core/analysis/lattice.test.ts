/** The laws without which the interpreter would not end or would forget: joins are least upper bounds, and they settle. */
import { describe, expect, test } from "vitest";
import {
  emptyObject,
  objects,
  withField,
  writtenField,
  type HeapObject,
} from "../../../src/core/analysis/interp/heap.ts";
import {
  flat,
  mapOf,
  type Lattice,
} from "../../../src/core/analysis/interp/lattice.ts";
import {
  copyState,
  emptyState,
  setObject,
  setVariable,
  settleState,
  states,
  type State,
} from "../../../src/core/analysis/interp/state.ts";
import {
  someText,
  unknownValue,
  valueOf,
  values,
  type Atom,
  type Value,
} from "../../../src/core/analysis/interp/value.ts";

const atoms: readonly Atom[] = [
  ...Array.from({ length: 20 }, (_, i): Atom => ({
    kind: "text",
    value: String(i),
  })),
  { kind: "text" },
  { kind: "number", value: 1 },
  { kind: "boolean", value: true },
  { kind: "boolean" },
  { kind: "null" },
  { kind: "undefined" },
  { kind: "object", id: "event" },
  { kind: "opaque", json: "array" },
  { kind: "function", id: 3 },
  { kind: "promise", value: valueOf({ kind: "null" }) },
  { kind: "unknown" },
  { kind: "unknown", truth: false },
];

const sampleValues: readonly Value[] = Array.from({ length: 40 }, (_, i) =>
  valueOf(
    ...atoms.filter((_atom, j) => (i * 7 + j * 5 + i * j) % 6 < (i % 4) + 1),
  ),
);

const object = (i: number): HeapObject => {
  let made: HeapObject = { ...emptyObject, open: i % 5 === 0 };
  for (const [j, name] of ["a", "b", "c"].entries())
    if ((i >> j) % 2 === 1) {
      const range = { start: i % 3, end: 9 };
      made = withField(
        made,
        name,
        writtenField({
          value: sampleValues[i] ?? values.bottom,
          range,
          keyRange: range,
          valueRange: range,
        }),
        i % 4 === 0,
      );
    }
  return made;
};
const sampleObjects = [
  undefined,
  ...Array.from({ length: 24 }, (_, i) => object(i)),
];
/** As the code of a module leaves it, for runs to begin from. */
const settled = ((): State => {
  const state = emptyState();
  setVariable(state, 0, someText);
  setVariable(state, 3, unknownValue);
  setObject(state, "o0", object(1));
  setObject(state, "o2", object(6));
  return settleState(state);
})();
const sampleStates = Array.from({ length: 16 }, (_, i): State => {
  const state = copyState(settled);
  setVariable(state, i % 4, sampleValues[i] ?? values.bottom);
  setObject(state, `o${String(i % 3)}`, object(i));
  state.completion = (["open", "done", "later"] as const)[i % 3] ?? "open";
  state.looks = new Set(i % 2 === 0 ? [] : [`m${String(i % 5)}`]);
  return state;
});

function obeysTheLaws<T>(
  lattice: Pick<Lattice<T>, "join" | "leq">,
  samples: readonly T[],
  top?: (value: T) => boolean,
): void {
  const same = (a: T, b: T): boolean =>
    (lattice.leq(a, b) && lattice.leq(b, a)) || (top?.(a) === true && top(b));
  test("a join is above both", () => {
    for (const a of samples)
      for (const b of samples) {
        const joined = lattice.join(a, b);
        expect(lattice.leq(a, joined)).toBe(true);
        expect(lattice.leq(b, joined)).toBe(true);
      }
  });
  test("joining a value with itself or with something below it changes nothing", () => {
    for (const a of samples) {
      expect(lattice.join(a, a)).toBe(a);
      for (const b of samples) {
        const joined = lattice.join(a, b);
        expect(lattice.join(joined, b)).toBe(joined);
        expect(lattice.join(joined, a)).toBe(joined);
      }
    }
  });
  test("the order of joins does not matter", () => {
    for (const a of samples)
      for (const b of samples)
        expect(same(lattice.join(a, b), lattice.join(b, a))).toBe(true);
  });
}

describe("flat", () => {
  obeysTheLaws(flat("top"), [undefined, "a", "b", "top"]);
});
describe("values", () => {
  obeysTheLaws(values, sampleValues);
  test("a chain of joins settles", () => {
    let value = values.bottom;
    let changes = 0;
    for (let i = 0; i < 500; i++) {
      const next = values.join(
        value,
        valueOf(
          { kind: "text", value: `t${String(i)}` },
          ...(sampleValues[i % 40] ?? values.bottom),
        ),
      );
      if (next !== value) changes++;
      value = next;
    }
    expect(changes).toBeLessThan(60);
    expect(value.length).toBeLessThanOrEqual(12);
  });
});
describe("maps", () => {
  obeysTheLaws(
    mapOf<string, Value>(values),
    sampleValues.map((value, i) => new Map([[`k${String(i % 3)}`, value]])),
  );
});
describe("objects", () => {
  obeysTheLaws(objects, sampleObjects);
});
describe("states", () => {
  obeysTheLaws(states, sampleStates);
});

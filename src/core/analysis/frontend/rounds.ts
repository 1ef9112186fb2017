/** Counts the rounds of a loop over the items of a list, for both languages. */
import type { FunctionBuilder } from "../ir/builder.ts";
import { constant, op } from "../ir/builder.ts";
import type { Expr } from "../ir/ir.ts";

interface Rounds {
  /** The variable of the loop. */
  readonly element: Expr;
  /** How many rounds were before. */
  readonly count: Expr;
  /** Whether there is a round after those that have been. */
  readonly hasMore: Expr;
  /** Emitted at the end of a round. */
  readonly next: () => void;
  /** Emitted behind the loop: from there on it says nothing which round it ended in. */
  readonly end: () => void;
}

/** Emitted before the loop. */
export function roundsOf(builder: FunctionBuilder, items: Expr): Rounds {
  const { range } = items;
  const round = builder.hold(op("first-round", [items], range));
  return {
    element: op("element", [items, round], range),
    count: op("subtract", [round, constant(0, range)], range),
    hasMore: op("has-round", [items, round], range),
    next: () => {
      builder.assign(round, op("next-round", [round], range), range);
    },
    end: () => {
      const past = builder.newBlock();
      builder.assign(round, constant(undefined, range), range);
      builder.goto(past);
      builder.enter(past);
    },
  };
}

/** In which order the blocks of a function are run, so that most are run once. */
import type { Block, BlockId, FunctionIr, VariableId } from "../ir/ir.ts";

export interface Order {
  /** Blocks in reverse postorder: before a block come the ones that lead to it, but for loops. */
  readonly order: readonly BlockId[];
  /** By block: where it stands there. */
  readonly rank: readonly number[];
  /** Variables that hold the round of a loop. */
  readonly rounds: readonly VariableId[];
}

const orders = new WeakMap<FunctionIr, Order>();

export function orderOf(target: FunctionIr): Order {
  const known = orders.get(target);
  if (known !== undefined) return known;
  const seen: boolean[] = [];
  const order: BlockId[] = [];
  // Blocks that are open; one is done when it is come to again, after all that it leads to.
  const stack: BlockId[] = [0];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at < 0) order.push(~at);
    else if (seen[at] !== true) {
      seen[at] = true;
      stack.push(~at, ...successors(target.blocks[at]));
    }
  }
  order.reverse();
  const rank: number[] = [];
  for (const [at, block] of order.entries()) rank[block] = at;
  const rounds = target.blocks.flatMap(({ instructions }) =>
    instructions.flatMap((each) =>
      each.kind === "assign" &&
      each.place.kind === "var" &&
      each.value.kind === "op" &&
      each.value.op === "first-round"
        ? [each.place.variable]
        : [],
    ),
  );
  const made = { order, rank, rounds };
  orders.set(target, made);
  return made;
}

function successors(block: Block | undefined): BlockId[] {
  if (block === undefined) return [];
  const { terminator, handler } = block;
  const next = handler === undefined ? [] : [handler.block];
  if (terminator.kind === "goto") next.push(terminator.block);
  if (terminator.kind === "branch")
    next.push(terminator.whenFalse, terminator.whenTrue);
  return next;
}

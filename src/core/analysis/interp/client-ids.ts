/** What a handler does with the id of the app client: looks something up by it, or refuses others. */
import type { Range } from "../../text/position.ts";
import type { FunctionIr, Op } from "../ir/ir.ts";
import { clientIdName } from "./machine.ts";
import { valueOf, type Value } from "./value.ts";

/** What a table that was made for some app clients has for another. */
export const noEntry = valueOf({
  kind: "unknown",
  truth: false,
  absent: true,
  from: clientIdName,
});

export const isClientId = (value: Value): boolean =>
  value.some(
    (atom) =>
      atom.kind === "text" &&
      atom.from === clientIdName &&
      atom.part === undefined,
  );

export const hasNoEntry = (value: Value): boolean =>
  value.some((atom) => atom.kind === "unknown" && atom.from === clientIdName);

/** Those of the tests after which the function throws where the id is another one. */
export const refusedAfter = (
  target: FunctionIr | undefined,
  tests: ReadonlySet<Op>,
): readonly Range[] =>
  (tests.size === 0 ? [] : (target?.blocks ?? [])).flatMap(({ terminator }) => {
    if (terminator.kind !== "branch") return [];
    const { condition, whenTrue, whenFalse } = terminator;
    if (condition.kind !== "op" || !tests.has(condition)) return [];
    const other = condition.op === "equal" ? whenFalse : whenTrue;
    return target?.blocks[other]?.terminator.kind === "throw"
      ? [condition.range]
      : [];
  });

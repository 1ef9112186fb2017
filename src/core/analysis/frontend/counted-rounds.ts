/**
 * How often a loop goes round, where it counts up to a limit: `for attempt in range(LIMIT)`, `for (let i = 0; i < LIMIT;
 * i++)`. Undefined where its body looks at the time, which may end it before, or always ends in its first round.
 */
import { rangeOf, type Node } from "./syntax-node.ts";
import { constant, op } from "../ir/builder.ts";
import type { Expr } from "../ir/ir.ts";

/** @param lower of names and numbers, which it may do twice */
export function countedRounds(
  node: Node,
  lower: (node: Node) => Expr,
): Expr | undefined {
  if (node.type !== "for_statement") return undefined;
  const body = node.childForFieldName("body");
  if (body === null || looksAtTime.test(body.text) || endsAtOnce(body))
    return undefined;
  const limits = limitsIn(node);
  if (limits === undefined) return undefined;
  const { from, to, included } = limits;
  if (![from, to].every((each) => each === undefined || isPlain(each)))
    return undefined;
  const range = rangeOf(to);
  const start = from === undefined ? constant(0, range) : lower(from);
  const rounds = op("subtract", [lower(to), start], range);
  return included
    ? op("subtract", [rounds, constant(-1, range)], range)
    : rounds;
}

interface Limits {
  readonly from: Node | undefined;
  readonly to: Node;
  /** The limit itself is counted as well. */
  readonly included: boolean;
}

function limitsIn(node: Node): Limits | undefined {
  const called = node.childForFieldName("right");
  if (called !== null) {
    const [first, second, ...others] =
      called.childForFieldName("arguments")?.namedChildren ?? [];
    return called.childForFieldName("function")?.text === "range" &&
      first !== undefined &&
      others.length === 0
      ? second === undefined
        ? { from: undefined, to: first, included: false }
        : { from: first, to: second, included: false }
      : undefined;
  }
  const [declared, ...others] =
    node.childForFieldName("initializer")?.namedChildren ?? [];
  const name = declared?.childForFieldName("name")?.text ?? "";
  const from = declared?.childForFieldName("value");
  const written = node.childForFieldName("condition");
  const condition =
    written?.type === "expression_statement"
      ? written.firstNamedChild
      : written;
  const to = condition?.childForFieldName("right");
  const sign = condition?.childForFieldName("operator")?.text ?? "";
  const increment = node.childForFieldName("increment")?.text ?? "";
  return others.length === 0 &&
    from != null &&
    to != null &&
    condition?.childForFieldName("left")?.text === name &&
    ["<", "<="].includes(sign) &&
    [`${name}++`, `++${name}`, `${name} += 1`].includes(increment)
    ? { from, to, included: sign === "<=" }
    : undefined;
}

const isPlain = ({ type }: Node): boolean =>
  /^(?:identifier|integer|number)$/u.test(type);

const looksAtTime =
  /remaining_?time|deadline|monotonic|perf_counter|\btime\.time\b|\bnow\b|\bperformance\b/iu;

/** Its last statement leaves the loop, whatever came before. */
const endsAtOnce = (body: Node): boolean =>
  /^(?:break|return|raise|throw)_statement$/u.test(
    body.namedChildren.at(-1)?.type ?? "",
  );

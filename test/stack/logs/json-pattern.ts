/**
 * Conditions of filter patterns on events that are JSON: `{ ($.level = "ERROR") && ($.ms >= 4000) }`, with `*` in texts,
 * `%regular expressions%`, `IS TRUE|FALSE|NULL` and `NOT EXISTS`. An event that is no JSON matches none.
 */
import { invalidParameter } from "../aws-error.ts";
import { matcherOf } from "./filter-pattern.ts";

type Condition = (event: unknown) => boolean;

export function compileJsonPattern(
  pattern: string,
): (message: string) => boolean {
  const reader = createReader(pattern);
  reader.expect("{");
  const condition = readOr(reader);
  reader.expect("}");
  reader.expect("");
  return (message) => {
    let event: unknown;
    try {
      event = JSON.parse(message);
    } catch {
      return false;
    }
    return typeof event === "object" && event !== null && condition(event);
  };
}

interface Reader {
  readonly peek: () => string;
  readonly take: () => string;
  readonly expect: (token: string) => void;
}

function createReader(pattern: string): Reader {
  const tokens =
    pattern.match(
      /[{}()]|&&|\|\||!=|<=|>=|[=<>]|"(?:[^"\\]|\\.)*"|%(?:[^%\\]|\\.)+%|[^\s{}()&|!=<>"%]+/g,
    ) ?? [];
  let at = 0;
  const take = (): string => tokens[at++] ?? "";
  return {
    peek: () => tokens[at] ?? "",
    take,
    expect: (token) => {
      if (take() !== token) throw invalidParameter("Invalid filter pattern");
    },
  };
}

function readOr(reader: Reader): Condition {
  const either = [readAnd(reader)];
  while (reader.peek() === "||") {
    reader.take();
    either.push(readAnd(reader));
  }
  return (event) => either.some((condition) => condition(event));
}

function readAnd(reader: Reader): Condition {
  const all = [readOne(reader)];
  while (reader.peek() === "&&") {
    reader.take();
    all.push(readOne(reader));
  }
  return (event) => all.every((condition) => condition(event));
}

function readOne(reader: Reader): Condition {
  if (reader.peek() === "(") {
    reader.take();
    const inner = readOr(reader);
    reader.expect(")");
    return inner;
  }
  const path = reader.take();
  if (!/^\$(?:\.[\w-]+|\[\d+\])+$/.test(path))
    throw invalidParameter("Invalid filter pattern");
  const select = (event: unknown): unknown => valueAt(event, path);
  const operator = reader.take();
  const operand = reader.take();
  if (operand === "" || operand === "}")
    throw invalidParameter("Invalid filter pattern");
  switch (operator.toUpperCase()) {
    case "IS":
      return (event) =>
        String(select(event)).toLowerCase() === operand.toLowerCase();
    case "NOT":
      return (event) => select(event) === undefined;
    case "=":
      return (event) => equals(operand)(select(event));
    case "!=":
      return (event) => !equals(operand)(select(event));
    case "<":
      return (event) => Number(select(event)) < Number(operand);
    case ">":
      return (event) => Number(select(event)) > Number(operand);
    case "<=":
      return (event) => Number(select(event)) <= Number(operand);
    case ">=":
      return (event) => Number(select(event)) >= Number(operand);
    default:
      throw invalidParameter("Invalid filter pattern");
  }
}

function valueAt(event: unknown, path: string): unknown {
  let value = event;
  for (const [, name, index] of path.matchAll(/\.([\w-]+)|\[(\d+)\]/g)) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name ?? index ?? ""];
  }
  return value;
}

function equals(operand: string): (value: unknown) => boolean {
  if (operand.startsWith("%")) {
    const matches = matcherOf(operand.slice(1, -1));
    return (value) => typeof value === "string" && matches(value);
  }
  const text = operand.replace(/^"(.*)"$/s, "$1").replaceAll(/\\(.)/g, "$1");
  if (!text.includes("*"))
    return (value) =>
      (typeof value === "string" || typeof value === "number") &&
      String(value) === text;
  const matches = matcherOf(
    `^${text
      .split("*")
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
  );
  return (value) => typeof value === "string" && matches(value);
}

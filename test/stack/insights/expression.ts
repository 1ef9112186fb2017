/**
 * Expressions of Logs Insights' query language: fields, numbers, texts, arithmetic, comparisons, `like` with a text or a
 * regular expression, and the functions that queries of ours use. What it does not know it refuses.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html
 */
import { AwsError } from "../aws-error.ts";

export type Value = string | number | boolean | undefined;
export type Fields = ReadonlyMap<string, Value>;
export type Expression = (fields: Fields) => Value;

export type Token =
  | {
      readonly kind: "name" | "text" | "number" | "sign";
      readonly text: string;
    }
  | { readonly kind: "pattern"; readonly pattern: RegExp };

export function malformed(message: string): AwsError {
  return new AwsError("MalformedQueryException", message);
}

const tokenForms =
  /\s*(?:(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<number>\d+(?:\.\d+)?)(?![\w.])|(?<name>@?[A-Za-z_][\w.@]*|`[^`]+`|\d+[a-z]+)|(?<sign>!=|<=|>=|=~|[=<>+\-*/(),]))/y;

/** A slash opens a regular expression after these, and divides elsewhere. */
const beforePattern = new Set(["like", "=~", "@message"]);

export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (source.slice(at).trim() !== "") {
    const last = tokens.at(-1);
    const word = last === undefined || last.kind === "pattern" ? "" : last.text;
    const rest = /^\s*\//.exec(source.slice(at));
    if (rest !== null && beforePattern.has(word.toLowerCase())) {
      const start = at + rest[0].length;
      const end = endOfPattern(source, start);
      tokens.push({
        kind: "pattern",
        pattern: toPattern(source.slice(start, end)),
      });
      at = end + 1;
      continue;
    }
    tokenForms.lastIndex = at;
    const found = tokenForms.exec(source);
    if (found === null)
      throw malformed(
        `unexpected symbol found at ${source.slice(at, at + 20)}`,
      );
    at = tokenForms.lastIndex;
    const { text, number, name, sign } = found.groups ?? {};
    if (text !== undefined)
      tokens.push({
        kind: "text",
        text: text.slice(1, -1).replaceAll(/\\(.)/g, "$1"),
      });
    else if (number !== undefined)
      tokens.push({ kind: "number", text: number });
    else if (name !== undefined)
      tokens.push({ kind: "name", text: name.replaceAll("`", "") });
    else tokens.push({ kind: "sign", text: sign ?? "" });
  }
  return tokens;
}

export function endOfPattern(source: string, start: number): number {
  for (let at = start; at < source.length; at++) {
    if (source[at] === "\\") at += 1;
    else if (source[at] === "/") return at;
  }
  throw malformed("unterminated regular expression");
}

function toPattern(source: string): RegExp {
  const insensitive = source.startsWith("(?i)");
  try {
    return new RegExp(
      insensitive ? source.slice(4) : source,
      insensitive ? "i" : "",
    );
  } catch {
    throw malformed(`invalid regular expression ${source}`);
  }
}

/** Reads tokens one by one; every `parse...` leaves off behind what it has read. */
export interface Reader {
  readonly peek: () => Token | undefined;
  readonly next: () => Token;
  /** True, and past it, where one of the words or signs stands next. */
  readonly takes: (...words: readonly string[]) => boolean;
  readonly expect: (word: string) => void;
  readonly name: () => string;
  readonly atEnd: () => boolean;
}

export function createReader(tokens: readonly Token[]): Reader {
  let at = 0;
  const reader: Reader = {
    peek: () => tokens[at],
    next: () => {
      const token = tokens[at];
      if (token === undefined) throw malformed("unexpected end of the query");
      at += 1;
      return token;
    },
    takes: (...words) => {
      const token = tokens[at];
      if (
        token === undefined ||
        token.kind === "pattern" ||
        token.kind === "text" ||
        !words.includes(token.text.toLowerCase())
      )
        return false;
      at += 1;
      return true;
    },
    expect: (word) => {
      if (!reader.takes(word)) throw malformed(`expected ${word}`);
    },
    name: () => {
      const token = reader.next();
      if (token.kind === "pattern" || token.kind === "sign")
        throw malformed("expected a name");
      return token.text;
    },
    atEnd: () => at >= tokens.length,
  };
  return reader;
}

export function parseExpression(reader: Reader): Expression {
  let left = parseAnd(reader);
  while (reader.takes("or")) {
    const [one, other] = [left, parseAnd(reader)];
    left = (fields) => isTrue(one(fields)) || isTrue(other(fields));
  }
  return left;
}

function parseAnd(reader: Reader): Expression {
  let left = parseComparison(reader);
  while (reader.takes("and")) {
    const [one, other] = [left, parseComparison(reader)];
    left = (fields) => isTrue(one(fields)) && isTrue(other(fields));
  }
  return left;
}

function parseComparison(reader: Reader): Expression {
  if (reader.takes("not")) {
    const inner = parseComparison(reader);
    return (fields) => !isTrue(inner(fields));
  }
  const left = parseSum(reader);
  if (reader.takes("not")) {
    reader.expect("like");
    const matches = parseLike(reader, left);
    return (fields) => !isTrue(matches(fields));
  }
  if (reader.takes("like", "=~")) return parseLike(reader, left);
  const sign = reader.peek();
  if (sign?.kind !== "sign" || !/^(?:[=<>]|!=|<=|>=)$/.test(sign.text))
    return left;
  reader.next();
  const right = parseSum(reader);
  return (fields) => compare(left(fields), sign.text, right(fields));
}

function parseLike(reader: Reader, left: Expression): Expression {
  const token = reader.next();
  if (token.kind === "pattern")
    return (fields) => token.pattern.test(String(left(fields) ?? ""));
  if (token.kind !== "text") throw malformed("expected a text or a pattern");
  return (fields) => String(left(fields) ?? "").includes(token.text);
}

function parseSum(reader: Reader): Expression {
  let left = parseProduct(reader);
  for (;;) {
    const plus = reader.takes("+");
    if (!plus && !reader.takes("-")) return left;
    const [one, other] = [left, parseProduct(reader)];
    left = arithmetic(one, other, (a, b) => (plus ? a + b : a - b));
  }
}

function parseProduct(reader: Reader): Expression {
  let left = parseFactor(reader);
  for (;;) {
    const times = reader.takes("*");
    if (!times && !reader.takes("/")) return left;
    const [one, other] = [left, parseFactor(reader)];
    left = arithmetic(one, other, (a, b) => (times ? a * b : a / b));
  }
}

function parseFactor(reader: Reader): Expression {
  if (reader.takes("(")) {
    const inner = parseExpression(reader);
    reader.expect(")");
    return inner;
  }
  const token = reader.next();
  switch (token.kind) {
    case "number":
      return () => Number(token.text);
    case "text":
      return () => token.text;
    case "name":
      return reader.takes("(")
        ? parseCall(reader, token.text.toLowerCase())
        : (fields) => fields.get(token.text);
    default:
      throw malformed("unexpected symbol in an expression");
  }
}

function parseCall(reader: Reader, name: string): Expression {
  const parameters: Expression[] = [];
  while (!reader.takes(")")) {
    parameters.push(parseExpression(reader));
    reader.takes(",");
  }
  const [first, second] = parameters;
  if (first === undefined) throw malformed(`${name} takes a value`);
  switch (name) {
    case "coalesce":
      return (fields) => {
        for (const each of parameters) {
          const value = each(fields);
          if (value !== undefined) return value;
        }
        return undefined;
      };
    case "ispresent":
      return (fields) => first(fields) !== undefined;
    case "strcontains":
      return (fields) =>
        String(first(fields) ?? "").includes(String(second?.(fields) ?? ""))
          ? 1
          : 0;
    default:
      throw malformed(`unknown function ${name}`);
  }
}

function arithmetic(
  one: Expression,
  other: Expression,
  combine: (a: number, b: number) => number,
): Expression {
  return (fields) => {
    const [a, b] = [one(fields), other(fields)];
    return a === undefined || b === undefined
      ? undefined
      : combine(Number(a), Number(b));
  };
}

export const isTrue = (value: Value): boolean =>
  value !== undefined && value !== false && value !== 0 && value !== "";

function compare(left: Value, sign: string, right: Value): boolean {
  if (left === undefined || right === undefined) return sign === "!=";
  const numeric = typeof left === "number" || typeof right === "number";
  const order = numeric
    ? Number(left) - Number(right)
    : String(left) < String(right)
      ? -1
      : String(left) > String(right)
        ? 1
        : 0;
  switch (sign) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case ">":
      return order > 0;
    case "<=":
      return order <= 0;
    default:
      return order >= 0;
  }
}

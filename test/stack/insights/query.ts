/**
 * Queries of Logs Insights: commands in a row, each of which takes rows and gives rows. Knows `fields`, `display`,
 * `filter`, `parse` with a regular expression, `stats`, `sort` and `limit`, and refuses the rest.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
import {
  createReader,
  endOfPattern,
  isTrue,
  malformed,
  parseExpression,
  tokenize,
  type Expression,
  type Fields,
  type Reader,
  type Value,
} from "./expression.ts";

/** What is shown of a row, in order, and what later commands may still use. */
export interface Row {
  readonly fields: Fields;
}

export interface Result {
  readonly shown: readonly string[];
  readonly rows: readonly Row[];
}

type Command = (result: Result) => Result;

export const defaultLimit = 10_000;

export function compileQuery(source: string): Command {
  const commands = splitCommands(source).map(compileCommand);
  return (start) => {
    const end = commands.reduce((result, command) => command(result), start);
    return { ...end, rows: end.rows.slice(0, defaultLimit) };
  };
}

/** At the bars that stand in no text and in no regular expression. */
export function splitCommands(source: string): readonly string[] {
  const parts: string[] = [];
  let part = 0;
  for (let at = 0; at < source.length; at++) {
    const character = source[at];
    if (character === '"' || character === "'") {
      for (at += 1; at < source.length && source[at] !== character; at++)
        if (source[at] === "\\") at += 1;
    } else if (
      character === "/" &&
      /(?:like|=~|@message)\s*$/i.test(source.slice(Math.max(0, at - 20), at))
    )
      at = endOfPattern(source, at + 1);
    else if (character === "|") {
      parts.push(source.slice(part, at));
      part = at + 1;
    }
  }
  return [...parts, source.slice(part)]
    .map((each) => each.trim())
    .filter((each) => each !== "");
}

function compileCommand(source: string): Command {
  const [, word = "", rest = ""] = /^(\w+)\s*([^]*)$/.exec(source) ?? [];
  const reader = createReader(tokenize(rest));
  const command = commandOf(word.toLowerCase(), reader);
  if (!reader.atEnd()) throw malformed(`unexpected text after ${word}`);
  return command;
}

function commandOf(word: string, reader: Reader): Command {
  switch (word) {
    case "fields":
    case "display":
      return selectCommand(reader, word === "display");
    case "filter": {
      const condition = parseExpression(reader);
      return ({ shown, rows }) => ({
        shown,
        rows: rows.filter(({ fields }) => isTrue(condition(fields))),
      });
    }
    case "parse":
      return parseCommand(reader);
    case "stats":
      return statsCommand(reader);
    case "sort":
      return sortCommand(reader);
    case "limit": {
      const count = Number(reader.name());
      return ({ shown, rows }) => ({ shown, rows: rows.slice(0, count) });
    }
    default:
      throw malformed(`unknown command ${word}`);
  }
}

interface Named {
  readonly name: string;
  readonly value: Expression;
}

function selectCommand(reader: Reader, only: boolean): Command {
  const selected: Named[] = [];
  do {
    const token = reader.peek();
    const value = parseExpression(reader);
    const name = reader.takes("as")
      ? reader.name()
      : token?.kind === "name"
        ? token.text
        : "value";
    selected.push({ name, value });
  } while (reader.takes(","));
  return ({ shown, rows }) => ({
    shown: [
      ...new Set([...(only ? [] : shown), ...selected.map(({ name }) => name)]),
    ],
    rows: rows.map(({ fields }) => ({
      fields: new Map([
        ...fields,
        ...selected.map(({ name, value }) => [name, value(fields)] as const),
      ]),
    })),
  });
}

function parseCommand(reader: Reader): Command {
  const field = reader.name();
  const token = reader.next();
  if (token.kind !== "pattern")
    throw malformed("this stack parses with regular expressions only");
  const names = [...token.pattern.source.matchAll(/\(\?<(\w+)>/g)].map(
    ([, name = ""]) => name,
  );
  return ({ shown, rows }) => ({
    shown: [...shown, ...names],
    rows: rows.map(({ fields }) => {
      const found = token.pattern.exec(String(fields.get(field) ?? ""));
      return {
        fields: new Map([
          ...fields,
          ...names.map((name) => [name, found?.groups?.[name]] as const),
        ]),
      };
    }),
  });
}

interface Aggregate {
  readonly name: string;
  readonly of: (rows: readonly Row[]) => Value;
}

function statsCommand(reader: Reader): Command {
  const aggregates: Aggregate[] = [];
  do aggregates.push(readAggregate(reader));
  while (reader.takes(","));
  const keys: Named[] = [];
  if (reader.takes("by"))
    do keys.push(readKey(reader));
    while (reader.takes(","));
  return ({ rows }) => {
    const groups = new Map<string, Row[]>();
    for (const row of rows) {
      const key = JSON.stringify(
        keys.map(({ value }) => value(row.fields) ?? null),
      );
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    return {
      shown: [...keys, ...aggregates].map(({ name }) => name),
      rows: [...groups.values()].map((own) => ({
        fields: new Map([
          ...keys.map(
            ({ name, value }) =>
              [name, value(own[0]?.fields ?? new Map())] as const,
          ),
          ...aggregates.map(({ name, of }) => [name, of(own)] as const),
        ]),
      })),
    };
  };
}

function readKey(reader: Reader): Named {
  const name = reader.name();
  if (name !== "bin") return { name, value: (fields) => fields.get(name) };
  reader.expect("(");
  const width = reader.name();
  reader.expect(")");
  const ms = widthOf(width);
  return {
    name: `bin(${width})`,
    value: (fields) => {
      const time = Date.parse(
        `${String(fields.get("@timestamp")).replace(" ", "T")}Z`,
      );
      return insightsTime(time - (time % ms));
    },
  };
}

export const insightsTime = (time: number): string =>
  new Date(time).toISOString().replace("T", " ").replace("Z", "");

function widthOf(text: string): number {
  const [, amount = "", unit = ""] = /^(\d+)(s|m|h|d)$/.exec(text) ?? [];
  const ms = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit];
  if (ms === undefined) throw malformed(`unknown width ${text}`);
  return Number(amount) * ms;
}

function readAggregate(reader: Reader): Aggregate {
  const word = reader.name().toLowerCase();
  reader.expect("(");
  const all = reader.takes("*");
  const value = all ? undefined : parseExpression(reader);
  const part = reader.takes(",") ? Number(reader.name()) : undefined;
  reader.expect(")");
  const name = reader.takes("as") ? reader.name() : word;
  return {
    name,
    of: (rows) => {
      if (value === undefined) return rows.length;
      const values = rows
        .map(({ fields }) => value(fields))
        .filter((each) => each !== undefined);
      return aggregate(word, values, part);
    },
  };
}

function aggregate(
  word: string,
  values: readonly NonNullable<Value>[],
  part: number | undefined,
): Value {
  if (word === "count") return values.length;
  if (word === "count_distinct") return new Set(values).size;
  const numbers = values.map(Number).sort((a, b) => a - b);
  const sum = numbers.reduce((total, each) => total + each, 0);
  switch (word) {
    case "sum":
      return sum;
    case "avg":
      return numbers.length === 0 ? undefined : sum / numbers.length;
    case "min":
      return numbers[0];
    case "max":
      return numbers.at(-1);
    case "pct":
    case "percentile":
      return numbers[
        Math.max(0, Math.ceil((numbers.length * (part ?? 0)) / 100) - 1)
      ];
    default:
      throw malformed(`unknown aggregate ${word}`);
  }
}

function sortCommand(reader: Reader): Command {
  const value = parseExpression(reader);
  const descending = reader.takes("desc");
  if (!descending) reader.takes("asc");
  return ({ shown, rows }) => ({
    shown,
    rows: [...rows].sort((a, b) => {
      const [one, other] = [value(a.fields), value(b.fields)];
      const order =
        typeof one === "number" && typeof other === "number"
          ? one - other
          : String(one ?? "").localeCompare(String(other ?? ""));
      return descending ? -order : order;
    }),
  });
}

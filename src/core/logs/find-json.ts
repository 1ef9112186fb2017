/**
 * JSON values inside log text, wherever they stand: a handler logs its event behind a word or two. Invariants: never
 * throws; linear in the text; values do not overlap.
 */
import type { JsonValue } from "../triggers/contract.ts";

export interface FoundJson {
  /** Offsets in the text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly value: JsonValue;
}

/** Beyond this nothing is an event of Cognito. */
const longest = 500_000;
/** What looks like JSON and is none costs a reading each time. */
const mostFailures = 20;

/** The objects and lists in `text`, outermost ones only, in order. */
export function findJson(text: string): readonly FoundJson[] {
  const found: FoundJson[] = [];
  if (text.length > longest) return found;
  let failures = 0;
  let at = 0;
  while (failures < mostFailures) {
    const start = nextOpening(text, at);
    if (start === -1) break;
    const end = closingOf(text, start);
    const value = end === -1 ? undefined : parse(text.slice(start, end));
    if (value === undefined) {
      failures += 1;
      at = start + 1;
    } else {
      found.push({ start, end, value });
      at = end;
    }
  }
  return found;
}

/** Only what may begin an object or a list of JSON: `{"`, `{}`, `[{` and their kin, white space aside. */
const opening = /\{(?=\s{0,200}["}])|\[(?=\s{0,200}[[{"\d\]tfn-])/g;

function nextOpening(text: string, from: number): number {
  opening.lastIndex = from;
  return opening.exec(text)?.index ?? -1;
}

/** Behind the bracket that closes the one at `start`; -1 where none does. Brackets in strings do not count. */
function closingOf(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    switch (text[at]) {
      case '"':
        for (at += 1; at < text.length && text[at] !== '"'; at += 1)
          if (text[at] === "\\") at += 1;
        break;
      case "{":
      case "[":
        depth += 1;
        break;
      case "}":
      case "]":
        depth -= 1;
        if (depth === 0) return at + 1;
        break;
    }
  }
  return -1;
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

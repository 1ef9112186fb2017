/**
 * The JSON values that a handler logs, and what it says that they are. Invariant: a value counts as a whole event or a
 * whole answer only where the words before it are those of our snippets.
 */
import type { JsonValue } from "../triggers/contract.ts";
import { findJson } from "./find-json.ts";

const valueSign = /cognito answer |"[a-z]\w*"\s?:/i;

/** A quick look: most lines hold no value. */
export const mayHoldValue = (text: string): boolean => valueSign.test(text);

export type Told =
  /** It says that it is the whole of it, as our snippets do. */
  | "event"
  | "answer"
  /** The words before it speak of an answer. */
  | "perhaps-answer"
  | "anything";

export interface Logged {
  readonly value: JsonValue;
  readonly told: Told;
}

const marker = /\bcognito (event|answer) +$/i;
const answerWords =
  /\b(?:answer|respon[sd]|return|result|repl[yi]|output)\w*\W{0,8}$/i;
/** An answer need not be an object: a handler may return nothing at all. */
const simpleAnswer =
  /\bcognito answer +(null|true|false|-?\d{1,20}|"[^"\\]{0,200}")\s*$/i;

/** The JSON values of a text, with what is said of them. */
export function readLogged(text: string): readonly Logged[] {
  const found = findJson(text).map(({ start, value }): Logged => {
    const before = text.slice(Math.max(0, start - 80), start);
    const marked = marker.exec(before)?.[1]?.toLowerCase();
    return {
      value,
      told:
        marked === "event" || marked === "answer"
          ? marked
          : answerWords.test(before)
            ? "perhaps-answer"
            : "anything",
    };
  });
  const simple = simpleAnswer.exec(text)?.[1];
  return simple === undefined || found.length > 0
    ? found
    : [{ value: JSON.parse(simple) as JsonValue, told: "answer" }];
}

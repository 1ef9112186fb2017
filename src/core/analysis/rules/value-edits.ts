/** Edits of values in the text of a handler. Invariant: where the text around a value is not the plain case, there is no edit. */
import type { TextEdit } from "../../text/edit.ts";
import { textBefore, type Range } from "../../text/position.ts";
import type { QuickFix } from "../finding.ts";
import { quoter } from "./file-style.ts";
import type { HandlerFacts, ValueFact, WriteFact } from "../interp/facts.ts";

/** Names of the handler, such as its event's, mean the same there. */
export const isIn = (handler: Range, { start, end }: Range): boolean =>
  handler.start <= start && end <= handler.end;

/** `"true" as any`, `seats as unknown as string`: what silenced TypeScript's own word about a wrong value. */
const cast =
  /^\s+as\s+(?:any|never|boolean|number|unknown\s+as\s+[\w$.]+(?:\[\])?)(?=[ \t]*[;,})\]\r\n])/u;

/** Puts `newText` of the right type where the value of a write stands; `{ roles }` becomes `{ roles: newText }`. */
export function replaceValue(
  { text, language }: HandlerFacts,
  { keyRange, valueRange }: WriteFact,
  newText: (written: string) => string,
): TextEdit {
  const { start, end } = valueRange;
  const silenced =
    language === "javascript"
      ? (cast.exec(text.slice(end, end + 80))?.[0].length ?? 0)
      : 0;
  const written = text.slice(valueRange.start, valueRange.end);
  const shorthand =
    language === "javascript" &&
    keyRange.start === valueRange.start &&
    keyRange.end === valueRange.end;
  return {
    range: { start, end: end + silenced },
    newText: `${shorthand && /^[\w$]+$/u.test(written) ? `${written}: ` : ""}${newText(written)}`,
  };
}

/** The edit that turns the text literal of a write into another; none where the text comes from elsewhere. */
export function replaceLiteral(
  { text }: HandlerFacts,
  { valueRange }: WriteFact,
  from: string,
  to: string,
): readonly TextEdit[] {
  const written = text.slice(valueRange.start, valueRange.end);
  return ["'", '"', "`"].some((quote) => written === quote + from + quote)
    ? [
        {
          range: { start: valueRange.start + 1, end: valueRange.end - 1 },
          newText: to,
        },
      ]
    : [];
}

/** Above the first import; what the language itself is asked for, and a docstring, have to stay first. */
function importJson({ text, mentions }: HandlerFacts): readonly TextEdit[] {
  if (mentions(/^import json\b/mu)) return [];
  const first = /^(?:import|from(?!\s+__future__\b))\s/mu.exec(text)?.index;
  const start =
    first ??
    /^(?:[#@](?!!)[^\n]*\n)*(?:async\s+)?(?:def|class)\b/mu.exec(text)?.index ??
    0;
  const newText = `import json\n${first === undefined ? "\n\n" : ""}`;
  return [{ range: { start, end: start }, newText }];
}

/** `expires: int = field(…)`, `seats: number = 5`: another value would not be of the type that is written there. */
export const isDeclared = (
  { text }: HandlerFacts,
  { valueRange }: WriteFact,
): boolean =>
  /\w[ \t]*\??:[ \t]*(?:[\w.[\]| ]*\b)?(?:int|float|bool|boolean|number|date|datetime)\b[^=\n]*=[ \t]*$/iu.test(
    textBefore(text, valueRange.start),
  );

/** Makes a text of a value that is none. */
export function toTextFixes(
  facts: HandlerFacts,
  write: WriteFact,
  value: ValueFact,
): readonly QuickFix[] {
  if (isDeclared(facts, write)) return [];
  const python = facts.language === "python";
  const quoted = quoter(facts);
  // What is a text already would get quotes, or lose its capitals.
  const isAlso = write.values.some(({ kind }) => kind === "string");
  if (
    isAlso &&
    (value.kind === "array" ||
      value.kind === "object" ||
      (python && value.kind === "boolean"))
  )
    return [];
  const fix = (
    title: string,
    newText: (written: string) => string,
  ): readonly QuickFix[] => [
    { title, preferred: true, edits: [replaceValue(facts, write, newText)] },
  ];
  switch (value.kind) {
    case "number":
      return python
        ? fix("Make it a text with `str(…)`", (written) => `str(${written})`)
        : fix(
            "Make it a text with `String(…)`",
            (written) => `String(${written})`,
          );
    case "boolean":
      if (value.value !== undefined && write.values.length === 1)
        return fix(`Replace with \`${quoted(String(value.value))}\``, () =>
          quoted(String(value.value)),
        );
      return python
        ? fix(
            "Make it a text with `str(…).lower()`",
            (written) => `str(${written}).lower()`,
          )
        : fix(
            "Make it a text with `String(…)`",
            (written) => `String(${written})`,
          );
    case "array":
    case "object":
      if (!python)
        return fix(
          "Make it a text with `JSON.stringify(…)`",
          (written) => `JSON.stringify(${written})`,
        );
      return [
        {
          title: "Make it a text with `json.dumps(…)`",
          preferred: true,
          edits: [
            ...importJson(facts),
            replaceValue(facts, write, (written) => `json.dumps(${written})`),
          ],
        },
      ];
    default:
      return [];
  }
}

/** `[CLAIMS.plan]: "pro"`, which the range of an entry holds from its key on. */
const computedKey = /^(?:[^[\]]|\[[^[\]]*\])*\]\s*:/u;

/** Takes one entry out of a written object or list. */
export function removeEntry(
  text: string,
  { start: given, end }: Range,
): readonly TextEdit[] {
  const bracket = computedKey.test(text.slice(given, end))
    ? (/\[\s*$/u.exec(textBefore(text, given))?.[0].length ?? 0)
    : 0;
  const start = given - bracket;
  const before = /[{[,]\s*$/u.exec(textBefore(text, start))?.[0];
  const after = /^\s*[,}\]]/u.exec(text.slice(end))?.[0];
  if (before === undefined || after === undefined) return [];
  const [, closing] = /^\s*,?(\s*)[}\]]/u.exec(text.slice(end)) ?? [];
  // The only one: the brackets close up.
  if (closing !== undefined && !before.startsWith(",")) {
    const last = /^\s*,?\s*(?=[}\]])/u.exec(text.slice(end))?.[0].length ?? 0;
    return [
      {
        range: { start: start - before.length + 1, end: end + last },
        newText: "",
      },
    ];
  }
  const line = text.lastIndexOf("\n", start - 1) + 1;
  const behind = /^\s*,[ \t]*\r?\n/u.exec(text.slice(end))?.[0];
  if (behind !== undefined && text.slice(line, start).trim() === "")
    return [{ range: { start: line, end: end + behind.length }, newText: "" }];
  if (after.endsWith(",")) {
    const blank = /^[ \t]*(?:\r?\n[ \t]*)?/u.exec(
      text.slice(end + after.length),
    )?.[0];
    return [
      {
        range: { start, end: end + after.length + (blank?.length ?? 0) },
        newText: "",
      },
    ];
  }
  return [
    {
      range: {
        start: before.startsWith(",") ? start - before.length : start,
        end,
      },
      newText: "",
    },
  ];
}

/** `Source.SIGN_UP` becomes `Source.SIGN_UP.value`: what a member of Python's `Enum` stands for. */
export const takeEnumValue = (
  { text }: HandlerFacts,
  { start, end }: Range,
  title: string,
): readonly QuickFix[] =>
  /^\w+(?:\.\w+)+$/u.test(text.slice(start, end))
    ? [
        {
          title,
          preferred: true,
          edits: [{ range: { start: end, end }, newText: ".value" }],
        },
      ]
    : [];

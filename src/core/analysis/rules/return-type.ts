/** The type that a handler in TypeScript says it gives back, made true of one that gives back its event. */
import type { TextEdit } from "../../text/edit.ts";
import type { HandlerFacts } from "../interp/facts.ts";

/** Edits where the type would be wrong for the event that an `async` function gives; none where none is written. */
export function withReturnType({
  text,
  range,
  run,
}: HandlerFacts): readonly TextEdit[] {
  const written = headType(text, range.start, range.end);
  if (written === undefined) return [];
  const { colon, type, end } = written;
  const inner = /^Promise\s*<([\s\S]*)>$/u.exec(type)?.[1]?.trim();
  const isNothing = /^(?:void|undefined|never|null)$/u.test(inner ?? type);
  if (inner !== undefined && !isNothing) return [];
  const [event] = run.parameters;
  const given = isNothing
    ? /^[\w$]+\s*:\s*([\s\S]+)$/u.exec(
        text.slice(event?.range.start, event?.range.end),
      )?.[1]
    : type;
  return [
    given === undefined
      ? { range: { start: colon, end }, newText: "" }
      : {
          range: { start: end - type.length, end },
          newText: `Promise<${given}>`,
        },
  ];
}

/** What stands between the parameters and the body. */
function headType(
  text: string,
  start: number,
  end: number,
):
  | { readonly colon: number; readonly type: string; readonly end: number }
  | undefined {
  const open = text.indexOf("(", start);
  if (open === -1 || open >= end) return undefined;
  let depth = 0;
  for (let at = open; at < end; at++) {
    const character = text.charAt(at);
    if (/[([{]/u.test(character)) depth++;
    if (!/[)\]}]/u.test(character) || --depth > 0) continue;
    const [head, type = ""] =
      /^\s*:\s*([\w$.]+(?:\s*<[^<>(){};]*(?:<[^<>(){};]*>[^<>(){};]*)*>)?(?:\s*\|\s*[\w$.]+)*)(?=\s*(?:=>|\{))/u.exec(
        text.slice(at + 1, end),
      ) ?? [];
    return head === undefined
      ? undefined
      : { colon: at + 1, type, end: at + 1 + head.length };
  }
  return undefined;
}

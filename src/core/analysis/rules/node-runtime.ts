/** What the name of a Node.js runtime says, and the edits that make a handler of one kind into one of another. */
import type { TextEdit } from "../../text/edit.ts";
import type { HandlerFacts } from "../interp/facts.ts";

/** Where Lambda's Node.js handlers are described. */
export const nodeHandlerPage =
  "https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html";

/** The major version in Lambda's name of a runtime: 22 of `nodejs22.x`; undefined where it is not known. */
export function nodeVersion(runtime: string | undefined): number | undefined {
  const digits = /^nodejs(\d+)/u.exec(runtime ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Writes `async` before the handler; undefined where it stands at another place, as in a method with modifiers. */
export function makeAsync({
  text,
  range,
  run,
}: HandlerFacts): readonly TextEdit[] | undefined {
  if (run.async) return [];
  const { start } = range;
  return /^(?:function\b|\(|[\w$]+\s*=>)/u.test(text.slice(start, range.end))
    ? [{ range: { start, end: start }, newText: "async " }]
    : undefined;
}

/** What the name of a Node.js runtime says, and the edits that make a handler of one kind into one of another. */
import type { TextEdit } from "../../text/edit.ts";
import type { HandlerFacts } from "../interp/facts.ts";
import { withReturnType } from "./return-type.ts";

/** Where Lambda's Node.js handlers are described. */
export const nodeHandlerPage =
  "https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html";

/** The major version in Lambda's name of a runtime: 22 of `nodejs22.x`; undefined where it is not known. */
export function nodeVersion(runtime: string | undefined): number | undefined {
  const digits = /^nodejs(\d+)/u.exec(runtime ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * Makes a handler one that may give its event back: writes `async` before it, and the type of that behind its head.
 * Undefined where `async` stands at another place, as in a method with modifiers.
 */
export function makeAsync(
  facts: HandlerFacts,
): readonly TextEdit[] | undefined {
  const { text, range, run } = facts;
  if (run.async) return withReturnType(facts);
  const { start } = range;
  return /^(?:function\b|[<(]|[\w$]+\s*=>)/u.test(text.slice(start, range.end))
    ? [
        { range: { start, end: start }, newText: "async " },
        ...withReturnType(facts),
      ]
    : undefined;
}

/** Reads that fail because a member of the request is not there, in code that is not prepared for it. */
import type { Range } from "../../text/position.ts";
import type { HandlerFacts } from "../interp/facts.ts";

/** @returns `prepared`: there are such reads, and the code expects that */
export function failingReads(
  { run, mentions, language }: HandlerFacts,
  member: string,
): { readonly failing: readonly Range[]; readonly prepared: boolean } {
  const reads = run.failingReads.filter((each) => each.member === member);
  // Who expects an error may be prepared for this one, if it does not throw it again.
  const prepared = reads.length > 0 && mentions(preparations[language]);
  return { failing: prepared ? [] : reads.map(({ range }) => range), prepared };
}

/** What comes of such a read. */
export const failureOf = {
  javascript: "reading a member of undefined throws a TypeError",
  python: "the look-up raises a KeyError",
} as const;

/** Clauses that catch such an error and do not, on each way, throw again. */
const preparations = {
  javascript:
    /\.catch\b|\bcatch\s*(?:\([^)]*\))?\s*\{(?!(?:(?!\breturn\b)(?:\{(?:(?!\breturn\b)[^{};])*\}|[^{}]))*(?<!\)\s*)\bthrow\b)/u,
  python:
    /^([ \t]*)except\b(?=[ \t]*:|[^\n]*\b(?:(?:Base)?Exception|KeyError|LookupError)\b)[^\n]*\n(?!(?:\1[ \t]+(?!(?:return|pass|if|for|while|try|with)\b)[^\n]*\n)*?\1[ \t]+raise\b)/mu,
} as const;

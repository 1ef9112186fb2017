/**
 * Filter patterns of CloudWatch Logs: terms (`a b` all of them, `"a b"` a phrase, `?a ?b` one of them, `-a` not this
 * one), regular expressions (`%a|b%`) and conditions on JSON (`{ $.level = "ERROR" }`, see `json-pattern.ts`).
 * Space-delimited patterns are refused rather than misread.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
import { invalidParameter } from "../aws-error.ts";
import { compileJsonPattern } from "./json-pattern.ts";

interface Term {
  readonly kind: "must" | "may" | "must-not";
  readonly matches: (message: string) => boolean;
}

export function compilePattern(
  pattern: string | undefined,
): (message: string) => boolean {
  const trimmed = (pattern ?? "").trim();
  if (trimmed.startsWith("{")) return compileJsonPattern(trimmed);
  if (trimmed.startsWith("["))
    throw invalidParameter(
      "Invalid filter pattern: this stack knows no space-delimited patterns.",
    );
  const terms = readTerms(trimmed);
  const of = (kind: Term["kind"]): Term[] =>
    terms.filter((term) => term.kind === kind);
  const must = of("must");
  const mustNot = of("must-not");
  // AWS: optional terms do not combine with the other kinds; beside those they are ignored.
  const may = must.length + mustNot.length === 0 ? of("may") : [];
  return (message) =>
    must.every(({ matches }) => matches(message)) &&
    !mustNot.some(({ matches }) => matches(message)) &&
    (may.length === 0 || may.some(({ matches }) => matches(message)));
}

function readTerms(pattern: string): Term[] {
  const terms: Term[] = [];
  const term =
    /([?-]?)(?:"((?:[^"\\]|\\.)*)"|%((?:[^%\\]|\\.)+)%|([\w.:/@-]+))(?:\s+|$)/y;
  while (term.lastIndex < pattern.length) {
    const match = term.exec(pattern);
    if (match === null) throw invalidParameter("Invalid filter pattern");
    const [, sign, quoted, expression, plain] = match;
    const text = quoted?.replaceAll(/\\(.)/g, "$1") ?? plain ?? "";
    terms.push({
      kind: sign === "?" ? "may" : sign === "-" ? "must-not" : "must",
      matches:
        expression === undefined
          ? (message) => message.includes(text)
          : matcherOf(expression),
    });
  }
  return terms;
}

/** AWS takes a part of the usual syntax; what both take means the same. */
export function matcherOf(expression: string): (text: string) => boolean {
  try {
    const regex = new RegExp(expression);
    return (text) => regex.test(text);
  } catch {
    throw invalidParameter("Invalid filter pattern: not a regular expression");
  }
}

/**
 * Term patterns of CloudWatch Logs: `a b` (all of them), `"a b"` (a phrase), `?a ?b` (one of them), `-a` (not this one).
 * JSON, space-delimited and regular-expression patterns are refused rather than misread.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
import { invalidParameter } from "../aws-error.ts";

interface Term {
  readonly kind: "must" | "may" | "must-not";
  readonly text: string;
}

export function compilePattern(
  pattern: string | undefined,
): (message: string) => boolean {
  const terms = readTerms(pattern ?? "");
  const texts = (kind: Term["kind"]): string[] =>
    terms.filter((term) => term.kind === kind).map(({ text }) => text);
  const must = texts("must");
  const mustNot = texts("must-not");
  // AWS: optional terms do not combine with the other kinds; beside those they are ignored.
  const may = must.length + mustNot.length === 0 ? texts("may") : [];
  return (message) =>
    must.every((text) => message.includes(text)) &&
    !mustNot.some((text) => message.includes(text)) &&
    (may.length === 0 || may.some((text) => message.includes(text)));
}

function readTerms(pattern: string): Term[] {
  const trimmed = pattern.trim();
  if (/^[{[%]/.test(trimmed))
    throw invalidParameter(
      "Invalid filter pattern: this stack knows term patterns only.",
    );
  const terms: Term[] = [];
  const term = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|([\w.:/@-]+))(?:\s+|$)/y;
  while (term.lastIndex < trimmed.length) {
    const match = term.exec(trimmed);
    if (match === null) throw invalidParameter("Invalid filter pattern");
    const [, sign, quoted, plain] = match;
    terms.push({
      kind: sign === "?" ? "may" : sign === "-" ? "must-not" : "must",
      text: quoted?.replaceAll(/\\(.)/g, "$1") ?? plain ?? "",
    });
  }
  return terms;
}

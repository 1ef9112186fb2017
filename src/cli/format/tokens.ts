/**
 * Prints decoded tokens: JSON of a fixed form for programs, a block per token for people. Claims are hostile text, so
 * nothing of them reaches a terminal raw; the token itself is never printed.
 */
import { visibleText } from "../../core/text/visible-text.ts";
import type { Check } from "../../core/tokens/check.ts";
import type { DecodedToken } from "../../core/tokens/decode.ts";
import type { ClaimRow, Explanation } from "../../core/tokens/explain.ts";
import { readMember } from "../../core/tokens/json.ts";
import { formatLocal } from "../../core/tokens/times.ts";

export interface TokenReport {
  readonly token: DecodedToken;
  readonly explanation: Explanation;
  /** `decoded`: readable, and nothing was found wrong, but the signature was not verified. */
  readonly verdict: "valid" | "invalid" | "decoded" | "undecodable";
  readonly checks: readonly Check[];
}

export function printTokensAsJson(reports: readonly TokenReport[]): string {
  const tokens = reports.map(({ token, verdict, checks }) => ({
    kind: kindOf(token),
    header: token.header ?? null,
    claims: (token.kind === "encrypted" ? undefined : token.claims) ?? null,
    verdict,
    checks: checks.map(({ id, ok, message }) => ({ id, ok, message })),
    problem: token.kind === "damaged" ? token.problem : null,
  }));
  return `${JSON.stringify({ version: 1, tokens }, undefined, 2)}\n`;
}

/** What the token says it is, as far as it can be read; damage is told by the verdict. */
function kindOf(token: DecodedToken): "id" | "access" | "refresh" | "other" {
  if (token.kind === "encrypted") return "refresh";
  const use = readMember(token.claims ?? {}, "token_use");
  return use === "id" || use === "access" ? use : "other";
}

export function printTokensForPeople(reports: readonly TokenReport[]): string {
  return reports.map(printBlock).join("\n");
}

function markOf(ok: boolean | null): string {
  return ok === null ? "-   " : ok ? "ok  " : "FAIL";
}

const verdicts = {
  valid: "Valid: the pool signed it, and no check failed.",
  invalid: "Not valid.",
  decoded: "Decoded, not verified.",
  undecodable: "Not readable.",
} as const;

function printBlock({ explanation, verdict, checks }: TokenReport): string {
  const { title, lifetime, notes, header, claims } = explanation;
  return [
    [title, ...(lifetime === undefined ? [] : [lifetime.text])].join(" · "),
    verdicts[verdict],
    ...section(
      "Checks",
      checks.map(
        ({ title: name, ok, message }) =>
          `${markOf(ok)} ${name}: ${line(message)}`,
      ),
    ),
    ...section(
      "Notes",
      notes.map(({ severity, text }) => `${severity}: ${line(text)}`),
    ),
    ...section("Header", printRows(header)),
    ...section("Claims", printRows(claims)),
    "",
  ].join("\n");
}

function section(name: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0
    ? []
    : ["", `${name}:`, ...lines.map((each) => `  ${each}`)];
}

function printRows(rows: readonly ClaimRow[]): readonly string[] {
  const names = rows.map(({ name }) => visibleText(name, 60));
  const width = Math.max(...names.map(({ length }) => length)) + 2;
  return rows.map(({ value, time }, index) => {
    const shown =
      time === undefined
        ? line(value)
        : `${String(time.seconds)} = ${formatLocal(time.seconds) ?? time.utc} (${time.relative})`;
    return `${(names[index] ?? "").padEnd(width)}${shown}`;
  });
}

const line = (text: string): string => visibleText(text, 2_000);

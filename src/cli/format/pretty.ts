/** Prints findings for people: a block per file, a line per finding, a sum. Nothing from a file reaches the terminal raw. */
import { regionsOf, type CheckedFile } from "./printer.ts";

export function printPretty(files: readonly CheckedFile[]): string {
  const lines: string[] = [];
  for (const { file, text, findings } of files) {
    if (findings.length === 0) continue;
    const regionOf = regionsOf(text);
    lines.push(harmless(file));
    for (const { range, severity, message, rule, related } of findings) {
      const { line, column } = regionOf(range);
      const place = `${String(line)}:${String(column)}`;
      lines.push(
        `  ${place.padEnd(8)}${severity.padEnd(9)}${harmless(message)}  [${rule}]`,
      );
      for (const { range: other, message: note } of related) {
        const at = regionOf(other);
        lines.push(
          `    ${`${String(at.line)}:${String(at.column)}`.padEnd(8)}${harmless(note)}`,
        );
      }
    }
    lines.push("");
  }
  const all = files.flatMap(({ findings }) => findings);
  const count = (severity: string): number =>
    all.filter((finding) => finding.severity === severity).length;
  lines.push(
    all.length === 0
      ? `Nothing found in ${amount(files.length, "file")}.`
      : `${amount(count("error"), "error")}, ${amount(count("warning"), "warning")}, ${amount(count("info"), "note")} in ${amount(files.length, "file")}.`,
  );
  if (all.length > 0)
    lines.push("Run cognito-debugger explain RULE to read more about a rule.");
  return `${lines.join("\n")}\n`;
}

const amount = (number: number, what: string): string =>
  `${String(number)} ${what}${number === 1 ? "" : "s"}`;

/** Control and direction characters of hostile text, made visible. */
const harmless = (text: string): string =>
  text.replace(
    /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/**
 * Prints findings for people: a block per file, a line per finding with the source line below it, a sum. Nothing from a
 * file reaches the terminal raw.
 */
import { styleText } from "node:util";
import type { Severity } from "../../core/analysis/finding.ts";
import {
  regionOf,
  regionsOf,
  type CheckedFile,
  type Counts,
  type Printer,
  type Region,
  type RunFacts,
} from "./printer.ts";
import { visible } from "./visible.ts";

type Style = Parameters<typeof styleText>[0];

const colourOf: Readonly<Record<Severity, Style>> = {
  error: "red",
  warning: "yellow",
  info: "blue",
};

export function prettyPrinter({ seen, colours }: RunFacts): Printer {
  const paint = (style: Style, text: string): string =>
    colours ? styleText(style, text, { validateStream: false }) : text;
  return { start: "", file: printFile, end: printEnd };

  function printFile({ file, text, findings }: CheckedFile): string {
    if (findings.length === 0) return "";
    const regionAt = regionsOf(text);
    const source = text.split(/\r\n|\r|\n/);
    const lines = [paint("underline", visible(file))];
    for (const finding of findings) {
      const { range, severity, message, rule, related, elsewhere } = finding;
      const region = regionAt(range);
      const { line, column } = region;
      const place = `${String(line)}:${String(column)}`;
      lines.push(
        `  ${place.padEnd(8)}${paint(colourOf[severity], severity)}${" ".repeat(9 - severity.length)}${visible(message)}  ${paint("dim", `[${rule}]`)}`,
        ...excerpt(source[line - 1] ?? "", region).map(([gutter, shown]) =>
          shown.trim().startsWith("^")
            ? `${paint("dim", gutter)}${paint(colourOf[severity], shown)}`
            : `${paint("dim", gutter)}${shown}`,
        ),
      );
      for (const { range: other, message: note } of related) {
        const at = regionAt(other);
        lines.push(
          `    ${`${String(at.line)}:${String(at.column)}`.padEnd(8)}${visible(note)}`,
        );
      }
      if (elsewhere !== undefined) {
        const at = regionOf(elsewhere.start, elsewhere.end);
        lines.push(
          `    ${visible(elsewhere.path)}:${String(at.line)}:${String(at.column)}`,
        );
      }
    }
    return `${lines.join("\n")}\n\n`;
  }

  function printEnd({ error, warning, info }: Counts): string {
    if (error + warning + info === 0)
      return `Nothing found in ${amount(seen, "file")}.\n`;
    return `${amount(error, "error")}, ${amount(warning, "warning")}, ${amount(info, "note")} in ${amount(seen, "file")}.
Run cognito-debugger explain RULE to read more about a rule.
`;
  }
}

const widest = 120;

/** The line of the source and the marks below it, each with what stands left of it. */
function excerpt(
  written: string,
  { line, column, endLine, endColumn }: Region,
): readonly (readonly [gutter: string, shown: string])[] {
  if (written.trim() === "") return [];
  // Of a very long line, the part around the finding.
  const from = column > widest - 40 ? column - 41 : 0;
  const shown = written.slice(from, from + widest);
  const start = Math.min(column - 1 - from, shown.length);
  const end = endLine > line ? shown.length : endColumn - 1 - from;
  const marks = Math.max(1, Math.min(end, shown.length) - start);
  const number = String(line).padStart(7);
  const before = visible(shown.slice(0, start).replaceAll("\t", " "));
  return [
    [`${number} | `, visible(shown.replaceAll("\t", " "))],
    [`${" ".repeat(7)} | `, `${" ".repeat(before.length)}${"^".repeat(marks)}`],
  ];
}

const amount = (number: number, what: string): string =>
  `${String(number)} ${what}${number === 1 ? "" : "s"}`;

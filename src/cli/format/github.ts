/**
 * Prints findings as workflow commands, which GitHub shows beside the lines of a pull request.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
import type { Severity } from "../../core/analysis/finding.ts";
import { regionsOf, type Printer, type RunFacts } from "./printer.ts";

const commands: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "notice",
};

export const githubPrinter = ({ repositoryPath }: RunFacts): Printer => ({
  start: "",
  file: ({ file, text, findings }) => {
    const regionOf = regionsOf(text);
    return findings
      .map(({ range, severity, message, rule }) => {
        const { line, column, endLine, endColumn } = regionOf(range);
        const properties = {
          file: repositoryPath(file),
          line,
          endLine,
          // Columns of more than one line are refused.
          ...(line === endLine ? { col: column, endColumn } : {}),
          title: rule,
        };
        const written = Object.entries(properties)
          .map(([name, value]) => `${name}=${property(String(value))}`)
          .join(",");
        return `::${commands[severity]} ${written}::${data(message)}\n`;
      })
      .join("");
  },
  end: () => "",
});

/** What would end the line, or begin a command of its own. */
const data = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const property = (text: string): string =>
  data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

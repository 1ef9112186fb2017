/**
 * What a search found as a document: lines as a tail shows them, everything else as a table of text. Invariant: plain text,
 * redacted.
 */
import type { QueryRow } from "../../ports/log-queries.ts";
import { formatLine } from "../format.ts";
import { createGrouping } from "../group-invocations.ts";
import { toPlainText } from "../plain-text.ts";
import { redact, type Redaction } from "../redact.ts";
import { groupOf, readInsightsTime } from "./plot.ts";

export interface ResultsOptions {
  readonly redaction: Redaction;
  /** What a log group is called. */
  readonly nameOf: (group: string) => string;
  /** Whether Cognito waits for the functions that log there. */
  readonly isWaitedFor: (group: string) => boolean;
}

export function resultsText(
  rows: readonly QueryRow[],
  options: ResultsOptions,
): string {
  if (rows.length === 0) return "Nothing was found.\n";
  const isLines = rows.every(
    (row) => row["@timestamp"] !== undefined && row["@message"] !== undefined,
  );
  return isLines ? linesText(rows, options) : tableText(rows, options);
}

function linesText(
  rows: readonly QueryRow[],
  { redaction, nameOf, isWaitedFor }: ResultsOptions,
): string {
  const grouping = createGrouping();
  return rows
    .flatMap((row, index) => {
      const group = groupOf(row);
      const timestamp = readInsightsTime(row["@timestamp"] ?? "") ?? 0;
      const line = grouping.add({
        group,
        late: false,
        event: {
          id: row["@ptr"] ?? String(index),
          stream: row["@logStream"] ?? "",
          timestamp,
          ingestedAt: timestamp,
          message: row["@message"] ?? "",
        },
      });
      const shown = formatLine(line, {
        cognitoWaits: isWaitedFor(group),
        redaction,
        ...(group === "" ? {} : { label: nameOf(group) }),
      });
      const day = new Date(timestamp).toISOString().slice(0, 10);
      return shown === undefined ? [] : [`${day} ${shown.text}\n`];
    })
    .join("");
}

function tableText(
  rows: readonly QueryRow[],
  { redaction }: ResultsOptions,
): string {
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter(
    (field) => field !== "@ptr",
  );
  const line = (cells: readonly string[]): string =>
    `${cells.map((cell) => toPlainText(cell).replaceAll("\n", " ")).join("\t")}\n`;
  return [
    line(fields),
    // The names of the fields stand beside their values while secrets are looked for.
    ...rows.map((row) =>
      line(
        fields.map((field) => {
          const value = row[field] ?? "";
          const named = redact(`${field}=${value}`, redaction);
          return named.slice(field.length + 1);
        }),
      ),
    ),
  ].join("");
}

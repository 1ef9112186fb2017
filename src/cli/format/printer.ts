/**
 * What every printer gets and gives. It prints a file at a time, in order, so that nothing of a file is kept until the
 * others are checked.
 */
import type { Finding, Severity } from "../../core/analysis/finding.ts";
import { createLineIndex } from "../../core/text/line-index.ts";
import type { Position, Range } from "../../core/text/position.ts";

export interface CheckedFile {
  /** With `/`, as given or relative to the working folder. */
  readonly file: string;
  /** For the places of findings; empty where there are none. */
  readonly text: string;
  readonly findings: readonly Finding[];
}

export interface RunFacts {
  /** How many files are looked at; those that may hold a handler are checked. */
  readonly seen: number;
  /** Of this program. */
  readonly version: string;
  /** The reader is a terminal that wants colours. */
  readonly colours: boolean;
  /** The path to name a file by to GitHub. */
  readonly repositoryPath: (file: string) => string;
}

export interface Printer {
  /** What stands before the files. */
  readonly start: string;
  readonly file: (checked: CheckedFile) => string;
  /** What stands behind the files. */
  readonly end: (counts: Counts) => string;
}

/** How many findings there were. */
export type Counts = Readonly<Record<Severity, number>>;

/** The items of a JSON list as they come, each on a line of its own. */
export function jsonItems(): (items: readonly object[]) => string {
  let separator = "\n";
  return (items) =>
    items
      .map((each) => {
        const item = `${separator}${JSON.stringify(each)}`;
        separator = ",\n";
        return item;
      })
      .join("");
}

/** Lines and columns for people and CI: both count from 1, columns in UTF-16 code units. */
export interface Region {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export const regionOf = (start: Position, end: Position): Region => ({
  line: start.line + 1,
  column: start.character + 1,
  endLine: end.line + 1,
  endColumn: end.character + 1,
});

export function regionsOf(text: string): (range: Range) => Region {
  const index = createLineIndex(text);
  return ({ start, end }) =>
    regionOf(index.positionAt(start), index.positionAt(end));
}

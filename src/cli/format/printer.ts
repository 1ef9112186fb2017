/** What every printer gets and gives: what came of a run, and the whole output as one text. */
import type { Finding } from "../../core/analysis/finding.ts";
import { createLineIndex } from "../../core/text/line-index.ts";
import type { Position, Range } from "../../core/text/position.ts";

export interface CheckedFile {
  /** With `/`, as given or relative to the working folder. */
  readonly file: string;
  /** For the places of findings; empty where there are none. */
  readonly text: string;
  readonly findings: readonly Finding[];
}

export interface Results {
  /** Those that may hold a handler. */
  readonly files: readonly CheckedFile[];
  /** How many files were looked at. */
  readonly seen: number;
  /** Of this program. */
  readonly version: string;
  /** The reader is a terminal that wants colours. */
  readonly colours: boolean;
}

export type Printer = (results: Results) => string;

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

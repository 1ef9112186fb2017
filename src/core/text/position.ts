/**
 * Places in a text. Offsets count UTF-16 code units from 0; lines and characters count from 0, as editors do.
 * Printers for people and CI add one at the very end.
 */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Half-open: `end` is the first offset that does not belong to it. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What stands right before an offset: enough for a pattern that ends there, which need not look at all the text. */
export const textBefore = (text: string, offset: number): string =>
  text.slice(Math.max(0, offset - 400), offset);

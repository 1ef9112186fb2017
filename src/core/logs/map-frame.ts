/** From a place in built code to the place in its source, by the source map beside it. Never throws. */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

export interface OriginalPlace {
  /** As the map names it: relative to the map, or absolute. */
  readonly source: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** `line` and `column` count from 1. Undefined where the map is none, or does not know the place. */
export function mapFrame(
  map: string,
  line: number,
  column: number,
): OriginalPlace | undefined {
  try {
    const found = originalPositionFor(new TraceMap(map), {
      line,
      column: column - 1,
    });
    return found.source === null
      ? undefined
      : { source: found.source, line: found.line, column: found.column + 1 };
  } catch {
    return undefined; // Cut short, or of another format.
  }
}

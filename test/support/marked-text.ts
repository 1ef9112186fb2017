/** Texts of tests with places marked in them: `⟦…⟧` stands around what a finding should cover. */
import type { Range } from "../../src/core/text/position.ts";

export interface MarkedText {
  readonly text: string;
  readonly ranges: readonly Range[];
}

/** Takes the marks out of `marked`; marks nest and each pair gives one range, in order of its start. */
export function readMarkedText(marked: string): MarkedText {
  let text = "";
  const open: number[] = [];
  const ranges: Range[] = [];
  for (const character of marked) {
    if (character === "⟦") open.push(text.length);
    else if (character === "⟧") {
      const start = open.pop();
      if (start === undefined) throw new Error("A mark ends that never began");
      ranges.push({ start, end: text.length });
    } else text += character;
  }
  if (open.length > 0) throw new Error("A mark begins that never ends");
  return { text, ranges: ranges.sort((a, b) => a.start - b.start) };
}

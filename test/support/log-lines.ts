/** Messages as a tail brings them: lines of one stream, a millisecond apart, numbered by their ids. */
import type { TailLine } from "../../src/core/logs/merge.ts";

export const linesOf = (messages: readonly string[]): readonly TailLine[] =>
  messages.map((message, n) => ({
    group: "g",
    late: false,
    event: {
      id: String(n),
      stream: "s",
      timestamp: n,
      ingestedAt: n,
      message,
    },
  }));

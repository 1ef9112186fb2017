/** How a whole tail stands, from how its groups do. */
import type { TailState } from "../../core/logs/page-reader.ts";

/** Of the whole tail: the worst of its groups, as far as one is known. */
export type Standing = TailState["kind"] | "starting" | "held";

const worstFirst = [
  "paused",
  "throttled",
  "tailing",
  "waiting",
  "refused",
] as const;

export function standingOf(
  states: ReadonlyMap<string, TailState>,
  groups: readonly string[],
): Standing {
  const kinds = groups.map((group) => states.get(group)?.kind);
  return worstFirst.find((kind) => kinds.includes(kind)) ?? "starting";
}

export function standingWords(standing: Standing): string {
  switch (standing) {
    case "starting":
      return "starting";
    case "held":
      return "paused by you";
    case "tailing":
      return "reading";
    case "waiting":
      return "waiting for the first invocation";
    case "throttled":
      return "reading slowly, throttled by AWS";
    case "paused":
    case "refused":
      return "cannot read, see the output";
  }
}

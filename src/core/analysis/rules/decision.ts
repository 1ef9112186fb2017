/** How one path of a define auth challenge trigger has decided, member by member. */
import type { ExitFact, ValueFact } from "../interp/facts.ts";

/** `unset`: surely not set on this path. Undefined: not known, or not the same on all ways here. */
export function decisionOf(
  exit: ExitFact,
  member: string,
): ValueFact | "unset" | undefined {
  const writes = exit.writes.filter((write) => write.member === member);
  if (writes.length === 0) return exit.lacks(member) ? "unset" : undefined;
  const [write, ...others] = writes;
  const [value, ...rest] = write?.values ?? [];
  return others.length > 0 ||
    rest.length > 0 ||
    write?.known !== true ||
    write.sometimes
    ? undefined
    : value;
}

export function isBoolean(
  decided: ReturnType<typeof decisionOf>,
  value: boolean,
): boolean {
  return (
    typeof decided === "object" &&
    decided.kind === "boolean" &&
    decided.value === value
  );
}

/** Sees which functions of the file are given the event or a part of it, for what an editor shows in them. */
import type { FunctionIr } from "../ir/ir.ts";
import { eventId, objectIds, type Machine } from "./machine.ts";
import type { Value } from "./value.ts";

export function observeHanded(
  { module, sightings: { handed } }: Machine,
  { id, range, parameters }: FunctionIr,
  args: readonly Value[],
): void {
  if (range.end > module.text.length) return;
  for (const [i, { variable, rest }] of parameters.entries()) {
    const value = args[i];
    if (value === undefined || rest || handed.has(variable)) continue;
    const part = objectIds(value).find(
      (each) => each === eventId || each.startsWith(`${eventId}.`),
    );
    if (part !== undefined)
      handed.set(variable, { to: id, path: pathTo(part) });
  }
}

/** `event.request.session[]`, and one round of it that is known, `event.request.session.0`: any entry. */
const pathTo = (part: string): readonly string[] =>
  part
    .replaceAll("[]", ".*")
    .split(".")
    .slice(1)
    .map((name) => (/^\d+$/u.test(name) ? "*" : name));

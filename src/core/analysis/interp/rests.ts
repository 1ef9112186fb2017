/**
 * What the check of a handler rests on besides its own code: functions of the file that it ran, and what was asked of the
 * file's text as a whole. While none of that changes, the check need not be done again.
 */
import type { FunctionId } from "../ir/ir.ts";

export interface Rests {
  readonly entered: Set<FunctionId>;
  /** By what was asked, as text. */
  readonly asked: Map<string, Asked>;
}

interface Asked {
  readonly pattern: RegExp;
  readonly found: boolean;
}

export const newRests = (): Rests => ({ entered: new Set(), asked: new Map() });

/** @param pattern without the flag `g`: it is only asked whether there is one */
export function ask(rests: Rests, text: string, pattern: RegExp): boolean {
  const found = pattern.test(text);
  rests.asked.set(String(pattern), { pattern, found });
  return found;
}

/** Whether the text would give the same answers. */
export function stillHolds({ asked }: Rests, text: string): boolean {
  for (const { pattern, found } of asked.values())
    if (pattern.test(text) !== found) return false;
  return true;
}

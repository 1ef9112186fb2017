/**
 * Which members a path has looked at, as far as some rule asks for it: a decision about tokens that never looked at the
 * result of a challenge, a flag set without a look at the attribute. Invariant: a name that may have been read counts as
 * read, and once unknown code had the session, everything does.
 */
import type { Value } from "./value.ts";
import type { State } from "./state.ts";

const watched = new Set([
  "challengeName",
  "challengeResult",
  "challengeMetadata",
  "challenge_name",
  "challenge_result",
  "challenge_metadata",
  "email",
  "phone_number",
  "length",
  "len",
  "sum",
  "count",
  "reduce",
]);

/** Stands for every name. */
const everything = "*";

export function lookAt(state: State, name: string): void {
  if (!state.looks.has(name)) state.looks = new Set([...state.looks, name]);
}

export function lookAtNamed(state: State, names: Value): void {
  for (const atom of names) {
    if (atom.kind === "text" && atom.value !== undefined)
      if (watched.has(atom.value)) lookAt(state, atom.value);
  }
}

export const lookAtEverything = (state: State): void => {
  lookAt(state, everything);
};

const supposition = "?";

/** From here on the way is only supposed: nothing is known that leads there, but the file provides for it. */
export const suppose = (state: State): void => {
  lookAt(state, supposition);
};

export const isSupposed = ({ looks }: State): boolean => looks.has(supposition);

/** Whether a path that ends in this state may have looked at one of the names. */
export const mayHaveLooked = (
  { looks }: State,
  names: readonly string[],
): boolean => looks.has(everything) || names.some((name) => looks.has(name));

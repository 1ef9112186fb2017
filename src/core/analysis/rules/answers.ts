/** Which ends of a handler answer Cognito. */
import type { ExitFact, HandlerFacts } from "../interp/facts.ts";

/**
 * Those that give the event back. Where another file does that, whatever is given: then only of a handler that answers
 * somewhere, because others may be called beside it.
 */
export function answersAmong(
  facts: HandlerFacts,
  exits: readonly ExitFact[],
): readonly ExitFact[] {
  if (facts.returnsToCognito)
    return exits.filter(({ returned }) =>
      returned.some(({ kind }) => kind === "event"),
    );
  return facts.writesAnswer && facts.exits.some(({ touched }) => touched)
    ? exits
    : [];
}

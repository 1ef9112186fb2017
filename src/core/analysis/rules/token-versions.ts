/** Handlers that serve several versions of the pre token generation event and tell them apart. */
import type { HandlerFacts } from "../interp/facts.ts";
import { keyOfV1, keyOfV2 } from "./claim-writes.ts";

/** It asks for the version, and answers each on a path of its own: which of them a version takes is not known. */
export function tellsVersions({
  trigger,
  exits,
  mentions,
}: HandlerFacts): boolean {
  if (trigger.name !== "PreTokenGeneration") return false;
  const answers = new Set(
    exits.flatMap(({ writes }) => {
      const keys = [keyOfV1, keyOfV2].filter((key) =>
        writes.some(({ member }) => member === key),
      );
      return keys.length === 1 ? keys : [];
    }),
  );
  return answers.size > 1 && mentions(/version|\bscopes\b|\bis_?v[123]\b/iu);
}

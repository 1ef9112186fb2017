/** A small, repeatable part of `npm run fuzz`. */
import { expect, test } from "vitest";
import { fuzzedLanguages, fuzzHandlers } from "../../fuzz/handlers.ts";

test.each(fuzzedLanguages)(
  "damaged handlers in %s neither throw nor differ after edits",
  async (language) => {
    const { recognised, flagged } = await fuzzHandlers(
      language,
      300,
      8_000_000,
    );
    // Otherwise nothing but refusals would have been tried.
    expect(recognised).toBeGreaterThan(100);
    expect(flagged).toBeGreaterThan(12);
  },
  60_000,
);

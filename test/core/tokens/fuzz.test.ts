/** A small, repeatable part of `npm run fuzz:tokens`. */
import { expect, it } from "vitest";
import { fuzzTokens } from "../../fuzz/tokens.ts";

it("takes damaged and hostile tokens without throwing or believing one", async () => {
  const { texts, valid } = await fuzzTokens(2_000, 7_000_000);
  expect(texts).toBe(2_000);
  // Some stay whole: otherwise nothing would show that a good token passes.
  expect(valid).toBeGreaterThan(20);
}, 60_000);

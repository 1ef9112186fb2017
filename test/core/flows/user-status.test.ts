/** What a status means for signing in, and that nothing is guessed. */
import { expect, test } from "vitest";
import { stateOfUser } from "../../../src/core/flows/user-status.ts";

test("a user who never confirmed is blocked, in words", () => {
  expect(stateOfUser({ status: "UNCONFIRMED", enabled: true })).toMatchObject({
    name: "UNCONFIRMED",
    signIn: "blocked",
    hint: "cannot sign in yet",
  });
});

test("a confirmed user who is disabled is blocked, and the status is still told", () => {
  const state = stateOfUser({ status: "CONFIRMED", enabled: false });
  expect(state.signIn).toBe("blocked");
  expect(state.explanation).toContain("CONFIRMED");
});

test("a status nobody has heard of is shown under its own name, without a guess", () => {
  for (const status of ["PAUSED", "constructor", "__proto__"])
    expect(stateOfUser({ status, enabled: true })).toMatchObject({
      name: status,
      signIn: "unknown",
    });
});

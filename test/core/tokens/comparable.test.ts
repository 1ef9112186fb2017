/** Two tokens of one session, before and after a refresh, differ in what is really different. */
import { expect, it } from "vitest";
import { printComparable } from "../../../src/core/tokens/comparable.ts";
import { decodeToken } from "../../../src/core/tokens/decode.ts";
import { accessClaims, now, unsigned } from "./sign.ts";

const print = (claims: object): string =>
  printComparable(decodeToken(unsigned(claims)));

it("says times by their distance from the time of issue", () => {
  const text = print({ ...accessClaims, nbf: accessClaims.iat });
  expect(text).toContain('"exp": "1 hour after it was issued"');
  expect(text).toContain('"auth_time": "when it was issued"');
  expect(text).toContain('"nbf": "when it was issued"');
  expect(text).not.toContain(String(accessClaims.exp));
  expect(print({ ...accessClaims, auth_time: now - 4200 })).toContain(
    '"auth_time": "1 hour before it was issued"',
  );
});

it("is the same for tokens that differ in time, and in the order of members and groups, alone", () => {
  const later = Object.fromEntries(
    Object.entries({
      ...accessClaims,
      iat: accessClaims.iat + 7200,
      exp: accessClaims.exp + 7200,
      auth_time: accessClaims.auth_time + 7200,
      "cognito:groups": ["b", "a"],
    }).reverse(),
  );
  expect(print(later)).toBe(
    print({ ...accessClaims, "cognito:groups": ["a", "b"] }),
  );
  expect(print({ ...later, scope: "openid" })).not.toBe(print(later));
});

it("keeps what it cannot normalise, and says what cannot be read", () => {
  expect(print({ exp: "soon", a: { z: 1, b: [2, 1] } })).toContain(
    '"exp": "soon"',
  );
  expect(printComparable(decodeToken("eyJ.x"))).toContain("not readable");
});

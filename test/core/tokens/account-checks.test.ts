/** What only the account can say of a token, over fake ports: each check by itself, and what may not be read costs no other. */
import { expect, it } from "vitest";
import type { Page } from "../../../src/core/ports/page.ts";
import { PortError } from "../../../src/core/ports/port-error.ts";
import {
  checkAccount,
  type AccountPorts,
} from "../../../src/core/tokens/account-checks.ts";
import type { Check } from "../../../src/core/tokens/check.ts";
import { decodeToken } from "../../../src/core/tokens/decode.ts";
import { readIssuer } from "../../../src/core/tokens/issuer.ts";
import { accessClaims, idClaims, unsigned } from "./sign.ts";

const denied = new PortError("access-denied", "Not allowed.", "Ask.");
const missing = new PortError("not-found", "Does not exist.", "Look.");

type Answers = Partial<{
  readonly region: string;
  readonly pool: PortError;
  readonly client: PortError;
  readonly groups: readonly string[] | PortError;
  readonly memberOf: readonly string[] | PortError;
  readonly standing: "accepted" | "refused" | PortError;
}>;

const unused = (): Promise<never> => Promise.reject(new Error("Not called."));

function answer<T>(value: T | PortError): Promise<T> {
  return value instanceof PortError
    ? Promise.reject(value)
    : Promise.resolve(value);
}

// One a page, so that all pages must be read.
function pageOf(
  names: readonly string[],
  next = "0",
): Page<{ readonly name: string }> {
  const at = Number(next);
  const items = names.slice(at, at + 1).map((name) => ({ name }));
  return at + 1 < names.length ? { items, next: String(at + 1) } : { items };
}

function portsFor(answers: Answers): AccountPorts {
  return {
    region: answers.region ?? "eu-central-1",
    userPools: {
      listPools: unused,
      listClients: unused,
      listUsers: unused,
      describePool: async (id) => {
        await answer(answers.pool);
        return {
          id,
          name: "shop",
          arn: "arn",
          usernameAttributes: [],
          aliasAttributes: [],
          triggers: [],
        };
      },
      describeClient: async (poolId, id) => {
        await answer(answers.client);
        return {
          id,
          name: "web",
          poolId,
          hasSecret: false,
          authFlows: [],
          oauthFlows: [],
          scopes: [],
          callbackUrls: [],
          tokenRevocation: true,
        };
      },
      listGroups: async (_poolId, next) =>
        pageOf(await answer(answers.groups ?? ["staff", "admins"]), next),
      listGroupsOfUser: async (_poolId, username, next) => {
        expect(username).toBe("ada");
        return pageOf(
          await answer(answers.memberOf ?? ["admins", "staff"]),
          next,
        );
      },
      listResourceServers: () =>
        Promise.resolve({ items: [{ identifier: "shop", scopes: ["read"] }] }),
    },
    sessions: {
      askStanding: async () => {
        const kind = await answer(answers.standing ?? "accepted");
        return kind === "accepted"
          ? { kind }
          : { kind, reason: "Access Token has been revoked" };
      },
    },
  };
}

async function check(
  claims: object,
  answers: Answers = {},
): Promise<Readonly<Record<string, boolean | null>>> {
  const checks = await list(claims, answers);
  return Object.fromEntries(checks.map(({ id, ok }) => [id, ok]));
}

async function list(
  claims: object,
  answers: Answers,
): Promise<readonly Check[]> {
  const token = decodeToken(unsigned(claims));
  if (token.kind !== "signed") throw new Error(token.kind);
  const issuer = readIssuer(token.claims["iss"]);
  if (!issuer.ok) throw new Error(issuer.problem);
  return checkAccount(token, issuer, portsFor(answers));
}

const full = {
  ...accessClaims,
  "cognito:groups": ["staff", "admins"],
  scope: "openid shop/read",
};

it("passes a token that the account knows in every part", async () => {
  expect(await check(full)).toEqual({
    pool: true,
    "client-of-pool": true,
    groups: true,
    membership: true,
    scopes: true,
    revocation: true,
  });
});

it.each([
  [full, { pool: missing }, { pool: false }],
  [full, { client: missing }, { "client-of-pool": false }],
  [full, { client: denied }, { "client-of-pool": null }],
  [full, { groups: ["staff"] }, { groups: false }],
  [full, { groups: denied }, { groups: null }],
  [full, { memberOf: ["staff"] }, { membership: false }],
  [full, { memberOf: ["staff", "admins", "buyers"] }, { membership: false }],
  [full, { memberOf: missing }, { membership: false }],
  [full, { memberOf: denied }, { membership: null }],
  [{ ...full, scope: "shop/buy" }, {}, { scopes: false }],
  [{ ...full, scope: "openid" }, {}, { scopes: null }],
  [full, { standing: "refused" }, { revocation: false }],
  [full, { standing: denied }, { revocation: null }],
] as const)(
  "tells each failure by itself (%#)",
  async (claims, answers, but) => {
    expect(await check(claims, answers)).toEqual({
      ...(await check(full)),
      ...but,
    });
  },
);

it("names the groups that the user left and joined since, and says what renews them", async () => {
  const checks = await list(full, { memberOf: ["admins", "buyers"] });
  expect(checks.find(({ id }) => id === "membership")?.message).toMatch(
    /not in staff, which the token names\. The user is in buyers, which the token does not name\..*refresh it/,
  );
});

it("says where the pool is when another Region was asked", async () => {
  const asked = async (region: string): Promise<string | undefined> =>
    (await list(full, { pool: missing, region }))[0]?.message;
  expect(await asked("eu-west-1")).toBe(
    "Does not exist. The token's pool is in eu-central-1: choose that Region with Cognito: Select AWS Region, then check again.",
  );
  expect(await asked("eu-central-1")).toBe("Does not exist. Look.");
});

it("has no user to ask about where the token is a client's own", async () => {
  const machine = { ...accessClaims, username: undefined };
  expect((await list(machine, { memberOf: missing }))[3]).toMatchObject({
    id: "membership",
    ok: null,
    message: "It names no user.",
  });
});

it("has nothing against a user without groups", async () => {
  expect(await check(accessClaims, { memberOf: [] })).toMatchObject({
    groups: null,
    membership: true,
  });
});

it("sends no id token anywhere", async () => {
  expect(await check(idClaims, { standing: missing })).toMatchObject({
    revocation: null,
  });
});

it("stops when it is cancelled", async () => {
  const cancelled = new PortError("cancelled", "Cancelled.", "");
  await expect(check(full, { pool: cancelled })).rejects.toBe(cancelled);
});

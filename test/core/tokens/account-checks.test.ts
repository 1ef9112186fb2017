/** What only the account can say of a token, over fake ports: each check by itself, and what may not be read costs no other. */
import { expect, it } from "vitest";
import { PortError } from "../../../src/core/ports/port-error.ts";
import {
  checkAccount,
  type AccountPorts,
} from "../../../src/core/tokens/account-checks.ts";
import { decodeToken } from "../../../src/core/tokens/decode.ts";
import { readIssuer } from "../../../src/core/tokens/issuer.ts";
import { accessClaims, idClaims, unsigned } from "./sign.ts";

const denied = new PortError("access-denied", "Not allowed.", "Ask.");
const missing = new PortError("not-found", "Does not exist.", "Look.");

type Answers = Partial<{
  readonly pool: PortError;
  readonly client: PortError;
  readonly groups: readonly string[] | PortError;
  readonly standing: "accepted" | "refused" | PortError;
}>;

const unused = (): Promise<never> => Promise.reject(new Error("Not called."));

function answer<T>(value: T | PortError): Promise<T> {
  return value instanceof PortError
    ? Promise.reject(value)
    : Promise.resolve(value);
}

function portsFor(answers: Answers): AccountPorts {
  return {
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
      // One group a page, so that all pages must be read.
      listGroups: async (_poolId, next = "0") => {
        const groups = await answer(answers.groups ?? ["staff", "admins"]);
        const at = Number(next);
        const items = groups.slice(at, at + 1).map((name) => ({ name }));
        return at + 1 < groups.length
          ? { items, next: String(at + 1) }
          : { items };
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
  const token = decodeToken(unsigned(claims));
  if (token.kind !== "signed") throw new Error(token.kind);
  const issuer = readIssuer(token.claims["iss"]);
  if (!issuer.ok) throw new Error(issuer.problem);
  const checks = await checkAccount(token, issuer, portsFor(answers));
  return Object.fromEntries(checks.map(({ id, ok }) => [id, ok]));
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

it("sends no id token anywhere", async () => {
  expect(await check(idClaims, { standing: missing })).toMatchObject({
    revocation: null,
  });
});

it("stops when it is cancelled", async () => {
  const cancelled = new PortError("cancelled", "Cancelled.", "");
  await expect(check(full, { pool: cancelled })).rejects.toBe(cancelled);
});

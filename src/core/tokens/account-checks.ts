/**
 * The checks that only the account can answer: that pool, app client, groups and scopes exist there, and whether Cognito
 * still takes the token. Each is made by itself: what may not be read costs that check alone. Reads, changes nothing.
 */
import type { Page } from "../ports/page.ts";
import { PortError } from "../ports/port-error.ts";
import type { Sessions } from "../ports/sessions.ts";
import type { UserPools } from "../ports/user-pools.ts";
import { outcome, type Check } from "./check.ts";
import type { SignedToken } from "./decode.ts";
import type { PoolIssuer } from "./issuer.ts";
import { readMember, readString } from "./json.ts";

export interface AccountPorts {
  readonly userPools: UserPools;
  readonly sessions: Sessions;
  /** Where they ask. */
  readonly region: string;
}

type Outcome = (ok: boolean | null, message: string) => Check;

/** Pages of one listing that are followed: a pool has at most 10,000 groups. */
const mostPages = 200;

/** Rejects with a `PortError` only when it was cancelled. */
export async function checkAccount(
  token: SignedToken,
  { poolId, region: poolRegion }: PoolIssuer,
  { userPools, sessions, region }: AccountPorts,
  signal?: AbortSignal,
): Promise<readonly Check[]> {
  const { claims } = token;
  const use = readMember(claims, "token_use");
  const client = readString(claims, use === "id" ? "aud" : "client_id");
  return Promise.all([
    attempt(outcome("pool", "Pool in this account"), async (check) => {
      try {
        const { name } = await userPools.describePool(poolId, signal);
        return check(true, `This account has the pool: ${name}.`);
      } catch (error) {
        if (poolRegion === undefined || poolRegion === region) throw error;
        throw elsewhere(error, poolRegion);
      }
    }),
    attempt(outcome("client-of-pool", "Client of this pool"), async (check) => {
      if (client === undefined)
        return check(false, "The token names no app client.");
      const { name } = await userPools.describeClient(poolId, client, signal);
      return check(true, `The pool has this app client: ${name}.`);
    }),
    attempt(outcome("groups", "Groups"), (check) =>
      checkGroups(check, token, (next) =>
        userPools.listGroups(poolId, next, signal),
      ),
    ),
    attempt(outcome("membership", "The user's groups"), (check) =>
      checkMembership(check, token, (username, next) =>
        userPools.listGroupsOfUser(poolId, username, next, signal),
      ),
    ),
    attempt(outcome("scopes", "Scopes"), (check) =>
      checkScopes(check, token, (next) =>
        userPools.listResourceServers(poolId, next, signal),
      ),
    ),
    attempt(outcome("revocation", "Revocation"), async (check) => {
      if (use !== "access")
        return check(
          null,
          "Only an access token can be asked about; an id token is taken until it expires.",
        );
      const standing = await sessions.askStanding(token.compact, signal);
      return standing.kind === "accepted"
        ? check(true, "Cognito takes it: it is not revoked.")
        : check(false, `Cognito refuses it: ${standing.reason}.`);
    }),
  ]);
}

/** Only the pool's own Region knows it: the first thing to look at when it is not found. */
function elsewhere(error: unknown, poolRegion: string): unknown {
  return error instanceof PortError && error.kind === "not-found"
    ? new PortError(
        error.kind,
        error.message,
        `The token's pool is in ${poolRegion}: choose that Region with Cognito: Select AWS Region, then check again.`,
        error.detail,
      )
    : error;
}

async function checkGroups(
  check: Outcome,
  { claims }: SignedToken,
  fetch: (next?: string) => Promise<Page<{ readonly name: string }>>,
): Promise<Check> {
  const groups = readGroups(claims);
  if (groups.length === 0) return check(null, "It names no group.");
  const known = new Set((await fetchAll(fetch)).map(({ name }) => name));
  return compare(check, groups, known, "group");
}

/** A token keeps the groups of the moment it was issued. */
async function checkMembership(
  check: Outcome,
  { claims }: SignedToken,
  fetch: (
    username: string,
    next?: string,
  ) => Promise<Page<{ readonly name: string }>>,
): Promise<Check> {
  const username =
    readString(claims, "cognito:username") ?? readString(claims, "username");
  if (username === undefined) return check(null, "It names no user.");
  const claimed = readGroups(claims);
  const current = (await fetchAll((next) => fetch(username, next))).map(
    ({ name }) => name,
  );
  const left = claimed.filter((name) => !current.includes(name));
  const joined = current.filter((name) => !claimed.includes(name));
  if (left.length + joined.length === 0)
    return check(
      true,
      current.length === 0
        ? "The user is in no group, and the token names none."
        : "The token names the groups that the user is in.",
    );
  return check(
    false,
    [
      ...(left.length === 0
        ? []
        : [`The user is not in ${left.join(", ")}, which the token names.`]),
      ...(joined.length === 0
        ? []
        : [
            `The user is in ${joined.join(", ")}, which the token does not name.`,
          ]),
      "A token keeps the groups it was issued with: refresh it to have the present ones. If it stays, a pre token generation trigger changes them.",
    ].join(" "),
  );
}

function readGroups(claims: SignedToken["claims"]): readonly string[] {
  const claimed = readMember(claims, "cognito:groups");
  return Array.isArray(claimed) ? claimed.map(String) : [];
}

/** Scopes that stand for a resource server's; the others are Cognito's own and OpenID's. */
async function checkScopes(
  check: Outcome,
  { claims }: SignedToken,
  fetch: (
    next?: string,
  ) => Promise<
    Page<{ readonly identifier: string; readonly scopes: readonly string[] }>
  >,
): Promise<Check> {
  const scopes = (readString(claims, "scope") ?? "")
    .split(" ")
    .filter((scope) => scope.includes("/"));
  if (scopes.length === 0)
    return check(null, "It carries no scope of a resource server.");
  const servers = await fetchAll(fetch);
  const known = new Set(
    servers.flatMap(({ identifier, scopes: names }) =>
      names.map((name) => `${identifier}/${name}`),
    ),
  );
  return compare(check, scopes, known, "scope");
}

function compare(
  check: Outcome,
  claimed: readonly string[],
  known: ReadonlySet<string>,
  what: string,
): Check {
  const missing = claimed.filter((name) => !known.has(name));
  return missing.length === 0
    ? check(true, `The pool has each ${what} that the token names.`)
    : check(
        false,
        `The pool does not have the ${what} ${missing.join(", ")}: it was removed since, a trigger wrote it, or the token is another pool's.`,
      );
}

async function fetchAll<T>(
  fetch: (next?: string) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const items: T[] = [];
  let next: string | undefined;
  for (let pages = 0; pages < mostPages; pages++) {
    const page: Page<T> = await fetch(next);
    items.push(...page.items);
    next = page.next;
    if (next === undefined) break;
  }
  return items;
}

async function attempt(
  check: Outcome,
  make: (check: Outcome) => Promise<Check>,
): Promise<Check> {
  try {
    return await make(check);
  } catch (error) {
    if (!(error instanceof PortError) || error.kind === "cancelled")
      throw error;
    return check(
      error.kind === "not-found" ? false : null,
      `${error.message} ${error.remedy}`,
    );
  }
}

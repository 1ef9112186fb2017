/**
 * Puts the authorizers of an account's APIs to the rules, one answer for the routes that ask for the same. Settings come
 * from the account; the rules are those of `consumers.ts`. Nothing here is a verification.
 */
import type { Authorizer, GuardedRoute } from "../ports/authorizers.ts";
import type { AccountApis } from "./account-apis.ts";
import type { ApiSettings } from "./api-rule.ts";
import {
  nameApi,
  nameAuthorizer,
  notesOn,
  remarksOn,
} from "./authorizer-texts.ts";
import { adviseConsumer, type ConsumerAdvice } from "./consumers.ts";
import type { SignedToken } from "./decode.ts";
import { namesPool, type PoolIssuer } from "./issuer.ts";

export interface ApiAnswer {
  /** `REST API orders (a1b2c3)` */
  readonly api: string;
  /** `Cognito authorizer customers` */
  readonly authorizer: string;
  /** `GET /orders`; none where the authorizer stands before the whole API, or before nothing. */
  readonly routes: readonly string[];
  /** Without the rule that it has not expired, where that holds: its sentence changes by the minute. */
  readonly advice: Omit<ConsumerAdvice, "reason" | "asks">;
  /** What else its settings mean for the token. */
  readonly notes: readonly string[];
}

export interface ApiReport {
  /** Authorizers that name the token's pool, the refusing ones first. */
  readonly answers: readonly ApiAnswer[];
  /** Those whose own code decides, so that nothing more can be said. */
  readonly ownCode: readonly ApiAnswer[];
  /** Those that trust other pools or issuers: they refuse it. */
  readonly elsewhere: readonly ApiAnswer[];
  /** What holds for all of a kind. */
  readonly remarks: readonly string[];
  readonly problems: readonly string[];
  /** How many APIs were read. */
  readonly read: number;
}

/** @param now seconds since the epoch. */
export function judgeApis(
  token: SignedToken,
  issuer: PoolIssuer,
  { readings, problems }: AccountApis,
  now: number,
): ApiReport {
  const all = readings.flatMap(({ api, authorizers }) =>
    authorizers.flatMap((authorizer) =>
      groupRoutes(authorizer.routes).flatMap((routes) => {
        const { id, settings } = settingsOf(authorizer, routes);
        const advice = adviseConsumer(id, token, issuer, settings, now);
        return advice === undefined
          ? []
          : [
              {
                api: nameApi(api),
                authorizer: nameAuthorizer(authorizer),
                routes: routes.map(({ name }) => name),
                advice: lasting(advice),
                notes: notesOn(api, authorizer),
                trusts: trustOf(authorizer, issuer.poolId),
              },
            ];
      }),
    ),
  );
  const order = { no: 0, depends: 1, yes: 2 } as const;
  const those = (trusts: Trust): readonly ApiAnswer[] =>
    all
      .filter((each) => each.trusts === trusts)
      .map(({ api, authorizer, routes, advice, notes }) => ({
        api,
        authorizer,
        routes,
        advice,
        notes,
      }))
      .sort((a, b) => order[a.advice.takes] - order[b.advice.takes]);
  return {
    answers: those("this"),
    ownCode: those("code"),
    elsewhere: those("other"),
    remarks: remarksOn(
      readings.flatMap(({ authorizers }) =>
        authorizers.filter((each) => trustOf(each, issuer.poolId) === "this"),
      ),
    ),
    problems,
    read: readings.length,
  };
}

function lasting({
  id,
  consumer,
  takes,
  rules,
  page,
  sending,
}: ConsumerAdvice): ApiAnswer["advice"] {
  return {
    id,
    consumer,
    takes,
    rules: rules.filter(({ rule, ok }) => rule !== "Expiry" || ok !== true),
    page,
    ...(sending === undefined ? {} : { sending }),
  };
}

/** Which kind of consumer an authorizer is, and what it is set to. */
function settingsOf(
  authorizer: Authorizer,
  routes: readonly GuardedRoute[],
): { readonly id: string; readonly settings: ApiSettings } {
  const scopes = routes[0]?.scopes ?? [];
  switch (authorizer.kind) {
    case "user-pool": {
      const { poolArns, audiencePattern } = authorizer;
      return {
        id: scopes.length > 0 ? "rest-scopes" : "rest",
        settings: {
          poolIds: poolArns.map(poolOfArn),
          scopes,
          ...(audiencePattern === undefined ? {} : { audiencePattern }),
        },
      };
    }
    case "jwt": {
      const { issuer, audience } = authorizer;
      return {
        id: "http",
        settings: { issuer, scopes, clients: audience },
      };
    }
    case "lambda":
      return { id: "lambda", settings: {} };
    case "graphql-user-pool": {
      const { poolId, clientPattern } = authorizer;
      return {
        id: "appsync",
        settings: {
          poolIds: [poolId],
          ...(clientPattern === undefined
            ? { clients: [] }
            : { clientPattern }),
        },
      };
    }
    case "graphql-issuer": {
      const { issuer, clientPattern } = authorizer;
      return {
        id: "appsync-oidc",
        settings: {
          issuer,
          ...(clientPattern === undefined
            ? { clients: [] }
            : { clientPattern }),
        },
      };
    }
    case "listener-sign-in":
      return {
        id: "alb-sign-in",
        settings: { unauthenticated: authorizer.unauthenticated },
      };
    case "listener-jwt": {
      const { issuer, claims } = authorizer;
      return { id: "alb", settings: { issuer, claims } };
    }
  }
}

type Trust = "this" | "other" | "code";

function trustOf(authorizer: Authorizer, poolId: string): Trust {
  const names = (text: string): boolean => namesPool(text, poolId);
  switch (authorizer.kind) {
    case "lambda":
      return "code";
    case "user-pool":
      return authorizer.poolArns.some(names) ? "this" : "other";
    case "graphql-user-pool":
      return authorizer.poolId === poolId ? "this" : "other";
    case "listener-sign-in":
      return names(authorizer.trusts) ? "this" : "other";
    case "jwt":
    case "graphql-issuer":
    case "listener-jwt":
      return names(authorizer.issuer) ? "this" : "other";
  }
}

/** Routes that ask for the same scopes; one group without routes where there are none. */
function groupRoutes(
  routes: readonly GuardedRoute[],
): readonly (readonly GuardedRoute[])[] {
  if (routes.length === 0) return [[]];
  const groups = new Map<string, GuardedRoute[]>();
  for (const route of routes) {
    const key = [...route.scopes].sort().join(" ");
    groups.set(key, [...(groups.get(key) ?? []), route]);
  }
  return [...groups.values()];
}

function poolOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** How APIs and their authorizers are called, and what their settings mean besides taking or refusing a token. */
import type { Api, ApiService, Authorizer } from "../ports/authorizers.ts";
import { regionOfPool } from "./issuer.ts";

const apiNames: Readonly<Record<ApiService, string>> = {
  rest: "REST API",
  http: "HTTP API",
  appsync: "AppSync API",
  "load-balancer": "Load balancer",
};

/** A load balancer's id is a long ARN, and its name is unique. */
export function nameApi({ service, id, name, webSocket }: Api): string {
  const known = `${webSocket === true ? "WebSocket API" : apiNames[service]} ${name}`;
  return service === "load-balancer" || id === name
    ? known
    : `${known} (${id})`;
}

export function nameAuthorizer(authorizer: Authorizer): string {
  const { name } = authorizer;
  switch (authorizer.kind) {
    case "user-pool":
      return `Cognito authorizer ${name}`;
    case "jwt":
      return `JWT authorizer ${name}`;
    case "lambda":
      return `Lambda authorizer ${name}`;
    case "graphql-user-pool":
      return `${authorizer.primary ? "default" : "additional"} mode, Cognito user pool`;
    case "graphql-issuer":
      return "OpenID Connect mode";
    case "listener-sign-in":
      return `${name}, signs users in`;
    case "listener-jwt":
      return `${name}, validates tokens`;
  }
}

export function notesOn(
  { service }: Api,
  authorizer: Authorizer,
): readonly string[] {
  const notes: string[] = [];
  if ("identitySource" in authorizer) {
    const source = /\.(header|querystring)\.([\w-]+)$/.exec(
      authorizer.identitySource,
    );
    if (source !== null)
      notes.push(
        `It looks for the token in the ${source[1] === "header" ? "header" : "query parameter"} ${source[2] ?? ""}.`,
      );
  }
  if (
    authorizer.routes.length === 0 &&
    (service === "rest" || service === "http")
  )
    notes.push(
      `No ${service === "rest" ? "method" : "route"} uses this authorizer.`,
    );
  if (authorizer.kind === "lambda") {
    notes.push(`Its function decides: ${authorizer.functionName}.`);
    const { ttlSeconds } = authorizer;
    if (ttlSeconds !== undefined)
      notes.push(
        ttlSeconds === 0
          ? "Its answers are not kept (TTL 0)."
          : `Its answers are kept for ${String(ttlSeconds)} seconds (TTL): what it decided about this token may stand for so long, also after the token was revoked or the function was changed.`,
      );
  }
  if (authorizer.kind === "graphql-user-pool") {
    const { poolId, region } = authorizer;
    const home = regionOfPool(poolId);
    if (region !== undefined && home !== undefined && region !== home)
      notes.push(
        `It looks for the pool in ${region}, but the pool's id says ${home}: correct the Region of its user pool.`,
      );
    if (!authorizer.primary)
      notes.push(
        "It is an additional mode: the schema's directives (@aws_cognito_user_pools) say which types and fields it opens.",
      );
    if (authorizer.defaultAction === "DENY")
      notes.push(
        "Its default action is DENY: what no directive of the schema allows to the token's groups may be refused.",
      );
  }
  return notes;
}

/** What holds for all of a kind, to be said once. */
export function remarksOn(
  authorizers: readonly Authorizer[],
): readonly string[] {
  const has = (...kinds: readonly Authorizer["kind"][]): boolean =>
    authorizers.some(({ kind }) => kinds.includes(kind));
  return [
    ...(has("user-pool")
      ? [
          "REST APIs were read as they are edited: a change counts after the next deployment.",
        ]
      : []),
    ...(has("jwt")
      ? [
          "HTTP APIs keep a pool's keys for up to two hours, so new keys of the pool may be refused for so long.",
        ]
      : []),
    ...(has("user-pool", "jwt", "graphql-user-pool", "listener-jwt")
      ? [
          "These authorizers look at the token alone and do not ask Cognito: a revoked token passes until it expires.",
        ]
      : []),
  ];
}

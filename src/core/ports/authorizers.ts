/**
 * What stands before the APIs of an account and looks at tokens: read-only, whole, cancellable. Implemented in `aws/`.
 * Invariant: one API that may not be read costs that API alone; all else rejects with a `PortError` and nothing else.
 */
import type { PortError } from "./port-error.ts";

export const apiServices = [
  "rest",
  "http",
  "appsync",
  "load-balancer",
] as const;
/** API Gateway's REST APIs; its HTTP and WebSocket APIs; AppSync; Elastic Load Balancing. */
export type ApiService = (typeof apiServices)[number];

export interface Api {
  readonly service: ApiService;
  readonly id: string;
  readonly name: string;
  /** Of the service `http`: a WebSocket API. */
  readonly webSocket?: true;
}

/** A way into the API that an authorizer guards. */
export interface GuardedRoute {
  /** `GET /orders`, a route key, or a listener's rule: `HTTPS:443 /api/*`. */
  readonly name: string;
  /** The token must carry one of them; empty: none is asked for. */
  readonly scopes: readonly string[];
}

interface Guard {
  readonly name: string;
  readonly routes: readonly GuardedRoute[];
}

/** REST API, type COGNITO_USER_POOLS. */
export interface UserPoolAuthorizer extends Guard {
  readonly kind: "user-pool";
  readonly poolArns: readonly string[];
  /** `method.request.header.Authorization` */
  readonly identitySource?: string;
  /** A regular expression for the claim `aud`. */
  readonly audiencePattern?: string;
}

/** HTTP API, type JWT. */
export interface JwtAuthorizer extends Guard {
  readonly kind: "jwt";
  readonly issuer: string;
  readonly audience: readonly string[];
  /** `$request.header.Authorization` */
  readonly identitySource?: string;
}

/** A function of the account decides. Its code is not read. */
export interface LambdaAuthorizer extends Guard {
  readonly kind: "lambda";
  readonly functionName: string;
  /** How long an answer of the function is kept; 0: not at all. */
  readonly ttlSeconds?: number;
  readonly identitySource?: string;
}

/** AppSync, AMAZON_COGNITO_USER_POOLS. Its directives are in the schema, which is not read. */
export interface GraphqlUserPool extends Guard {
  readonly kind: "graphql-user-pool";
  readonly poolId: string;
  /** Where the API looks for the pool. */
  readonly region?: string;
  readonly defaultAction?: string;
  /** A regular expression for the app client's id. */
  readonly clientPattern?: string;
  /** False: one of the additional modes. */
  readonly primary: boolean;
}

/** AppSync, OPENID_CONNECT. */
export interface GraphqlIssuer extends Guard {
  readonly kind: "graphql-issuer";
  readonly issuer: string;
  readonly clientPattern?: string;
}

/** Load balancer, actions authenticate-cognito and authenticate-oidc: it signs users in by itself. */
export interface ListenerSignIn extends Guard {
  readonly kind: "listener-sign-in";
  /** The ARN of a user pool, or an issuer. */
  readonly trusts: string;
  /** What happens to a request without the load balancer's own session: authenticate, deny, allow. */
  readonly unauthenticated: string;
}

/** Load balancer, action jwt-validation. */
export interface ListenerJwt extends Guard {
  readonly kind: "listener-jwt";
  readonly issuer: string;
  readonly claims: readonly ClaimCondition[];
}

export interface ClaimCondition {
  readonly name: string;
  /** `single-string`, `string-array` or `space-separated-values`. */
  readonly format: string;
  readonly values: readonly string[];
}

export type Authorizer =
  | UserPoolAuthorizer
  | JwtAuthorizer
  | LambdaAuthorizer
  | GraphqlUserPool
  | GraphqlIssuer
  | ListenerSignIn
  | ListenerJwt;

export interface ApiReading {
  readonly api: Api;
  readonly authorizers: readonly Authorizer[];
  /** Why not all of it could be read. */
  readonly problem?: PortError;
}

export interface Authorizers {
  /** All APIs of a service in the connection's Region, one after the other as they are read. */
  readApis(
    service: ApiService,
    signal?: AbortSignal,
  ): AsyncIterable<ApiReading>;
}

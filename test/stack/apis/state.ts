/** The APIs of the pretended account, as the SDK's types have them: what looks at tokens there. Tests fill the lists. */
import type {
  Authorizer as RestAuthorizer,
  Resource,
} from "@aws-sdk/client-api-gateway";
import type {
  Authorizer as HttpAuthorizer,
  Route,
} from "@aws-sdk/client-apigatewayv2";
import type { GraphqlApi } from "@aws-sdk/client-appsync";
import type { Listener, Rule } from "@aws-sdk/client-elastic-load-balancing-v2";

export interface RestApi {
  readonly id: string;
  readonly name: string;
  readonly authorizers: readonly RestAuthorizer[];
  readonly resources: readonly Resource[];
}

export interface HttpApi {
  readonly id: string;
  readonly name: string;
  readonly protocol: "HTTP" | "WEBSOCKET";
  readonly authorizers: readonly HttpAuthorizer[];
  readonly routes: readonly Route[];
}

export interface LoadBalancer {
  readonly name: string;
  readonly type: "application" | "network";
  readonly listeners: readonly (Listener & {
    readonly rules: readonly Rule[];
  })[];
}

export interface Apis {
  readonly rest: RestApi[];
  readonly http: HttpApi[];
  readonly graphql: GraphqlApi[];
  readonly loadBalancers: LoadBalancer[];
  /** Items of a page at most, whatever was asked for: services may give fewer. */
  pageSize: number;
}

export function createApis(): Apis {
  return { rest: [], http: [], graphql: [], loadBalancers: [], pageSize: 100 };
}

/** HTTP and WebSocket APIs of API Gateway: their authorizers, and which routes each guards with which scopes. */
import {
  ApiGatewayV2Client,
  GetApisCommand,
  GetAuthorizersCommand,
  GetRoutesCommand,
  type Authorizer as Found,
  type Route,
} from "@aws-sdk/client-apigatewayv2";
import type { Api, ApiReading, Authorizer } from "../core/ports/authorizers.ts";
import type { Connection } from "../core/ports/connection.ts";
import { functionIn, readApi } from "./api-reading.ts";
import { clientSettings, type Limits } from "./client-settings.ts";
import { allPages, eachPage } from "./each-page.ts";
import { callAws } from "./errors.ts";
import { known } from "./known.ts";

export async function* readHttpApis(
  connection: Connection,
  limits: Limits,
  signal: AbortSignal | undefined,
): AsyncGenerator<ApiReading> {
  const client = new ApiGatewayV2Client(clientSettings(connection, limits));
  // IAM knows one permission for all that is read here.
  const context = { connection, action: "apigateway:GET" };
  const options = known({ abortSignal: signal });
  const apis = eachPage((NextToken) =>
    callAws(context, async () => {
      const found = await client.send(
        new GetApisCommand({ MaxResults: "500", ...known({ NextToken }) }),
        options,
      );
      return pageOf(found);
    }),
  );
  for await (const { ApiId: id = "", Name: name = id, ProtocolType } of apis) {
    const api: Api = {
      service: "http",
      id,
      name,
      ...(ProtocolType === "WEBSOCKET" ? { webSocket: true } : {}),
    };
    const about = { ...context, resource: `API ${name}` };
    yield await readApi(api, async () => {
      const authorizers = await allPages((NextToken) =>
        callAws(about, async () => {
          const found = await client.send(
            new GetAuthorizersCommand({
              ApiId: id,
              MaxResults: "500",
              ...known({ NextToken }),
            }),
            options,
          );
          return pageOf(found);
        }),
      );
      if (authorizers.length === 0) return [];
      const routes = await allPages((NextToken) =>
        callAws(about, async () => {
          const found = await client.send(
            new GetRoutesCommand({
              ApiId: id,
              MaxResults: "500",
              ...known({ NextToken }),
            }),
            options,
          );
          return pageOf(found);
        }),
      );
      return authorizers.map((each) => describe(each, routes));
    });
  }
}

const pageOf = <T>(found: {
  readonly Items?: T[] | undefined;
  readonly NextToken?: string | undefined;
}) => ({ items: found.Items ?? [], ...known({ next: found.NextToken }) });

function describe(found: Found, routes: readonly Route[]): Authorizer {
  const { Name = found.AuthorizerId ?? "", IdentitySource = [] } = found;
  const [identitySource] = IdentitySource;
  const guard = {
    name: Name,
    routes: routes
      .filter(({ AuthorizerId }) => AuthorizerId === found.AuthorizerId)
      .map(({ RouteKey = "", AuthorizationScopes = [] }) => ({
        name: RouteKey,
        scopes: AuthorizationScopes,
      })),
    ...known({ identitySource }),
  };
  return found.AuthorizerType === "JWT"
    ? {
        kind: "jwt",
        ...guard,
        issuer: found.JwtConfiguration?.Issuer ?? "",
        audience: found.JwtConfiguration?.Audience ?? [],
      }
    : {
        kind: "lambda",
        ...guard,
        functionName: functionIn(found.AuthorizerUri),
        ...known({ ttlSeconds: found.AuthorizerResultTtlInSeconds }),
      };
}

/**
 * REST APIs of API Gateway: their authorizers, and which methods each guards with which scopes. What is read is the API
 * as it is edited; a stage answers as it was deployed last.
 */
import {
  APIGatewayClient,
  GetAuthorizersCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  type Authorizer as Found,
  type Resource,
} from "@aws-sdk/client-api-gateway";
import type {
  Api,
  ApiReading,
  Authorizer,
  GuardedRoute,
} from "../core/ports/authorizers.ts";
import type { Connection } from "../core/ports/connection.ts";
import { functionIn, readApi } from "./api-reading.ts";
import { clientSettings, type Limits } from "./client-settings.ts";
import { allPages, eachPage } from "./each-page.ts";
import { callAws } from "./errors.ts";
import { known } from "./known.ts";

export async function* readRestApis(
  connection: Connection,
  limits: Limits,
  signal: AbortSignal | undefined,
): AsyncGenerator<ApiReading> {
  const client = new APIGatewayClient(clientSettings(connection, limits));
  // IAM knows one permission for all that is read here.
  const context = { connection, action: "apigateway:GET" };
  const options = known({ abortSignal: signal });
  const apis = eachPage((position) =>
    callAws(context, async () => {
      const found = await client.send(
        new GetRestApisCommand({ limit: 500, ...known({ position }) }),
        options,
      );
      return {
        items: found.items ?? [],
        ...known({ next: found.position }),
      };
    }),
  );
  for await (const { id = "", name = id } of apis) {
    const api: Api = { service: "rest", id, name };
    const about = { ...context, resource: `REST API ${name}` };
    yield await readApi(api, async () => {
      const authorizers = await allPages((position) =>
        callAws(about, async () => {
          const found = await client.send(
            new GetAuthorizersCommand({
              restApiId: id,
              limit: 500,
              ...known({ position }),
            }),
            options,
          );
          return {
            items: found.items ?? [],
            ...known({ next: found.position }),
          };
        }),
      );
      if (authorizers.length === 0) return [];
      const resources = await allPages((position) =>
        callAws(about, async () => {
          const found = await client.send(
            new GetResourcesCommand({
              restApiId: id,
              limit: 500,
              embed: ["methods"],
              ...known({ position }),
            }),
            options,
          );
          return {
            items: found.items ?? [],
            ...known({ next: found.position }),
          };
        }),
      );
      return authorizers.map((each) => describe(each, resources));
    });
  }
}

function describe(found: Found, resources: readonly Resource[]): Authorizer {
  const { name = found.id ?? "", identitySource } = found;
  const guard = { name, routes: routesOf(found.id, resources) };
  return found.type === "COGNITO_USER_POOLS"
    ? {
        kind: "user-pool",
        ...guard,
        poolArns: found.providerARNs ?? [],
        ...known({
          identitySource,
          audiencePattern: nonEmpty(found.identityValidationExpression),
        }),
      }
    : {
        kind: "lambda",
        ...guard,
        functionName: functionIn(found.authorizerUri),
        ...known({
          identitySource,
          ttlSeconds: found.authorizerResultTtlInSeconds,
        }),
      };
}

function routesOf(
  authorizerId: string | undefined,
  resources: readonly Resource[],
): readonly GuardedRoute[] {
  return resources.flatMap(({ path = "", resourceMethods = {} }) =>
    Object.entries(resourceMethods)
      .filter(([, method]) => method.authorizerId === authorizerId)
      .map(([verb, method]) => ({
        name: `${verb} ${path}`,
        scopes: method.authorizationScopes ?? [],
      })),
  );
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

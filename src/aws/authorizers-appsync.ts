/** AppSync's GraphQL APIs: the modes by which each authorizes. The listing itself tells all of it. */
import {
  AppSyncClient,
  ListGraphqlApisCommand,
  type AdditionalAuthenticationProvider,
  type GraphqlApi,
  type UserPoolConfig,
} from "@aws-sdk/client-appsync";
import type { ApiReading, Authorizer } from "../core/ports/authorizers.ts";
import type { Connection } from "../core/ports/connection.ts";
import { functionIn } from "./api-reading.ts";
import { clientSettings, type Limits } from "./client-settings.ts";
import { eachPage } from "./each-page.ts";
import { callAws } from "./errors.ts";
import { known } from "./known.ts";

export async function* readGraphqlApis(
  connection: Connection,
  limits: Limits,
  signal: AbortSignal | undefined,
): AsyncGenerator<ApiReading> {
  const client = new AppSyncClient(clientSettings(connection, limits));
  const apis = eachPage((nextToken) =>
    callAws({ connection, action: "appsync:ListGraphqlApis" }, async () => {
      const found = await client.send(
        new ListGraphqlApisCommand({
          maxResults: 25,
          ...known({ nextToken }),
        }),
        known({ abortSignal: signal }),
      );
      return {
        items: found.graphqlApis ?? [],
        ...known({ next: found.nextToken }),
      };
    }),
  );
  for await (const found of apis) {
    const { apiId: id = "", name = id } = found;
    yield {
      api: { service: "appsync", id, name },
      authorizers: modesOf(found),
    };
  }
}

function modesOf(found: GraphqlApi): readonly Authorizer[] {
  return [
    ...describe(found, true),
    ...(found.additionalAuthenticationProviders ?? []).flatMap((each) =>
      describe(each, false),
    ),
  ];
}

/** API keys and IAM look at no token. */
function describe(
  mode: AdditionalAuthenticationProvider & {
    readonly lambdaAuthorizerConfig?: GraphqlApi["lambdaAuthorizerConfig"];
  },
  primary: boolean,
): readonly Authorizer[] {
  const guard = {
    name: mode.authenticationType ?? "",
    routes: [],
  };
  switch (mode.authenticationType) {
    case "AMAZON_COGNITO_USER_POOLS": {
      const pool = mode.userPoolConfig as Partial<UserPoolConfig> | undefined;
      return [
        {
          kind: "graphql-user-pool",
          ...guard,
          poolId: pool?.userPoolId ?? "",
          primary,
          ...known({
            region: pool?.awsRegion,
            defaultAction: pool?.defaultAction,
            clientPattern: nonEmpty(pool?.appIdClientRegex),
          }),
        },
      ];
    }
    case "OPENID_CONNECT":
      return [
        {
          kind: "graphql-issuer",
          ...guard,
          issuer: mode.openIDConnectConfig?.issuer ?? "",
          ...known({
            clientPattern: nonEmpty(mode.openIDConnectConfig?.clientId),
          }),
        },
      ];
    case "AWS_LAMBDA":
      return [
        {
          kind: "lambda",
          ...guard,
          functionName: functionIn(mode.lambdaAuthorizerConfig?.authorizerUri),
          ...known({
            ttlSeconds:
              mode.lambdaAuthorizerConfig?.authorizerResultTtlInSeconds,
          }),
        },
      ];
    default:
      return [];
  }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

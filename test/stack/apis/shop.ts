/**
 * The APIs of the Tandem shop, as teams have them: some that take its pool's tokens, and each of the ways in which one
 * refuses them by a setting.
 */
import { poolArn, type Account } from "../state.ts";

export interface ShopPool {
  readonly poolId: string;
  readonly clientId: string;
  /** As it stands in the tokens. */
  readonly issuer: string;
}

export function addShopApis(
  account: Account,
  { poolId, clientId, issuer }: ShopPool,
): void {
  const { apis, region, accountId } = account;
  const functionUri = (name: string): string =>
    `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${region}:${accountId}:function:${name}/invocations`;
  apis.rest.push(
    {
      id: "a1b2c3d4e5",
      name: "orders",
      authorizers: [
        {
          id: "au1",
          name: "customers",
          type: "COGNITO_USER_POOLS",
          providerARNs: [poolArn(account, poolId)],
          identitySource: "method.request.header.Authorization",
        },
        {
          id: "au2",
          name: "partners",
          type: "TOKEN",
          authorizerUri: functionUri("check-partner"),
          authorizerResultTtlInSeconds: 300,
          identitySource: "method.request.header.X-Partner-Token",
        },
      ],
      resources: [
        {
          id: "r1",
          path: "/orders",
          resourceMethods: {
            GET: {
              authorizationType: "COGNITO_USER_POOLS",
              authorizerId: "au1",
            },
            POST: {
              authorizationType: "COGNITO_USER_POOLS",
              authorizerId: "au1",
              authorizationScopes: ["shop/buy"],
            },
            OPTIONS: { authorizationType: "NONE" },
          },
        },
        {
          id: "r2",
          path: "/orders/{id}",
          resourceMethods: {
            GET: {
              authorizationType: "COGNITO_USER_POOLS",
              authorizerId: "au1",
            },
            DELETE: { authorizationType: "CUSTOM", authorizerId: "au2" },
          },
        },
      ],
    },
    {
      id: "f6g7h8i9j0",
      name: "open-data",
      authorizers: [],
      resources: [
        {
          id: "r1",
          path: "/",
          resourceMethods: { GET: { authorizationType: "NONE" } },
        },
      ],
    },
  );
  apis.http.push(
    {
      id: "k1l2m3n4o5",
      name: "basket",
      protocol: "HTTP",
      authorizers: [
        {
          AuthorizerId: "jwt1",
          Name: "shop",
          AuthorizerType: "JWT",
          IdentitySource: ["$request.header.Authorization"],
          JwtConfiguration: { Issuer: issuer, Audience: [clientId] },
        },
        {
          AuthorizerId: "jwt2",
          Name: "unused",
          AuthorizerType: "JWT",
          IdentitySource: ["$request.header.Authorization"],
          JwtConfiguration: { Issuer: `${issuer}/`, Audience: [clientId] },
        },
      ],
      routes: [
        {
          RouteKey: "GET /basket",
          AuthorizationType: "JWT",
          AuthorizerId: "jwt1",
        },
        {
          RouteKey: "PUT /basket",
          AuthorizationType: "JWT",
          AuthorizerId: "jwt1",
          AuthorizationScopes: ["shop/buy", "shop/admin"],
        },
        { RouteKey: "$default", AuthorizationType: "NONE" },
      ],
    },
    {
      id: "p6q7r8s9t0",
      name: "marketing",
      protocol: "HTTP",
      authorizers: [
        {
          AuthorizerId: "jwt3",
          Name: "other-tenant",
          AuthorizerType: "JWT",
          IdentitySource: ["$request.header.Authorization"],
          JwtConfiguration: {
            Issuer: "https://tandem.eu.auth0.com/",
            Audience: ["https://api.tandem.example"],
          },
        },
      ],
      routes: [
        {
          RouteKey: "GET /leads",
          AuthorizationType: "JWT",
          AuthorizerId: "jwt3",
        },
      ],
    },
  );
  apis.graphql.push({
    apiId: "ql1",
    name: "catalogue",
    authenticationType: "API_KEY",
    additionalAuthenticationProviders: [
      {
        authenticationType: "AMAZON_COGNITO_USER_POOLS",
        userPoolConfig: {
          userPoolId: poolId,
          awsRegion: region,
          appIdClientRegex: "no-such-client",
        },
      },
    ],
  });
  apis.loadBalancers.push(
    {
      name: "back-office",
      type: "application",
      listeners: [
        {
          Port: 443,
          Protocol: "HTTPS",
          rules: [
            {
              Priority: "10",
              Conditions: [
                {
                  Field: "path-pattern",
                  PathPatternConfig: { Values: ["/api/*"] },
                  Values: ["/api/*"],
                },
              ],
              Actions: [
                {
                  Type: "jwt-validation",
                  Order: 1,
                  JwtValidationConfig: {
                    Issuer: issuer,
                    JwksEndpoint: `${issuer}/.well-known/jwks.json`,
                    AdditionalClaims: [
                      {
                        Name: "token_use",
                        Format: "single-string",
                        Values: ["access"],
                      },
                    ],
                  },
                },
                { Type: "forward", Order: 2 },
              ],
              IsDefault: false,
            },
            {
              Priority: "default",
              Actions: [
                {
                  Type: "authenticate-cognito",
                  Order: 1,
                  AuthenticateCognitoConfig: {
                    UserPoolArn: poolArn(account, poolId),
                    UserPoolClientId: clientId,
                    UserPoolDomain: "tandem",
                    OnUnauthenticatedRequest: "authenticate",
                  },
                },
                { Type: "forward", Order: 2 },
              ],
              IsDefault: true,
            },
          ],
        },
        {
          Port: 80,
          Protocol: "HTTP",
          rules: [
            {
              Priority: "default",
              Actions: [{ Type: "redirect" }],
              IsDefault: true,
            },
          ],
        },
      ],
    },
    { name: "tcp", type: "network", listeners: [] },
  );
}

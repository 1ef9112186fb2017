/** Addresses of the AWS pages that the token tables cite, each once. */
const guide = "https://docs.aws.amazon.com/cognito/latest/developerguide";
const gateway = "https://docs.aws.amazon.com/apigateway/latest/developerguide";

export const pages = {
  idToken: `${guide}/amazon-cognito-user-pools-using-the-id-token.html`,
  accessToken: `${guide}/amazon-cognito-user-pools-using-the-access-token.html`,
  refreshToken: `${guide}/amazon-cognito-user-pools-using-the-refresh-token.html`,
  verifying: `${guide}/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html`,
  revocation: `${guide}/token-revocation.html`,
  preToken: `${guide}/user-pool-lambda-pre-token-generation.html`,
  attributes: `${guide}/user-pool-settings-attributes.html`,
  groups: `${guide}/cognito-user-pools-user-groups.html`,
  scopes: `${guide}/cognito-user-pools-define-resource-servers.html`,
  federation: `${guide}/federation-endpoints.html`,
  tokenEndpoint: `${guide}/token-endpoint.html`,
  authorize: `${guide}/authorization-endpoint.html`,
  userInfo: `${guide}/userinfo-endpoint.html`,
  identityPools: `${guide}/cognito-identity.html`,
  restAuthorizer: `${gateway}/apigateway-integrate-with-cognito.html`,
  httpAuthorizer: `${gateway}/http-api-jwt-authorizer.html`,
  appSync:
    "https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html",
  albData:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html",
  albLimits:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html",
} as const;

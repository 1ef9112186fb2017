/**
 * `node test/stack/sign-up.ts EMAIL [--password P]`: what the shop does when a customer registers and signs in, against
 * the endpoint in AWS_ENDPOINT_URL. Prints the outcome of both and, for a customer who got in, the ID token.
 */
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { parseArgs } from "node:util";
import { clientIdFor, poolIdFor } from "./identifiers.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { password: { type: "string", default: "Correct-horse-9" } },
});
const [email] = positionals;
const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region = "eu-central-1" } =
  process.env;
if (email === undefined || endpoint === undefined) {
  console.error(
    "Usage: AWS_ENDPOINT_URL=http://127.0.0.1:PORT node test/stack/sign-up.ts EMAIL",
  );
  process.exit(2);
}
const client = new CognitoIdentityProviderClient({
  endpoint,
  region,
  credentials: { accessKeyId: "none", secretAccessKey: "none" },
});
const ClientId = clientIdFor(poolIdFor(region, "tandem-customers"), "shop-web");
const say = (what: string, error: unknown): void => {
  const { name, message } = error as Error;
  console.log(`${what}: ${name}: ${message}`);
};

try {
  const signedUp = await client.send(
    new SignUpCommand({ ClientId, Username: email, Password: values.password }),
  );
  console.log(
    `Sign-up: ${signedUp.UserConfirmed === true ? "CONFIRMED" : "UNCONFIRMED"}`,
  );
} catch (error) {
  say("Sign-up", error);
}
try {
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: email, PASSWORD: values.password },
    }),
  );
  console.log("Sign-in: signed in, ID token:");
  console.log(AuthenticationResult?.IdToken);
} catch (error) {
  say("Sign-in", error);
}

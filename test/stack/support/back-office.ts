/** A sign-in as a server does it: by its own name, with the secret of its app client. */
import {
  AdminInitiateAuthCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { createHmac } from "node:crypto";
import type { Stack } from "../stack.ts";

export type Tokens = Readonly<
  Record<"AccessToken" | "IdToken" | "RefreshToken", string>
>;

/** Of a user whom the pool knows by this name and password. */
export async function signInByBackOffice(
  stack: Stack,
  username: string,
  password: string,
): Promise<Tokens> {
  const client = stack.findClient("back-office");
  const cognito = new CognitoIdentityProviderClient(stack.sdkConfig);
  const { AuthenticationResult: result } = await cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId: stack.poolId,
      ClientId: client.id,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters: {
        USERNAME: username,
        PASSWORD: password,
        SECRET_HASH: createHmac("sha256", client.secret ?? "")
          .update(`${username}${client.id}`)
          .digest("base64"),
      },
    }),
  );
  cognito.destroy();
  const { AccessToken, IdToken, RefreshToken } = result ?? {};
  if (
    AccessToken === undefined ||
    IdToken === undefined ||
    RefreshToken === undefined
  )
    throw new Error("The sign-in gave no tokens.");
  return { AccessToken, IdToken, RefreshToken };
}

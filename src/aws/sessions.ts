/** Asks Cognito whether it takes an access token. What comes back besides, the user's attributes, is dropped here. */
import {
  CognitoIdentityProviderClient,
  GetUserCommand,
  NotAuthorizedException,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Connection } from "../core/ports/connection.ts";
import type { Sessions } from "../core/ports/sessions.ts";
import { clientSettings, type Limits } from "./client-settings.ts";
import { callAws } from "./errors.ts";
import { known } from "./known.ts";

export function createSessions(
  connection: Connection,
  limits?: Limits,
): Sessions {
  const client = new CognitoIdentityProviderClient(
    clientSettings(connection, limits),
  );
  return {
    askStanding: (accessToken, signal) =>
      callAws({ connection, action: "cognito-idp:GetUser" }, async () => {
        try {
          await client.send(
            new GetUserCommand({ AccessToken: accessToken }),
            known({ abortSignal: signal }),
          );
          return { kind: "accepted" };
        } catch (error) {
          if (error instanceof NotAuthorizedException)
            return { kind: "refused", reason: error.message };
          throw error;
        }
      }),
  };
}

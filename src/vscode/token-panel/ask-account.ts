/** The checks that ask the chosen account, with progress and a way to stop. Only called when the user asks for them. */
import { checkAccount } from "../../core/tokens/account-checks.ts";
import type { Check } from "../../core/tokens/check.ts";
import type { SignedToken } from "../../core/tokens/decode.ts";
import type { PoolIssuer } from "../../core/tokens/issuer.ts";
import type { Services } from "../services.ts";
import { withCancel } from "../with-cancel.ts";

/** Who would be asked; undefined while no connection is chosen. */
export function nameAccount({ connection }: Services): string | undefined {
  const current = connection.current();
  if (current === undefined) return undefined;
  const { profile, region, endpoint } = current;
  return `${profile === undefined ? "the default credentials" : `profile ${profile}`} in ${region}${endpoint === undefined ? "" : ` at ${endpoint}`}`;
}

export async function askAccount(
  services: Services,
  account: string,
  token: SignedToken,
  issuer: PoolIssuer,
): Promise<readonly Check[]> {
  const [userPools, sessions, { region }] = await Promise.all([
    services.userPools(),
    services.sessions(),
    services.connection.require(),
  ]);
  return withCancel(`Checking the token with ${account}`, (signal) =>
    checkAccount(token, issuer, { userPools, sessions, region }, signal),
  );
}

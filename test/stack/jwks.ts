/** The public side of a pool's keys: JWKS and the OpenID configuration, as the issuer's own addresses serve them. */
import { AwsError } from "./aws-error.ts";
import { issuerOf, keysOf } from "./cognito/tokens.ts";
import type { Account, Operation, Operations, UserPool } from "./state.ts";

interface KeysInput {
  readonly poolId: string;
}

const getKeys: Operation<KeysInput, unknown> = async (input, { account }) => {
  const { id, access } = await keysOf(poolAt(account, input));
  return { keys: [id.jwk, access.jwk] };
};

const getConfiguration: Operation<KeysInput, unknown> = (
  input,
  { account },
) => {
  const issuer = issuerOf(account, poolAt(account, input));
  return {
    id_token_signing_alg_values_supported: ["RS256"],
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ["code", "token"],
    scopes_supported: ["openid", "email", "phone", "profile"],
    subject_types_supported: ["public"],
  };
};

export const keyOperations: Operations = {
  GetKeys: getKeys,
  GetConfiguration: getConfiguration,
};

function poolAt(account: Account, { poolId }: KeysInput): UserPool {
  const pool = account.pools.get(poolId);
  if (pool === undefined)
    throw new AwsError(
      "ResourceNotFoundException",
      `User pool ${poolId} does not exist.`,
      404,
    );
  return pool;
}

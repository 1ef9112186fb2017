/** What one check of a token says. Every check is made and told, so a list of them is the whole answer. */
export type CheckId =
  | "alg"
  | "issuer"
  | "kid"
  | "signature"
  | "claims"
  | "token-use"
  | "client"
  | "exp"
  | "nbf"
  | "iat"
  | "pool"
  | "client-of-pool"
  | "groups"
  | "membership"
  | "scopes"
  | "revocation";

export interface Check {
  readonly id: CheckId;
  readonly title: string;
  /** null: could not be made, or there was nothing to compare with. */
  readonly ok: boolean | null;
  readonly message: string;
}

export function outcome(
  id: CheckId,
  title: string,
): (ok: boolean | null, message: string) => Check {
  return (ok, message) => ({ id, title, ok, message });
}

/** The public signing keys of a user pool. Implemented in `aws/`; rejects with a `PortError` and nothing else. */
export interface PublicKey {
  readonly kid: string;
  readonly kty: string;
  readonly alg?: string;
  readonly use?: string;
  readonly n?: string;
  readonly e?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
}

export interface Keys {
  /**
   * Fetches a JWKS. `url` was made by `core/tokens` from an issuer that it trusts, never copied from a token;
   * the adapter sends no credentials, follows no redirect, and limits time and size.
   */
  fetchKeys(url: string, signal?: AbortSignal): Promise<readonly PublicKey[]>;
}

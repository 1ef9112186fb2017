/** Whether Cognito itself still takes an access token: only it knows of revocations. Rejects with a `PortError` alone. */
export type TokenStanding =
  | { readonly kind: "accepted" }
  /** `reason`: Cognito's own sentence, such as "Access Token has been revoked". */
  | { readonly kind: "refused"; readonly reason: string };

export interface Sessions {
  /** Sends the token to Cognito (GetUser). The token is in no error and in no log. */
  askStanding(
    accessToken: string,
    signal?: AbortSignal,
  ): Promise<TokenStanding>;
}

/**
 * The one error that crosses a port. Whatever AWS, the network or a proxy did, an adapter turns it into a sentence
 * that says what failed, where, and what to do; the edge prints it as it is. It never carries a token or a secret.
 */
export type PortErrorKind =
  | "no-credentials"
  | "expired-credentials"
  | "access-denied"
  | "throttled"
  | "not-found"
  | "unreachable"
  | "untrusted-certificate"
  | "not-aws"
  | "not-implemented"
  | "timeout"
  | "cancelled"
  | "invalid-request"
  | "unknown";

export class PortError extends Error {
  override readonly name = "PortError";
  readonly kind: PortErrorKind;
  /** What the reader can do about it, one sentence. */
  readonly remedy: string;
  /** The service's own error name and request id, if it gave them: safe to show and to copy. */
  readonly detail: string | undefined;

  constructor(
    kind: PortErrorKind,
    message: string,
    remedy: string,
    detail?: string,
  ) {
    super(message);
    this.kind = kind;
    this.remedy = remedy;
    this.detail = detail;
  }
}

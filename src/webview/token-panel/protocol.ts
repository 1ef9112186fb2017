/** What the token inspector's page and the extension say to each other: plain data, explanations made by the core. */
import type { Explanation } from "../../core/tokens/explain.ts";
import type { Verification } from "../../core/tokens/verify.ts";

export type VerificationState =
  /** `host`: who will be asked for keys; absent: nobody, as the issuer is not trusted. */
  | { readonly kind: "not-asked"; readonly host?: string }
  | { readonly kind: "asking"; readonly host: string }
  | {
      readonly kind: "done";
      readonly host?: string;
      readonly verification: Verification;
      /** Why there are no keys, and what to do. */
      readonly problem?: string;
    };

export interface InspectorState {
  readonly explanation: Explanation;
  /** Absent where there is nothing to verify: encrypted and damaged tokens. */
  readonly verification?: VerificationState;
}

export interface ToPage {
  readonly type: "show";
  readonly state: InspectorState;
}

/** `ready`: the page was (re)made and holds nothing yet. */
export interface FromPage {
  readonly type: "ready" | "verify" | "copy-claims";
}

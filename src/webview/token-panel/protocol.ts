/** What the token inspector's page and the extension say to each other: plain data, explanations made by the core. */
import type { Check } from "../../core/tokens/check.ts";
import type { ApiSettings } from "../../core/tokens/api-rule.ts";
import type { ConsumerAdvice } from "../../core/tokens/consumers.ts";
import type { ApiGuess } from "../../core/tokens/detect-api.ts";
import type { Explanation } from "../../core/tokens/explain.ts";
import type { ApiReport } from "../../core/tokens/judge-apis.ts";
import type { Verification } from "../../core/tokens/verify.ts";

export type VerificationState =
  /** `host`: who will be asked for keys; absent: nobody, as the issuer is not trusted. */
  | { readonly kind: "not-asked"; readonly host?: string }
  | { readonly kind: "asking"; readonly host: string }
  | {
      readonly kind: "done";
      readonly host?: string;
      readonly verification: Verification;
      /** Where the keys came from, a sentence. */
      readonly source?: string;
      /** Why there are no keys, and what to do. */
      readonly problem?: string;
    };

/** The checks that ask the account; only offered while one is chosen. */
export type AccountState =
  | { readonly kind: "not-asked"; readonly account: string }
  | { readonly kind: "asking"; readonly account: string }
  | {
      readonly kind: "done";
      readonly account: string;
      readonly checks: readonly Check[];
    };

/** The account's APIs; only offered while a connection is chosen. */
export type ApisState =
  | {
      readonly kind: "not-asked";
      readonly account: string;
      /** Where it is another Region than the one that would be asked. */
      readonly poolRegion?: string;
    }
  | { readonly kind: "asking"; readonly account: string }
  | {
      readonly kind: "done";
      readonly account: string;
      /** When they were read, in seconds since the epoch. */
      readonly readAt: number;
      readonly report: ApiReport;
    };

export interface InspectorState {
  /** Another number for each token that is shown. */
  readonly subject: number;
  readonly explanation: Explanation;
  /** Absent where there is nothing to verify: encrypted and damaged tokens. */
  readonly verification?: VerificationState;
  readonly account?: AccountState;
  readonly apis?: ApisState;
  /** Which kind of API the token is probably meant for. */
  readonly guess?: ApiGuess;
  /** What the API that was chosen on the page makes of the token. */
  readonly api?: ConsumerAdvice;
}

export type FromPage =
  | { readonly type: "verify" }
  | { readonly type: "verify-with-saved-keys" }
  | { readonly type: "check-account" }
  | { readonly type: "check-apis" }
  | { readonly type: "copy-claims" }
  | {
      readonly type: "choose-api";
      /** Empty: none. */
      readonly id: string;
      readonly settings: ApiSettings;
    };

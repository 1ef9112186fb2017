/**
 * The account's APIs for the inspector: read with progress and a way to stop, only when the user asks. What was read
 * holds nothing of a token and serves the tokens that are shown after, until the connection changes or the panel closes.
 */
import {
  readAccountApis,
  type AccountApis,
} from "../../core/tokens/account-apis.ts";
import type { SignedToken } from "../../core/tokens/decode.ts";
import type { PoolIssuer } from "../../core/tokens/issuer.ts";
import { judgeApis } from "../../core/tokens/judge-apis.ts";
import type { ApisState } from "../../webview/token-panel/protocol.ts";
import { reportError } from "../report-error.ts";
import type { Services } from "../services.ts";
import { withCancel } from "../with-cancel.ts";
import { nameAccount } from "./ask-account.ts";

export interface MyApis {
  /** Undefined while no connection is chosen. `now`: seconds since the epoch. */
  readonly stateFor: (
    token: SignedToken,
    issuer: PoolIssuer,
    now: number,
  ) => ApisState | undefined;
  readonly read: () => Promise<void>;
  readonly forget: () => void;
}

interface Read {
  readonly account: string;
  readonly apis: AccountApis;
  /** Seconds since the epoch. */
  readonly at: number;
}

export function createMyApis(services: Services, changed: () => void): MyApis {
  let known: Read | undefined;
  let asking: AbortController | undefined;
  return {
    stateFor: (token, issuer, now) => {
      const account = nameAccount(services);
      if (account === undefined) return undefined;
      if (asking !== undefined) return { kind: "asking", account };
      if (known?.account === account)
        return {
          kind: "done",
          account,
          readAt: known.at,
          report: judgeApis(token, issuer, known.apis, now),
        };
      const region = services.connection.current()?.region;
      return {
        kind: "not-asked",
        account,
        ...(issuer.region === undefined || issuer.region === region
          ? {}
          : { poolRegion: issuer.region }),
      };
    },
    read: async () => {
      const account = nameAccount(services);
      if (account === undefined || asking !== undefined) return;
      const abort = new AbortController();
      asking = abort;
      changed();
      try {
        const authorizers = await services.authorizers();
        const apis = await withCancel(
          `Reading the APIs of ${account}`,
          (signal, report) =>
            readAccountApis(
              authorizers,
              (count) => {
                report(`${String(count)} read`);
              },
              AbortSignal.any([signal, abort.signal]),
            ),
        );
        if (asking === abort && nameAccount(services) === account)
          known = { account, apis, at: services.clock.now() / 1000 };
      } catch (error) {
        reportError(services, "Reading your APIs", error);
      }
      if (asking === abort) asking = undefined;
      changed();
    },
    forget: () => {
      asking?.abort();
      asking = undefined;
      known = undefined;
    },
  };
}

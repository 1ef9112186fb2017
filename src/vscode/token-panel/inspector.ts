/**
 * The token inspector: one panel, whose content lives in this memory alone and only while the panel does. A page that
 * was hidden is made anew by VS Code and asks for the content again; nothing of it is stored or restored.
 */
import * as vscode from "vscode";
import type { ApiSettings } from "../../core/tokens/api-rule.ts";
import { adviseConsumer } from "../../core/tokens/consumers.ts";
import {
  findApiOfAccount,
  guessApi,
  type ApiClue,
} from "../../core/tokens/detect-api.ts";
import {
  decodeToken,
  type DecodedToken,
  type SignedToken,
} from "../../core/tokens/decode.ts";
import { explainToken, type Explanation } from "../../core/tokens/explain.ts";
import type { PoolIssuer } from "../../core/tokens/issuer.ts";
import { readString } from "../../core/tokens/json.ts";
import type {
  AccountState,
  FromPage,
  InspectorState,
  ToPage,
  VerificationState,
} from "../../webview/token-panel/protocol.ts";
import { reportError } from "../report-error.ts";
import type { Services } from "../services.ts";
import { openPanel, type Panel } from "../webview-host.ts";
import { askAccount, nameAccount } from "./ask-account.ts";
import { findSetup } from "./find-setup.ts";
import {
  chooseSavedKeys,
  createFindKeys,
  type FoundKeys,
} from "./find-keys.ts";
import { createMyApis } from "./my-apis.ts";
import type { TakenToken } from "./take-token.ts";

export interface Inspector {
  readonly show: (token: TakenToken) => void;
  /** Verifies the token that is shown: asks its pool's host for keys, if it has one. */
  readonly verify: () => Promise<void>;
  readonly dispose: () => void;
}

interface Shown {
  readonly number: number;
  readonly token: TakenToken;
  readonly decoded: DecodedToken;
  /** What the workspace sets up. */
  setup?: ApiClue;
  verification?: VerificationState;
  account?: AccountState;
}

/** How often the relative times are brought up to date. */
const tick = 15_000;

export function createInspector(
  context: vscode.ExtensionContext,
  services: Services,
): Inspector {
  const findKeys = createFindKeys(services);
  let panel: Panel<ToPage, FromPage> | undefined;
  let shown: Shown | undefined;
  let count = 0;
  /** What the page's form holds; it begins empty with each page. */
  let api: { readonly id: string; readonly settings: ApiSettings } | undefined;

  const now = (): number => services.clock.now() / 1000;
  const explain = ({ token, decoded }: Shown): Explanation => {
    const endpoint = services.connection.current()?.endpoint;
    return explainToken(decoded, {
      now: now(),
      extras: token.extras,
      ...(endpoint === undefined ? {} : { endpoint }),
    });
  };
  const stateOf = (subject: Shown): InspectorState => {
    const explanation = explain(subject);
    const { decoded, number } = subject;
    if (decoded.kind !== "signed") return { subject: number, explanation };
    const { issuer } = explanation;
    const account = nameAccount(services);
    // Of a token that is neither an id nor an access token no API can be told.
    const apis =
      issuer?.ok === true && explanation.consumers.length > 0
        ? myApis.stateFor(decoded, issuer, now())
        : undefined;
    const guess = guessApi(
      [
        subject.token.clue,
        apis?.kind === "done"
          ? findApiOfAccount(apis.report.answers)
          : undefined,
        subject.setup,
      ].filter((clue) => clue !== undefined),
    );
    const advice =
      api &&
      issuer &&
      adviseConsumer(api.id, decoded, issuer, api.settings, now());
    return {
      subject: number,
      explanation,
      verification: subject.verification ?? {
        kind: "not-asked",
        ...(issuer?.ok === true ? { host: issuer.keysHost } : {}),
      },
      ...(account === undefined || issuer?.ok !== true
        ? {}
        : { account: subject.account ?? { kind: "not-asked", account } }),
      ...(apis === undefined ? {} : { apis }),
      ...(guess === undefined ? {} : { guess }),
      ...(advice === undefined ? {} : { api: advice }),
    };
  };
  const post = (): void => {
    if (shown !== undefined)
      panel?.post({ type: "show", state: stateOf(shown) });
  };
  const myApis = createMyApis(services, post);
  /** Another token may have taken its place meanwhile, or the panel may be closed. */
  const postIfShown = (subject: Shown): void => {
    if (shown === subject) post();
  };

  const verifyWith = async (
    find: (
      token: SignedToken,
      issuer: PoolIssuer,
    ) => Promise<FoundKeys | undefined>,
  ): Promise<void> => {
    const subject = shown;
    if (subject?.decoded.kind !== "signed") return;
    if (subject.verification?.kind === "asking") return;
    const before = subject.verification;
    try {
      const { issuer } = explain(subject);
      if (issuer === undefined) return;
      const found: FoundKeys | undefined = issuer.ok
        ? await find(subject.decoded, issuer)
        : { keys: "No keys were asked for: the issuer is not trusted." };
      if (found === undefined) return;
      const { keys, source } = found;
      const { verifyToken } = await import("../../core/tokens/verify.ts");
      subject.verification = {
        kind: "done",
        ...(issuer.ok ? { host: issuer.keysHost } : {}),
        verification: await verifyToken(subject.decoded, {
          issuer,
          keys,
          now: now(),
        }),
        ...(source === undefined ? {} : { source }),
        ...(typeof keys === "string" && issuer.ok ? { problem: keys } : {}),
      };
    } catch (error) {
      if (before === undefined) delete subject.verification;
      else subject.verification = before;
      reportError(services, "Verifying the token", error);
    }
    postIfShown(subject);
  };
  const verify = (): Promise<void> => {
    const subject = shown;
    return verifyWith(({ header }, issuer) => {
      if (subject !== undefined)
        subject.verification = { kind: "asking", host: issuer.keysHost };
      post();
      return findKeys(issuer, readString(header, "kid"));
    });
  };
  const checkAccount = async (): Promise<void> => {
    const subject = shown;
    const account = nameAccount(services);
    if (subject?.decoded.kind !== "signed" || account === undefined) return;
    const { issuer } = explain(subject);
    if (issuer?.ok !== true || subject.account?.kind === "asking") return;
    subject.account = { kind: "asking", account };
    post();
    try {
      subject.account = {
        kind: "done",
        account,
        checks: await askAccount(services, account, subject.decoded, issuer),
      };
    } catch (error) {
      delete subject.account;
      reportError(services, "Checking the token with the account", error);
    }
    postIfShown(subject);
  };

  const receive = (message: FromPage): void => {
    switch (message.type) {
      case "ready":
        api = undefined;
        post();
        return;
      case "verify":
        void verify();
        return;
      case "verify-with-saved-keys":
        void verifyWith(chooseSavedKeys);
        return;
      case "check-account":
        void checkAccount();
        return;
      case "check-apis":
        void myApis.read();
        return;
      case "choose-api":
        api = { id: message.id, settings: message.settings };
        post();
        return;
      case "copy-claims":
        if (shown !== undefined && "claims" in shown.decoded)
          void vscode.env.clipboard.writeText(
            JSON.stringify(shown.decoded.claims, undefined, 2),
          );
    }
  };
  const connectionChanged = (): void => {
    // What another account answered says nothing of this one.
    if (shown?.account?.kind === "done") delete shown.account;
    myApis.forget();
    post();
  };
  const open = (): Panel<ToPage, FromPage> => {
    const made = openPanel<ToPage, FromPage>({
      context,
      name: "token-panel",
      title: "Token Inspector",
    });
    const timer = setInterval(post, tick);
    const changed = services.connection.onDidChange(connectionChanged);
    made.onDidReceive(receive);
    made.onDidDispose(() => {
      clearInterval(timer);
      changed.dispose();
      panel = undefined;
      shown = undefined;
      myApis.forget();
    });
    return made;
  };
  return {
    show: (token) => {
      const subject: Shown = {
        number: ++count,
        token,
        decoded: decodeToken(token.token),
      };
      shown = subject;
      if (panel === undefined) panel = open();
      else panel.reveal();
      post();
      void findSetup(services).then((setup) => {
        if (setup !== undefined) subject.setup = setup;
        postIfShown(subject);
      });
    },
    verify,
    dispose: () => {
      panel?.dispose();
    },
  };
}

/** The token inspector: what it shows lives in this memory alone and only while the page is open. */
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
  VerificationState,
} from "../../webview/token-panel/protocol.ts";
import { reportError } from "../report-error.ts";
import type { Services } from "../services.ts";
import { createPage } from "../webview-host.ts";
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
  let count = 0;
  /** What the page's form holds. */
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
  const update = (): void => {
    const subject = page.subject();
    if (subject !== undefined) page.update(subject);
  };
  const myApis = createMyApis(services, update);

  const verifyWith = async (
    subject: Shown,
    find: (
      token: SignedToken,
      issuer: PoolIssuer,
    ) => Promise<FoundKeys | undefined>,
  ): Promise<void> => {
    if (subject.decoded.kind !== "signed") return;
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
    page.update(subject);
  };
  const verify = (subject: Shown): Promise<void> =>
    verifyWith(subject, ({ header }, issuer) => {
      subject.verification = { kind: "asking", host: issuer.keysHost };
      page.update(subject);
      return findKeys(issuer, readString(header, "kid"));
    });
  const checkAccount = async (subject: Shown): Promise<void> => {
    const account = nameAccount(services);
    if (subject.decoded.kind !== "signed" || account === undefined) return;
    const { issuer } = explain(subject);
    if (issuer?.ok !== true || subject.account?.kind === "asking") return;
    subject.account = { kind: "asking", account };
    page.update(subject);
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
    page.update(subject);
  };

  const receive = (message: FromPage, subject: Shown): unknown => {
    switch (message.type) {
      case "verify":
        return verify(subject);
      case "verify-with-saved-keys":
        return verifyWith(subject, chooseSavedKeys);
      case "check-account":
        return checkAccount(subject);
      case "check-apis":
        return myApis.read();
      case "choose-api":
        api = { id: message.id, settings: message.settings };
        page.update(subject);
        return undefined;
      case "copy-claims":
        return "claims" in subject.decoded
          ? vscode.env.clipboard.writeText(
              JSON.stringify(subject.decoded.claims, undefined, 2),
            )
          : undefined;
    }
  };
  const connectionChanged = (): void => {
    const subject = page.subject();
    // What another account answered says nothing of this one.
    if (subject?.account?.kind === "done") delete subject.account;
    myApis.forget();
    update();
  };
  const page = createPage<Shown, InspectorState, FromPage>({
    context,
    services,
    name: "token-panel",
    title: "Token Inspector",
    stateOf,
    receive,
    whileOpen: () => {
      const timer = setInterval(update, tick);
      const changed = services.connection.onDidChange(connectionChanged);
      return new vscode.Disposable(() => {
        clearInterval(timer);
        changed.dispose();
        myApis.forget();
      });
    },
  });
  return {
    show: (token) => {
      const subject: Shown = {
        number: ++count,
        token,
        decoded: decodeToken(token.token),
      };
      page.show(subject);
      void findSetup(services).then((setup) => {
        if (setup !== undefined) subject.setup = setup;
        page.update(subject);
      });
    },
    verify: async () => {
      const subject = page.subject();
      if (subject !== undefined) await verify(subject);
    },
    dispose: page.dispose,
  };
}

/**
 * The token inspector: one panel, whose content lives in this memory alone and only while the panel does. A page that
 * was hidden is made anew by VS Code and asks for the content again; nothing of it is stored or restored.
 */
import * as vscode from "vscode";
import {
  decodeToken,
  type DecodedToken,
  type SignedToken,
} from "../../core/tokens/decode.ts";
import { explainToken, type Explanation } from "../../core/tokens/explain.ts";
import type { NormalizedToken } from "../../core/tokens/normalize-token.ts";
import type { PublicKey } from "../../core/ports/keys.ts";
import type {
  FromPage,
  ToPage,
  VerificationState,
} from "../../webview/token-panel/protocol.ts";
import { describeError, reportError } from "../report-error.ts";
import type { Services } from "../services.ts";
import { openPanel, type Panel } from "../webview-host.ts";

export interface Inspector {
  readonly show: (token: NormalizedToken) => void;
  /** Verifies the token that is shown: asks its pool's host for keys, if it has one. */
  readonly verify: () => Promise<void>;
  readonly dispose: () => void;
}

interface Shown {
  readonly token: NormalizedToken;
  readonly decoded: DecodedToken;
  verification?: VerificationState;
}

/** How often the relative times are brought up to date. */
const tick = 15_000;

export function createInspector(
  context: vscode.ExtensionContext,
  services: Services,
): Inspector {
  let panel: Panel<ToPage, FromPage> | undefined;
  let shown: Shown | undefined;

  const explain = ({ token, decoded }: Shown): Explanation => {
    const endpoint = services.connection.current()?.endpoint;
    return explainToken(decoded, {
      now: services.clock.now() / 1000,
      extras: token.extras,
      ...(endpoint === undefined ? {} : { endpoint }),
    });
  };
  const post = (): void => {
    if (shown === undefined) return;
    const explanation = explain(shown);
    const verification =
      shown.decoded.kind === "signed"
        ? (shown.verification ?? {
            kind: "not-asked" as const,
            ...hostOf(explanation),
          })
        : undefined;
    panel?.post({
      type: "show",
      state: {
        explanation,
        ...(verification === undefined ? {} : { verification }),
      },
    });
  };
  const verify = async (): Promise<void> => {
    const subject = shown;
    if (subject?.decoded.kind !== "signed") return;
    if (subject.verification?.kind === "asking") return;
    const explanation = explain(subject);
    const { host } = hostOf(explanation);
    if (host !== undefined) {
      subject.verification = { kind: "asking", host };
      post();
    }
    try {
      subject.verification = await verifyShown(
        services,
        subject.decoded,
        explanation,
      );
    } catch (error) {
      delete subject.verification;
      reportError(services, "Verifying the token", error);
    }
    // Another token may have taken its place meanwhile, or the panel may be closed.
    if (shown === subject) post();
  };
  const receive = (message: FromPage): void => {
    if (message.type === "ready") post();
    else if (message.type === "verify") void verify();
    else if (shown !== undefined && "claims" in shown.decoded)
      void vscode.env.clipboard.writeText(
        JSON.stringify(shown.decoded.claims, undefined, 2),
      );
  };
  const open = (): Panel<ToPage, FromPage> => {
    const made = openPanel<ToPage, FromPage>({
      context,
      name: "token-panel",
      title: "Token Inspector",
    });
    const timer = setInterval(post, tick);
    const changed = services.connection.onDidChange(post);
    made.onDidReceive(receive);
    made.onDidDispose(() => {
      clearInterval(timer);
      changed.dispose();
      panel = undefined;
      shown = undefined;
    });
    return made;
  };
  return {
    show: (token) => {
      shown = { token, decoded: decodeToken(token.token) };
      if (panel === undefined) panel = open();
      else panel.reveal();
      post();
    },
    verify,
    dispose: () => {
      panel?.dispose();
    },
  };
}

function hostOf({ issuer }: Explanation): { readonly host?: string } {
  return issuer?.ok === true ? { host: issuer.keysHost } : {};
}

async function verifyShown(
  services: Services,
  token: SignedToken,
  { issuer }: Explanation,
): Promise<VerificationState> {
  const { verifyToken } = await import("../../core/tokens/verify.ts");
  if (issuer === undefined) throw new Error("A signed token has an issuer");
  const keys = issuer.ok
    ? await fetchKeys(services, issuer.keysUrl, issuer.keysHost)
    : "No keys were asked for: the issuer is not trusted.";
  return {
    kind: "done",
    ...(issuer.ok ? { host: issuer.keysHost } : {}),
    verification: await verifyToken(token, {
      issuer,
      keys,
      now: services.clock.now() / 1000,
    }),
    ...(typeof keys === "string" && issuer.ok ? { problem: keys } : {}),
  };
}

/** The keys, or the sentence why there are none: the checks that need no key are made all the same. */
async function fetchKeys(
  services: Services,
  url: string,
  host: string,
): Promise<readonly PublicKey[] | string> {
  try {
    const port = await services.keys();
    return await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Asking ${host} for the pool's public keys`,
        cancellable: true,
      },
      async (_progress, cancellation) => {
        const abort = new AbortController();
        cancellation.onCancellationRequested(() => {
          abort.abort();
        });
        return port.fetchKeys(url, abort.signal);
      },
    );
  } catch (error) {
    services.log.warn(`Keys of ${host}: ${describeError(error)}`);
    return describeError(error).trim();
  }
}

/** The commands that take a token: to the inspector, its claims to the clipboard, two of them into the diff editor. */
import * as vscode from "vscode";
import { decodeToken } from "../../core/tokens/decode.ts";
import type { NormalizedToken } from "../../core/tokens/normalize-token.ts";
import { registerCommand } from "../contributions.ts";
import { reportError } from "../report-error.ts";
import type { Services } from "../services.ts";
import { readTokenSource } from "../token-source.ts";
import { createComparer } from "./compare.ts";
import { createInspector } from "./inspector.ts";
import { takeFromTerminal, takeToken, type TakenToken } from "./take-token.ts";
import { takeTwoTokens } from "./take-two-tokens.ts";

export function register(
  context: vscode.ExtensionContext,
  services: Services,
): void {
  const inspector = createInspector(context, services);
  const comparer = createComparer();
  const now = (): number => services.clock.now() / 1000;
  /** Takes a token and uses it; false when there was none, or it failed. */
  const use = async <T>(
    what: string,
    take: () => Promise<T | undefined>,
    done: (token: T) => void | Promise<void>,
  ): Promise<boolean> => {
    try {
      const taken = await take();
      if (taken === undefined) return false;
      await done(taken);
      return true;
    } catch (error) {
      reportError(services, what, error);
      return false;
    }
  };
  const show = (
    take: () => Promise<TakenToken | undefined>,
  ): Promise<boolean> => use("Decoding the token", take, inspector.show);

  context.subscriptions.push(
    inspector,
    comparer,
    registerCommand("cognitoDebugger.decodeToken", async (argument) => {
      await show(() => takeToken(readTokenSource(argument), now()));
    }),
    // Calling it is the explicit act.
    registerCommand("cognitoDebugger.verifyToken", async (argument) => {
      if (await show(() => takeToken(readTokenSource(argument), now())))
        await inspector.verify();
    }),
    registerCommand("cognitoDebugger.decodeTerminalSelection", async () => {
      await show(() => takeFromTerminal(now()));
    }),
    registerCommand("cognitoDebugger.copyTokenClaims", async (argument) => {
      await use(
        "Copying the claims",
        () => takeToken(readTokenSource(argument), now()),
        copyClaims,
      );
    }),
    registerCommand("cognitoDebugger.compareTokens", async () => {
      await use(
        "Comparing tokens",
        () => takeTwoTokens(now()),
        ([before, after]) => comparer.compare(before, after),
      );
    }),
  );
}

async function copyClaims({ token }: NormalizedToken): Promise<void> {
  const decoded = decodeToken(token);
  if (decoded.kind === "encrypted" || decoded.claims === undefined) {
    void vscode.window.showInformationMessage(
      "The claims of this token cannot be read, so there is nothing to copy.",
    );
    return;
  }
  await vscode.env.clipboard.writeText(
    JSON.stringify(decoded.claims, undefined, 2),
  );
  vscode.window.setStatusBarMessage("Copied the claims", 3_000);
}

/** The commands that open the token inspector, and the one that verifies at once: calling it is the explicit act. */
import type * as vscode from "vscode";
import { registerCommand } from "../contributions.ts";
import { reportError } from "../report-error.ts";
import type { Services } from "../services.ts";
import { readTokenSource } from "../token-source.ts";
import { createInspector } from "./inspector.ts";
import { takeToken } from "./take-token.ts";

export function register(
  context: vscode.ExtensionContext,
  services: Services,
): void {
  const inspector = createInspector(context, services);
  const show = async (argument: unknown): Promise<boolean> => {
    try {
      const token = await takeToken(
        readTokenSource(argument),
        services.clock.now() / 1000,
      );
      if (token === undefined) return false;
      inspector.show(token);
      return true;
    } catch (error) {
      reportError(services, "Decoding the token", error);
      return false;
    }
  };
  context.subscriptions.push(
    inspector,
    registerCommand("cognitoDebugger.decodeToken", async (argument) => {
      await show(argument);
    }),
    registerCommand("cognitoDebugger.verifyToken", async (argument) => {
      if (await show(argument)) await inspector.verify();
    }),
  );
}

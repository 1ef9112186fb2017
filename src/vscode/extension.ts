/**
 * Where VS Code starts us. Registers each feature on its own: one that fails is logged and shown, the others start.
 * No I/O happens here.
 */
import * as vscode from "vscode";
import { register as registerConnection } from "./connection/register.ts";
import { register as registerDiagnostics } from "./diagnostics/register.ts";
import { register as registerExplorer } from "./explorer/register.ts";
import { register as registerHelp } from "./help/register.ts";
import { register as registerLogSearch } from "./log-search/register.ts";
import { register as registerLogTail } from "./log-tail/register.ts";
import { createServices, type Services } from "./services.ts";
import { register as registerSignInStory } from "./sign-in-story/register.ts";
import { register as registerTokenHover } from "./token-hover/register.ts";
import { register as registerTokenPanel } from "./token-panel/register.ts";
import { register as registerTriggerHelp } from "./trigger-help/register.ts";

type Register = (context: vscode.ExtensionContext, services: Services) => void;

const features: readonly (readonly [name: string, register: Register])[] = [
  ["Help", registerHelp],
  ["Connection", registerConnection],
  ["Explorer", registerExplorer],
  ["Token hover", registerTokenHover],
  ["Token inspector", registerTokenPanel],
  ["Log tail", registerLogTail],
  ["Sign-ins", registerSignInStory],
  ["Log search", registerLogSearch],
  ["Diagnostics", registerDiagnostics],
  ["Trigger help", registerTriggerHelp],
];

export function activate(context: vscode.ExtensionContext): void {
  const services = createServices(context);
  for (const [name, register] of features) {
    try {
      register(context, services);
    } catch (error) {
      services.log.error(`${name} did not start`, error);
      void vscode.window.showErrorMessage(
        `Cognito Debugger: ${name} could not start. The other features work; see the Cognito Debugger output for details.`,
      );
    }
  }
}

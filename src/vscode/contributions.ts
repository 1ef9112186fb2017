/**
 * Every id that package.json contributes, once, with the type of its argument or value. `manifest.test.ts` compares
 * this file with package.json both ways, and the editor tests compare it with what is registered.
 */
import * as vscode from "vscode";
import type { TokenSource } from "./token-source.ts";
import type { TailTarget } from "./tail-target.ts";

/** The line of a document on which a handler's name stands. */
export interface HandlerPlace {
  readonly uri: string;
  readonly line: number;
}

/** Command id -> its argument. `undefined`: none. `unknown`: what VS Code's menus hand over, checked by the handler. */
export interface CommandArguments {
  readonly "cognitoDebugger.selectConnection": undefined;
  readonly "cognitoDebugger.selectProfile": undefined;
  readonly "cognitoDebugger.selectRegion": undefined;
  readonly "cognitoDebugger.setEndpoint": undefined;
  readonly "cognitoDebugger.refreshExplorer": unknown;
  readonly "cognitoDebugger.loadMore": unknown;
  readonly "cognitoDebugger.retry": unknown;
  readonly "cognitoDebugger.copyId": unknown;
  readonly "cognitoDebugger.copyArn": unknown;
  readonly "cognitoDebugger.decodeToken": TokenSource | undefined;
  readonly "cognitoDebugger.verifyToken": TokenSource | undefined;
  readonly "cognitoDebugger.decodeTerminalSelection": undefined;
  readonly "cognitoDebugger.copyTokenClaims": TokenSource | undefined;
  readonly "cognitoDebugger.findTokenUser": TokenSource | undefined;
  readonly "cognitoDebugger.findTokenClient": TokenSource | undefined;
  readonly "cognitoDebugger.compareTokens": undefined;
  readonly "cognitoDebugger.tailTrigger": TailTarget | undefined;
  readonly "cognitoDebugger.tailPool": unknown;
  readonly "cognitoDebugger.tailLogs": undefined;
  readonly "cognitoDebugger.tailActions": undefined;
  readonly "cognitoDebugger.pauseTail": undefined;
  readonly "cognitoDebugger.filterTail": undefined;
  readonly "cognitoDebugger.restartTail": undefined;
  readonly "cognitoDebugger.toggleLiveTail": undefined;
  readonly "cognitoDebugger.clearTail": undefined;
  readonly "cognitoDebugger.revealTail": undefined;
  readonly "cognitoDebugger.exportTail": undefined;
  readonly "cognitoDebugger.stopTail": undefined;
  readonly "cognitoDebugger.showSignIns": unknown;
  readonly "cognitoDebugger.searchLogs": unknown;
  readonly "cognitoDebugger.chooseTrigger": HandlerPlace | undefined;
  readonly "cognitoDebugger.showRule": string;
  readonly "cognitoDebugger.showLog": undefined;
  readonly "cognitoDebugger.openWalkthrough": undefined;
}
export type CommandId = keyof CommandArguments;

/** Setting (without the `cognitoDebugger.` prefix) -> its value. */
export interface Settings {
  readonly "connection.profile": string;
  readonly "connection.region": string;
  readonly "connection.endpoint": string;
  readonly "explorer.pageSize": number;
  readonly "lint.enable": boolean;
  /** Rule id -> level, as the user wrote them. */
  readonly "lint.rules": Readonly<Record<string, unknown>>;
  readonly "lint.triggerLens": boolean;
  readonly "lint.triggerHint": boolean;
  readonly "tokens.hover": boolean;
  readonly "tail.pollSeconds": number;
  readonly "tail.redactContacts": boolean;
}
export type SettingId = keyof Settings;

export const settingIds = [
  "connection.profile",
  "connection.region",
  "connection.endpoint",
  "explorer.pageSize",
  "lint.enable",
  "lint.rules",
  "lint.triggerLens",
  "lint.triggerHint",
  "tokens.hover",
  "tail.pollSeconds",
  "tail.redactContacts",
] as const satisfies readonly SettingId[];

export const commandIds = [
  "cognitoDebugger.selectConnection",
  "cognitoDebugger.selectProfile",
  "cognitoDebugger.selectRegion",
  "cognitoDebugger.setEndpoint",
  "cognitoDebugger.refreshExplorer",
  "cognitoDebugger.loadMore",
  "cognitoDebugger.retry",
  "cognitoDebugger.copyId",
  "cognitoDebugger.copyArn",
  "cognitoDebugger.decodeToken",
  "cognitoDebugger.verifyToken",
  "cognitoDebugger.decodeTerminalSelection",
  "cognitoDebugger.copyTokenClaims",
  "cognitoDebugger.findTokenUser",
  "cognitoDebugger.findTokenClient",
  "cognitoDebugger.compareTokens",
  "cognitoDebugger.tailTrigger",
  "cognitoDebugger.tailPool",
  "cognitoDebugger.tailLogs",
  "cognitoDebugger.tailActions",
  "cognitoDebugger.pauseTail",
  "cognitoDebugger.filterTail",
  "cognitoDebugger.restartTail",
  "cognitoDebugger.toggleLiveTail",
  "cognitoDebugger.clearTail",
  "cognitoDebugger.revealTail",
  "cognitoDebugger.exportTail",
  "cognitoDebugger.stopTail",
  "cognitoDebugger.showSignIns",
  "cognitoDebugger.searchLogs",
  "cognitoDebugger.chooseTrigger",
  "cognitoDebugger.showRule",
  "cognitoDebugger.showLog",
  "cognitoDebugger.openWalkthrough",
] as const satisfies readonly CommandId[];

export const viewIds = ["cognitoDebugger.explorer"] as const;
export type ViewId = (typeof viewIds)[number];

/** Context key -> its value; used in `when` clauses of package.json. */
export interface ContextKeys {
  /** What the explorer's welcome view is about. */
  readonly "cognitoDebugger.explorerState":
    "unconnected" | "no-pools" | "ready";
  readonly "cognitoDebugger.tailing": boolean;
}

type Handler<K extends CommandId> = (
  argument: CommandArguments[K],
) => void | Promise<void>;

/** Registers a command; whatever it throws is the caller's to have turned into a sentence. */
export function registerCommand<K extends CommandId>(
  id: K,
  handler: Handler<K>,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, handler);
}

export function readSetting<K extends SettingId>(
  id: K,
  scope?: vscode.ConfigurationScope,
): Settings[K] {
  return vscode.workspace
    .getConfiguration("cognitoDebugger", scope)
    .get(id) as Settings[K];
}

export async function setContextKey<K extends keyof ContextKeys>(
  key: K,
  value: ContextKeys[K],
): Promise<void> {
  await vscode.commands.executeCommand("setContext", key, value);
}

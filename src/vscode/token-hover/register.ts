/**
 * Explains the token under the mouse, in every file and every language. Works on the text alone: a hover never asks the
 * network, and keeps nothing.
 */
import * as vscode from "vscode";
import { decodeToken } from "../../core/tokens/decode.ts";
import { explainToken } from "../../core/tokens/explain.ts";
import type { CommandId } from "../contributions.ts";
import { readSetting } from "../contributions.ts";
import type { Services } from "../services.ts";
import { findTokenInDocument } from "../token-lines.ts";
import type { TokenSource } from "../token-source.ts";
import { printHover, type HoverOptions } from "./hover-text.ts";

const commands = {
  inspect: "cognitoDebugger.decodeToken",
  verify: "cognitoDebugger.verifyToken",
  copyClaims: "cognitoDebugger.copyTokenClaims",
  findUser: "cognitoDebugger.findTokenUser",
  findClient: "cognitoDebugger.findTokenClient",
} as const satisfies Record<keyof HoverOptions["links"], CommandId>;

export function register(
  context: vscode.ExtensionContext,
  services: Services,
): void {
  context.subscriptions.push(
    vscode.languages.registerHoverProvider(
      { scheme: "*" },
      {
        provideHover: (document, position) =>
          readSetting("tokens.hover", document)
            ? makeHover(document, position, services)
            : undefined,
      },
    ),
  );
}

function makeHover(
  document: vscode.TextDocument,
  position: vscode.Position,
  { clock, connection }: Services,
): vscode.Hover | undefined {
  const found = findTokenInDocument(document, document.offsetAt(position));
  if (found === undefined) return undefined;
  const endpoint = connection.current()?.endpoint;
  const explanation = explainToken(decodeToken(found.token), {
    now: clock.now() / 1000,
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const source: TokenSource = {
    kind: "document",
    uri: document.uri.toString(),
    offset: found.range.start,
  };
  const markdown = new vscode.MarkdownString(
    printHover(explanation, {
      links: {
        inspect: linkTo(commands.inspect, source),
        verify: linkTo(commands.verify, source),
        copyClaims: linkTo(commands.copyClaims, source),
        findUser: linkTo(commands.findUser, source),
        findClient: linkTo(commands.findClient, source),
      },
    }),
  );
  markdown.isTrusted = { enabledCommands: Object.values(commands) };
  return new vscode.Hover(
    markdown,
    new vscode.Range(
      document.positionAt(found.range.start),
      document.positionAt(found.range.end),
    ),
  );
}

function linkTo(command: CommandId, source: TokenSource): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify([source])).replace(/[()']/g, (character) => `%${character.charCodeAt(0).toString(16)}`)}`;
}

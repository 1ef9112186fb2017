/**
 * What a node's tooltip tells: fetched when the mouse rests on it, from the connection that the tree shows. A failure
 * becomes a sentence in the tooltip, and nothing else.
 */
import * as vscode from "vscode";
import { stateOfUser } from "../../core/flows/user-status.ts";
import { markdownText } from "../../core/text/markdown-text.ts";
import { describeError } from "../report-error.ts";
import type { Services } from "../services.ts";
import type {
  ClientNode,
  ExplorerNode,
  PoolNode,
  TriggerNode,
  UserNode,
} from "./node.ts";

type Rows = readonly (readonly [name: string, value: string | undefined])[];

/** Tooltip of `node`, or undefined where its tree item has one already. */
export async function describeNode(
  node: ExplorerNode,
  services: Services,
  signal: AbortSignal,
): Promise<vscode.MarkdownString | undefined> {
  switch (node.kind) {
    case "pool":
      return table("User pool", node.pool.name, () =>
        poolRows(node, services, signal),
      );
    case "client":
      return table("App client", node.client.name, () =>
        clientRows(node, services, signal),
      );
    case "trigger":
      return table("Trigger", node.trigger, () =>
        functionRows(node, services, signal),
      );
    case "user":
      return table("User", node.user.username, () =>
        Promise.resolve(userRows(node)),
      );
    default:
      return undefined;
  }
}

async function poolRows(
  { pool }: PoolNode,
  services: Services,
  signal: AbortSignal,
): Promise<Rows> {
  const found = await (
    await services.userPools()
  ).describePool(pool.id, signal);
  const signIn = [...found.usernameAttributes, ...found.aliasAttributes];
  return [
    ["Id", found.id],
    ["ARN", found.arn],
    ["Tier", found.tier],
    ["MFA", found.mfa],
    ["Signs in with", ["username", ...signIn].join(", ")],
    ["Users, estimated", found.estimatedUsers?.toString()],
    ["Domain", found.customDomain ?? found.domain],
    ["Triggers", found.triggers.map(({ key }) => key).join(", ")],
    ["Created", time(found.createdAt)],
    ["Changed", time(found.modifiedAt)],
  ];
}

async function clientRows(
  { client }: ClientNode,
  services: Services,
  signal: AbortSignal,
): Promise<Rows> {
  const found = await (
    await services.userPools()
  ).describeClient(client.poolId, client.id, signal);
  return [
    ["Id", found.id],
    ["Secret", found.hasSecret ? "yes: calls need a SECRET_HASH" : "no"],
    ["Authentication flows", found.authFlows.join(", ")],
    ["OAuth grants", found.oauthFlows.join(", ")],
    ["Scopes", found.scopes.join(", ")],
    ["Callback URLs", found.callbackUrls.join(", ")],
    ["Hides whether a user exists", found.preventUserExistenceErrors],
    ["Token revocation", found.tokenRevocation ? "on" : "off"],
  ];
}

async function functionRows(
  { functionArn, poolId, version }: TriggerNode,
  services: Services,
  signal: AbortSignal,
): Promise<Rows> {
  const named: Rows = [
    ["User pool", poolId],
    ["Function", functionArn],
    ["Event version", version],
  ];
  const found = await (
    await services.functions()
  ).describeFunction(functionArn, signal);
  return [
    ...named,
    ["Runtime", found.runtime],
    ["Handler", found.handler],
    [
      "Timeout",
      found.timeoutSeconds === undefined
        ? undefined
        : `${String(found.timeoutSeconds)} s; Cognito waits 5 s at most`,
    ],
    [
      "Memory",
      found.memoryMb === undefined ? undefined : `${String(found.memoryMb)} MB`,
    ],
    ["Log group", found.logGroup],
    ["Deployed", found.lastModified],
  ];
}

function userRows({ user }: UserNode): Rows {
  const state = stateOfUser(user);
  return [
    [state.name, state.explanation],
    ...Object.entries(user.attributes),
    ["Created", time(user.createdAt)],
    ["Changed", time(user.modifiedAt)],
  ];
}

async function table(
  title: string,
  name: string,
  rows: () => Promise<Rows>,
): Promise<vscode.MarkdownString> {
  const lines = [`**${title}** ${markdownText(name)}`];
  try {
    for (const [key, value] of await rows())
      if (value !== undefined && value !== "")
        lines.push(`**${markdownText(key)}:** ${markdownText(value, 400)}`);
  } catch (error) {
    lines.push(markdownText(describeError(error), 800));
  }
  return new vscode.MarkdownString(lines.join("  \n"));
}

function time(date: Date | undefined): string | undefined {
  return date?.toLocaleString();
}

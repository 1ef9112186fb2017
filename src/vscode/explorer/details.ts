/**
 * What a node's tooltip tells: what the tree knows, and more that is fetched when the mouse rests on it, from the
 * connection that the tree shows. A failure becomes a sentence in the tooltip, below what is known.
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
      return table("User pool", node.pool.name, [["Id", node.pool.id]], () =>
        poolRows(node, services, signal),
      );
    case "client":
      return table(
        "App client",
        node.client.name,
        [["Id", node.client.id]],
        () => clientRows(node, services, signal),
      );
    case "trigger":
      return table(
        "Trigger",
        node.trigger,
        [
          ["User pool", node.poolId],
          ["Function", node.functionArn],
          ["Event version", node.version],
        ],
        () => functionRows(node, services, signal),
      );
    case "user":
      return table("User", node.user.username, userRows(node));
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
  { functionArn }: TriggerNode,
  services: Services,
  signal: AbortSignal,
): Promise<Rows> {
  const found = await (
    await services.functions()
  ).describeFunction(functionArn, signal);
  return [
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
    ["Deployed", time(found.modifiedAt)],
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
  known: Rows,
  fetch: () => Promise<Rows> = () => Promise.resolve([]),
): Promise<vscode.MarkdownString> {
  const lines = [`**${title}** ${markdownText(name)}`];
  const add = (rows: Rows): void => {
    for (const [key, value] of rows)
      if (value !== undefined && value !== "")
        lines.push(`**${markdownText(key)}:** ${markdownText(value, 400)}`);
  };
  add(known);
  try {
    add(await fetch());
  } catch (error) {
    lines.push(markdownText(describeError(error), 800));
  }
  return new vscode.MarkdownString(lines.join("  \n"));
}

function time(date: Date | undefined): string | undefined {
  return date?.toLocaleString();
}

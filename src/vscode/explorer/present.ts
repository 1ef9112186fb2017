/**
 * How a node looks. Names come from others and are shown as plain text; a state that matters is told by an icon's
 * shape, by words and by colour, never by colour alone.
 */
import * as vscode from "vscode";
import { stateOfUser, type SignInState } from "../../core/flows/user-status.ts";
import { readEndpoint } from "../../core/ports/endpoint.ts";
import { PortError } from "../../core/ports/port-error.ts";
import type { PoolUser } from "../../core/ports/user-pools.ts";
import { visibleText } from "../../core/text/visible-text.ts";
import { describeError } from "../report-error.ts";
import {
  functionName,
  type ConnectionNode,
  type ErrorNode,
  type ExplorerNode,
  type FolderName,
  type ListingNode,
  type TriggerNode,
  type UserNode,
} from "./node.ts";

interface Look {
  readonly label: string;
  /** How many characters of the label, from its start, stand out. */
  readonly emphasis?: number;
  readonly description?: string;
  readonly icon?: vscode.ThemeIcon;
  /** Words that package.json's menus look for; without them the node has no menu. */
  readonly context?: string;
  /** Absent where `details.ts` fetches one when the mouse rests on the node. */
  readonly tooltip?: string;
  readonly spoken?: string;
  readonly state?: vscode.TreeItemCollapsibleState;
  readonly command?: Omit<vscode.Command, "arguments">;
}

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
const icon = (name: string, color?: string): vscode.ThemeIcon =>
  new vscode.ThemeIcon(
    name,
    color === undefined ? undefined : new vscode.ThemeColor(color),
  );

export function toTreeItem(node: ExplorerNode): vscode.TreeItem {
  const look = lookOf(node);
  const item = new vscode.TreeItem(
    look.emphasis === undefined
      ? look.label
      : { label: look.label, highlights: [[0, look.emphasis]] },
    look.state ?? None,
  );
  item.id = node.id;
  if (look.description !== undefined) item.description = look.description;
  if (look.icon !== undefined) item.iconPath = look.icon;
  if (look.context !== undefined) item.contextValue = look.context;
  if (look.tooltip !== undefined) item.tooltip = look.tooltip;
  if (look.command !== undefined)
    item.command = { ...look.command, arguments: [node] };
  item.accessibilityInformation = {
    label: look.spoken ?? [look.label, look.description].join(" ").trim(),
  };
  return item;
}

function lookOf(node: ExplorerNode): Look {
  switch (node.kind) {
    case "connection":
      return connectionLook(node);
    case "pool":
      return {
        label: visibleText(
          node.pool.name === "" ? node.pool.id : node.pool.name,
        ),
        description: visibleText(node.pool.id),
        icon: icon("organization"),
        context: "pool refreshable id arn",
        spoken: `User pool ${visibleText(node.pool.name)}, ${visibleText(node.pool.id)}`,
        state: Collapsed,
      };
    case "folder":
      return {
        ...folderLooks[node.folder],
        context: `folder-${node.folder} refreshable`,
        state: Collapsed,
      };
    case "client":
      return {
        label: visibleText(node.client.name),
        description: visibleText(node.client.id),
        icon: icon("window"),
        context: "client id",
        spoken: `App client ${visibleText(node.client.name)}, ${visibleText(node.client.id)}`,
      };
    case "trigger":
      return triggerLook(node);
    case "user":
      return userLook(node);
    case "load-more":
      return {
        label: `Load more ${childrenOf(node.parent)}…`,
        icon: icon("ellipsis"),
        context: "load-more",
        tooltip: "Fetch the next page.",
        command: { command: "cognitoDebugger.loadMore", title: "Load More" },
      };
    case "error":
      return errorLook(node);
    case "empty":
      return {
        label: `No ${childrenOf(node.parent)}`,
        icon: icon("dash"),
        tooltip: `Cognito lists no ${childrenOf(node.parent)} here.`,
      };
  }
}

const folderLooks: Readonly<Record<FolderName, Look>> = {
  clients: {
    label: "App clients",
    icon: icon("window"),
    tooltip: "Applications that may sign users in to this pool.",
  },
  triggers: {
    label: "Triggers",
    icon: icon("zap"),
    tooltip: "Lambda functions that Cognito calls for this pool.",
  },
  users: {
    label: "Users",
    icon: icon("person"),
    tooltip: "Users of this pool, a page at a time.",
  },
};

/** What a listing node lists, in the plural. */
function childrenOf(node: ListingNode): string {
  return node.kind === "connection"
    ? "user pools"
    : folderLooks[node.folder].label.replace(/^\w/, (first) =>
        first.toLowerCase(),
      );
}

function connectionLook({ connection }: ConnectionNode): Look {
  const { profile, region, endpoint } = connection;
  const reading = endpoint === undefined ? undefined : readEndpoint(endpoint);
  const where =
    reading === undefined
      ? "AWS"
      : reading.kind === "valid"
        ? reading.url.host
        : "endpoint not usable";
  const unsigned =
    profile === undefined && reading?.kind === "valid" && reading.loopback;
  return {
    label: visibleText(profile ?? "default chain", 60),
    description: `${visibleText(region, 40)} · ${where}`,
    icon: icon(reading === undefined ? "cloud" : "server"),
    context: "connection refreshable",
    tooltip: [
      `Profile: ${visibleText(profile ?? "none chosen, default credential chain")}`,
      `Region: ${visibleText(region)}`,
      `Endpoint: ${endpoint === undefined ? "AWS" : visibleText(endpoint)}`,
      ...(unsigned
        ? [
            "Credentials: those of the environment or the default profile; without any, placeholders, as emulators accept them.",
          ]
        : []),
    ].join("\n"),
    spoken: `Connection ${visibleText(profile ?? "default credential chain")}, Region ${visibleText(region)}, ${where}`,
    state: Expanded,
  };
}

function triggerLook({ trigger, functionArn, version }: TriggerNode): Look {
  const name = visibleText(functionName(functionArn));
  const description =
    version === undefined ? name : `${name} · ${visibleText(version)}`;
  return {
    label: visibleText(trigger),
    description,
    icon: icon("zap"),
    context: functionArn.startsWith("arn:") ? "trigger id arn" : "trigger id",
    spoken: `Trigger ${visibleText(trigger)}, function ${description}`,
  };
}

const signInIcons: Readonly<Record<SignInState, vscode.ThemeIcon>> = {
  ready: icon("person"),
  pending: icon("key", "list.warningForeground"),
  blocked: icon("warning", "list.warningForeground"),
  unknown: icon("question"),
};

/** What keeps a user out comes before the name, where a narrow side bar cannot cut it off. */
function userLook({ user }: UserNode): Look {
  const state = stateOfUser(user);
  const name = visibleText(readableName(user));
  const status = visibleText(state.name);
  const blocked = state.signIn === "blocked";
  return {
    ...(blocked
      ? { label: `${status} ${name}`, emphasis: status.length }
      : { label: name }),
    description: [blocked ? "" : status, state.hint]
      .filter((words) => words !== "")
      .join(" · "),
    icon: user.enabled
      ? signInIcons[state.signIn]
      : icon("circle-slash", "list.errorForeground"),
    context: "user id",
    spoken: `User ${name}, ${status} ${state.hint}`.trim(),
  };
}

/** Pools with sign-in by e-mail or phone give users a UUID as name; nobody knows their users by that. */
function readableName({ username, attributes }: PoolUser): string {
  if (!/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(username))
    return username;
  return (
    attributes["email"] ??
    attributes["phone_number"] ??
    attributes["preferred_username"] ??
    username
  );
}

function errorLook({ error }: ErrorNode): Look {
  const sentence =
    error instanceof PortError
      ? error.message
      : "Something inside Cognito Debugger failed.";
  const full = describeError(error);
  const detail = error instanceof PortError ? error.detail : undefined;
  return {
    label: visibleText(sentence, 400),
    icon: icon("error", "list.errorForeground"),
    context: "error",
    tooltip: [
      visibleText(full, 800),
      ...(detail === undefined ? [] : [`(${visibleText(detail)})`]),
      "Select to retry.",
    ].join("\n"),
    spoken: `Error: ${visibleText(full, 800)} Press Enter to retry.`,
    command: { command: "cognitoDebugger.retry", title: "Retry" },
  };
}

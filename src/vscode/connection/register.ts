/**
 * Choosing the connection, and the status bar item that shows it. A choice is saved as a whole or not at all:
 * cancelling a step leaves the connection as it was.
 */
import * as vscode from "vscode";
import {
  readSetting,
  registerCommand,
  type CommandId,
} from "../contributions.ts";
import { reportError } from "../report-error.ts";
import type { Services } from "../services.ts";
import { chooseEndpoint, chooseProfile, chooseRegion } from "./choose.ts";
import { describeConnection } from "./describe-connection.ts";

type ChoosingCommand = Extract<
  CommandId,
  `cognitoDebugger.${"selectConnection" | "selectProfile" | "selectRegion" | "setEndpoint"}`
>;

export function register(
  context: vscode.ExtensionContext,
  services: Services,
): void {
  const command = (
    id: ChoosingCommand,
    run: (services: Services) => Promise<void>,
  ): vscode.Disposable =>
    registerCommand(id, () =>
      run(services).catch((error: unknown) => {
        reportError(services, "Choosing the connection failed", error);
      }),
    );
  context.subscriptions.push(
    command("cognitoDebugger.selectConnection", selectConnection),
    command("cognitoDebugger.selectProfile", selectProfile),
    command("cognitoDebugger.selectRegion", selectRegion),
    command("cognitoDebugger.setEndpoint", setEndpoint),
    createStatusItem(services),
  );
}

async function selectConnection(services: Services): Promise<void> {
  for (;;) {
    const profile = await chooseProfile(services, {
      offerEndpoint: true,
      position: { step: 1, of: 2 },
    });
    if (profile.kind !== "value") return;
    if (profile.value.kind === "endpoint") {
      await setEndpoint(services);
      return;
    }
    const { name, region: suggested } = profile.value;
    const region = await chooseRegion({
      position: { step: 2, of: 2 },
      canGoBack: true,
      ...(suggested === undefined ? {} : { suggested }),
    });
    if (region.kind === "back") continue;
    if (region.kind === "value")
      await services.connection.update({ profile: name, region: region.value });
    return;
  }
}

async function selectProfile(services: Services): Promise<void> {
  const profile = await chooseProfile(services, { offerEndpoint: false });
  if (profile.kind !== "value" || profile.value.kind !== "profile") return;
  const { name, region } = profile.value;
  const fillsRegion =
    services.connection.current() === undefined && region !== undefined;
  await services.connection.update({
    profile: name,
    ...(fillsRegion ? { region } : {}),
  });
  await askForMissingRegion(services);
}

async function selectRegion(services: Services): Promise<void> {
  const region = await chooseRegion({});
  if (region.kind === "value")
    await services.connection.update({ region: region.value });
}

async function setEndpoint(services: Services): Promise<void> {
  const endpoint = await chooseEndpoint(readSetting("connection.endpoint"));
  if (endpoint === undefined) return;
  await services.connection.update({ endpoint: endpoint.trim() });
  await askForMissingRegion(services);
}

/** Without a Region nothing is called; the one thing that is still missing is asked for at once. */
async function askForMissingRegion(services: Services): Promise<void> {
  if (services.connection.current() === undefined) await selectRegion(services);
}

/** Hidden while nothing is chosen: in a project without Cognito the status bar stays as it was. */
function createStatusItem(services: Services): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    "cognitoDebugger.connection",
    vscode.StatusBarAlignment.Left,
  );
  item.name = "Cognito Connection";
  item.command = "cognitoDebugger.selectConnection";
  const show = (): void => {
    const connection = services.connection.current();
    if (connection === undefined) {
      item.hide();
      return;
    }
    const { short, long, broken } = describeConnection(connection);
    item.text = short;
    item.tooltip = long.join("\n");
    item.accessibilityInformation = { label: long.join(", ") };
    item.backgroundColor = broken
      ? new vscode.ThemeColor("statusBarItem.warningBackground")
      : undefined;
    item.show();
  };
  show();
  return vscode.Disposable.from(item, services.connection.onDidChange(show));
}

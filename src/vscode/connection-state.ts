/**
 * The connection the user chose, read from machine-scoped settings (a workspace cannot redirect credentials) and told
 * to whoever shows it. It holds names and addresses, no credentials.
 */
import * as vscode from "vscode";
import type { Connection } from "../core/ports/connection.ts";
import { PortError } from "../core/ports/port-error.ts";
import { readSetting, type SettingId } from "./contributions.ts";

export interface ConnectionState {
  /** Undefined while no Region is known: then nothing is called. */
  readonly current: () => Connection | undefined;
  /** The current connection, or a `PortError` that says how to choose one. */
  readonly require: () => Promise<Connection>;
  readonly update: (
    change: Partial<Record<"profile" | "region" | "endpoint", string>>,
  ) => Promise<void>;
  readonly onDidChange: vscode.Event<void>;
  readonly dispose: () => void;
}

const keys = {
  profile: "connection.profile",
  region: "connection.region",
  endpoint: "connection.endpoint",
} as const satisfies Record<string, SettingId>;

export function createConnectionState(): ConnectionState {
  const changed = new vscode.EventEmitter<void>();
  // One choice writes several settings; nobody may call AWS with half of it.
  let updating = false;
  const watching = vscode.workspace.onDidChangeConfiguration((event) => {
    if (!updating && event.affectsConfiguration("cognitoDebugger.connection"))
      changed.fire();
  });
  const current = (): Connection | undefined => {
    const profile = readSetting(keys.profile).trim();
    const region = readSetting(keys.region).trim();
    const endpoint = readSetting(keys.endpoint).trim();
    if (region === "") return undefined;
    return {
      region,
      ...(profile === "" ? {} : { profile }),
      ...(endpoint === "" ? {} : { endpoint }),
    };
  };
  return {
    current,
    require: () => {
      const connection = current();
      return connection === undefined
        ? Promise.reject(
            new PortError(
              "no-credentials",
              "No AWS profile and Region are chosen.",
              "Run Cognito: Select Connection.",
            ),
          )
        : Promise.resolve(connection);
    },
    update: async (change) => {
      const configuration =
        vscode.workspace.getConfiguration("cognitoDebugger");
      updating = true;
      try {
        for (const name of ["profile", "region", "endpoint"] as const) {
          const value = change[name];
          if (value === undefined) continue;
          await configuration.update(
            keys[name],
            value === "" ? undefined : value,
            vscode.ConfigurationTarget.Global,
          );
        }
      } catch (error) {
        throw new PortError(
          "unknown",
          "VS Code could not save the connection in the user settings.",
          "Check that the user settings file is saved and has no errors, then choose again.",
          error instanceof Error ? error.message : undefined,
        );
      } finally {
        updating = false;
        changed.fire();
      }
    },
    onDidChange: changed.event,
    dispose: () => {
      watching.dispose();
      changed.dispose();
    },
  };
}

/**
 * The environment of an editor under test: AWS credentials that are worth nothing and profile files of our own.
 * Invariant: the AWS settings of the machine it runs on are never read.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface StackAddress {
  readonly url: string;
  readonly region: string;
}

/** The profile that the files below define. */
export const testProfile = "stack";

/** Writes the profile files into `folder` and gives the environment that names them. */
export function createEnvironment(
  folder: string,
  stack: StackAddress | undefined,
): NodeJS.ProcessEnv {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, "config");
  const credentials = join(folder, "credentials");
  const region = stack?.region ?? "eu-central-1";
  const keys =
    "aws_access_key_id = AKIATESTTESTTESTTEST\naws_secret_access_key = test-only\n";
  writeFileSync(config, `[profile ${testProfile}]\nregion = ${region}\n`);
  writeFileSync(credentials, `[${testProfile}]\n${keys}`);
  const inherited = Object.entries(process.env).filter(
    // npm's and vitest's own settings would reach the extension host too.
    ([name]) => !/^(AWS_|npm_|VITEST|NODE_OPTIONS$|NODE_ENV$)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    AWS_ACCESS_KEY_ID: "AKIATESTTESTTESTTEST",
    AWS_SECRET_ACCESS_KEY: "test-only",
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: credentials,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/** Settings of the editor: nothing that asks, advertises or looks for updates, and the extension pointed at the stack. */
export function createSettings(stack: StackAddress | undefined): {
  readonly user: Readonly<Record<string, unknown>>;
  readonly machine: Readonly<Record<string, unknown>>;
} {
  return {
    user: {
      "chat.disableAIFeatures": true,
      "extensions.autoCheckUpdates": false,
      "extensions.ignoreRecommendations": true,
      "git.enabled": false,
      "telemetry.telemetryLevel": "off",
      "update.mode": "none",
      // A theme is chosen, whatever the browser's colours are.
      "window.autoDetectColorScheme": false,
      "workbench.secondarySideBar.defaultVisibility": "hidden",
      "workbench.startupEditor": "none",
      "workbench.tips.enabled": false,
    },
    machine:
      stack === undefined
        ? {}
        : {
            "cognitoDebugger.connection.region": stack.region,
            "cognitoDebugger.connection.endpoint": stack.url,
          },
  };
}

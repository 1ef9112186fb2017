/**
 * Serves the workbench of the npm-installed VS Code on loopback, with settings and data of its own that vanish with it.
 */
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  createEnvironment,
  createSettings,
  type StackAddress,
} from "./environment.ts";
import { ensureNpmHost } from "./npm-host.ts";
import { repository, results } from "./paths.ts";
import { start, stop } from "./processes.ts";
import { createTemporaryFolder } from "./temporary.ts";

export interface ServeOptions {
  /** Where the extension looks for AWS. Undefined: it is not connected. */
  readonly stack?: StackAddress | undefined;
  readonly userSettings?: Readonly<Record<string, unknown>>;
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  readonly environment?: NodeJS.ProcessEnv;
  /** Folder with installed extensions. Without it none but the built-in ones is installed. */
  readonly extensions?: string;
}

export interface WindowOptions {
  readonly folder: string;
  /** Folder of the extension that runs without being installed; the served workbench takes one. */
  readonly extension?: string;
  /** Lets the window open what the setting workbench.startupEditor says. */
  readonly startupEditor?: boolean;
  /** Compiled test entry; the window runs it and ends. */
  readonly tests?: string;
}

export interface ServedWorkbench {
  readonly address: string;
  /** Everything this VS Code stores and logs on disk. */
  readonly data: string;
  readonly urlOf: (window: WindowOptions) => string;
  readonly stop: () => Promise<void>;
}

export async function serveWorkbench(
  options: ServeOptions = {},
): Promise<ServedWorkbench> {
  const vscode = await ensureNpmHost();
  await mkdir(results, { recursive: true });
  const temporary = await createTemporaryFolder("vscode");
  const data = temporary.path;
  const settings = createSettings(options.stack);
  await writeSettings(join(data, "data", "User"), {
    ...settings.user,
    ...options.userSettings,
  });
  await writeSettings(join(data, "data", "Machine"), {
    ...settings.machine,
    ...options.machineSettings,
  });
  let output = "";
  const child = start(
    process.execPath,
    [
      join(vscode, "out", "server-main.js"),
      ...["--host", "127.0.0.1", "--port", "0"],
      "--without-connection-token",
      "--accept-server-license-terms",
      ...["--telemetry-level", "off"],
      ...["--server-data-dir", data],
      ...["--extensions-dir", options.extensions ?? join(data, "extensions")],
      // Lets the page take the extension under development and call the test runner back.
      "--enable-smoke-test-driver",
    ],
    {
      env: {
        ...createEnvironment(join(data, "aws"), options.stack),
        ...options.environment,
      },
      log: join(results, "vscode-server.log"),
      onOutput: (text) => (output += text),
    },
  );
  const ending = async (): Promise<void> => {
    await stop(child);
    await keepLogs(data);
    await temporary.remove();
  };
  const deadline = Date.now() + 60_000;
  let port: string | undefined;
  while (port === undefined) {
    port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
    if (port !== undefined) break;
    if (child.exitCode !== null || Date.now() > deadline) {
      await ending();
      throw new Error(
        `VS Code's server did not start. What it printed:\n${output.slice(-2000)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const authority = `127.0.0.1:${port}`;
  return {
    address: `http://${authority}`,
    data,
    urlOf: (window) => windowUrl(authority, window),
    stop: ending,
  };
}

function windowUrl(authority: string, window: WindowOptions): string {
  const remote = (path: string): string =>
    `vscode-remote://${authority}${pathToFileURL(path).pathname}`;
  const payload: [string, string][] = [];
  if (window.startupEditor !== true) payload.push(["skipWelcome", "true"]);
  if (window.extension !== undefined)
    payload.push(["extensionDevelopmentPath", remote(window.extension)]);
  if (window.tests !== undefined)
    payload.push(["extensionTestsPath", remote(window.tests)]);
  const query = new URLSearchParams({
    folder: window.folder,
    payload: JSON.stringify(payload),
  });
  return `http://${authority}/?${query.toString()}`;
}

async function writeSettings(
  folder: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const text = JSON.stringify(settings, undefined, 2);
  await writeFile(join(folder, "settings.json"), text);
}

/** The last editor's logs stay readable after a failure. */
async function keepLogs(data: string): Promise<void> {
  const kept = join(results, "vscode-logs");
  await rm(kept, { recursive: true, force: true });
  await cp(join(data, "data", "logs"), kept, { recursive: true }).catch(
    () => undefined,
  );
}

/** A copy of one of test/workspaces that tests may change, and its end. */
export async function copyWorkspace(
  name: string,
): Promise<{ readonly folder: string; readonly remove: () => Promise<void> }> {
  const { path, remove } = await createTemporaryFolder("workspace");
  const folder = join(path, name);
  await cp(join(repository, "test", "workspaces", name), folder, {
    recursive: true,
  });
  return { folder, remove };
}

/**
 * A desktop VS Code of VS Code's own makers, where a window can be shown: the installed one, or one from their download
 * server. It gets settings and data of its own; the user's are not touched.
 */
import { download } from "@vscode/test-electron";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import {
  createEnvironment,
  createSettings,
  type StackAddress,
} from "./environment.ts";
import { hostVersion } from "./npm-host.ts";
import { cache } from "./paths.ts";
import { createTemporaryFolder } from "./temporary.ts";

export interface DesktopProfile {
  readonly environment: NodeJS.ProcessEnv;
  readonly args: readonly string[];
  readonly remove: () => Promise<void>;
}

/** What to start a desktop VS Code with: data of its own, nothing that asks, the extension pointed at the stack. */
export async function createDesktopProfile(
  stack: StackAddress,
): Promise<DesktopProfile> {
  const { path, remove } = await createTemporaryFolder("vscode");
  const { user, machine } = createSettings(stack);
  mkdirSync(join(path, "User"));
  writeFileSync(
    join(path, "User", "settings.json"),
    JSON.stringify(
      { ...user, ...machine, "workbench.startupEditor": "readme" },
      undefined,
      2,
    ),
  );
  return {
    environment: createEnvironment(join(path, "aws"), stack),
    args: [
      `--user-data-dir=${path}`,
      `--extensions-dir=${join(path, "extensions")}`,
      "--disable-workspace-trust",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
    remove,
  };
}

/** The `code` command of an installed VS Code. */
export function findInstalledCode(): string | undefined {
  const name = process.platform === "win32" ? "code.cmd" : "code";
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/** The program of a downloaded VS Code, or undefined where there is no display or no way to it. */
export async function findDesktop(): Promise<string | undefined> {
  if (!hasDisplay()) return undefined;
  if (!isDownloaded() && !(await isReachable())) {
    console.log(
      "VS Code's download server cannot be reached; taking VS Code from npm instead.",
    );
    return undefined;
  }
  return download({ version: hostVersion, cachePath: cache, timeout: 15_000 });
}

export function hasDisplay(): boolean {
  if (process.platform !== "linux") return true;
  return Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);
}

function isDownloaded(): boolean {
  return (
    existsSync(cache) &&
    readdirSync(cache).some(
      (name) =>
        name.startsWith("vscode-") &&
        name.endsWith(hostVersion) &&
        existsSync(join(cache, name, "is-complete")),
    )
  );
}

async function isReachable(): Promise<boolean> {
  try {
    const answer = await fetch("https://update.code.visualstudio.com/", {
      method: "HEAD",
      signal: AbortSignal.timeout(5000),
    });
    return answer.status < 500;
  } catch {
    return false;
  }
}

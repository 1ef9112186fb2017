/**
 * A desktop VS Code of VS Code's own makers, where a window can be shown and their server (or an earlier download) can
 * be reached.
 */
import { download } from "@vscode/test-electron";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { hostVersion } from "./npm-host.ts";
import { cache } from "./paths.ts";

/** Path of its program, or undefined where there is no display or no way to it. */
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

/**
 * A real VS Code from the npm registry, for machines that cannot reach VS Code's own download server: the server and
 * workbench that the code-server package carries. An install that was cut short is noticed and done again.
 */
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { cache, repository, results } from "./paths.ts";
import { run } from "./processes.ts";

/** code-server 4.x.y carries VS Code 1.x.y. */
export const hostVersion = "1.139.1";

/** The folder of VS Code, installed on first use. */
export async function ensureNpmHost(): Promise<string> {
  const folder = join(cache, `npm-host-${hostVersion}`);
  const vscode = join(folder, "node_modules", "code-server", "lib", "vscode");
  const complete = join(folder, "complete");
  if (existsSync(complete)) return vscode;
  console.log(
    `Installing VS Code ${hostVersion} from npm into .vscode-test (once, about 600 MB) …`,
  );
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  // Without a package.json of its own npm would climb to ours.
  await writeFile(join(folder, "package.json"), '{"private":true}');
  await npmInstall(folder, [
    `code-server@${hostVersion.replace(/^1\./, "4.")}`,
  ]);
  await npmInstall(vscode, ["--omit=dev"]);
  const spdlog = join(vscode, "node_modules", "@vscode", "spdlog", "index.js");
  await copyFile(join(repository, "test", "host", "spdlog.cjs"), spdlog);
  await writeFile(complete, "");
  return vscode;
}

/** `--ignore-scripts`: the native builds want a compiler, and nothing here needs them. */
async function npmInstall(
  folder: string,
  args: readonly string[],
): Promise<void> {
  await mkdir(results, { recursive: true });
  const log = join(results, "npm-host-install.log");
  const windows = process.platform === "win32";
  const code = await run(
    windows ? "npm.cmd" : "npm",
    ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...args],
    {
      cwd: folder,
      log,
      env: {
        ...process.env,
        // The outer `npm test` hands its own settings down through these.
        npm_config_prefix: undefined,
        npm_config_local_prefix: undefined,
        PATH: `${dirname(process.execPath)}${windows ? ";" : ":"}${process.env["PATH"] ?? ""}`,
      },
    },
  );
  if (code !== 0)
    throw new Error(
      `VS Code could not be installed from npm (exit code ${String(code)}). Check that the npm registry is reachable, then run the command again. npm's output is in ${log}.`,
    );
}

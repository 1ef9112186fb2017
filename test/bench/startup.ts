/**
 * `npm run bench:startup`: packs the extension, installs the package into a real VS Code and prints its size and what
 * its activation costs, as VS Code itself measures it, beside an empty extension in alternate windows.
 */
import { mkdir, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium, type Page } from "playwright-core";
import { chromiumArguments, ensureChromium } from "../host/chromium.ts";
import { ensureNpmHost } from "../host/npm-host.ts";
import { repository } from "../host/paths.ts";
import { run } from "../host/processes.ts";
import {
  copyWorkspace,
  serveWorkbench,
  type ServedWorkbench,
} from "../host/serve.ts";
import { createTemporaryFolder } from "../host/temporary.ts";
import { runCommand } from "../ui/support/quick-input.ts";

const windows = 5;
const names = { ours: "Cognito Debugger", empty: "Empty Extension" };

const vscode = await ensureNpmHost();
const { path: folder } = await createTemporaryFolder("bench");
const vsix = await pack(repository, "ours");
const places = {
  ours: await install(vsix, "extensions-ours"),
  empty: await install(
    await pack(await writeEmptyExtension(), "empty"),
    "extensions-empty",
  ),
};
await printSizes();
await printTimes();

/** The path of the package made from the extension in `from`. */
async function pack(from: string, name: string): Promise<string> {
  const file = join(folder, `${name}.vsix`);
  const vsce = join(repository, "node_modules", "@vscode", "vsce", "vsce");
  await quietly("Packing", from, vsce, [
    "package",
    ...["--no-dependencies", "--skip-license"],
    ...["--allow-missing-repository", "--no-rewrite-relative-links"],
    ...["--out", file],
  ]);
  return file;
}

/** Each into a place of its own: in one window the two would wait for each other. */
async function install(file: string, name: string): Promise<string> {
  const extensions = join(folder, name);
  await quietly("Installing", folder, join(vscode, "out", "server-main.js"), [
    ...["--install-extension", file],
    ...["--extensions-dir", extensions],
    ...["--server-data-dir", join(folder, "data")],
    "--accept-server-license-terms",
  ]);
  return extensions;
}

/** Shows what a tool said only when it failed. */
async function quietly(
  what: string,
  cwd: string,
  script: string,
  args: readonly string[],
): Promise<void> {
  let output = "";
  const code = await run(process.execPath, [script, ...args], {
    cwd,
    onOutput: (text) => (output += text),
  });
  if (code === 0) return;
  console.error(`${output}\n${what} failed (exit code ${String(code)}).`);
  process.exit(1);
}

/** Made like ours, an ES module that starts with the first opened file, but it does nothing. */
async function writeEmptyExtension(): Promise<string> {
  const path = join(folder, "empty");
  const { activationEvents, engines } = JSON.parse(
    await readFile(join(repository, "package.json"), "utf8"),
  ) as { readonly activationEvents: unknown; readonly engines: unknown };
  await mkdir(path);
  await writeFile(join(path, "README.md"), "Does nothing.\n");
  await writeFile(
    join(path, "package.json"),
    JSON.stringify({
      name: "empty",
      publisher: "cognito-debugger-bench",
      version: "0.0.1",
      displayName: names.empty,
      type: "module",
      main: "./extension.js",
      activationEvents,
      engines,
    }),
  );
  await writeFile(
    join(path, "extension.js"),
    'import * as vscode from "vscode";\nexport function activate() { return vscode.version; }\n',
  );
  return path;
}

async function printSizes(): Promise<void> {
  const kilobytes = (bytes: number): string =>
    `${(bytes / 1024).toFixed(0)} kB`;
  console.log(`package (.vsix): ${kilobytes((await stat(vsix)).size)}`);
  const dist = join(repository, "dist");
  const files = await readdir(dist, { recursive: true });
  const groups: readonly (readonly [string, RegExp])[] = [
    ["loaded at activation (extension.js)", /^extension\.js$/],
    ["loaded on demand (chunks)", /^chunks.*\.js$/],
    ["grammars", /\.wasm$/],
    ["webviews", /^webview.*\.js$/],
  ];
  for (const [what, pattern] of groups) {
    const contents = await Promise.all(
      files
        .filter((file) => pattern.test(file))
        .map((file) => readFile(join(dist, file))),
    );
    const sum = (sizes: readonly number[]): number =>
      sizes.reduce((total, size) => total + size, 0);
    const raw = sum(contents.map((content) => content.length));
    const packed = sum(contents.map((content) => gzipSync(content).length));
    console.log(`${what}: ${kilobytes(raw)}, ${kilobytes(packed)} compressed`);
  }
}

async function printTimes(): Promise<void> {
  const workspace = await copyWorkspace("outage");
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: chromiumArguments,
  });
  const serve = (extensions: string): Promise<ServedWorkbench> =>
    serveWorkbench({
      extensions,
      userSettings: { "security.workspace.trust.enabled": false },
    });
  const hosts = {
    ours: await serve(places.ours),
    empty: await serve(places.empty),
  };
  const times = { ours: [] as number[], empty: [] as number[] };
  for (let window = 0; window <= windows; window++)
    for (const which of ["ours", "empty"] as const) {
      // Tall, because the list draws only the rows in view.
      const context = await browser.newContext({
        viewport: { width: 1280, height: 3000 },
      });
      const page = await context.newPage();
      await page.goto(hosts[which].urlOf({ folder: workspace.folder }));
      await runCommand(page, "Developer: Show Running Extensions");
      const time = await activationTime(page, names[which]);
      // The first window fills the editor's caches and is not counted.
      if (window > 0) times[which].push(time);
      await context.close();
    }
  await browser.close();
  await hosts.ours.stop();
  await hosts.empty.stop();
  await workspace.remove();
  const median = (values: readonly number[]): number =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
  const own = median(times.ours);
  const base = median(times.empty);
  console.log(
    `activation, median of ${String(windows)} windows: ${String(own)} ms, empty extension ${String(base)} ms, ratio ${(own / Math.max(base, 1)).toFixed(1)}`,
  );
}

/** Milliseconds that VS Code's list of running extensions gives for loading the code and running activate. */
async function activationTime(page: Page, name: string): Promise<number> {
  const text = await page
    .locator(".runtime-extensions-editor .monaco-list-row", { hasText: name })
    .filter({ hasText: /Activation: \d+ms/ })
    .first()
    .innerText();
  return Number(/Activation: (\d+)ms/.exec(text)?.[1]);
}

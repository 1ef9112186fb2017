/**
 * Runs the editor tests inside a real VS Code: the desktop program where one can be had, else the served workbench in a
 * headless browser. The same compiled files run on both. `node test/editor/run.ts [words of a test's title]`.
 */
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { chromiumArguments, ensureChromium } from "../host/chromium.ts";
import { createDesktopProfile, findDesktop } from "../host/desktop.ts";
import { cache, repository, results } from "../host/paths.ts";
import { copyWorkspace, serveWorkbench } from "../host/serve.ts";
import { startStack } from "../stack/stack.ts";

interface Report {
  readonly stats: { readonly passes: number; readonly failures: number };
  readonly failures: readonly {
    readonly fullTitle: string;
    readonly err: { readonly message?: string; readonly stack?: string };
  }[];
}

interface Run {
  readonly folder: string;
  readonly tests: string;
  readonly stack: { readonly url: string; readonly region: string };
  readonly environment: Readonly<Record<string, string>>;
}

const compiled = join(cache, "editor-tests");
const reportFile = join(results, "editor.json");

await compileTests();
await mkdir(results, { recursive: true });
await rm(reportFile, { force: true });
const workspace = await copyWorkspace("outage");
const stack = await startStack({ workspace: workspace.folder });
let problem: unknown;
try {
  const address = { url: stack.url, region: stack.region };
  const grep = process.argv.slice(2).join(" ");
  const run: Run = {
    folder: workspace.folder,
    tests: join(compiled, "index.cjs"),
    stack: address,
    environment: {
      COGNITO_TEST_STACK: JSON.stringify(address),
      COGNITO_TEST_REPORT: reportFile,
      ...(grep === "" ? {} : { COGNITO_TEST_GREP: grep }),
    },
  };
  const desktop = await findDesktop();
  await (desktop === undefined ? runServed(run) : runDesktop(desktop, run));
} catch (error) {
  problem = error;
} finally {
  await stack.stop();
  await workspace.remove();
}
process.exitCode = (await printReport()) ? 0 : 1;

async function compileTests(): Promise<void> {
  await rm(compiled, { recursive: true, force: true });
  const here = join(repository, "test", "editor");
  const files = (await readdir(here)).filter((name) =>
    name.endsWith(".test.ts"),
  );
  await build({
    absWorkingDir: repository,
    entryPoints: [
      ...["index.ts", ...files].map((name) => ({
        in: join(here, name),
        out: name.replace(/\.ts$/, ""),
      })),
    ],
    outdir: compiled,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: "inline",
    external: ["vscode", "mocha"],
    logLevel: "warning",
  });
}

async function runDesktop(program: string, run: Run): Promise<void> {
  const profile = await createDesktopProfile(run.stack);
  try {
    await runTests({
      vscodeExecutablePath: program,
      extensionDevelopmentPath: repository,
      extensionTestsPath: run.tests,
      extensionTestsEnv: { ...profile.environment, ...run.environment },
      launchArgs: [run.folder, ...profile.args],
    });
  } finally {
    await profile.remove();
  }
}

async function runServed(run: Run): Promise<void> {
  const executablePath = await ensureChromium();
  const served = await serveWorkbench({
    stack: run.stack,
    environment: run.environment,
    userSettings: { "security.workspace.trust.enabled": false },
  });
  const browser = await chromium.launch({
    executablePath,
    args: chromiumArguments,
  });
  try {
    const page = await browser.newPage();
    const ended = new Promise<void>((resolve) => {
      void page.exposeFunction("codeAutomationExit", resolve);
    });
    await page.exposeFunction("codeAutomationLog", () => undefined);
    await page.goto(
      served.urlOf({
        folder: run.folder,
        extension: repository,
        tests: run.tests,
      }),
    );
    const limit = 5 * 60_000;
    const timer = setTimeout(() => {
      void page.close();
    }, limit);
    await Promise.race([
      ended,
      new Promise((_, reject) =>
        page.once("close", () => {
          reject(
            new Error(
              `The tests did not end within ${String(limit / 60_000)} minutes.`,
            ),
          );
        }),
      ),
    ]);
    clearTimeout(timer);
  } finally {
    await browser.close();
    await served.stop();
  }
}

/** Prints what failed; true when all passed. */
async function printReport(): Promise<boolean> {
  if (!existsSync(reportFile)) {
    console.error(
      `The editor ended without a report. Its logs are in ${join(results, "vscode-logs")}.`,
      problem ?? "",
    );
    return false;
  }
  const report = JSON.parse(await readFile(reportFile, "utf8")) as Report;
  for (const { fullTitle, err } of report.failures)
    console.error(`✗ ${fullTitle}\n  ${err.stack ?? err.message ?? ""}\n`);
  console.log(
    `editor tests: ${String(report.stats.passes)} passed, ${String(report.stats.failures)} failed`,
  );
  return report.stats.failures === 0;
}

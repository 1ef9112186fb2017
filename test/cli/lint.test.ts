/** The command line as CI runs it: files in, one of three formats out, and an exit code that says it all. */
import { build } from "esbuild";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readGrammar } from "../support/analyzer.ts";
import { runCommandLine, type Ran } from "../support/command-line.ts";

const root = join(import.meta.dirname, "..", "..");
const bad = `exports.handler = async (event) => {
  event.response.autoConfirmUser = "true";
  return event;
};
`;
const good = bad.replace('"true"', "true");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cognito lint "));
  const files = {
    "bad/pre-sign-up.js": bad,
    "good/pre-sign-up.js": good,
    "good/api.js": "exports.handler = async () => ({ statusCode: 200 });\n",
    "bom/pre-sign-up.js": `\uFEFF${bad}`,
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const command = (...args: string[]): Promise<Ran> =>
  runCommandLine(folder, args);

describe("lint", () => {
  it("knows what a handler imports", async () => {
    const at = join(folder, "..", `${basename(folder)} imports`);
    await mkdir(join(at, "lib"), { recursive: true });
    await writeFile(
      join(at, "pre-sign-up.js"),
      `const { decide } = require("./lib/decide");\nexports.handler = async (event) => {\n  event.response.autoConfirmUser = decide(event);\n  return event;\n};\n`,
    );
    const decide = (value: string): Promise<void> =>
      writeFile(
        join(at, "lib", "decide.js"),
        `exports.decide = () => ${value};\n`,
      );
    await decide("true");
    expect((await command("lint", at)).code).toBe(0);
    await decide('"yes"');
    expect((await command("lint", at)).code).toBe(1);
    await rm(at, { recursive: true, force: true });
  });

  it("prints JSON with places that count from 1", async () => {
    const { code, out, complaints } = await command(
      "lint",
      "--format",
      "json",
      ".",
    );
    const report = JSON.parse(out) as {
      readonly version: number;
      readonly files: number;
      readonly findings: readonly Record<string, unknown>[];
    };
    expect(complaints).toEqual([]);
    expect(code).toBe(1);
    expect(report).toMatchObject({ version: 1, files: 4 });
    expect(report.findings).toHaveLength(2);
    const [finding] = report.findings;
    expect(Object.keys(finding ?? {})).toEqual([
      "file",
      "line",
      "column",
      "endLine",
      "endColumn",
      "rule",
      "severity",
      "certainty",
      "trigger",
      "message",
    ]);
    expect(finding).toMatchObject({
      file: "bad/pre-sign-up.js",
      line: 2,
      column: 36,
      endLine: 2,
      endColumn: 42,
      rule: "response-field-type",
      severity: "error",
      trigger: "PreSignUp",
    });
  });

  it("ends with 0 and says so when nothing is wrong", async () => {
    expect(await command("lint", "good")).toEqual({
      code: 0,
      out: "Nothing found in 2 files.\n",
      complaints: [],
    });
  });

  it("prints a line per finding for people", async () => {
    const { code, out } = await command("lint", "bad");
    expect(code).toBe(1);
    expect(out).toMatch(
      /^bad\/pre-sign-up\.js\n {2}2:36 +error +.*"true".* {2}\[response-field-type\]\n/,
    );
    expect(out).toContain("1 error, 0 warnings, 0 notes in 1 file.");
  });

  it("prints SARIF that names file, place and rule", async () => {
    const { code, out } = await command("lint", "--format", "sarif", "bad");
    const sarif = JSON.parse(out) as {
      readonly version: string;
      readonly runs: readonly {
        readonly tool: {
          readonly driver: {
            readonly rules: readonly { readonly id: string }[];
          };
        };
        readonly results: readonly {
          readonly ruleId: string;
          readonly ruleIndex: number;
          readonly locations: readonly unknown[];
        }[];
      }[];
    };
    expect(code).toBe(1);
    expect(sarif.version).toBe("2.1.0");
    const [only] = sarif.runs;
    const [result] = only?.results ?? [];
    expect(only?.tool.driver.rules[result?.ruleIndex ?? -1]?.id).toBe(
      "response-field-type",
    );
    expect(result?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: "bad/pre-sign-up.js" },
          region: { startLine: 2, startColumn: 36, endLine: 2, endColumn: 42 },
        },
      },
    ]);
  });

  it("does not count a byte order mark", async () => {
    const { out } = await command("lint", "--format", "json", "bom");
    expect(JSON.parse(out)).toMatchObject({ findings: [{ column: 36 }] });
  });

  it("prints what was found in a file before it reads the next", async () => {
    const at = join(folder, "in turn");
    const next = join(at, "b-pre-sign-up.js");
    await mkdir(at, { recursive: true });
    await writeFile(join(at, "a-pre-sign-up.js"), bad);
    await writeFile(next, bad);
    const out: string[] = [];
    await runCommandLine(folder, ["lint", "--format", "json", "in turn"], {
      write: (text) => {
        out.push(text);
        if (text.includes("a-pre-sign-up.js")) writeFileSync(next, good);
      },
    });
    expect(JSON.parse(out.join(""))).toMatchObject({
      files: 2,
      findings: [{ file: "in turn/a-pre-sign-up.js" }],
    });
  });

  it("ends with 2 when a path is missing, and still checks the others", async () => {
    const { code, out, complaints } = await command("lint", "gone", "bad");
    expect(code).toBe(2);
    expect(out).toContain("response-field-type");
    expect(complaints).toEqual(["gone does not exist."]);
  });

  it("ends with 2 and a sentence when a grammar is missing", async () => {
    const { code, complaints } = await runCommandLine(folder, ["lint", "bad"], {
      readAsset: () => Promise.reject(new Error("no such grammar")),
    });
    expect(code).toBe(2);
    expect(complaints).toEqual([
      "The check failed inside: no such grammar. Please report it.",
    ]);
  });
});

describe("explain", () => {
  it("prints the page of a rule", async () => {
    const { code, out } = await command("explain", "response-field-type");
    expect(code).toBe(0);
    expect(out).toContain("response-field-type");
    expect(out).toContain("https://docs.aws.amazon.com/cognito/");
  });

  it("lists the rules", async () => {
    const { out } = await command("explain");
    expect(out).toMatch(/^return-event {2,}\S/m);
  });

  it("says when there is no such rule", async () => {
    const { code, complaints } = await command("explain", "no-such-rule");
    expect(code).toBe(2);
    expect(complaints[0]).toContain('There is no rule "no-such-rule".');
  });
});

describe("the bundle", () => {
  it("runs by itself, with the grammars beside it", async () => {
    const dist = join(folder, "dist");
    const { outputFiles } = await build({
      entryPoints: [join(root, "src", "cli", "main.ts")],
      bundle: true,
      platform: "node",
      target: "node20",
      format: "esm",
      write: false,
      logLevel: "silent",
      banner: {
        js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
      },
    });
    await mkdir(join(dist, "grammars"), { recursive: true });
    await writeFile(join(dist, "cli.mjs"), outputFiles[0]?.contents ?? "");
    for (const name of ["web-tree-sitter.wasm", "tree-sitter-javascript.wasm"])
      await writeFile(join(dist, "grammars", name), await readGrammar(name));
    const { code, out } = await new Promise<{
      readonly code: number | string | null | undefined;
      readonly out: string;
    }>((resolve) => {
      execFile(
        process.execPath,
        [join(dist, "cli.mjs"), "lint", "--format", "json", "bad"],
        { cwd: folder },
        (error, stdout) => {
          resolve({ code: error?.code ?? 0, out: stdout });
        },
      );
    });
    expect(JSON.parse(out)).toMatchObject({ files: 1 });
    expect(code).toBe(1);
  });
});

/**
 * Who may import whom, as a table, and the habits every file keeps. The second half shows the checker wrong code, so
 * that a checker that sees nothing fails too.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository } from "./host/paths.ts";
import {
  findBadHabits,
  findCycles,
  findForbiddenImports,
  findImpurities,
  findUnintroduced,
  type ImportRule,
  type Sources,
} from "./support/architecture.ts";

const core = "src/core/";
const analysis = `${core}analysis/`;
const text = `${core}text/`;
const ports = `${core}ports/`;
const triggers = `${core}triggers/`;
const finding = `${analysis}finding.ts`;

/** A folder may always import from itself. */
const table: readonly ImportRule[] = [
  { of: text, may: [] },
  { of: ports, may: [text] },
  ...["triggers", "errors", "doctor", "flows"].map((name) => ({
    of: `${core}${name}/`,
    may: [text, ports, triggers],
  })),
  // What a log line says is explained below it.
  {
    of: `${core}logs/`,
    may: [text, ports, triggers, `${core}errors/`],
    packages: ["@jridgewell/trace-mapping"],
  },
  {
    of: `${core}tokens/`,
    may: [text, ports, triggers],
    packages: ["jose"],
  },
  {
    of: `${core}iac/`,
    may: [text, triggers, ports],
    packages: ["yaml"],
  },
  // What a project says of itself, and how a lint of it is put together.
  {
    of: `${core}project/`,
    may: [text, triggers, `${core}iac/`, `${analysis}.`, `${analysis}rules/`],
    packages: ["ignore"],
  },
  {
    of: `${analysis}.`,
    may: [text, `${analysis}.`],
    // Where a source's comments are, and which triggers there are.
    types: [`${analysis}ir/`, triggers],
  },
  { of: `${analysis}ir/`, may: [text] },
  {
    of: `${analysis}frontend/`,
    may: [`${analysis}ir/`, text],
    // Which languages there are.
    types: [finding],
  },
  ...["parse-tree.ts", "syntax-tree.ts"].map((name) => ({
    of: `${analysis}frontend/${name}`,
    may: [`${analysis}frontend/`, `${analysis}ir/`, text],
    packages: ["web-tree-sitter"],
  })),
  {
    of: `${analysis}interp/`,
    may: [`${analysis}ir/`, triggers, text],
    // How a report names a handler.
    types: [finding],
  },
  // The one place that composes the analysis, step by step.
  ...[
    "analyze.ts",
    "check-edited.ts",
    "check-handlers.ts",
    "keep-checks.ts",
  ].map((name) => ({
    of: `${analysis}${name}`,
    may: [analysis, triggers, text, ports],
  })),
  {
    of: `${analysis}rules/`,
    may: [`${analysis}interp/facts.ts`, `${core}iac/`, triggers, finding, text],
  },
  {
    of: "src/aws/",
    may: [core],
    packages: ["@aws-sdk/", "@smithy/", "node:"],
  },
  {
    of: "src/cli/",
    may: [core, "src/aws/", "package.json"],
    packages: ["node:", "ignore"],
  },
  { of: "src/analysis-thread/", may: [core], packages: ["node:"] },
  { of: "src/handler-host/", may: [core], packages: ["node:"] },
  { of: "src/webview/.", may: ["src/webview/."] },
  {
    of: "src/webview/*/",
    may: ["src/webview/."],
    types: [core],
    packages: ["uplot"],
  },
  {
    of: "src/vscode/.",
    may: [
      core,
      "src/analysis-thread/",
      "src/aws/",
      "src/handler-host/",
      "src/vscode/",
    ],
    types: ["src/webview/protocol.ts"],
    packages: ["vscode", "node:"],
  },
  {
    of: "src/vscode/*/",
    may: [core, "src/vscode/.", "src/webview/*/protocol.ts"],
    packages: ["vscode"],
  },
];

const read = (...patterns: string[]): Sources =>
  new Map(
    globSync(patterns, { cwd: repository })
      .map((path) => path.replaceAll("\\", "/"))
      .map((path) => [path, readFileSync(join(repository, path), "utf8")]),
  );
const sources = read("src/**/*.ts");
const inFolder = (folder: string): Sources =>
  new Map([...sources].filter(([path]) => path.startsWith(folder)));

describe("the project's own files", () => {
  test("are found", () => {
    expect(sources.size).toBeGreaterThan(50);
  });
  test("import only what the table allows", () => {
    expect(findForbiddenImports(sources, table)).toEqual([]);
  });
  test("import each other without cycles", () => {
    expect(findCycles(sources)).toEqual([]);
  });
  test("are pure in the core", () => {
    expect(findImpurities(inFolder(core))).toEqual([]);
  });
  test("keep the project's habits", () => {
    expect(findBadHabits(sources)).toEqual([]);
  });
  test("open with a paragraph on what they are for, tests included", () => {
    const all = new Map([
      ...sources,
      ...[...read("test/**/*.ts")].filter(
        ([path]) => !/^test\/(fixtures|workspaces)\//.test(path),
      ),
    ]);
    expect(findUnintroduced(all)).toEqual([]);
  });
});

describe("the checker", () => {
  const file = (path: string, source: string): Sources =>
    new Map([[path, source]]);
  const forbidden = (path: string, source: string): readonly string[] =>
    findForbiddenImports(file(path, source), table);

  test.each([
    [
      "a type of vscode in the core",
      "src/core/tokens/a.ts",
      'import type { Uri } from "vscode";',
    ],
    [
      "a type of vscode in the core, written inline",
      "src/core/tokens/a.ts",
      'type U = import("vscode").Uri;',
    ],
    [
      "the SDK in the core",
      "src/core/logs/a.ts",
      'import { X } from "@aws-sdk/client-lambda";',
    ],
    ["node in the core", "src/core/text/a.ts", 'import "node:fs";'],
    [
      "node in the core, on demand",
      "src/core/text/a.ts",
      'await import("node:fs");',
    ],
    [
      "an upward import",
      "src/core/text/a.ts",
      'import { x } from "../tokens/x.ts";',
    ],
    [
      "a feature in another feature",
      "src/vscode/explorer/a.ts",
      'import { x } from "../log-tail/x.ts";',
    ],
    [
      "aws in a feature",
      "src/vscode/explorer/a.ts",
      'import { x } from "../../aws/x.ts";',
    ],
    [
      "the tree in a rule",
      "src/core/analysis/rules/a.ts",
      'import type { Tree } from "../frontend/parse-tree.ts";',
    ],
    [
      "a rule in a file beside analyze.ts",
      "src/core/analysis/finding.ts",
      'import { rules } from "./rules/registry.ts";',
    ],
    [
      "the solver in a rule",
      "src/core/analysis/rules/a.ts",
      'import { solve } from "../interp/fixpoint.ts";',
    ],
    [
      "tree-sitter in the lowering",
      "src/core/analysis/frontend/python/a.ts",
      'import type { Node } from "web-tree-sitter";',
    ],
    [
      "a value of the core in a webview",
      "src/webview/token-panel/a.ts",
      'import { x } from "../../core/tokens/x.ts";',
    ],
    [
      "one panel in another",
      "src/webview/token-panel/a.ts",
      'import { x } from "../doctor/x.ts";',
    ],
    [
      "vscode in the CLI",
      "src/cli/a.ts",
      'export { x } from "../vscode/convert.ts";',
    ],
    ["a folder without a rule", "src/stray/a.ts", ""],
  ])("refuses %s", (_what, path, source) => {
    expect(forbidden(path, source)).toHaveLength(1);
  });

  test.each([
    ["src/webview/p/a.ts", 'import type { X } from "../../core/tokens/x.ts";'],
    ["src/core/tokens/a.ts", 'import { x } from "jose";'],
    ["src/vscode/explorer/a.ts", 'import { x } from "../services.ts";'],
    ["src/core/analysis/rules/a.ts", 'import { x } from "../interp/facts.ts";'],
  ])("lets %s %s", (path, source) => {
    expect(forbidden(path, source)).toEqual([]);
  });

  test("sees a cycle of values and overlooks one of types", () => {
    const pair = (first: string): Sources =>
      new Map([
        ["src/a.ts", first],
        ["src/b.ts", 'import { a } from "./a.ts";'],
      ]);
    expect(findCycles(pair('import { b } from "./b.ts";'))).toEqual([
      "src/a.ts -> src/b.ts -> src/a.ts",
    ]);
    expect(findCycles(pair('import type { B } from "./b.ts";'))).toEqual([]);
  });

  test.each([
    "Date.now()",
    "new Date()",
    "process.env",
    "fetch('x')",
    "const f = fetch",
    "setTimeout(f, 1)",
  ])("finds %s impure", (source) => {
    expect(findImpurities(file("src/core/a.ts", source))).toHaveLength(1);
  });
  test.each([
    "new Date(0)",
    "keys.fetch('x')",
    "interface A { process: string }",
    "function f(process: number) { return process; }",
    "// Date.now() is not for the core",
  ])("finds %s pure", (source) => {
    expect(findImpurities(file("src/core/a.ts", source))).toEqual([]);
  });

  test("sees missing introductions, default exports, barrels and empty names", () => {
    expect(findUnintroduced(file("src/a.ts", "const a = 1;"))).toHaveLength(1);
    const habit = (path: string, source: string): readonly string[] =>
      findBadHabits(file(path, source));
    expect(habit("src/a.ts", "export default 1;")).toHaveLength(1);
    expect(habit("src/a.ts", "export default function f() {}")).toHaveLength(1);
    expect(habit("src/a.ts", 'export { a } from "./b.ts";')).toHaveLength(1);
    expect(habit("src/utils.ts", "const a = 1;")).toHaveLength(1);
    expect(habit("src/poolManager.ts", "const a = 1;")).toHaveLength(1);
    expect(habit("src/find-pool.ts", "const a = 1;")).toEqual([]);
  });
});

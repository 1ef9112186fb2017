/**
 * package.json against src/vscode/contributions.ts, both ways, and against what must never slip in: settings that a
 * workspace could use to redirect credentials, eager activation, files that do not exist.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { repository } from "./host/paths.ts";

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
}
interface Setting {
  readonly type: string;
  readonly default?: unknown;
  readonly scope?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
}
interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: Readonly<Record<string, string>>;
}
interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly configuration: readonly {
      readonly properties: Readonly<Record<string, Setting>>;
    }[];
    readonly views: Readonly<
      Record<string, readonly { readonly id: string }[]>
    >;
    readonly viewsContainers: {
      readonly activitybar: readonly { readonly icon: string }[];
    };
    readonly menus: Readonly<Record<string, readonly { command: string }[]>>;
    readonly walkthroughs: readonly { readonly steps: readonly Step[] }[];
  };
}

const manifestText = readFileSync(join(repository, "package.json"), "utf8");
const manifest = JSON.parse(manifestText) as Manifest;
const { contributes } = manifest;
const settings = contributes.configuration.flatMap(({ properties }) =>
  Object.entries(properties),
);
const commands = contributes.commands.map(({ command }) => command);
const sorted = (items: Iterable<string>): readonly string[] =>
  [...items].sort();

// Read as a text: the module imports vscode, which exists in the editor only.
const contributions = ts.createSourceFile(
  "contributions.ts",
  readFileSync(join(repository, "src", "vscode", "contributions.ts"), "utf8"),
  ts.ScriptTarget.Latest,
  true,
);

/** The strings of `export const <name> = [...]`. */
function listed(name: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name) {
      const collect = (part: ts.Node): void => {
        if (ts.isStringLiteral(part)) found.push(part.text);
        ts.forEachChild(part, collect);
      };
      if (node.initializer !== undefined) collect(node.initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(contributions);
  return found;
}

/** Member names of `export interface <name>`. */
function membersOf(name: string): readonly string[] {
  return contributions.statements.flatMap((node) =>
    ts.isInterfaceDeclaration(node) && node.name.text === name
      ? node.members.flatMap((member) =>
          member.name !== undefined && ts.isStringLiteral(member.name)
            ? [member.name.text]
            : [],
        )
      : [],
  );
}

describe("contributions.ts and package.json name the same", () => {
  test("commands", () => {
    expect(sorted(listed("commandIds"))).toEqual(sorted(commands));
    expect(sorted(membersOf("CommandArguments"))).toEqual(sorted(commands));
  });
  test("settings", () => {
    const declared = settings.map(([id]) =>
      id.replace(/^cognitoDebugger\./, ""),
    );
    expect(sorted(listed("settingIds"))).toEqual(sorted(declared));
    expect(sorted(membersOf("Settings"))).toEqual(sorted(declared));
  });
  test("views", () => {
    const declared = Object.values(contributes.views).flat();
    expect(sorted(listed("viewIds"))).toEqual(
      sorted(declared.map(({ id }) => id)),
    );
  });
  test("context keys: every one is used, and none is used that is not set", () => {
    const used = new Set(
      manifestText.match(/cognitoDebugger\.[\w.]+(?= *(==|!=|"|&&|\)))/g),
    );
    const keys = membersOf("ContextKeys");
    expect(keys).not.toEqual([]);
    expect(keys.filter((key) => !used.has(key))).toEqual([]);
    const whenClauses = manifestText.match(/"(when|enablement)": "[^"]*"/g);
    const inClauses = (whenClauses ?? []).flatMap(
      (clause) => clause.match(/cognitoDebugger\.[\w.]+/g) ?? [],
    );
    const known = new Set([...keys, ...listed("viewIds")]);
    expect(inClauses.filter((key) => !known.has(key))).toEqual([]);
  });
});

describe("package.json", () => {
  test("puts every command under one category, with a title", () => {
    for (const { title, category } of contributes.commands) {
      expect(category).toBe("Cognito");
      expect(title).not.toBe("");
    }
  });
  test("uses only commands that exist in menus, welcome views and walkthroughs", () => {
    const inMenus = Object.values(contributes.menus)
      .flat()
      .map(({ command }) => command);
    const inLinks = [...manifestText.matchAll(/\(command:([\w.]+)\)/g)].map(
      ([, id = ""]) => id,
    );
    const known = new Set([
      ...commands,
      // VS Code makes one for every view.
      ...listed("viewIds").map((id) => `${id}.focus`),
    ]);
    expect(inLinks).not.toEqual([]);
    expect([...inMenus, ...inLinks].filter((id) => !known.has(id))).toEqual([]);
  });
  test("describes every setting and gives it a default and a scope", () => {
    for (const [id, setting] of settings) {
      const text = setting.markdownDescription ?? setting.description ?? "";
      expect(text, id).toMatch(/\.$/);
      expect(setting.default, id).toBeDefined();
      expect(setting.scope, id).toBeDefined();
    }
  });
  test("lets no workspace redirect credentials", () => {
    const connection = settings.filter(([id]) =>
      id.startsWith("cognitoDebugger.connection."),
    );
    expect(connection).toHaveLength(3);
    for (const [id, { scope }] of connection) expect(scope, id).toBe("machine");
  });
  test("does not start with the editor", () => {
    for (const event of manifest.activationEvents)
      expect(["*", "onStartupFinished"]).not.toContain(event);
  });
  test("promises no older VS Code than its types describe", () => {
    const engine = manifest.engines.vscode.replace("^", "");
    const types = manifest.devDependencies["@types/vscode"] ?? "";
    expect(types).toMatch(/^\d+\.\d+\.\d+$/);
    const minor = (version: string): number => Number(version.split(".")[1]);
    expect(minor(types)).toBeLessThanOrEqual(minor(engine));
  });
  test("names only files that exist", () => {
    const files = [
      manifest.icon,
      ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
      ...contributes.walkthroughs.flatMap(({ steps }) =>
        steps.flatMap(({ media }) =>
          Object.entries(media)
            .filter(([kind]) => kind !== "altText")
            .map(([, path]) => path),
        ),
      ),
      "README.md",
      "CHANGELOG.md",
      "LICENSE",
    ];
    expect(files.filter((path) => !existsSync(join(repository, path)))).toEqual(
      [],
    );
  });
});

test("every bundle that the extension loads is packed", () => {
  const build = readFileSync(join(repository, "esbuild.mjs"), "utf8");
  const packed = readFileSync(join(repository, ".vscodeignore"), "utf8");
  const bundles = [
    ...build.matchAll(/"?([\w-]+)"?: "src\/(?:vscode|analysis-thread)\//g),
  ];
  expect(bundles.length).toBeGreaterThan(1);
  for (const [, name] of bundles)
    expect(packed.split("\n")).toContain(`!dist/${name ?? ""}.js`);
});

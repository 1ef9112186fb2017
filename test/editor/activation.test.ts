/** The extension starts, registers what the manifest promises, and leaves the heavy parts for their first use. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as vscode from "vscode";
import { commandIds } from "../../src/vscode/contributions.ts";
import { eventually } from "./support/eventually.ts";
import { loadedModules } from "./support/loaded-modules.ts";

interface Output {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
}

const extension = vscode.extensions.getExtension(
  "cognito-debugger.cognito-debugger",
);
assert.ok(extension, "The extension is not installed in this window.");
const root = extension.extensionPath;
const { outputs } = JSON.parse(
  readFileSync(join(root, "dist", "meta.json"), "utf8"),
) as { readonly outputs: Readonly<Record<string, Output>> };

/** Bundled files that hold code of a package whose name starts like this. */
const bundlesWith = (packageName: string): readonly string[] =>
  Object.entries(outputs)
    .filter(
      ([path, { inputs }]) =>
        !path.startsWith("dist/cli") &&
        Object.keys(inputs).some((input) =>
          input.startsWith(`node_modules/${packageName}`),
        ),
    )
    .map(([path]) => path);

const isLoaded = (path: string): boolean =>
  loadedModules().has(pathToFileURL(join(root, path)).href);

/** Bundles that the entry imports outright, themselves and through others. */
function importedAtOnce(entry: string): ReadonlySet<string> {
  const found = new Set([entry]);
  for (const path of found)
    for (const { path: next, kind } of outputs[path]?.imports ?? [])
      if (kind === "import-statement") found.add(next);
  return found;
}

describe("activation", () => {
  for (const heavy of ["@aws-sdk/", "@smithy/", "web-tree-sitter", "jose"]) {
    it(`does not import ${heavy} outright`, () => {
      const bundles = bundlesWith(heavy);
      assert.notDeepEqual(bundles, [], `${heavy} is in no bundle.`);
      const atOnce = importedAtOnce("dist/extension.js");
      assert.deepEqual(
        bundles.filter((path) => atOnce.has(path)),
        [],
      );
    });

    it(`leaves ${heavy} unloaded`, async () => {
      await extension.activate();
      assert.ok(
        isLoaded("dist/extension.js"),
        "The extension itself is not seen.",
      );
      assert.deepEqual(bundlesWith(heavy).filter(isLoaded), []);
    });
  }

  it("registers every command", async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      commandIds.filter((id) => !registered.has(id)),
      [],
    );
  });

  it("keeps the parser out of the extension host when a handler is checked", async () => {
    const document = await vscode.workspace.openTextDocument({
      language: "javascript",
      content:
        "// cognito-trigger: PreSignUp\nexports.handler = async (event) => ({});",
    });
    await vscode.window.showTextDocument(document);
    await eventually("a finding", () =>
      vscode.languages.getDiagnostics(document.uri).at(0),
    );
    assert.deepEqual(bundlesWith("web-tree-sitter").filter(isLoaded), []);
  });
});

// Builds what is shipped: dist/extension.js (vscode external), dist/cli.js (no externals: a run-time import of vscode
// reachable from it breaks the build), both split so that the AWS SDK loads on first use, the webviews, and the grammars.
// dist/meta.json says what each file holds; tests and the start-up benchmark read it.
import { build } from "esbuild";
import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL(".", import.meta.url)));

const shared = {
  bundle: true,
  target: "node20",
  platform: "node",
  format: "esm",
  // Identifiers stay: esbuild's other way to keep names costs a call for each function that is made while analysing.
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: false,
  legalComments: "linked",
  logLevel: "warning",
  metafile: true,
  // Some CommonJS dependencies call require at run time; an ES module has none of its own.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};

await mkdir("dist/grammars", { recursive: true });
await mkdir("dist/webview", { recursive: true });
const bundles = await Promise.all([
  build({
    ...shared,
    entryPoints: {
      extension: "src/vscode/extension.ts",
      "analyzer-worker": "src/analysis-thread/analyzer-worker.ts",
    },
    outdir: "dist",
    external: ["vscode"],
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
  }),
  build({
    ...shared,
    entryPoints: { cli: "src/cli/main.ts" },
    outdir: "dist",
    splitting: true,
    chunkNames: "cli/[name]-[hash]",
  }),
  build({
    ...shared,
    entryPoints: {
      "token-panel": "src/webview/token-panel/main.ts",
      "sign-in-story": "src/webview/sign-in-story/main.ts",
      "log-search": "src/webview/log-search/main.ts",
    },
    outdir: "dist/webview",
    platform: "browser",
    target: "es2022",
    format: "iife",
    banner: {},
  }),
]);
const copies = ["javascript", "typescript", "tsx", "python"].map((name) => [
  `node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`,
  `dist/grammars/tree-sitter-${name}.wasm`,
]);
copies.push(
  [
    "node_modules/web-tree-sitter/web-tree-sitter.wasm",
    "dist/grammars/web-tree-sitter.wasm",
  ],
  ["node_modules/uplot/dist/uPlot.min.css", "dist/webview/uPlot.min.css"],
);
await Promise.all(copies.map(([from, to]) => cp(from, to)));

const outputs = Object.assign(
  {},
  ...bundles.map(({ metafile }) => metafile.outputs),
);
await writeFile("dist/meta.json", JSON.stringify({ outputs }));

// What an earlier build left goes last, so that a window that is open meanwhile finds its chunks.
const built = new Set([
  ...Object.keys(outputs),
  ...copies.map(([, to]) => to),
  "dist/meta.json",
]);
for (const entry of await readdir("dist", {
  recursive: true,
  withFileTypes: true,
})) {
  const path = `${entry.parentPath}/${entry.name}`.replaceAll("\\", "/");
  if (entry.isFile() && !built.has(path)) await rm(path);
}

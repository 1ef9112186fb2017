// Builds what is shipped: dist/extension.js (vscode external, split so that the AWS SDK loads on first use), dist/cli.js
// (no externals: a run-time import of vscode reachable from it breaks the build), the webviews, and the grammars.
import { build } from "esbuild";
import { cp, mkdir, rm } from "node:fs/promises";

const shared = {
  bundle: true,
  target: "node20",
  platform: "node",
  format: "esm",
  minify: true,
  keepNames: true,
  sourcemap: false,
  legalComments: "linked",
  logLevel: "warning",
  // Some CommonJS dependencies call require at run time; an ES module has none of its own.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};

await rm("dist", { recursive: true, force: true });
await mkdir("dist/grammars", { recursive: true });
await Promise.all([
  build({
    ...shared,
    entryPoints: { extension: "src/vscode/extension.ts" },
    outdir: "dist",
    external: ["vscode"],
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
  }),
  build({
    ...shared,
    entryPoints: { cli: "src/cli/main.ts" },
    outdir: "dist",
  }),
  build({
    ...shared,
    entryPoints: { "token-panel": "src/webview/token-panel/main.ts" },
    outdir: "dist/webview",
    platform: "browser",
    target: "es2022",
    format: "iife",
    banner: {},
  }),
  ...["javascript", "typescript", "tsx", "python"].map((name) =>
    cp(
      `node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`,
      `dist/grammars/tree-sitter-${name}.wasm`,
    ),
  ),
  cp(
    "node_modules/web-tree-sitter/web-tree-sitter.wasm",
    "dist/grammars/web-tree-sitter.wasm",
  ),
]);

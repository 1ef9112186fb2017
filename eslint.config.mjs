// Lint rules: typescript-eslint's strict, type-checked set over all of our TypeScript, nothing switched off globally.
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  globalIgnores([
    "dist/",
    ".vscode-test/",
    "test-results/",
    "test/fixtures/",
    "test/workspaces/",
  ]),
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
  },
);

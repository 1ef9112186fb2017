/** Unit tests: everything that needs neither an editor nor a browser. Those have runners of their own. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/editor/**", "test/ui/**", "test/workspaces/**"],
    maxWorkers: 2,
    testTimeout: 20_000,
  },
});

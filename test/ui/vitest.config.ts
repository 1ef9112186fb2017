/** UI tests share one machine's two cores with a whole editor: few windows at a time, with time to draw. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: fileURLToPath(new URL("../../", import.meta.url)),
    include: ["test/ui/**/*.test.ts"],
    // Windows mostly wait, so two at a time fit on two cores.
    maxWorkers: 2,
    // A machine that is busy elsewhere can make an editor miss a key press or a mouse move.
    retry: 1,
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 15_000 } },
  },
});

/**
 * What the editor runs: hands the compiled test files beside this one to mocha, inside the extension host. The report
 * goes to a file, because the host's output is shared with everything else in the editor.
 */
import Mocha from "mocha";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { showView } from "./support/views.ts";

export async function run(): Promise<void> {
  const mocha = new Mocha({
    ui: "bdd",
    timeout: 20_000,
    // A machine that is busy elsewhere can make an editor answer too late.
    retries: 1,
    reporter: "json",
    reporterOptions: { output: process.env["COGNITO_TEST_REPORT"] },
    ...(process.env["COGNITO_TEST_GREP"]
      ? { grep: process.env["COGNITO_TEST_GREP"] }
      : {}),
  });
  // Which view is open is the same for every file, whatever the one before did.
  mocha.suite.on(Mocha.Suite.constants.EVENT_SUITE_ADD_SUITE, (suite) => {
    suite.beforeAll(() => showView("workbench.view.explorer"));
  });
  const files = readdirSync(__dirname).filter((name) =>
    name.endsWith(".test.cjs"),
  );
  // First, while nothing has been loaded on demand yet.
  files.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  for (const name of files) mocha.addFile(join(__dirname, name));
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${String(failures)} tests failed.`);
}

const rank = (name: string): number => (name.startsWith("activation") ? 0 : 1);

/** The demo is what people see first: it has to come up. */
import { expect, test } from "vitest";
import { repository } from "../host/paths.ts";
import { run } from "../host/processes.ts";

test("npm run demo brings the outage up in VS Code", async () => {
  let output = "";
  const code = await run(process.execPath, ["test/demo.ts", "--check"], {
    cwd: repository,
    onOutput: (text) => (output += text),
  });
  expect(output).toContain("The demo works");
  expect(code).toBe(0);
});

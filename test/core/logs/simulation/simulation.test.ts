/**
 * The promise of the tail, counted: twenty streams, everything that goes wrong with them, and what each reader makes of
 * it. The README shows this table.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../../../host/paths.ts";
import { scenarios } from "./scenarios.ts";
import { printTable, simulate } from "./simulate.ts";

test.each(scenarios)(
  "$name: we lose nothing and repeat nothing",
  async (scenario) => {
    const count = await simulate(scenario, "Cognito Debugger");
    expect(count).toEqual({ ...count, lost: 0, repeated: 0, stopped: false });
    expect(count.written).toBeGreaterThan(3_000);
  },
);

test("the table of the README is what the simulation gives", async () => {
  const rows = (await printTable()).split("\n").map(cellsOf);
  const readme = readFileSync(join(repository, "README.md"), "utf8");
  const shown = readme.split("\n").map(cellsOf);
  for (const row of rows.filter(([first]) => first !== "---"))
    expect(shown).toContainEqual(row);
  // The models do lose: a simulation in which nothing is lost shows nothing.
  for (const [name, own, live, ...others] of rows.slice(2)) {
    expect([name, own, live]).toEqual([name, "0", "0"]);
    expect(
      others.filter((cell) => cell.includes("lost")).length,
    ).toBeGreaterThan(1);
  }
});

/** A row of a table, however it is padded. */
function cellsOf(line: string): readonly string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

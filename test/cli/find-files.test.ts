/** Which files of a folder are checked. */
import { mkdtemp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findFiles } from "../../src/cli/find-files.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cognito cli "));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), "");
  }
}
const found = async (...paths: string[]): Promise<string[]> =>
  (await findFiles(paths, folder)).files.map(({ path }) => path);

describe("the files of a folder", () => {
  it("are those of the three languages, in order, in folders below too", async () => {
    await write(
      "b/c.ts",
      "a.py",
      "b/a.mjs",
      "b/view.tsx",
      "README.md",
      "x.json",
    );
    expect(await found(".")).toEqual([
      "a.py",
      "b/a.mjs",
      "b/c.ts",
      "b/view.tsx",
    ]);
  });

  it("are not those that nobody wrote by hand", async () => {
    await write(
      "a.js",
      "node_modules/x/index.js",
      "dist/a.js",
      "build/a.js",
      "deep/.venv/lib/a.py",
      "deep/__pycache__/a.py",
      ".git/hooks/a.py",
      "vendor.min.js",
      "types.d.ts",
      "types.d.mts",
    );
    expect(await found(".")).toEqual(["a.js"]);
  });

  it("are named as they were asked for, each once", async () => {
    await write("src/a.js");
    expect(await found("src", "src/a.js", "./src")).toHaveLength(1);
    expect(await found(join(folder, "src"))).toEqual([
      join(folder, "src", "a.js"),
    ]);
  });

  it("include one that is named, wherever it lies", async () => {
    await write("node_modules/x/index.js");
    expect(await found("node_modules/x/index.js")).toEqual([
      "node_modules/x/index.js",
    ]);
  });

  it("end where a link leads back", async () => {
    await write("src/a.js");
    await symlink(folder, join(folder, "src", "loop"));
    expect(await found(".")).toEqual(["src/a.js"]);
  });

  it("leave out a bundle and say so", async () => {
    await write("a.js");
    await writeFile(join(folder, "huge.js"), "x".repeat(1_000_001));
    const { files, skipped, refused } = await findFiles(["."], folder);
    expect(files.map(({ path }) => path)).toEqual(["a.js"]);
    expect(skipped).toEqual(["huge.js was skipped: it is larger than 1 MB."]);
    expect(refused).toEqual([]);
  });
});

describe("a path that cannot be taken", () => {
  it("is refused in a sentence", async () => {
    await write("notes.txt");
    const { refused } = await findFiles(["gone", "notes.txt"], folder);
    expect(refused).toEqual([
      "gone does not exist.",
      "notes.txt is not JavaScript, TypeScript or Python, by its name.",
    ]);
  });
});

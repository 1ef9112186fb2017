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
  for (const path of paths) await writeText(path, "");
}
async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}
const found = (...paths: string[]): string[] =>
  findFiles(paths, folder).files.map(({ path }) => path);

describe("the files of a folder", () => {
  it("are those of the three languages, in order, in folders below too", async () => {
    await write(
      "b/c.ts",
      "a.py",
      "b/a.mjs",
      "b/view.tsx",
      "README.md",
      "x.txt",
      "package.json",
    );
    expect(found(".")).toEqual(["a.py", "b/a.mjs", "b/c.ts", "b/view.tsx"]);
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
    expect(found(".")).toEqual(["a.js"]);
  });

  it("are named as they were asked for, each once", async () => {
    await write("src/a.js");
    expect(found("src", "src/a.js", "./src")).toHaveLength(1);
    expect(found(join(folder, "src"))).toEqual([join(folder, "src", "a.js")]);
  });

  it("include one that is named, wherever it lies", async () => {
    await write("node_modules/x/index.js");
    expect(found("node_modules/x/index.js")).toEqual([
      "node_modules/x/index.js",
    ]);
  });

  it("end where a link leads back", async () => {
    await write("src/a.js");
    await symlink(folder, join(folder, "src", "loop"));
    expect(found(".")).toEqual(["src/a.js"]);
  });
});

describe("infrastructure code and configuration", () => {
  it("are found without a language of their own", async () => {
    await write("template.yaml", "main.tf", "a.js");
    const { files } = findFiles(["."], folder);
    expect(files.map(({ path, languageId }) => [path, languageId])).toEqual([
      ["a.js", "javascript"],
      ["main.tf", undefined],
      ["template.yaml", undefined],
    ]);
  });
});

describe(".gitignore", () => {
  it("of a repository leaves out files and folders, the nearest one first", async () => {
    await write(".git/HEAD", "a.js", "out/a.js", "keep/gen/a.js", "gen/a.js");
    await writeText(".gitignore", "gen/\n/out\n*.gen.js\n");
    await write("b.gen.js", "sub/c.gen.js", "sub/d.gen.js");
    await writeText("sub/.gitignore", "!c.gen.js\n");
    expect(found(".")).toEqual(["a.js", "sub/c.gen.js"]);
  });

  it("takes back a folder that an outer one leaves out, but not files that this names", async () => {
    await write(".git/HEAD", "lib/a.ts", "app/lib/a.ts", "app/lib/a.js");
    await writeText(".gitignore", "lib/\n*.js\n");
    await writeText("app/.gitignore", "!lib/\n");
    expect(found(".")).toEqual(["app/lib/a.ts"]);
  });

  it.skipIf(["win32", "darwin"].includes(process.platform))(
    "tells upper from lower case as Git does",
    async () => {
      await write(".git/HEAD", "Build.js", "build.js");
      await writeText(".gitignore", "build.js\n");
      expect(found(".")).toEqual(["Build.js"]);
    },
  );

  it("above the folder that is walked counts, up to the repository", async () => {
    await write("repo/.git/HEAD", "repo/app/a.js", "repo/app/gen/a.js");
    await writeText("repo/.gitignore", "gen\n");
    await writeText(".gitignore", "app\n");
    expect(found("repo/app")).toEqual(["repo/app/a.js"]);
  });

  it("does not overrule who names a file or a folder", async () => {
    await write(".git/HEAD", "gen/a.js");
    await writeText(".gitignore", "gen\n");
    expect(found(".")).toEqual([]);
    expect(found("gen")).toEqual(["gen/a.js"]);
    expect(found("gen/a.js")).toEqual(["gen/a.js"]);
  });
});

describe("patterns", () => {
  it.each([
    ["src/*.ts", ["src/a.ts"]],
    ["src/**/*.{ts,js}", ["src/a.ts", "src/b/c.js", "src/b/c.ts"]],
    ["**/c.*", ["src/b/c.js", "src/b/c.py", "src/b/c.ts"]],
    ["s?c/b", ["src/b/c.js", "src/b/c.py", "src/b/c.ts"]],
    ["./src/[ab].ts", ["src/a.ts"]],
  ])("%s", async (pattern, expected) => {
    await write("src/a.ts", "src/b/c.js", "src/b/c.ts", "src/b/c.py", "d.ts");
    await write("src/node_modules/x/c.ts");
    expect(found(pattern)).toEqual(expected);
  });

  it("that match nothing are told", async () => {
    await write("a.js");
    const { refused } = findFiles(["*.ts"], folder);
    expect(refused).toEqual(["*.ts matches no file that can be checked."]);
  });

  it("give way to a file of that very name", async () => {
    await write("pages/[id].ts", "pages/i.ts");
    expect(found("pages/[id].ts")).toEqual(["pages/[id].ts"]);
  });
});

describe("a path that cannot be taken", () => {
  it("is refused in a sentence", async () => {
    await write("notes.txt");
    const paths = ["gone", "gone/*.js", "", "notes.txt"];
    const { refused } = findFiles(paths, folder);
    expect(refused).toEqual([
      "gone does not exist.",
      "gone does not exist.",
      "An empty path was given.",
      "notes.txt is not JavaScript, TypeScript or Python, nor infrastructure code, by its name.",
    ]);
  });
});

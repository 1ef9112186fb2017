/** What the parser may cost: a text that could mean too much is given up, and nothing of it is left to the next one. */
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createParseTrees,
  type ParseTrees,
} from "../../../src/core/analysis/frontend/parse-tree.ts";
import { readGrammar } from "../../support/analyzer.ts";

let trees: ParseTrees;
beforeAll(async () => {
  trees = await createParseTrees(readGrammar);
});
afterAll(() => {
  trees.dispose();
});

const parse = (
  text: string,
  by: "parse" | "parseEdited" = "parse",
): Promise<string | undefined> =>
  trees[by](
    "a.ts",
    "tree-sitter-typescript.wasm",
    text,
    (tree) => tree.read().text,
  );

// Each `await` may be a name or a keyword, and what stands in the braces is no object and no block.
const ambiguous = `const x = ${"await ".repeat(50)}{ ${"a: 1, ".repeat(100)}a/*: 1, ${"a: 1, ".repeat(30)} } ${"await ".repeat(500)}a async (raw: unknown) => {
  return raw;
};
`;

test("a text that may mean too much is given up", async () => {
  expect(await parse(ambiguous)).toBeUndefined();
});

test("the next text is read from its start", async () => {
  await parse("const x = 1;\n");
  expect(await parse(ambiguous, "parseEdited")).toBeUndefined();
  expect(await parse(ambiguous)).toBeUndefined();
  expect(await parse("const x = 2;\n")).toBe("const x = 2;\n");
});

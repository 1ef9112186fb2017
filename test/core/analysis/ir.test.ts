/** Golden prints of the IR: what sugar of JavaScript and TypeScript becomes. */
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createParseTrees,
  type ParseTrees,
} from "../../../src/core/analysis/frontend/parse-tree.ts";
import { typescriptFrontEnd } from "../../../src/core/analysis/frontend/typescript/front-end.ts";
import { printModule } from "../../../src/core/analysis/ir/print.ts";
import { readGrammar } from "../../support/analyzer.ts";

let trees: ParseTrees;
beforeAll(async () => {
  trees = await createParseTrees(readGrammar);
});
afterAll(() => {
  trees.dispose();
});

const print = async (text: string): Promise<string> =>
  (await trees.parse("a.ts", "tree-sitter-typescript.wasm", text, (root) =>
    printModule(typescriptFrontEnd.lower(root, text).module),
  )) ?? "";

test("a handler with a guard, an await and a default", async () => {
  expect(
    await print(`import { check } from "./check";
export const handler = async ({ request, response }, { log = console } = {}) => {
  if (!request.userNotFound && (await check(request))) response.answerCorrect = true;
  return response;
};`),
  ).toMatchInlineSnapshot(`
    "function #0 ()
      0:
        exports%0 = {}
        check%1 = import ./check.check
        handler%2 = function #1
        exports%0["handler"] = handler%2
        return undefined

    async function #1 handler(%5, %8)
      0:
        %6 = %5
        request%3 = %6["request"]
        response%4 = %6["response"]
        branch equal(%8, undefined) ? 1 : 2
      1:
        %8 = {}
        goto 2
      2:
        %9 = %8
        %10 = %9["log"]
        branch equal(%10, undefined) ? 5 : 6
      5:
        %10 = global console
        goto 6
      6:
        log%7 = %10
        branch request%3["userNotFound"] ? 10 : 12
      9:
        %13 = true
        response%4["answerCorrect"] = true
        goto 11
      10:
        goto 11
      11:
        return response%4
      12:
        %11 = call check%1(request%3)
        %12 = await %11
        branch %12 ? 9 : 10"
  `);
});

test("finally runs on every way out", async () => {
  expect(
    await print(`function f(a) {
  for (const b of a) {
    try {
      if (b) continue;
      return g(b);
    } finally {
      h();
    }
  }
}`),
  ).toMatchInlineSnapshot(`
    "function #0 ()
      0:
        exports%0 = {}
        f%1 = function #1
        return undefined

    function #1 f(a%3)
      0:
        %5 = a%3
        %6 = first-round(%5)
        branch not-empty(%5) ? 2 : 4
      1:
        branch has-round(%5, %6) ? 2 : 4
      2:
        b%4 = element(%5, %6)
        goto 9
      3:
        %6 = next-round(%6)
        goto 1
      4:
        %6 = undefined
        goto 31
      8:
        %13 = call global h()
        throw %8
      9: (throws to 8 as %8)
        branch b%4 ? 11 : 12
      11: (throws to 8 as %8)
        goto 15
      12: (throws to 8 as %8)
        goto 13
      13: (throws to 8 as %8)
        %10 = call global g(b%4)
        %11 = %10
        goto 20
      15:
        %9 = call global h()
        goto 3
      20:
        %12 = call global h()
        return %11
      31:
        end undefined"
  `);
});

test("a switch falls through, and what is not understood is unknown", async () => {
  expect(
    await print(`switch (x?.y) {
  case 1:
    a = b ?? "c";
  default:
    d = \`e\${a}\`;
    break;
  case 2:
    yield* z;
}`),
  ).toMatchInlineSnapshot(`
    "function #0 ()
      0:
        exports%0 = {}
        %1 = global x?["y"]
        branch equal(%1, 1) ? 2 : 5
      1:
        return undefined
      2:
        %2 = global b
        branch equal(%2, null) ? 10 : 11
      3:
        %3 = concat("e", global a)
        goto 1
      4:
        goto 1
      5:
        branch equal(%1, 2) ? 4 : 7
      7:
        goto 3
      10:
        %2 = "c"
        goto 11
      11:
        goto 3"
  `);
});

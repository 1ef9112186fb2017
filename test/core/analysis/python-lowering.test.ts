/** What sugar of Python becomes in the IR, and that no text, however mangled, stops the lowering. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createParseTrees,
  type ParseTrees,
} from "../../../src/core/analysis/frontend/parse-tree.ts";
import { pythonFrontEnd } from "../../../src/core/analysis/frontend/python/front-end.ts";
import type { Module } from "../../../src/core/analysis/ir/ir.ts";
import { printModule } from "../../../src/core/analysis/ir/print.ts";
import { readGrammar } from "../../support/analyzer.ts";

let trees: ParseTrees;
beforeAll(async () => {
  trees = await createParseTrees(readGrammar);
});
afterAll(() => {
  trees.dispose();
});

async function lower(text: string): Promise<Module> {
  const module = await trees.parse(
    "a.py",
    "tree-sitter-python.wasm",
    text,
    (root) => pythonFrontEnd.lower(root, text).module,
  );
  if (module === undefined) throw new Error("The text was given up");
  return module;
}
/** The print of the functions of the file, without the module's own code. */
const print = async (text: string): Promise<string> =>
  printModule(await lower(text))
    .split("\n\n")
    .slice(1)
    .join("\n\n");

describe("the IR of", () => {
  it("subscripts, an update in place and an open end", async () => {
    expect(
      await print(`def f(event):
    event["response"] |= {"a": not x}
`),
    ).toMatchInlineSnapshot(`
      "function #1 f(event%2)
        0:
          %3 = call event%2["response"]["update"]({"a": not(global x)})
          end null"
    `);
  });

  it.each([
    ["[1:]", '["slice"](1)'],
    ["[:2]", '["slice"](0, 2)'],
    ["[1:-1]", '["slice"](1, '],
    ["[:]", '["slice"](0)'],
  ])("the slice %s", async (slice, called) => {
    const printed = await print(`def f(all):\n    return all${slice}\n`);
    expect(printed).toContain(`call all%2${called}`);
  });

  it("a slice with a step, of which nothing is known", async () => {
    const printed = await print("def f(all):\n    return all[::2]\n");
    expect(printed).not.toContain("slice");
  });

  it("a choice, a chained comparison and a walrus", async () => {
    expect(
      await print(`def f(a):
    if (n := a.get("n")) and 1 < n <= 3:
        return n or "none"
`),
    ).toMatchInlineSnapshot(`
      "function #1 f(a%2)
        0:
          %4 = call a%2["get"]("n")
          n%3 = %4
          branch n%3 ? 4 : 3
        1:
          end null
        2:
          %5 = n%3
          branch truthy(%5) ? 7 : 8
        3:
          goto 1
        4:
          branch all(less(1, n%3), at-most(n%3, 3)) ? 2 : 3
        7:
          %6 = %5
          goto 9
        8:
          %6 = "none"
          goto 9
        9:
          return %6"
    `);
  });

  it("a loop with else, and unpacking", async () => {
    expect(
      await print(`def f(items):
    for key, value in items:
        if value:
            break
    else:
        raise KeyError(key)
    return {**items, key: [*value]}
`),
    ).toMatchInlineSnapshot(`
      "function #1 f(items%2)
        0:
          %5 = items%2
          %6 = first-round(%5)
          branch not-empty(%5) ? 2 : 3
        1:
          branch has-round(%5, %6) ? 2 : 3
        2:
          %7 = element(%5, %6)
          key%3 = %7[0]
          value%4 = %7[1]
          branch value%4 ? 9 : 10
        3:
          %8 = call global KeyError(key%3)
          throw %8
        4:
          %6 = undefined
          goto 19
        7:
          %6 = next-round(%6)
          goto 1
        8:
          goto 7
        9:
          goto 4
        10:
          goto 8
        19:
          return {...items%2, key%3: [...value%4]}"
    `);
  });

  it("try with except, else and finally", async () => {
    expect(
      await print(`def f():
    try:
        g()
    except KeyError as error:
        return error
    finally:
        h()
`),
    ).toMatchInlineSnapshot(`
      "function #1 f()
        0:
          goto 4
        1:
          end null
        2:
          %8 = call global h()
          throw %4
        3: (throws to 2 as %4)
          branch unknown() ? 9 : 10
        4: (throws to 3 as %3)
          %5 = call global g()
          goto 6
        6: (throws to 3 as %3)
          goto 19
        9: (throws to 2 as %4)
          error%2 = %3
          %6 = error%2
          goto 12
        10: (throws to 2 as %4)
          throw %3
        12:
          %7 = call global h()
          return %6
        19:
          %9 = call global h()
          goto 1"
    `);
  });

  it("a class and an object of it", async () => {
    expect(
      await print(`class A:
    def run(self, event):
        return self.x

def f():
    return A().run(1)
`),
    ).toMatchInlineSnapshot(`
      "function #1 run(event%4)
        0:
          return %3["x"]

      function #2 f()
        0:
          %5 = new A%1()
          %6 = call %5["run"](1)
          return %6"
    `);
  });

  it("a data class, in snake case", async () => {
    expect(
      await print(`def f(event: PreSignUpTriggerEvent, context):
    event.response.auto_confirm_user = True
    return event.raw_event
`),
    ).toMatchInlineSnapshot(`
      "function #1 f(event%2, context%3)
        0:
          event%2["response"]["autoConfirmUser"] = true
          return event%2"
    `);
  });
});

it("a half-typed function has an end that nobody knows", async () => {
  expect(await print("def f(event):\n    event.x = 1\n")).toContain("end null");
  const broken = await print("def f(event):\n    event.x = 1\n    y =\n");
  expect(broken).toContain("return unknown()");
  expect(broken).not.toContain("end null");
});

describe("a string literal is read with", () => {
  it.each([
    [String.raw`"a\tb\x41\u00e9\U0001F600\q"`, "a\tbAé😀\\q"],
    [String.raw`r"\d+\n"`, String.raw`\d+\n`],
    [`"a" 'b' """c"""`, "abc"],
    [`f"{{x}}"`, "{x}"],
  ])("%s", async (literal, value) => {
    const module = await lower(`x = ${literal}\n`);
    const [, assigned] = module.functions[0]?.blocks[0]?.instructions ?? [];
    expect(assigned).toMatchObject({
      kind: "assign",
      value: { kind: "const", value },
    });
  });

  it("bytes known for what they are, for they are no JSON", async () => {
    const module = await lower('x = b"a"\n');
    expect(module.functions[0]?.blocks[0]?.instructions[1]).toMatchObject({
      value: { kind: "global", name: "bytes()" },
    });
  });
});

describe("the handlers of a module are", () => {
  it.each([
    ["def handler(event, context): ...", ["handler"]],
    ["def pre_sign_up(event, _context): ...", ["pre_sign_up"]],
    ["def helper(event): ...\ndef main(event, context): ...", ["main"]],
    [
      "def handle(event, context): ...\ndef lambda_handler(event, context): return handle(event, context)",
      ["lambda_handler"],
    ],
    ["handler = lambda event, context: event", ["handler"]],
    ["lambda_handler = wrap(handle)", ["lambda_handler"]],
    ["def area(width, height): ...", []],
  ])("%s", async (text, names) => {
    const module = await lower(text);
    const exported = (module.functions[0]?.blocks ?? [])
      .flatMap(({ instructions }) => instructions)
      .flatMap((each) =>
        each.kind === "assign" &&
        each.place.kind === "field" &&
        each.place.object.kind === "var" &&
        each.place.object.variable === module.exports &&
        each.place.key.kind === "const"
          ? [each.place.key.value]
          : [],
      );
    expect(exported).toEqual(names);
  });
});

describe("lowering never fails", () => {
  const whole = `@wrap(x=1)
async def handler(event: "PreSignUpTriggerEvent", context=None, *args, **kw) -> dict:
    a, (b, *r) = f(event), 1
    event['response'] |= {"a": f"a{b!r:>3}", **z}
    if (n := g()) and not a < b <= 3 or c is not None or k not in m:
        del event["x"], event.y
    elif x: raise E("x") from e
    for i, j in items: break
    else: continue
    try: f()
    except (A, B) as err: raise
    except* C: pass
    else: pass
    finally: pass
    with open(x) as f, g(): pass
    match event["t"]:
        case "a" | "b" if z: pass
        case {"x": v, **rest}: pass
        case [1, *others] | Point(x=0): pass
        case _: pass
    w = [lambda e, *c: e for q in x if q], {k: v for k, v in x}
    s = "a" 'b' % (1,); t = x[1:2, ...]; u = -1; z = (yield 3); await f()
    print(*a, **b, k=1)
class H(Base, metaclass=M):
    x: int = 1
    @property
    def y(self): return super().y
lambda_handler = H()
`;

  it("on any part of a text that is cut or has a character more", async () => {
    expect((await lower(whole)).functions.length).toBeGreaterThan(3);
    let lowered = 0;
    for (let at = 0; at < whole.length; at += 3) {
      await lower(whole.slice(0, at));
      await lower(whole.slice(at));
      const extra = "(]}:\"'\n="[at % 8] ?? "";
      await lower(whole.slice(0, at) + extra + whole.slice(at));
      lowered += 3;
    }
    expect(lowered).toBeGreaterThan(900);
  });

  it("on a text that nests deep", async () => {
    const deep = `x = ${"[".repeat(300)}1${"]".repeat(300)}\n`;
    expect((await lower(deep)).functions).toHaveLength(1);
  });

  it("on a pattern of many items, the first of which are compared", async () => {
    const many = `match x:\n    case [${"1, ".repeat(2_000)}last]: print(last)\n`;
    const [main] = (await lower(many)).functions;
    expect(main?.blocks.length).toBeGreaterThan(50);
    expect(main?.blocks.length).toBeLessThan(300);
  });
});

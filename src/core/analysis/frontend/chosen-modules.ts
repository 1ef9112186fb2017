/**
 * Modules that code asks for by a text, or chooses by one: `require(paths[source])`, `importlib.import_module(names[family])`. They are a table
 * of all that the file's texts can name.
 */
import type { Range } from "../../text/position.ts";
import { constant, field, type FunctionBuilder } from "../ir/builder.ts";
import type { Expr } from "../ir/ir.ts";

/** Texts that can name a file of the workspace. A dict's values do without a dot. */
const names = {
  javascript: /(["'`])(\.{1,2}\/[\w./-]+)\1/gu,
  python:
    /(?<=[:=([,]\s*(["']))(\.{1,2}[A-Za-z_][\w.]*|[A-Za-z_]\w*(?:\.\w+)+)\1|(?<=:\s*(["']))([A-Za-z_]\w*)\3/gu,
};

/** Modules of one file. */
const bound = 20;

/** Whether the file chooses a module of JavaScript by what a name holds. */
export const choosesModule = (text: string): boolean =>
  /\b(?:require|import)\(\s*[A-Za-z_$]/u.test(text);

/** Undefined where the file names none, and for a name that is put together. */
export function moduleFrom(
  {
    builder,
    text,
  }: { readonly builder: FunctionBuilder; readonly text: string },
  language: keyof typeof names,
  chosen: Expr,
  range: Range,
): Expr | undefined {
  if (chosen.kind === "const")
    return { kind: "import", from: String(chosen.value), range };
  if (chosen.kind === "concat") return undefined;
  const named = new Set(
    [...text.matchAll(names[language])].flatMap(
      ([, , first, , second]) => first ?? second ?? [],
    ),
  );
  if (named.size === 0 || named.size > bound) return undefined;
  const table = builder.object(
    [...named].map((from) => ({
      kind: "entry",
      key: constant(from, range),
      value: { kind: "import", from, range },
    })),
    range,
  );
  return field(table, chosen, range);
}

/** Reads Python's string literals: prefixes, escapes, f-strings, and literals standing side by side. */
import { rangeOf, type Node } from "../syntax-node.ts";
import { constant, unknown } from "../../ir/builder.ts";
import type { Expr } from "../../ir/ir.ts";
import { meaningful, type Context } from "./context.ts";

export function lowerString(context: Context, node: Node): Expr {
  const range = rangeOf(node);
  const literals = node.type === "string" ? [node] : meaningful(node);
  if (
    literals.some((each) =>
      /b/i.test(each.children[0]?.text.replace(/["']/g, "") ?? ""),
    )
  )
    return { kind: "global", name: "bytes()", range };
  const parts = literals.flatMap((each) => partsOf(context, each));
  const texts: string[] = [];
  for (const part of parts) {
    if (part.kind !== "const") return { kind: "concat", parts, range };
    texts.push(String(part.value));
  }
  return constant(texts.join(""), range);
}

function partsOf(context: Context, literal: Node): readonly Expr[] {
  const start = literal.children[0]?.text.toLowerCase() ?? "";
  const formatted = start.includes("f");
  const raw = start.includes("r");
  return literal.namedChildren.flatMap((child): Expr[] => {
    const range = rangeOf(child);
    switch (child.type) {
      case "string_content": {
        const text = raw ? child.text : unescape(child.text);
        return [
          constant(
            formatted ? text.replaceAll("{{", "{").replaceAll("}}", "}") : text,
            range,
          ),
        ];
      }
      case "interpolation": {
        const value = context.parts.expression(
          context,
          child.childForFieldName("expression"),
        );
        // With a format, the text is not the value's own.
        const plain = child.childForFieldName("format_specifier") === null;
        return [plain ? value : unknown(range, [value])];
      }
      default:
        return [];
    }
  });
}

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "0": "\0",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "\n": "",
};

function unescape(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\r\n|[^]))/g,
    (whole: string, ...groups: (string | undefined)[]) => {
      const code = groups[0] ?? groups[1] ?? groups[2];
      if (code !== undefined) {
        const point = parseInt(code, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      }
      const escaped = groups[3] ?? "";
      if (escaped === "\r\n") return "";
      if (/[\\'"]/.test(escaped)) return escaped;
      return escapes[escaped] ?? whole;
    },
  );
}

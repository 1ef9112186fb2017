/**
 * YAML and JSON as a plain tree with ranges; only this file knows the parser. A tag such as `!GetAtt` and its long form
 * `Fn::GetAtt` read the same. Reading never throws: what is broken comes back as a sentence beside what could be read.
 */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  Scalar,
  type Document,
  type Node,
} from "yaml";
import type { Range } from "../text/position.ts";
import type { Placed } from "./template.ts";

interface Place {
  readonly range: Range;
  /** The intrinsic function around the value, by its short name: `GetAtt`, `Ref`, `Sub`. */
  readonly intrinsic?: string;
}

/** How a text is written: as it is (`|`), or so that the file says it in other characters. */
export type TextStyle = "literal" | "folded" | "double" | "single" | "plain";

export interface TextNode extends Place {
  readonly kind: "text";
  /** Numbers and booleans as they are written; empty for null. */
  readonly value: string;
  readonly style: TextStyle;
}
export interface ListNode extends Place {
  readonly kind: "list";
  readonly items: readonly TreeNode[];
}
export interface MapNode extends Place {
  readonly kind: "map";
  readonly members: ReadonlyMap<string, Member>;
}
export type TreeNode = TextNode | ListNode | MapNode;

export interface Member {
  readonly key: Range;
  readonly value: TreeNode;
}

export interface ReadTree {
  /** Undefined where nothing could be read. */
  readonly root: TreeNode | undefined;
  readonly problems: readonly Placed<string>[];
}

/** Aliases can unfold one text into a billion nodes. */
const mostNodes = 100_000;

export function readTree(text: string): ReadTree {
  try {
    const document = parseDocument(text, {
      logLevel: "silent",
      uniqueKeys: false,
      strict: false,
      prettyErrors: false,
    });
    const problems = document.errors.slice(0, 1).map(({ message, pos }) => ({
      value: `This file is not read beyond here: ${message.replace(/\.?$/u, ".")}`,
      range: { start: pos[0], end: pos[1] },
    }));
    const budget = { left: mostNodes };
    const root =
      document.contents === null
        ? undefined
        : convert(document.contents, document, budget);
    return { root, problems };
  } catch {
    // Nested beyond the stack, or an alias that unfolds without end.
    return {
      root: undefined,
      problems: [
        {
          value:
            "This file is not read: it is nested too deeply, or its aliases unfold without end.",
          range: { start: 0, end: 0 },
        },
      ],
    };
  }
}

function convert(
  node: Node,
  document: Document,
  budget: { left: number },
): TreeNode | undefined {
  if (budget.left-- <= 0) return undefined;
  if (isAlias(node)) {
    const target = node.resolve(document);
    return target === undefined ? undefined : convert(target, document, budget);
  }
  const range = {
    start: node.range?.[0] ?? 0,
    end: node.range?.[1] ?? 0,
  };
  const tagged = /^!(\w+)$/u.exec(node.tag ?? "")?.[1];
  const place: Place =
    tagged === undefined ? { range } : { range, intrinsic: tagged };
  if (isSeq(node))
    return {
      kind: "list",
      ...place,
      items: node.items.flatMap((item) => {
        const child = convert(item as Node, document, budget);
        return child === undefined ? [] : [child];
      }),
    };
  if (isMap(node)) {
    const members = new Map<string, Member>();
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      const child =
        value === null ? undefined : convert(value as Node, document, budget);
      const keyRange = { start: key.range?.[0] ?? 0, end: key.range?.[1] ?? 0 };
      if (key.value === "<<" && child?.kind === "map") {
        for (const [name, member] of child.members)
          if (!members.has(name)) members.set(name, member);
        continue;
      }
      members.set(String(key.value), {
        key: keyRange,
        value: child ?? {
          kind: "text",
          range: { start: keyRange.end, end: keyRange.end },
          value: "",
          style: "plain",
        },
      });
    }
    return unwrapped({ kind: "map", ...place, members });
  }
  if (!isScalar(node)) return undefined;
  const { value, source, type } = node;
  return {
    kind: "text",
    ...place,
    value:
      typeof value === "string" ? value : value === null ? "" : (source ?? ""),
    style: styles.get(type) ?? "plain",
  };
}

const styles: ReadonlyMap<string | undefined, TextStyle> = new Map([
  [Scalar.BLOCK_LITERAL, "literal"],
  [Scalar.BLOCK_FOLDED, "folded"],
  [Scalar.QUOTE_DOUBLE, "double"],
  [Scalar.QUOTE_SINGLE, "single"],
]);

/** `{ "Fn::GetAtt": x }` is `!GetAtt x`. */
function unwrapped(node: MapNode): TreeNode {
  const [only, ...others] = node.members;
  if (only === undefined || others.length > 0) return node;
  const [key, { value }] = only;
  const name = key === "Ref" ? key : /^Fn::(\w+)$/u.exec(key)?.[1];
  return name === undefined ? node : { ...value, intrinsic: name };
}

/** The value under a path of keys. */
export function at(
  node: TreeNode | undefined,
  ...path: readonly string[]
): TreeNode | undefined {
  let here = node;
  for (const key of path)
    here = here?.kind === "map" ? here.members.get(key)?.value : undefined;
  return here;
}

/** The members of a map; none for anything else. */
export const membersOf = (
  node: TreeNode | undefined,
): readonly (readonly [string, Member])[] =>
  node?.kind === "map" ? [...node.members] : [];

/** The items of a list; of anything else, itself. */
export function itemsOf(node: TreeNode | undefined): readonly TreeNode[] {
  if (node === undefined) return [];
  return node.kind === "list" ? node.items : [node];
}

/** A text that stands there as it is: made by no intrinsic function. */
export const plainText = (node: TreeNode | undefined): string | undefined =>
  node?.kind === "text" && node.intrinsic === undefined
    ? node.value
    : undefined;

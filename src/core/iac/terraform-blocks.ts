/** Terraform's notation: blocks and attributes of one level. Expressions are kept as they stand. */
import {
  insideBrackets,
  maskText,
  partsOf,
  type MaskedText,
} from "./masked-text.ts";
import type { IacFile } from "./template.ts";
import type { Range } from "../text/position.ts";

export interface Block {
  /** `resource`, `data`, or the word before a nested block. */
  readonly kind: string;
  readonly type: string;
  readonly name: string;
  readonly nameRange: Range;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly blocks: readonly Block[];
}
export interface Attribute {
  readonly key: Range;
  readonly value: Range;
}

export interface TerraformFile {
  readonly path: string;
  /** What `*.tfvars` gives variables; none in other files. */
  readonly values: ReadonlyMap<string, Attribute>;
  readonly source: MaskedText;
  readonly blocks: readonly Block[];
}

export function parseTerraform({ path, text }: IacFile): TerraformFile {
  const source = maskText(text, "terraform");
  const whole = { start: 0, end: text.length };
  return path.endsWith(".tfvars")
    ? { path, source, blocks: [], values: attributesIn(source, whole) }
    : { path, source, blocks: blocksIn(source, whole, 0), values: new Map() };
}

function blocksIn(
  source: MaskedText,
  range: Range,
  depth: number,
): readonly Block[] {
  if (depth > 4) return [];
  const blocks: Block[] = [];
  const head = /\b(\w+)((?:[ \t]+"[ ]*")*)[ \t]*\{/gu;
  head.lastIndex = range.start;
  for (
    let found = head.exec(source.masked);
    found !== null && found.index < range.end;
    found = head.exec(source.masked)
  ) {
    const open = found.index + found[0].length - 1;
    const inside = insideBrackets(source, open);
    if (inside === undefined) continue;
    head.lastIndex = inside.end + 1;
    const labels = [
      ...source.text.slice(found.index, open).matchAll(/"([^"]*)"/gu),
    ].map(([, label = ""]) => label);
    const [kind = ""] = found.slice(1);
    const named = found.index + found[0].trimEnd().length;
    blocks.push({
      kind,
      type: labels[0] ?? "",
      name: labels[1] ?? "",
      nameRange: {
        start: found.index,
        end: source.text.slice(0, named - 1).trimEnd().length,
      },
      attributes: attributesIn(source, inside),
      blocks: blocksIn(source, inside, depth + 1),
    });
  }
  return blocks;
}

function attributesIn(
  source: MaskedText,
  range: Range,
): ReadonlyMap<string, Attribute> {
  const attributes = new Map<string, Attribute>();
  for (const line of partsOf(source, range, /\n/u)) {
    const written = /^(\w+)\s*=(?!=)\s*/u.exec(
      source.masked.slice(line.start, line.end),
    );
    const [all, name] = written ?? [];
    if (all === undefined || name === undefined) continue;
    attributes.set(name, {
      key: { start: line.start, end: line.start + name.length },
      value: { start: line.start + all.length, end: line.end },
    });
  }
  return attributes;
}

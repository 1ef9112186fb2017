/**
 * What Terraform's expressions come to where the files of a folder say so: texts, `local.x`, a variable's default, and
 * the instances that `for_each` makes. Whatever a caller or a state decides is undefined.
 * https://developer.hashicorp.com/terraform/language/meta-arguments/for_each
 */
import type { Block, TerraformFile } from "./terraform-blocks.ts";
import { insideBrackets, partsOf, type MaskedText } from "./masked-text.ts";
import type { Range } from "../text/position.ts";

/** An expression, and what `each` is in it. */
export interface Expression {
  readonly source: MaskedText;
  readonly range: Range;
  readonly each?: Instance;
  /** Whose names are in it, where that is not the folder that is asked: the caller of a module. */
  readonly of?: TerraformFolder;
}

/** One of a block with `for_each`. */
export interface Instance {
  readonly key: string;
  readonly value?: Expression;
  /** The address of the block of whose instance it is made. */
  readonly of?: string;
}

interface Entry extends Instance {
  readonly value: Expression;
}

/** What the files of one folder define for each other: a module, as one of its callers uses it. */
export interface TerraformFolder {
  readonly path: string;
  /** The folder in which Terraform runs: what paths are relative to. */
  readonly root: string;
  /** Before the names of its functions: `module.auth.` */
  readonly prefix: string;
  readonly files: readonly TerraformFile[];
  /** `local.x` and `var.x` -> its expression. */
  readonly definitions: ReadonlyMap<string, Expression>;
  /** `aws_lambda_function.x`, `data.archive_file.x` or `module.x` -> its instances, where they are known. */
  readonly instances: ReadonlyMap<string, readonly Instance[]>;
  /** `module.x` -> what its instances are, where its code is at hand. */
  readonly modules: ReadonlyMap<string, readonly TerraformModule[]>;
}

export interface TerraformModule {
  /** The block that calls it. */
  readonly block: Block;
  readonly each: Instance | undefined;
  readonly folder: TerraformFolder;
}

/** All folders of a project. */
export interface TerraformFolders {
  readonly files: ReadonlyMap<string, readonly TerraformFile[]>;
  /** Those that others use as modules. */
  readonly called: ReadonlySet<string>;
}

/** As expressions name it. */
export const addressOf = ({ kind, type, name }: Block): string =>
  kind === "module"
    ? `module.${type}`
    : `${kind === "data" ? "data." : ""}${type}.${name}`;

/** More than people write on top of each other. */
const deepest = 6;

export const written = ({ source, range }: Expression): string =>
  source.text.slice(range.start, range.end).trim();

/** Stands before a path that is known from the workspace on. */
export const fromWorkspace = "\u0001/";

/** The text that an expression comes to. */
export function textOf(
  asked: TerraformFolder,
  expression: Expression,
  depth = 0,
): string | undefined {
  if (depth > deepest) return undefined;
  const folder = expression.of ?? asked;
  const text = written(expression);
  if (isKey(expression, text)) return expression.each?.key;
  const quoted = /^"([^"\\]*)"$/u.exec(text)?.[1];
  if (quoted === undefined) {
    const found = follow(folder, expression, text);
    return found && textOf(folder, found, depth + 1);
  }
  const missing: string[] = [];
  const filled = quoted.replace(
    /\$\{([^{}]*)\}/gu,
    (whole, between: string) => {
      const inside = between.trim();
      if (inside === "path.module") return `${fromWorkspace}${folder.path}`;
      if (inside === "path.root") return `${fromWorkspace}${folder.root}`;
      if (isKey(expression, inside)) return expression.each?.key ?? whole;
      const found = follow(folder, expression, inside);
      const value = found && textOf(folder, found, depth + 1);
      if (value === undefined) missing.push(inside);
      return value ?? whole;
    },
  );
  return missing.length === 0 ? filled : undefined;
}

/** Of a set the values are the keys. */
const isKey = ({ each }: Expression, text: string): boolean =>
  text === "each.key" ||
  (text === "each.value" &&
    each !== undefined &&
    each.value === undefined &&
    each.of === undefined);

/** What `local.x`, `var.x`, `each.value` or a member of them stands for. */
export function follow(
  asked: TerraformFolder,
  { each, of: stated }: Expression,
  text: string,
): Expression | undefined {
  const folder = stated ?? asked;
  const [, name = "", members = ""] =
    /^(each\.value|(?:local|var)\.\w+)((?:\.\w+)*)$/u.exec(text) ?? [];
  let found =
    name === "each.value" ? each?.value : folder.definitions.get(name);
  if (found !== undefined && found.of === undefined)
    found = { ...found, of: folder };
  for (const member of members.split(".").slice(1)) {
    if (found === undefined) break;
    const { of: around }: Expression = found;
    const value = entriesOf(found)?.find(({ key }) => key === member)?.value;
    found = value && { ...value, ...(around && { of: around }) };
  }
  return found;
}

/** The instances that an expression after `for_each` makes; undefined where they are not known. */
export function instancesOf(
  asked: TerraformFolder,
  expression: Expression,
  depth: number,
): readonly Instance[] | undefined {
  if (depth > deepest) return undefined;
  const { source, range, of: stated } = expression;
  const folder = stated ?? asked;
  const text = written(expression);
  const [, called] = /^(toset|keys|tomap)\s*\(/u.exec(text) ?? [];
  if (called !== undefined) {
    const inside = insideBrackets(
      source,
      source.masked.indexOf("(", range.start),
    );
    const found =
      inside &&
      instancesOf(folder, { source, range: inside, of: folder }, depth + 1);
    return called === "tomap" ? found : found?.map(({ key }) => ({ key }));
  }
  if (text.startsWith("{"))
    return entriesOf(expression)?.map(({ key, value }) => ({
      key,
      value: { ...value, of: folder },
    }));
  if (text.startsWith("[")) {
    const open = source.masked.indexOf("[", range.start);
    const inside = insideBrackets(source, open);
    if (inside === undefined) return undefined;
    const items = partsOf(source, inside, /,/u).map((part) =>
      textOf(folder, { source, range: part, of: folder }),
    );
    return items.every((each) => each !== undefined)
      ? items.map((key) => ({ key }))
      : undefined;
  }
  const others = folder.instances.get(text);
  if (others !== undefined) return others.map(({ key }) => ({ key, of: text }));
  const found = follow(folder, expression, text);
  return found && instancesOf(folder, found, depth + 1);
}

/** `{ a = x, "b" = y }` */
function entriesOf(expression: Expression): readonly Entry[] | undefined {
  const { source, range } = expression;
  const open = source.masked.indexOf("{", range.start);
  const inside =
    written(expression).startsWith("{") && insideBrackets(source, open);
  if (!inside) return undefined;
  const entries: Entry[] = [];
  for (const part of partsOf(source, inside, /[,\n]/u)) {
    const [all, quoted, plain] =
      /^(?:"([^"$]*)"|([\w-]+))\s*[=:](?![=>])\s*/u.exec(
        source.text.slice(part.start, part.end),
      ) ?? [];
    const key = quoted ?? plain;
    // `{ for x in y : … }` and keys that are put together
    if (all === undefined || key === undefined) return undefined;
    const value = { start: part.start + all.length, end: part.end };
    entries.push({ key, value: { source, range: value } });
  }
  return entries;
}

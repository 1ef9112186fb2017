/**
 * Terraform: `aws_lambda_function`, the `lambda_config` of `aws_cognito_user_pool`, `aws_lambda_permission`.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cognito_user_pool
 */
import {
  folderOf,
  joinPath,
  placesOf,
  withoutExtension,
} from "./code-place.ts";
import {
  insideBrackets,
  literalAt,
  maskText,
  partsOf,
  type MaskedText,
} from "./masked-text.ts";
import type {
  CodePlace,
  DeployedFunction,
  IacFile,
  Template,
  Wiring,
} from "./template.ts";
import type { Range } from "../text/position.ts";
import { triggersOfKey } from "./trigger-keys.ts";

interface Block {
  /** `resource`, `data`, or the word before a nested block. */
  readonly kind: string;
  readonly type: string;
  readonly name: string;
  readonly nameRange: Range;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly blocks: readonly Block[];
}
interface Attribute {
  readonly key: Range;
  readonly value: Range;
}

export function readTerraform({ path, text }: IacFile): Template {
  const source = maskText(text, "terraform");
  const blocks = blocksIn(source, { start: 0, end: text.length }, 0);
  const ofType = (type: string): readonly Block[] =>
    blocks.filter((block) => block.type === type);
  const written = (value: Range | undefined): string =>
    value === undefined ? "" : text.slice(value.start, value.end);
  const named = (value: Range | undefined): string | undefined =>
    /\baws_lambda_(?:function|alias)\.([\w-]+)/u.exec(written(value))?.[1];
  const aliased = new Map(
    ofType("aws_lambda_alias").map(({ name, attributes }) => [
      name,
      named(attributes.get("function_name")?.value),
    ]),
  );
  /** The function; behind an alias, the one that it is of. */
  const called = (value: Range | undefined): string | undefined => {
    const [module] = /\bmodule\.[\w-]+/u.exec(written(value)) ?? [];
    if (module !== undefined) return module;
    const name = named(value);
    return name !== undefined && /\baws_lambda_alias\./u.test(written(value))
      ? (aliased.get(name) ?? name)
      : name;
  };
  return {
    path,
    text,
    language: "terraform",
    // A module is a folder.
    scope: folderOf(path),
    functions: [
      ...ofType("aws_lambda_function").map((block) =>
        readFunction(
          block,
          block.name,
          placesOfFunction(block, ofType("archive_file"), source, path),
          source,
        ),
      ),
      ...blocks
        .filter(
          ({ kind, attributes }) =>
            kind === "module" &&
            attributes.has("handler") &&
            attributes.has("source_path"),
        )
        .map((block) =>
          readFunction(
            block,
            `module.${block.type}`,
            placesOfModule(block, source, path),
            source,
          ),
        ),
    ],
    wirings: ofType("aws_cognito_user_pool").flatMap((pool) =>
      pool.blocks
        .filter(({ kind }) => kind === "lambda_config")
        .flatMap((config): Wiring[] => [
          ...[...config.attributes].flatMap(([key, { key: range, value }]) =>
            wiring(key, undefined, called(value), range, pool.name),
          ),
          ...config.blocks.flatMap(({ kind, attributes, nameRange }) => {
            const version = attributes.get("lambda_version")?.value;
            return wiring(
              kind,
              version && literalAt(source, version),
              called(attributes.get("lambda_arn")?.value),
              nameRange,
              pool.name,
            );
          }),
        ]),
    ),
    permitted: [
      ...ofType("aws_lambda_permission").flatMap(({ attributes }) => {
        const principal = attributes.get("principal")?.value;
        const who = principal && literalAt(source, principal);
        return who === undefined || who.startsWith("cognito-idp.")
          ? [called(attributes.get("function_name")?.value)]
          : [];
      }),
      // A module may bring the permission.
      ...(blocks.some(({ kind }) => kind === "module") ? [undefined] : []),
    ],
    problems: [],
  };
}

function readFunction(
  { attributes, nameRange }: Block,
  name: string,
  places: readonly CodePlace[],
  source: MaskedText,
): DeployedFunction {
  const runtime = attributes.get("runtime")?.value;
  const value = runtime && literalAt(source, runtime);
  return {
    name,
    range: nameRange,
    ...(runtime === undefined || value === undefined
      ? {}
      : { runtime: { value, range: runtime } }),
    places,
  };
}

function wiring(
  key: string,
  version: string | undefined,
  calls: string | undefined,
  range: Range,
  pool: string,
): Wiring[] {
  const triggers = triggersOfKey(key, version);
  return triggers.length === 0 || calls === undefined
    ? []
    : [{ triggers, calls, range, needsPermission: true, pool }];
}

/** `filename` names a zip; where it is made of files here, an `archive_file` says of which. */
function placesOfFunction(
  { attributes }: Block,
  archives: readonly Block[],
  source: MaskedText,
  path: string,
): readonly CodePlace[] {
  const value = (range: Range | undefined): string | undefined =>
    range && pathIn(source.text.slice(range.start, range.end));
  const handler = attributes.get("handler")?.value;
  const name = handler && literalAt(source, handler);
  const filename = attributes.get("filename")?.value;
  if (name === undefined || filename === undefined) return [];
  const zip = source.text.slice(filename.start, filename.end);
  const archive = archives.find(
    (each) =>
      zip.includes(`data.archive_file.${each.name}.`) ||
      (value(filename) !== undefined &&
        value(each.attributes.get("output_path")?.value) === value(filename)),
  );
  const folder = value(archive?.attributes.get("source_dir")?.value);
  if (folder !== undefined) {
    const base = joinPath(folderOf(path), folder);
    return base === undefined ? [] : placesOf(name, base);
  }
  const file = value(archive?.attributes.get("source_file")?.value);
  const module = file && joinPath(folderOf(path), withoutExtension(file));
  const exportName = name.split(".").at(-1);
  return module === undefined || module === "" || exportName === undefined
    ? []
    : [{ module, exportName }];
}

/** https://registry.terraform.io/modules/terraform-aws-modules/lambda/aws: a folder, or one file. */
function placesOfModule(
  { attributes }: Block,
  source: MaskedText,
  path: string,
): readonly CodePlace[] {
  const handler = attributes.get("handler")?.value;
  const name = handler && literalAt(source, handler);
  const from = attributes.get("source_path")?.value;
  const written = from && pathIn(source.text.slice(from.start, from.end));
  const base =
    written === undefined ? undefined : joinPath(folderOf(path), written);
  const exportName = name?.split(".").at(-1);
  if (name === undefined || base === undefined || exportName === undefined)
    return [];
  const module = withoutExtension(base);
  return module === base ? placesOf(name, base) : [{ module, exportName }];
}

/** `"${path.module}/x"` and `"./x"` are relative to the file; any other value put in is not known. */
function pathIn(written: string): string | undefined {
  const text = /^"([^"]*)"$/u.exec(written.trim())?.[1];
  const path = text?.replace(/^\$\{path\.(?:module|root)\}\//u, "");
  return path === undefined || path.includes("${") ? undefined : path;
}

/** Blocks and attributes of one level; expressions are kept as they stand. */
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

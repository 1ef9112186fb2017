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
import { literalAt } from "./masked-text.ts";
import type {
  CodePlace,
  DeployedFunction,
  IacFile,
  Template,
  Wiring,
} from "./template.ts";
import type { Range } from "../text/position.ts";
import {
  parseTerraform,
  type Block,
  type TerraformFile,
} from "./terraform-blocks.ts";
import {
  addressOf,
  terraformFolder,
  textOf,
  written,
  type Expression,
  type Instance,
  type TerraformFolder,
} from "./terraform-values.ts";
import { triggersOfKey } from "./trigger-keys.ts";

/** @param files of one folder, which is a module: they name what stands in each other */
export function readTerraform(files: readonly IacFile[]): readonly Template[] {
  const parsed = files.map(parseTerraform);
  const folder = terraformFolder(parsed);
  return parsed.map((file) => templateOf(file, folder));
}

function templateOf(file: TerraformFile, folder: TerraformFolder): Template {
  const { path, source, blocks } = file;
  const ofType = (type: string): readonly Block[] =>
    blocks.filter((block) => block.type === type);
  const called = (range: Range | undefined, each?: Instance) =>
    range === undefined
      ? []
      : functionsNamed(folder, expression(source, range, each));
  const wiring = (
    key: string,
    version: Range | undefined,
    value: Range | undefined,
    range: Range,
    pool: string,
  ): readonly Wiring[] => {
    const triggers = triggersOfKey(
      key,
      version && textOf(folder, { source, range: version }),
    );
    const [calls, ...others] = called(value);
    return triggers.length === 0 || calls === undefined || others.length > 0
      ? []
      : [{ triggers, calls, range, needsPermission: true, pool }];
  };
  return {
    path,
    text: source.text,
    language: "terraform",
    // A module is a folder.
    scope: folderOf(path),
    functions: blocks
      .filter(makesFunction)
      .flatMap((block) =>
        instancesOf(folder, block).map((each) =>
          readFunction(file, folder, block, each),
        ),
      ),
    wirings: ofType("aws_cognito_user_pool").flatMap((pool) =>
      configsIn(pool.blocks).flatMap((config) => [
        ...[...config.attributes].flatMap(([key, { key: range, value }]) =>
          wiring(key, undefined, value, range, pool.name),
        ),
        ...config.blocks.flatMap(({ kind, attributes, nameRange }) =>
          wiring(
            kind,
            attributes.get("lambda_version")?.value,
            attributes.get("lambda_arn")?.value,
            nameRange,
            pool.name,
          ),
        ),
      ]),
    ),
    permitted: [
      ...ofType("aws_lambda_permission").flatMap((block) => {
        const principal = block.attributes.get("principal")?.value;
        const who = principal && literalAt(source, principal);
        if (who !== undefined && !who.startsWith("cognito-idp.")) return [];
        return instancesOf(folder, block).flatMap(
          (each): readonly (string | undefined)[] => {
            const names = called(
              block.attributes.get("function_name")?.value,
              each,
            );
            return names.length === 0 ? [undefined] : names;
          },
        );
      }),
      // A module may bring the permission.
      ...(blocks.some(({ kind }) => kind === "module") ? [undefined] : []),
    ],
    problems: [],
  };
}

const expression = (
  source: Expression["source"],
  range: Range,
  each: Instance | undefined,
): Expression => ({ source, range, ...(each && { each }) });

/** `lambda_config { … }`, also where a `dynamic` block makes it. */
const configsIn = (blocks: readonly Block[]): readonly Block[] =>
  blocks.flatMap((block) =>
    block.kind === "lambda_config"
      ? [block]
      : block.kind === "dynamic" && block.type === "lambda_config"
        ? block.blocks.filter(({ kind }) => kind === "content")
        : [],
  );

const makesFunction = ({ kind, type, attributes }: Block): boolean =>
  type === "aws_lambda_function" ||
  (kind === "module" &&
    attributes.has("handler") &&
    attributes.has("source_path"));

/** Undefined stands for the block itself, which makes one, or some that are not known. */
const instancesOf = (
  { instances }: TerraformFolder,
  block: Block,
): readonly (Instance | undefined)[] =>
  instances.get(addressOf(block)) ?? [undefined];

const nameOf = (address: string, each: Instance | undefined): string => {
  const name = address.replace(/^aws_lambda_function\./u, "");
  return each === undefined ? name : `${name}["${each.key}"]`;
};

/** The functions that an expression may name; behind an alias, those that it is of. */
function functionsNamed(
  folder: TerraformFolder,
  named: Expression,
  depth = 0,
): readonly string[] {
  const { source, each } = named;
  const text = written(named);
  const found =
    /\b(aws_lambda_(?:function|alias)\.[\w-]+|module\.[\w-]+)(?:\[([^\]]*)\])?/u.exec(
      text,
    );
  if (found === null && text === "each.value" && each?.value && depth < 4)
    return functionsNamed(folder, each.value, depth + 1);
  if (found === null)
    return each?.of !== undefined && text.startsWith("each.value")
      ? [nameOf(each.of, each)]
      : [];
  const [all, address = "", index] = found;
  const made = folder.instances.get(address);
  const start = named.range.start + found.index + all.indexOf("[") + 1;
  const key =
    index === undefined
      ? undefined
      : textOf(
          folder,
          expression(source, { start, end: start + index.length }, each),
        );
  const meant = made?.filter((it) => key === undefined || it.key === key);
  if (address.startsWith("aws_lambda_alias.") && depth < 4) {
    const alias = folder.files
      .flatMap(({ source: of, blocks }) =>
        blocks.map((block) => ({ of, block })),
      )
      .find(({ block }) => addressOf(block) === address);
    const range = alias?.block.attributes.get("function_name")?.value;
    if (alias === undefined || range === undefined)
      return [address.replace(/^aws_lambda_alias\./u, "")];
    return (meant ?? [undefined]).flatMap((it) =>
      functionsNamed(folder, expression(alias.of, range, it), depth + 1),
    );
  }
  return (meant ?? [undefined]).map((it) => nameOf(address, it));
}

function readFunction(
  file: TerraformFile,
  folder: TerraformFolder,
  block: Block,
  each: Instance | undefined,
): DeployedFunction {
  const { attributes, nameRange } = block;
  const { source } = file;
  const value = (name: string): string | undefined => {
    const range = attributes.get(name)?.value;
    return range && textOf(folder, expression(source, range, each));
  };
  const range = attributes.get("runtime")?.value;
  const runtime = value("runtime");
  const handler = value("handler");
  return {
    name: nameOf(addressOf(block), each),
    range: nameRange,
    ...(range === undefined || runtime === undefined
      ? {}
      : { runtime: { value: runtime, range } }),
    places:
      handler === undefined
        ? []
        : block.kind === "module"
          ? placesBelow(handler, file.path, value("source_path"))
          : placesOfZip(handler, file, folder, attributes, each),
  };
}

/** `filename` names a zip; where it is made of files here, an `archive_file` says of which. */
function placesOfZip(
  handler: string,
  { path, source }: TerraformFile,
  folder: TerraformFolder,
  attributes: Block["attributes"],
  each: Instance | undefined,
): readonly CodePlace[] {
  const range = attributes.get("filename")?.value;
  if (range === undefined) return [];
  const zip = expression(source, range, each);
  const [, named] = /\bdata\.archive_file\.([\w-]+)/u.exec(written(zip)) ?? [];
  const filename = textOf(folder, zip);
  for (const file of folder.files)
    for (const block of file.blocks) {
      if (block.type !== "archive_file") continue;
      const own = folder.instances
        .get(addressOf(block))
        ?.find(({ key }) => key === each?.key);
      const value = (name: string): string | undefined => {
        const at = block.attributes.get(name)?.value;
        return at && textOf(folder, expression(file.source, at, own));
      };
      if (
        named === undefined
          ? filename === undefined || value("output_path") !== filename
          : named !== block.name
      )
        continue;
      return placesBelow(
        handler,
        file.path,
        value("source_dir") ?? value("source_file"),
      );
    }
  // What it is packed of has its name, as a rule.
  return placesBelow(handler, path, filename?.replace(/\.zip$/u, ""));
}

/**
 * @param written a folder or one file. `${path.module}/x` and `./x` are relative to the file; any other value put in is
 * not known.
 */
function placesBelow(
  handler: string,
  path: string,
  written: string | undefined,
): readonly CodePlace[] {
  const relative = written?.replace(/^\$\{path\.(?:module|root)\}\//u, "");
  const exportName = handler.split(".").at(-1);
  const base =
    relative === undefined || relative.includes("${")
      ? undefined
      : joinPath(folderOf(path), relative);
  if (base === undefined || base === "" || exportName === undefined) return [];
  const module = withoutExtension(base);
  return module === base ? placesOf(handler, base) : [{ module, exportName }];
}

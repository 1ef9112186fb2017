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
import { inlineIn } from "./terraform-inline.ts";
import {
  parseTerraform,
  type Block,
  type TerraformFile,
} from "./terraform-blocks.ts";
import { terraformFolder } from "./terraform-folder.ts";
import {
  addressOf,
  follow,
  fromWorkspace,
  textOf,
  written,
  type Expression,
  type Instance,
  type TerraformFolder,
  type TerraformModule,
} from "./terraform-values.ts";
import { triggersOfKey } from "./trigger-keys.ts";

/** @param files of all folders: each folder is a module, whose files name what stands in each other */
export function readTerraform(files: readonly IacFile[]): readonly Template[] {
  const parsed = files.map(parseTerraform);
  const byFolder = new Map<string, TerraformFile[]>();
  for (const file of parsed) {
    const folder = folderOf(file.path);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), file]);
  }
  const called = new Set(parsed.flatMap(calledFolders));
  const folders = { files: byFolder, called };
  return [...byFolder].flatMap(([path, own]) => {
    const folder = terraformFolder(folders, path);
    return own.map((file) => templateOf(file, folder, called.has(path)));
  });
}

/** The folders that a file uses as modules. */
const calledFolders = ({
  path,
  source,
  blocks,
}: TerraformFile): readonly string[] =>
  blocks.flatMap(({ kind, attributes }) => {
    const stated = attributes.get("source")?.value;
    const from =
      kind === "module" && stated ? literalAt(source, stated) : undefined;
    return (
      (from?.startsWith(".") === true
        ? joinPath(folderOf(path), from)
        : undefined) ?? []
    );
  });

function templateOf(
  file: TerraformFile,
  folder: TerraformFolder,
  isCalled: boolean,
): Template {
  const { path, source, blocks } = file;
  const ofType = (type: string): readonly Block[] =>
    blocks.filter((block) => block.type === type);
  const modules = [...folder.modules.values()]
    .flat()
    // What a module makes is told once, by who calls it first of all.
    .filter(({ block }) => !isCalled && blocks.includes(block));
  return {
    path,
    text: source.text,
    language: "terraform",
    // A module is a folder.
    scope: folderOf(path),
    functions: [
      ...functionsOf(file, folder).map((each) =>
        isCalled ? { name: each.name, range: each.range, places: [] } : each,
      ),
      ...modules.flatMap((module) => functionsOfModule(module)),
    ],
    wirings: [
      ...wiringsOf(file, folder),
      ...modules.flatMap((module) => wiringsOfModule(module)),
    ],
    permitted: [
      ...ofType("aws_lambda_permission").flatMap((block) => {
        const principal = block.attributes.get("principal")?.value;
        const who = principal && literalAt(source, principal);
        if (who !== undefined && !who.startsWith("cognito-idp.")) return [];
        const range = block.attributes.get("function_name")?.value;
        return instancesOf(folder, block).flatMap(
          (each): readonly (string | undefined)[] => {
            const names = range
              ? functionsNamed(folder, expression(source, range, each))
              : [];
            return names.length === 0 ? [undefined] : names;
          },
        );
      }),
      // A module may bring the permission, or who is told of a function of this one.
      ...(blocks.some(({ kind }) => kind === "module") ? [undefined] : []),
      ...(isCalled || /(?:^|\/)modules\//u.test(path)
        ? blocks.flatMap(({ kind, attributes }) => {
            const value = attributes.get("value")?.value;
            return kind === "output" && value !== undefined
              ? functionsNamed(folder, { source, range: value })
              : [];
          })
        : []),
    ],
    problems: [],
  };
}

const functionsOf = (
  file: TerraformFile,
  folder: TerraformFolder,
): readonly DeployedFunction[] =>
  file.blocks
    .filter(
      (block) => makesFunction(block) && !folder.modules.has(addressOf(block)),
    )
    .flatMap((block) =>
      instancesOf(folder, block).map((each) =>
        readFunction(file, folder, block, each),
      ),
    );

/** Told at the block that calls the module. */
function functionsOfModule({
  block,
  folder,
}: TerraformModule): readonly DeployedFunction[] {
  const at = block.attributes.get("runtime")?.value ?? block.nameRange;
  const made = folder.files.flatMap((file) => functionsOf(file, folder));
  const inner = [...folder.modules.values()].flat().flatMap(functionsOfModule);
  return [...made, ...inner].map(({ runtime, ...each }) => ({
    ...each,
    range: block.nameRange,
    ...(runtime && { runtime: { value: runtime.value, range: at } }),
  }));
}

const wiringsOfModule = ({
  block,
  folder,
}: TerraformModule): readonly Wiring[] =>
  [
    ...folder.files.flatMap((file) => wiringsOf(file, folder)),
    ...[...folder.modules.values()].flat().flatMap(wiringsOfModule),
  ].map((each) => ({
    ...each,
    range: block.nameRange,
    needsPermission: false,
  }));

function wiringsOf(
  { source, blocks }: TerraformFile,
  folder: TerraformFolder,
): readonly Wiring[] {
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
    const [calls, ...others] =
      value === undefined
        ? []
        : functionsNamed(folder, { source, range: value });
    return triggers.length === 0 || calls === undefined || others.length > 0
      ? []
      : [{ triggers, calls, range, needsPermission: true, pool }];
  };
  return blocks
    .filter(({ type }) => type === "aws_cognito_user_pool")
    .flatMap((pool) =>
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
    );
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

/** The functions that an expression may name; behind an alias, those that it is of; of a module, what it gives out. */
function functionsNamed(
  asked: TerraformFolder,
  named: Expression,
  depth = 0,
): readonly string[] {
  if (depth > 6) return [];
  const { source, each } = named;
  const folder = named.of ?? asked;
  const text = written(named);
  const found =
    /\b(aws_lambda_(?:function|alias)\.[\w-]+|module\.[\w-]+)(?:\[([^\]]*)\])?/u.exec(
      text,
    );
  const value = found === null ? follow(folder, named, text) : undefined;
  if (value !== undefined) return functionsNamed(folder, value, depth + 1);
  if (found === null)
    return each?.of !== undefined && text.startsWith("each.value")
      ? [folder.prefix + nameOf(each.of, each)]
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
  const modules = folder.modules.get(address);
  if (modules !== undefined)
    return modules
      .filter((module) => key === undefined || module.each?.key === key)
      .flatMap((module) =>
        givenOut(module.folder, text.slice(found.index + all.length), depth),
      );
  if (address.startsWith("aws_lambda_alias.")) {
    const alias = folder.files
      .flatMap(({ source: of, blocks }) =>
        blocks.map((block) => ({ of, block })),
      )
      .find(({ block }) => addressOf(block) === address);
    const range = alias?.block.attributes.get("function_name")?.value;
    if (alias === undefined || range === undefined)
      return [folder.prefix + address.replace(/^aws_lambda_alias\./u, "")];
    return (meant ?? [undefined]).flatMap((it) =>
      functionsNamed(folder, expression(alias.of, range, it), depth + 1),
    );
  }
  return (meant ?? [undefined]).map(
    (it) => folder.prefix + nameOf(address, it),
  );
}

/** The functions behind an output of a module: `.arn`, `.arns["sign_up"]`. */
function givenOut(
  folder: TerraformFolder,
  member: string,
  depth: number,
): readonly string[] {
  const [, name, quoted, plain] =
    /^\.([\w-]+)(?:\["([^"]*)"\]|\.([\w-]+)(?![\w.]))?/u.exec(member) ?? [];
  const key = quoted ?? plain;
  for (const { source, blocks } of folder.files)
    for (const { kind, type, attributes } of blocks) {
      const range = attributes.get("value")?.value;
      if (kind !== "output" || type !== name || range === undefined) continue;
      // `{ for name, made in aws_lambda_function.trigger : name => made.arn }`
      const all =
        /^\{\s*for\s+(\w+)\s*,\s*\w+\s+in\s+(aws_lambda_function\.[\w-]+)\s*:\s*\1\s*=>/u.exec(
          written({ source, range }),
        )?.[2];
      return all !== undefined && key !== undefined
        ? [folder.prefix + nameOf(all, { key })]
        : functionsNamed(folder, { source, range }, depth + 1);
    }
  return [];
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
    name: folder.prefix + nameOf(addressOf(block), each),
    range: nameRange,
    ...(range === undefined || runtime === undefined
      ? {}
      : { runtime: { value: runtime, range } }),
    ...(handler === undefined
      ? { places: [] }
      : block.kind === "module"
        ? { places: placesBelow(handler, folder, value("source_path")) }
        : codeOfZip(handler, file, folder, attributes, each)),
  };
}

interface Archive {
  readonly source: TerraformFile["source"];
  readonly block: Block;
  /** What an attribute of it comes to. */
  readonly value: (name: string) => string | undefined;
}

/** `filename` names a zip; where it is made of files here, an `archive_file` says of which. */
function archiveOf(
  folder: TerraformFolder,
  zip: Expression,
  each: Instance | undefined,
): Archive | undefined {
  const [, named] = /\bdata\.archive_file\.([\w-]+)/u.exec(written(zip)) ?? [];
  const filename = textOf(folder, zip);
  for (const { source, blocks } of folder.files)
    for (const block of blocks) {
      if (block.type !== "archive_file") continue;
      const own = folder.instances
        .get(addressOf(block))
        ?.find(({ key }) => key === each?.key);
      const value = (name: string): string | undefined => {
        const at = block.attributes.get(name)?.value;
        return at && textOf(folder, expression(source, at, own));
      };
      const isMeant =
        named === undefined
          ? filename !== undefined && value("output_path") === filename
          : named === block.name;
      if (isMeant) return { source, block, value };
    }
  return undefined;
}

/** What a function is packed of. */
function codeOfZip(
  handler: string,
  { source }: TerraformFile,
  folder: TerraformFolder,
  attributes: Block["attributes"],
  each: Instance | undefined,
): Pick<DeployedFunction, "places" | "inline" | "exportName"> {
  const range = attributes.get("filename")?.value;
  if (range === undefined) return { places: [] };
  const zip = expression(source, range, each);
  const archive = archiveOf(folder, zip, each);
  // Where nothing says it, what it is packed of has its name, as a rule.
  const path =
    archive === undefined
      ? textOf(folder, zip)?.replace(/\.zip$/u, "")
      : (archive.value("source_dir") ?? archive.value("source_file"));
  const inline =
    archive && folder.prefix === ""
      ? inlineIn(archive.source, archive.block, handler)
      : undefined;
  const isHere = archive?.source === source;
  return {
    places: placesBelow(handler, folder, path),
    ...(inline &&
      isHere && { inline, exportName: handler.split(".").at(-1) ?? "" }),
  };
}

/** @param written a folder or one file; a path that does not say where it begins is relative to where Terraform runs */
function placesBelow(
  handler: string,
  { root }: TerraformFolder,
  path: string | undefined,
): readonly CodePlace[] {
  const exportName = handler.split(".").at(-1);
  const base =
    path === undefined || path.includes("${")
      ? undefined
      : path.startsWith(fromWorkspace)
        ? joinPath(path.slice(fromWorkspace.length))
        : joinPath(root, path);
  if (base === undefined || base === "" || exportName === undefined) return [];
  const module = withoutExtension(base);
  return module === base ? placesOf(handler, base) : [{ module, exportName }];
}

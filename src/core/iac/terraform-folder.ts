/** What a folder of Terraform's files defines, and the modules that it uses, each with what it is given. */
import { joinPath } from "./code-place.ts";
import { literalAt, type MaskedText } from "./masked-text.ts";
import type { Block } from "./terraform-blocks.ts";
import {
  addressOf,
  instancesOf,
  written,
  type Expression,
  type Instance,
  type TerraformFolder,
  type TerraformFolders,
  type TerraformModule,
} from "./terraform-values.ts";

/** Modules in modules: more than people write. */
const deepestModule = 3;
/** More uses of modules than one project has. */
const mostModules = 200;

/** @param caller undefined for a folder in which Terraform may be run */
export function terraformFolder(
  folders: TerraformFolders,
  path: string,
  caller?: {
    readonly folder: TerraformFolder;
    readonly source: MaskedText;
    readonly block: Block;
    readonly each: Instance | undefined;
  },
  budget = { left: mostModules },
  depth = 0,
): TerraformFolder {
  const files = folders.files.get(path) ?? [];
  const definitions = new Map<string, Expression>();
  const instances = new Map<string, readonly Instance[]>();
  const modules = new Map<string, readonly TerraformModule[]>();
  const { folder: around, block: call, source: calling, each } = caller ?? {};
  const root = around?.root ?? path;
  const label =
    call === undefined
      ? ""
      : `${addressOf(call)}${each === undefined ? "" : `["${each.key}"]`}.`;
  const prefix = `${around?.prefix ?? ""}${label}`;
  const folder = { path, root, prefix, files, definitions, instances, modules };
  // Who calls a module says what its variables are.
  const isModule =
    folders.called.has(path) || /(?:^|\/)modules\//u.test(`${path}/`);
  for (const { source, blocks } of files)
    for (const { kind, type, attributes } of blocks) {
      if (kind === "locals")
        for (const [name, { value }] of attributes)
          definitions.set(`local.${name}`, { source, range: value });
      if (kind !== "variable") continue;
      const preset = attributes.get("default")?.value;
      const given = call?.attributes.get(type)?.value;
      if (calling !== undefined && given !== undefined)
        definitions.set(`var.${type}`, {
          source: calling,
          range: given,
          ...(each && { each }),
          ...(around && { of: around }),
        });
      else if (caller !== undefined || !isModule) {
        const found =
          caller === undefined ? setBeside(folders, path, type) : [];
        const value =
          found.length === 0 && preset ? { source, range: preset } : undefined;
        const [set] = found;
        const isSame = found.every(
          (other) => set && written(other) === written(set),
        );
        // Which of them is taken is said where Terraform is run; so is whether one is taken at all.
        const isSure =
          set?.isTaken === true ||
          preset === undefined ||
          (set && written({ source, range: preset }) === written(set));
        const only =
          set !== undefined && isSame && isSure === true
            ? { source: set.source, range: set.range }
            : value;
        if (only !== undefined) definitions.set(`var.${type}`, only);
      }
    }
  // An instance may be made for each of another block.
  for (let round = 0; round < 3; round++)
    for (const { source, blocks } of files)
      for (const block of blocks) {
        const range = block.attributes.get("for_each")?.value;
        const made = range && instancesOf(folder, { source, range }, 0);
        if (made) instances.set(addressOf(block), made);
      }
  for (const { source, blocks } of files)
    for (const block of blocks) {
      const stated = block.attributes.get("source")?.value;
      if (block.kind !== "module" || !stated || depth >= deepestModule)
        continue;
      const from = literalAt(source, stated);
      const target = from?.startsWith(".") ? joinPath(path, from) : undefined;
      if (target === undefined || !folders.files.has(target)) continue;
      const address = addressOf(block);
      const made = (instances.get(address) ?? [undefined]).flatMap((one) =>
        budget.left-- > 0
          ? [
              {
                block,
                each: one,
                folder: terraformFolder(
                  folders,
                  target,
                  { folder, source, block, each: one },
                  budget,
                  depth + 1,
                ),
              },
            ]
          : [],
      );
      modules.set(address, made);
    }
  return folder;
}

/** What the `*.tfvars` of a folder, and of folders below it that hold nothing else, give a variable. */
function setBeside(
  { files }: TerraformFolders,
  path: string,
  name: string,
): readonly (Expression & { readonly isTaken: boolean })[] {
  return [...files].flatMap(([folder, all]) =>
    folder === path ||
    ((path === "" || folder.startsWith(`${path}/`)) &&
      all.every((each) => each.path.endsWith(".tfvars")))
      ? all.flatMap(({ path: file, source, values }) => {
          const range = values.get(name)?.value;
          const isTaken =
            folder === path &&
            /(?:^|\/)(?:terraform|[^/]*\.auto)\.tfvars$/u.test(file);
          return range === undefined ? [] : [{ source, range, isTaken }];
        })
      : [],
  );
}

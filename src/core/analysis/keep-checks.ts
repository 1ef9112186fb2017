/**
 * Remembers what was found in a file when it was last checked as a whole, for the edits after it. Invariant: it answers
 * only while everything besides the edited function is as it was then, also the files that this one imports.
 */
import { checkEdited } from "./check-edited.ts";
import { checkModule, reportOf, type CheckedModule } from "./check-handlers.ts";
import type { Report } from "./finding.ts";
import { linkImports } from "./frontend/read-linked.ts";
import {
  keepLast,
  keptModules,
  type ModuleReader,
  type ReadEdit,
} from "./frontend/read-module.ts";
import { editModule } from "./ir/edit.ts";
import type { Module } from "./ir/ir.ts";
import { unlinked, type Linked } from "./ir/link.ts";
import { importsOf } from "./ir/variables.ts";
import type { AnalyzeOptions } from "./options.ts";

interface Kept {
  readonly linked: Linked;
  readonly checked: CheckedModule;
  /** What was asked for of other files, by path. */
  readonly texts: ReadonlyMap<string, string | undefined>;
}

export interface Checks {
  /** Checks a file that was just read. */
  readonly whole: (
    module: Module,
    path: string,
    options: AnalyzeOptions,
  ) => Promise<Report>;
  /** Undefined where the whole file has to be checked. */
  readonly edited: (
    read: ReadEdit,
    text: string,
    path: string,
    options: AnalyzeOptions,
  ) => Promise<Report | undefined>;
  readonly release: (path: string) => void;
}

export function keepChecks(readModule: ModuleReader["readImported"]): Checks {
  // By path, in the order in which they came, and by what was known besides. No WeakMap: V8 would keep each module until
  // it collects what is old, also where files are only checked once.
  const checks = new Map<
    string,
    { readonly module: Module; readonly kept: Map<string, Kept> }
  >();
  const keptOf = (
    path: string,
    module: Module,
    options: AnalyzeOptions,
  ): Kept | undefined => {
    const known = checks.get(path);
    return known?.module === module
      ? known.kept.get(keyOf(options))
      : undefined;
  };
  const keep = (
    path: string,
    module: Module,
    options: AnalyzeOptions,
    made: Kept,
  ): void => {
    // Edits never begin from a broken text.
    if (module.broken.length > 0) return;
    const known = checks.get(path);
    if (known?.module === module) {
      known.kept.set(keyOf(options), made);
      return;
    }
    const kept = new Map([[keyOf(options), made]]);
    keepLast(checks, path, { module, kept }, keptModules);
  };
  const keyOf = ({ readText, ...options }: AnalyzeOptions): string =>
    JSON.stringify([options, readText !== undefined]);

  return {
    whole: async (module, path, options) => {
      const { readText } = options;
      const before = keptOf(path, module, options);
      if (before !== undefined && (await isUpToDate(before, options)))
        return reportOf(before.checked, before.linked.module);
      const texts = new Map<string, string | undefined>();
      const linked =
        readText === undefined
          ? unlinked(module)
          : await linkImports(
              module,
              path,
              async (wanted) => {
                const text = await readText(wanted);
                texts.set(wanted, text);
                return text;
              },
              readModule,
            );
      const checked = checkModule(linked.module, path, options);
      keep(path, module, options, { linked, checked, texts });
      return reportOf(checked, linked.module);
    },
    edited: async ({ before, edit, changed }, text, path, options) => {
      const kept = keptOf(path, before, options);
      if (kept === undefined || !onlyKnownImports(before, changed))
        return undefined;
      if (!(await isUpToDate(kept, options))) return undefined;
      const addition = kept.linked.adopt(changed.addition);
      const edited = editModule(kept.linked.module, text, edit, {
        ...changed,
        addition,
      });
      const checked =
        edited && checkEdited(kept.checked, edited, path, options);
      return (
        checked &&
        reportOf(checked, { text, comments: edited.comments, broken: [] })
      );
    },
    release: (path) => void checks.delete(path),
  };
}

/** The other files are as they were. */
async function isUpToDate(
  { texts }: Kept,
  { readText }: AnalyzeOptions,
): Promise<boolean> {
  const now = await Promise.all(
    [...texts].map(async ([path, text]) => (await readText?.(path)) === text),
  );
  return now.every((same) => same);
}

/** What the function imports, the file did before: nothing else has to be read. */
function onlyKnownImports(
  { functions }: Module,
  { addition: { target, functions: inner } }: ReadEdit["changed"],
): boolean {
  const added = importsOf(target === undefined ? inner : [target, ...inner]);
  if (added.length === 0) return true;
  const known = new Set(importsOf(functions).map(nameOf));
  return added.every((each) => known.has(nameOf(each)));
}

const nameOf = ({ from, name }: ReturnType<typeof importsOf>[number]): string =>
  `${from}\n${name ?? ""}`;

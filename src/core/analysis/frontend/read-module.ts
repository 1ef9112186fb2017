/**
 * From a source to its IR: picks the front-end of the language, parses, lowers. A text that nothing can be made of
 * gives undefined; reading rejects only when a grammar cannot be had.
 */
import { applyEdits, insertedRanges, type TextEdit } from "../../text/edit.ts";
import type { Source } from "../finding.ts";
import {
  editedText,
  type EditedFunction,
  type EditedText,
} from "../ir/edit.ts";
import type { Module } from "../ir/ir.ts";
import type { FrontEnd, Lowered } from "./frontend.ts";
import { createParseTrees, findTextChange } from "./parse-tree.ts";
import { pythonFrontEnd } from "./python/front-end.ts";
import type { SyntaxTree } from "./syntax-tree.ts";
import { typescriptFrontEnd } from "./typescript/front-end.ts";

export interface ReadEdit {
  /** As it was last read in whole, and nothing of it broken. */
  readonly before: Module;
  readonly edit: EditedText;
  readonly changed: EditedFunction;
}

export interface ModuleReader {
  /** Reads a file that others import: the same text once more gives the same module, however many ask for it. */
  readonly readImported: (source: Source) => Promise<Module | undefined>;
  /** Reads a file that is edited: `readEdited` begins from it. The same text once more gives the same module. */
  readonly readToEdit: (source: Source) => Promise<Module | undefined>;
  /**
   * What has changed since the file was last read to be edited, where that is the body or the head of one function;
   * undefined otherwise.
   */
  readonly readEdited: (source: Source) => Promise<ReadEdit | undefined>;
  /**
   * The module as it would be if the text had what it lacks; undefined where it lacks nothing that is known. What was
   * put in counts as broken: it is not the user's.
   */
  readonly readCompleted: (
    source: Source,
  ) => Promise<CompletedModule | undefined>;
  readonly release: (path: string) => void;
  readonly dispose: () => void;
}

export interface CompletedModule {
  /** Its places are those of the text with the insertions. */
  readonly module: Module;
  readonly insertions: readonly TextEdit[];
}

type SameSource = Pick<Source, "languageId" | "text">;

/** A module as it was last read in whole, for edits to begin from. None of it is broken. */
interface Whole extends SameSource {
  readonly lowered: Lowered;
}

interface Imported extends SameSource {
  readonly module: Module | undefined;
}

/** Files that are edited at a time. */
export const keptModules = 8;
/** Files that the handlers of a project share, and those of the last handler. */
const keptImports = 64;

const frontEnds: readonly FrontEnd[] = [typescriptFrontEnd, pythonFrontEnd];

export async function createModuleReader(
  readAsset: (name: string) => Promise<Uint8Array>,
): Promise<ModuleReader> {
  const trees = await createParseTrees(readAsset);
  // By path, in the order in which they were read.
  const whole = new Map<string, Whole>();
  const imported = new Map<string, Imported>();

  const parse = async <T>(
    { path, languageId, text }: Source,
    make: (frontEnd: FrontEnd, tree: SyntaxTree) => T,
    by: "parse" | "parseEdited" = "parse",
  ): Promise<T | undefined> => {
    const frontEnd = frontEnds.find(
      ({ grammars }) => grammars[languageId] !== undefined,
    );
    const grammar = frontEnd?.grammars[languageId];
    if (frontEnd === undefined || grammar === undefined) return undefined;
    try {
      return await trees[by](path, grammar, text, (tree) =>
        make(frontEnd, tree),
      );
    } catch (error) {
      // It nests too deep, or becomes more than is looked at: nothing is known about it.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  };
  const lower = (source: Source): Promise<Lowered | undefined> =>
    parse(source, (frontEnd, tree) => frontEnd.lower(tree, source.text));
  /** For once: no tree is kept. */
  const readOnce = async (
    source: Source,
    as: string,
  ): Promise<Module | undefined> => {
    const path = `${source.path}#${as}`;
    try {
      return (await lower({ ...source, path }))?.module;
    } finally {
      trees.release(path);
    }
  };
  const readImported = async (source: Source): Promise<Module | undefined> => {
    const { path, languageId, text } = source;
    const known = imported.get(path);
    const isSame = known !== undefined && isOf(source, known);
    const module = isSame ? known.module : await readOnce(source, "imported");
    keepLast(imported, path, { languageId, text, module }, keptImports);
    return module;
  };
  const readToEdit = async (source: Source): Promise<Module | undefined> => {
    const { path, languageId, text } = source;
    const known = whole.get(path);
    if (known !== undefined && isOf(source, known)) return known.lowered.module;
    const lowered = await lower(source);
    // While a text is broken, edits begin from what it was before: that is where it comes back to.
    if (lowered !== undefined && lowered.module.broken.length > 0)
      return lowered.module;
    whole.delete(path);
    if (lowered?.lowerEdited !== undefined)
      keepLast(whole, path, { languageId, text, lowered }, keptModules);
    return lowered?.module;
  };
  const release = (path: string): void => {
    whole.delete(path);
    trees.release(path);
  };

  return {
    readImported,
    readToEdit,
    readEdited: async (source) => {
      const known = whole.get(source.path);
      if (known?.languageId !== source.languageId || known.text === source.text)
        return undefined;
      const { module: before, lowerEdited } = known.lowered;
      const edit = editedText(
        known.text,
        source.text,
        findTextChange(known.text, source.text),
      );
      const changed = await parse(
        source,
        (_, tree) => lowerEdited?.(tree, edit),
        "parseEdited",
      );
      return changed && { before, edit, changed };
    },
    readCompleted: async (source) => {
      const frontEnd = frontEnds.find(
        ({ grammars }) => grammars[source.languageId] !== undefined,
      );
      const insertions = frontEnd?.missing(source.text) ?? [];
      if (insertions.length === 0) return undefined;
      const text = applyEdits(source.text, insertions);
      const module = await readOnce({ ...source, text }, "completed");
      return module === undefined
        ? undefined
        : {
            module: {
              ...module,
              broken: [...module.broken, ...insertedRanges(insertions)],
            },
            insertions,
          };
    },
    release,
    dispose: trees.dispose,
  };
}

const isOf = (source: Source, known: SameSource): boolean =>
  known.languageId === source.languageId && known.text === source.text;

/** A Map keeps the order of insertion. */
export function keepLast<T>(
  map: Map<string, T>,
  key: string,
  value: T,
  most: number,
): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}

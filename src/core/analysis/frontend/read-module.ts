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
  readonly read: (source: Source) => Promise<Module | undefined>;
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

/** A module as it was last read in whole, for edits to begin from. None of it is broken. */
interface Whole {
  readonly languageId: Source["languageId"];
  readonly text: string;
  readonly lowered: Lowered;
}

/** Files that are edited at a time. */
export const keptModules = 8;

const frontEnds: readonly FrontEnd[] = [typescriptFrontEnd, pythonFrontEnd];

export async function createModuleReader(
  readAsset: (name: string) => Promise<Uint8Array>,
): Promise<ModuleReader> {
  const trees = await createParseTrees(readAsset);
  const whole = new Map<string, Whole>();

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
      // Text nested beyond the stack: nothing is known about it.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  };
  const lower = (source: Source): Promise<Lowered | undefined> =>
    parse(source, (frontEnd, tree) => frontEnd.lower(tree, source.text));
  const read = async (source: Source): Promise<Module | undefined> =>
    (await lower(source))?.module;
  const readToEdit = async (source: Source): Promise<Module | undefined> => {
    const { path, languageId, text } = source;
    const known = whole.get(path);
    if (known?.languageId === languageId && known.text === text)
      return known.lowered.module;
    const lowered = await lower(source);
    // While a text is broken, edits begin from what it was before: that is where it comes back to.
    if (lowered !== undefined && lowered.module.broken.length > 0)
      return lowered.module;
    whole.delete(path);
    if (lowered?.lowerEdited !== undefined)
      whole.set(path, { languageId, text, lowered });
    const [oldest] = whole.keys();
    if (whole.size > keptModules && oldest !== undefined) whole.delete(oldest);
    return lowered?.module;
  };
  const release = (path: string): void => {
    whole.delete(path);
    trees.release(path);
  };

  return {
    read,
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
      const path = `${source.path}#completed`;
      const text = applyEdits(source.text, insertions);
      const module = await read({ ...source, path, text });
      trees.release(path);
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

/**
 * From a source to its IR: picks the front-end of the language, parses, lowers. A text that nothing can be made of
 * gives undefined; reading rejects only when a grammar cannot be had.
 */
import { applyEdits, insertedRanges, type TextEdit } from "../../text/edit.ts";
import type { Source } from "../finding.ts";
import type { Module } from "../ir/ir.ts";
import type { FrontEnd } from "./frontend.ts";
import { createParseTrees } from "./parse-tree.ts";
import { pythonFrontEnd } from "./python/front-end.ts";
import { typescriptFrontEnd } from "./typescript/front-end.ts";

export interface ModuleReader {
  readonly read: (source: Source) => Promise<Module | undefined>;
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

const frontEnds: readonly FrontEnd[] = [typescriptFrontEnd, pythonFrontEnd];

export async function createModuleReader(
  readAsset: (name: string) => Promise<Uint8Array>,
): Promise<ModuleReader> {
  const trees = await createParseTrees(readAsset);

  const read = async ({
    path,
    languageId,
    text,
  }: Source): Promise<Module | undefined> => {
    const frontEnd = frontEnds.find(
      ({ grammars }) => grammars[languageId] !== undefined,
    );
    const grammar = frontEnd?.grammars[languageId];
    if (frontEnd === undefined || grammar === undefined) return undefined;
    try {
      return await trees.parse(path, grammar, text, (root) =>
        frontEnd.lower(root, text),
      );
    } catch (error) {
      // Text nested beyond the stack: nothing is known about it.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  };

  return {
    read,
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
    release: trees.release,
    dispose: trees.dispose,
  };
}

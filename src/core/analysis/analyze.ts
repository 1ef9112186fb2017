/**
 * The only entry to the analysis: reads a module and has its handlers checked. The same call serves the editor and the
 * command line. What it remembers of a file, its tree and what was found in it, changes no report.
 */
import { checkModule, reportOf } from "./check-handlers.ts";
import type { Report, Source } from "./finding.ts";
import { createModuleReader } from "./frontend/read-module.ts";
import type { ReadText } from "./frontend/read-linked.ts";
import {
  handsCallbackOn,
  indexThatAnswers,
  isUsedByAnother,
} from "./frontend/read-users.ts";
import { withoutInsertions } from "./half-typed.ts";
import { keepChecks } from "./keep-checks.ts";
import type { AnalyzeOptions } from "./options.ts";

export interface Analyzer {
  /**
   * Findings of one file, in order of place. Never rejects because of the text; rejects when a grammar cannot be read.
   */
  readonly analyze: (
    source: Source,
    options?: AnalyzeOptions,
  ) => Promise<Report>;
  /** Forgets the tree that is kept for incremental parsing. */
  readonly release: (path: string) => void;
  readonly dispose: () => void;
}

const nothingKnown: Report = { findings: [], handlers: [], complete: false };

/**
 * @param readAsset bytes of a file of the shipped grammars: `web-tree-sitter.wasm`, `tree-sitter-javascript.wasm`,
 * `tree-sitter-typescript.wasm`, `tree-sitter-tsx.wasm`, `tree-sitter-python.wasm`. Each is read on first need.
 */
export async function createAnalyzer(
  readAsset: (name: string) => Promise<Uint8Array>,
): Promise<Analyzer> {
  const reader = await createModuleReader(readAsset);
  const checks = keepChecks(reader.readImported);

  const check = async (
    source: Source,
    given: AnalyzeOptions,
  ): Promise<Report> => {
    const options =
      given.readText === undefined
        ? given
        : await withUsers(source, given, readOnce(given.readText));
    const { path, text } = source;
    const edit = await reader.readEdited(source);
    const edited = edit && (await checks.edited(edit, text, path, options));
    if (edited?.complete === true) return edited;
    const module = await reader.readToEdit(source);
    const report =
      module === undefined
        ? nothingKnown
        : await checks.whole(module, path, options);
    if (report.complete) return report;
    // Half-typed: what is missing can hide what is there.
    const completed = await reader.readCompleted(source);
    if (completed === undefined) return report;
    const { insertions } = completed;
    const found = reportOf(
      checkModule(completed.module, path, options),
      completed.module,
    );
    return showsMore(found, report)
      ? withoutInsertions(found, insertions)
      : report;
  };

  return {
    analyze: async (source, given = {}) => {
      try {
        return await check(source, given);
      } catch (error) {
        // It nests beyond the stack.
        if (error instanceof RangeError) return nothingKnown;
        throw error;
      }
    },
    release: (path) => {
      reader.release(path);
      checks.release(path);
    },
    dispose: reader.dispose,
  };
}

/** What the files beside it say about the source. */
async function withUsers(
  source: Source,
  given: AnalyzeOptions,
  readText: ReadText,
): Promise<AnalyzeOptions> {
  // At once: both look for files beside it, with each keystroke.
  const [isPart, index] = await Promise.all([
    isUsedByAnother(source, readText),
    indexThatAnswers(source, readText),
  ]);
  return {
    ...given,
    readText,
    ...(isPart && { isPart }),
    ...(index !== undefined && {
      isAnswered: true,
      lacksCallback: !handsCallbackOn(index),
    }),
  };
}

/** Who asks again during one call is told the same: the editor looks for each file on its disk. */
function readOnce(readText: ReadText): ReadText {
  const texts = new Map<string, Promise<string | undefined>>();
  return (path) => {
    const text = texts.get(path) ?? readText(path);
    texts.set(path, text);
    return text;
  };
}

const showsMore = (a: Report, b: Report): boolean =>
  a.findings.length === b.findings.length
    ? a.handlers.length > b.handlers.length
    : a.findings.length > b.findings.length;

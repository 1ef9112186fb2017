/**
 * The analysis of documents, once per version of their text, shared by the diagnostics and by what is shown beside the
 * code. Invariant: a report is handed out with the version it is of, so that nobody puts an old one on a new text.
 */
import * as vscode from "vscode";
import type { Analyzer } from "../core/analysis/analyze.ts";
import type { Report } from "../core/analysis/finding.ts";
import { asLanguage } from "./languages.ts";

export interface DocumentReports {
  /** Whether the document is of a language and a size that is analysed. */
  readonly covers: (document: vscode.TextDocument) => boolean;
  /**
   * The report of the text as it stands; undefined where the document is not analysed, or changed or closed meanwhile.
   * Rejects when the analysis cannot run.
   */
  readonly reportOf: (
    document: vscode.TextDocument,
  ) => Promise<Report | undefined>;
  /** The last report of the document that found a handler, which may be of an older text. */
  readonly lastWithHandlers: (
    document: vscode.TextDocument,
  ) => Report | undefined;
  readonly dispose: () => void;
}

interface Entry {
  readonly version: number;
  readonly report: Promise<Report>;
}

/** A handler is written by people; a text beyond this is a bundle. */
const largestText = 1_000_000;

export function createDocumentReports(
  analyzer: () => Promise<Analyzer>,
): DocumentReports {
  const entries = new Map<string, Entry>();
  const withHandlers = new Map<string, Report>();

  const covers = (document: vscode.TextDocument): boolean =>
    asLanguage(document.languageId) !== undefined && isSource(document);

  const analyze = async (document: vscode.TextDocument): Promise<Report> => {
    const languageId = asLanguage(document.languageId);
    if (languageId === undefined)
      return { findings: [], handlers: [], complete: true };
    const source = {
      path: pathOf(document),
      languageId,
      text: document.getText(),
    };
    return (await analyzer()).analyze(source);
  };

  const closing = vscode.workspace.onDidCloseTextDocument((document) => {
    // Also sent when a document's language changes: VS Code closes it and opens it anew.
    const key = document.uri.toString();
    withHandlers.delete(key);
    if (!entries.delete(key)) return;
    void analyzer().then(
      (made) => {
        made.release(pathOf(document));
      },
      // That it could not be made was told when it was needed.
      () => undefined,
    );
  });

  return {
    covers,
    async reportOf(document) {
      if (!covers(document)) return undefined;
      const key = document.uri.toString();
      const { version } = document;
      let entry = entries.get(key);
      if (entry?.version !== version) {
        entry = { version, report: analyze(document) };
        entries.set(key, entry);
      }
      try {
        const report = await entry.report;
        if (document.isClosed || document.version !== version) return undefined;
        if (report.handlers.length > 0) withHandlers.set(key, report);
        return report;
      } catch (error) {
        // The next call tries again.
        if (entries.get(key) === entry) entries.delete(key);
        throw error;
      }
    },
    lastWithHandlers: (document) => withHandlers.get(document.uri.toString()),
    dispose: () => {
      closing.dispose();
      entries.clear();
      withHandlers.clear();
    },
  };
}

/** Text that somebody may edit: no old version in a diff, no output. */
function isSource(document: vscode.TextDocument): boolean {
  return (
    (document.uri.scheme === "untitled" ||
      vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) === true) &&
    document.offsetAt(new vscode.Position(document.lineCount, 0)) <= largestText
  );
}

/** As the command line sees it: relative to the folder that is open. */
const pathOf = (document: vscode.TextDocument): string =>
  vscode.workspace.asRelativePath(document.uri, false).replaceAll("\\", "/");

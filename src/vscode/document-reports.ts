/**
 * The checks of documents, once per version of their text, shared by the diagnostics and by what is shown beside the
 * code. Invariant: a report is handed out only for the version it is of, so that nobody puts an old one on a new text.
 */
import * as vscode from "vscode";
import type { Analyzer } from "../core/analysis/analyze.ts";
import type { Finding, Report } from "../core/analysis/finding.ts";
import { readSetting } from "./contributions.ts";
import { asLanguage } from "./languages.ts";
import {
  templateDocuments,
  workspacePath,
  type WorkspaceProject,
} from "./workspace-project.ts";

export interface DocumentReports {
  /** Whether the document is of a language and a size that is checked. */
  readonly covers: (document: vscode.TextDocument) => boolean;
  /**
   * The report of the text as it stands; undefined where the document is not checked, or changed or closed meanwhile.
   * Rejects when the analysis cannot run.
   */
  readonly reportOf: (
    document: vscode.TextDocument,
  ) => Promise<Report | undefined>;
  /** The last report of the document that found a handler, which may be of an older text. */
  readonly lastWithHandlers: (
    document: vscode.TextDocument,
  ) => Report | undefined;
  /** Something besides the documents' texts changed: their reports may be other ones now. */
  readonly onDidChange: vscode.Event<void>;
  readonly dispose: () => void;
}

interface Entry {
  readonly version: number;
  readonly report: Promise<Report>;
}

const nothing: Report = { findings: [], handlers: [], complete: true };

const pauseInTyping = 400;
/** A handler is written by people; a text beyond this is a bundle. */
const largestText = 1_000_000;

export function createDocumentReports(
  analyzer: Analyzer,
  workspace: WorkspaceProject,
): DocumentReports {
  const entries = new Map<string, Entry>();
  const withHandlers = new Map<string, Report>();
  /** By path, for the rules that compare a template with the code it deploys. */
  const found = new Map<string, readonly Finding[]>();
  /** Path of a file -> documents whose last report read it, or looked for it in vain. */
  const readersOf = new Map<string, Set<string>>();
  const changed = new vscode.EventEmitter<void>();
  let timer: NodeJS.Timeout | undefined;
  const forgetAll = (): void => {
    entries.clear();
    withHandlers.clear();
    readersOf.clear();
    changed.fire();
  };
  const forgetReadersOf = (uri: vscode.Uri): void => {
    const path = workspacePath(uri);
    const readers = readersOf.get(path);
    if (readers === undefined) return;
    readersOf.delete(path);
    for (const key of readers) entries.delete(key);
    clearTimeout(timer);
    timer = setTimeout(() => {
      changed.fire();
    }, pauseInTyping);
  };

  const covers = (document: vscode.TextDocument): boolean =>
    (asLanguage(document.languageId) !== undefined ||
      vscode.languages.match(templateDocuments, document) > 0) &&
    isSource(document);

  const check = async (document: vscode.TextDocument): Promise<Report> => {
    const text = document.getText();
    const path = workspacePath(document.uri);
    const languageId = asLanguage(document.languageId);
    const project = await workspace.of(document.uri);
    const wishes = { rules: readSetting("lint.rules", document) };
    if (languageId !== undefined) {
      const [{ lintSource }, { planLint }] = await Promise.all([
        import("../core/project/lint-source.ts"),
        import("../core/project/plan.ts"),
      ]);
      const report = await lintSource(
        analyzer,
        { path, languageId, text },
        planLint(project, path, wishes),
        {
          readText: (imported) => {
            const readers = readersOf.get(imported) ?? new Set();
            readersOf.set(imported, readers.add(document.uri.toString()));
            return workspace.readText(document.uri, imported);
          },
        },
      );
      found.set(path, report.findings);
      if (project.templates.get(path)?.text !== text) return report;
      const { isCheckedItself } = await import("../core/project/project.ts");
      if (!isCheckedItself(project, path)) return report;
      const { lintTemplate } = await import("../core/project/lint-template.ts");
      const more = await lintTemplate(analyzer, project, path, found, wishes);
      return { ...report, findings: [...report.findings, ...more] };
    }
    // Typed since the project was read: it is read again, and this is asked again.
    if (project.templates.get(path)?.text !== text) return nothing;
    const { lintTemplate } = await import("../core/project/lint-template.ts");
    return {
      ...nothing,
      findings: await lintTemplate(analyzer, project, path, found, wishes),
    };
  };

  // Files that nobody has open: a branch is switched, code is generated.
  const importable = vscode.workspace.createFileSystemWatcher(
    "**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx,py,json}",
  );
  const subscriptions = [
    changed,
    workspace.onDidChange(forgetAll),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      forgetReadersOf(document.uri);
    }),
    importable,
    importable.onDidCreate(forgetReadersOf),
    importable.onDidChange(forgetReadersOf),
    importable.onDidDelete(forgetReadersOf),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("cognitoDebugger.lint")) forgetAll();
    }),
    // Also sent when a document's language changes: VS Code closes it and opens it anew.
    vscode.workspace.onDidCloseTextDocument((document) => {
      const key = document.uri.toString();
      const path = workspacePath(document.uri);
      withHandlers.delete(key);
      found.delete(path);
      if (entries.delete(key)) analyzer.release(path);
    }),
  ];

  return {
    covers,
    async reportOf(document) {
      if (!covers(document)) return undefined;
      const key = document.uri.toString();
      const { version } = document;
      let entry = entries.get(key);
      if (entry?.version !== version) {
        entry = { version, report: check(document) };
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
    onDidChange: changed.event,
    dispose: () => {
      clearTimeout(timer);
      for (const each of subscriptions) each.dispose();
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

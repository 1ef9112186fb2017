/**
 * Runs the analysis on documents and keeps its findings for as long as they fit the text. Invariant: findings of an
 * outdated version are never shown, and a document whose analysis fails leaves the others alone.
 */
import * as vscode from "vscode";
import type { Finding, LanguageId } from "../../core/analysis/finding.ts";
import { readSetting } from "../contributions.ts";
import { toDiagnostic } from "../convert.ts";
import { reportError } from "../report-error.ts";
import type { Services } from "../services.ts";
import { asLanguage } from "./languages.ts";
import { rulePage } from "./rule-pages.ts";

export interface Checker {
  readonly check: (document: vscode.TextDocument) => void;
  /** Checks when typing has paused. */
  readonly checkSoon: (document: vscode.TextDocument) => void;
  readonly forget: (document: vscode.TextDocument) => void;
  /** What is known about the text as it stands now; nothing while a check is under way. */
  readonly findingsOf: (document: vscode.TextDocument) => readonly Finding[];
  readonly dispose: () => void;
}

interface Result {
  readonly version: number;
  readonly findings: readonly Finding[];
}

const pauseInTyping = 200;
/** A handler is written by people; a text beyond this is a bundle. */
const largestText = 1_000_000;

export function createChecker(services: Services): Checker {
  const collection =
    vscode.languages.createDiagnosticCollection("cognito-debugger");
  const timers = new Map<string, NodeJS.Timeout>();
  const results = new Map<string, Result>();
  let hasToldOfFailure = false;

  const clear = (document: vscode.TextDocument): void => {
    const key = document.uri.toString();
    clearTimeout(timers.get(key));
    timers.delete(key);
    results.delete(key);
    collection.delete(document.uri);
  };

  const run = async (
    document: vscode.TextDocument,
    languageId: LanguageId,
  ): Promise<void> => {
    const { version } = document;
    try {
      const analyzer = await services.analyzer();
      const { findings } = await analyzer.analyze({
        path: pathOf(document),
        languageId,
        text: document.getText(),
      });
      if (document.isClosed || document.version !== version) return;
      results.set(document.uri.toString(), { version, findings });
      collection.set(
        document.uri,
        findings.map((finding) =>
          toDiagnostic(document, finding, rulePage(finding.rule)),
        ),
      );
    } catch (error) {
      clear(document);
      if (hasToldOfFailure) {
        services.log.error(`Checking ${pathOf(document)}`, error);
      } else {
        hasToldOfFailure = true;
        reportError(services, "Checking trigger handlers", error);
      }
    }
  };

  const schedule = (document: vscode.TextDocument, delay: number): void => {
    const languageId = asLanguage(document.languageId);
    if (languageId === undefined || !isSource(document)) return;
    const key = document.uri.toString();
    clearTimeout(timers.get(key));
    if (!readSetting("lint.enable", document)) {
      clear(document);
      return;
    }
    timers.set(
      key,
      setTimeout(() => {
        timers.delete(key);
        if (!document.isClosed) void run(document, languageId);
      }, delay),
    );
  };

  return {
    check: (document) => {
      schedule(document, 0);
    },
    checkSoon: (document) => {
      schedule(document, pauseInTyping);
    },
    // Also called when a document's language changes: VS Code closes it and opens it anew.
    forget: (document) => {
      clear(document);
      if (asLanguage(document.languageId) === undefined) return;
      void services.analyzer().then(
        (analyzer) => {
          analyzer.release(pathOf(document));
        },
        // That it could not be made was told when it was needed.
        () => undefined,
      );
    },
    findingsOf: (document) => {
      const result = results.get(document.uri.toString());
      return result?.version === document.version ? result.findings : [];
    },
    dispose: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      collection.dispose();
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

/**
 * Shows what the analysis finds in documents and keeps the findings for as long as they fit the text. Invariant:
 * findings of an outdated version are never shown, and a document whose analysis fails leaves the others alone.
 */
import * as vscode from "vscode";
import type { Finding } from "../../core/analysis/finding.ts";
import { readSetting } from "../contributions.ts";
import { toDiagnostic } from "../convert.ts";
import { reportError } from "../report-error.ts";
import type { Services } from "../services.ts";
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

  const run = async (document: vscode.TextDocument): Promise<void> => {
    const { version } = document;
    try {
      const report = await services.reports.reportOf(document);
      if (report === undefined || document.version !== version) return;
      const findings = report.findings;
      results.set(document.uri.toString(), { version, findings });
      collection.set(
        document.uri,
        findings.map((finding) =>
          toDiagnostic(document, finding, rulePage(finding.rule)),
        ),
      );
    } catch (error) {
      clear(document);
      const what = `Checking ${vscode.workspace.asRelativePath(document.uri)}`;
      if (hasToldOfFailure) {
        services.log.error(what, error);
      } else {
        hasToldOfFailure = true;
        reportError(services, "Checking trigger handlers", error);
      }
    }
  };

  const schedule = (document: vscode.TextDocument, delay: number): void => {
    if (!services.reports.covers(document)) return;
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
        if (!document.isClosed) void run(document);
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
    forget: clear,
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

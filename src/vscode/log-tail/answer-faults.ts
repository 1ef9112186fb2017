/**
 * What handlers answered against the contract, as their logs show it: said below the line, and marked on the handler's
 * source where that is known. Invariant: a mark goes as soon as its source is edited, because then it is of other code.
 */
import * as vscode from "vscode";
import {
  createAnswerCheck,
  describeFault,
  type AnswerCheck,
  type AnswerFault,
} from "../../core/logs/answer-check.ts";
import { formatTime } from "../../core/logs/format.ts";
import type { GroupedLine } from "../../core/logs/group-invocations.ts";
import { diagnosticSource, toRange } from "../convert.ts";
import type { Services } from "../services.ts";
import { findHandler } from "./find-handler.ts";
import {
  sourceOf,
  type TailRequest,
  type TailSource,
} from "../../core/logs/tail-request.ts";

export interface AnswerFaults {
  /** The sentences for a line of a tail. Marks come a little later. */
  readonly notes: (
    request: TailRequest,
    line: GroupedLine,
  ) => readonly string[];
  readonly dispose: () => void;
}

export function createAnswerFaults(services: Services): AnswerFaults {
  const marks = vscode.languages.createDiagnosticCollection(
    "cognitoDebugger.answers",
  );
  /** One for each tail: its groups are those of a request. */
  const checks = new WeakMap<TailRequest, AnswerCheck>();
  let handlers = new WeakMap<
    TailSource,
    Promise<vscode.TextDocument | undefined>
  >();

  const checkFor = (request: TailRequest): AnswerCheck => {
    const known = checks.get(request);
    if (known !== undefined) return known;
    const check = createAnswerCheck((group) =>
      request.sources
        .filter((source) => source.group === group)
        .flatMap(({ triggers }) => triggers),
    );
    checks.set(request, check);
    return check;
  };
  const mark = async (
    source: TailSource,
    fault: AnswerFault,
    time: number,
  ): Promise<void> => {
    const handler = handlers.get(source) ?? findHandler(services, source);
    handlers.set(source, handler);
    const document = await handler;
    if (document === undefined) return;
    const diagnostic = new vscode.Diagnostic(
      await rangeOf(services, document, fault),
      `${describeFault(fault)} So answered ${source.functionName ?? source.name} at ${formatTime(time)}.`,
      vscode.DiagnosticSeverity.Error,
    );
    diagnostic.source = `${diagnosticSource} log`;
    diagnostic.code = fault.problem.kind;
    const others = (marks.get(document.uri) ?? []).filter(
      ({ code, range }) =>
        code !== diagnostic.code || !range.isEqual(diagnostic.range),
    );
    marks.set(document.uri, [...others, diagnostic]);
  };

  const subscriptions = [
    marks,
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) marks.delete(document.uri);
    }),
    services.workspace.onDidChange(() => {
      handlers = new WeakMap();
    }),
  ];
  return {
    notes: (request, line) => {
      const faults = checkFor(request).take(line);
      const source = sourceOf(request, line);
      if (source !== undefined)
        for (const fault of faults)
          mark(source, fault, line.event.timestamp).catch((error: unknown) => {
            services.log.error("Marking a handler's answer", error);
          });
      return faults.map(describeFault);
    },
    dispose: () => {
      for (const each of subscriptions) each.dispose();
    },
  };
}

/** Where the handler names the member that is wrong; else the handler's own name. */
async function rangeOf(
  services: Services,
  document: vscode.TextDocument,
  { contract, problem }: AnswerFault,
): Promise<vscode.Range> {
  const report = await services.reports.reportOf(document);
  const handler = report?.handlers.find(({ triggers }) =>
    triggers.includes(contract.id),
  );
  const text = document.getText();
  const member = problem.path.startsWith("response.")
    ? problem.path.split(/[.[]/).at(-1)
    : undefined;
  if (member !== undefined && /^[A-Za-z]\w*$/.test(member)) {
    const from = handler === undefined ? 0 : handler.range.start;
    const at = text.slice(from).search(new RegExp(`\\b${member}\\b`));
    if (at !== -1)
      return new vscode.Range(
        document.positionAt(from + at),
        document.positionAt(from + at + member.length),
      );
  }
  return handler === undefined
    ? document.lineAt(0).range
    : toRange(document, handler.nameRange);
}

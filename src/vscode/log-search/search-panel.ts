/**
 * The page that searches a pool's logs. Invariant: a query runs only after Search was pressed, and is stopped when it is
 * cancelled or the page is closed; what was found is in this memory alone and only while the page is open.
 */
import * as vscode from "vscode";
import { buildQuery } from "../../core/logs/insights/build-query.ts";
import { plotOf } from "../../core/logs/insights/plot.ts";
import { resultsText } from "../../core/logs/insights/results-text.ts";
import { samples } from "../../core/logs/insights/samples.ts";
import {
  emptyForm,
  faultOfForm,
  rangeOf,
  readForm,
  type SearchForm,
} from "../../core/logs/insights/search-form.ts";
import { toPlainText } from "../../core/logs/plain-text.ts";
import {
  groupsOf,
  isWaitedFor,
  type TailSource,
} from "../../core/logs/tail-request.ts";
import type { QueryRow } from "../../core/ports/log-queries.ts";
import { PortError } from "../../core/ports/port-error.ts";
import type {
  FromPage,
  RunState,
  SearchState,
  ToPage,
} from "../../webview/log-search/protocol.ts";
import { readSetting } from "../contributions.ts";
import { describeError, reportError } from "../report-error.ts";
import type { Services } from "../services.ts";
import { createTextDocuments } from "../text-documents.ts";
import { openPanel, type Panel } from "../webview-host.ts";
import { scannedText, search } from "./search.ts";

export interface SearchPanel {
  readonly show: (pool: string, sources: readonly TailSource[]) => void;
  readonly dispose: () => void;
}

interface Shown {
  readonly pool: string;
  readonly sources: readonly TailSource[];
  form: SearchForm;
  run: RunState;
  rows: readonly QueryRow[];
  running?: AbortController;
}

export function createSearchPanel(
  context: vscode.ExtensionContext,
  services: Services,
): SearchPanel {
  const documents = createTextDocuments(
    "cognito-debugger-search",
    "cognito-log",
    "These results are no longer held in memory. Search again.",
  );
  let panel: Panel<ToPage, FromPage> | undefined;
  let shown: Shown | undefined;

  const post = (): void => {
    if (shown !== undefined)
      panel?.post({
        type: "show",
        state: stateOf(shown, services.clock.now()),
      });
  };
  const run = async (subject: Shown): Promise<void> => {
    const { form } = subject;
    const now = services.clock.now();
    const range = rangeOf(form, now);
    if (
      subject.running !== undefined ||
      typeof range === "string" ||
      faultOfForm(form, now) !== undefined
    )
      return;
    const running = new AbortController();
    subject.running = running;
    subject.run = { kind: "running", text: "Searching…" };
    post();
    try {
      const { rows, statistics } = await search(
        form,
        range,
        services,
        running.signal,
        (soFar) => {
          subject.run = {
            kind: "running",
            text: `Searching… ${scannedText(soFar)}`,
          };
          if (shown === subject) post();
        },
      );
      subject.rows = rows;
      subject.run = {
        kind: "done",
        rows: rows.length,
        summary: `${rows.length === 0 ? "Nothing was found" : `${String(rows.length)} ${rows.length === 1 ? "row" : "rows"}`}: ${scannedText(statistics)}.`,
        ...(form.show === "durations"
          ? { plot: plotOf(rows, range, (group) => nameOf(subject, group)) }
          : {}),
      };
    } catch (error) {
      const cancelled =
        error instanceof PortError && error.kind === "cancelled";
      subject.run = cancelled
        ? { kind: "idle" }
        : { kind: "failed", problem: describeError(error) };
      if (!(error instanceof PortError)) services.log.error("Search", error);
    }
    delete subject.running;
    if (shown === subject) post();
  };
  const openResults = (subject: Shown): Promise<void> =>
    documents.show(
      `Search of ${subject.pool}.log`,
      resultsText(subject.rows, {
        redaction: readSetting("tail.redactContacts") ? "all" : "credentials",
        nameOf: (group) => nameOf(subject, group),
        isWaitedFor: (group) => writersOf(subject, group).some(isWaitedFor),
      }),
    );
  const receive = async (message: FromPage): Promise<void> => {
    if (shown === undefined) return;
    switch (message.type) {
      case "ready":
        post();
        break;
      case "change":
        shown.form = readForm(message.form, groupsOf(shown));
        post();
        break;
      case "search":
        await run(shown);
        break;
      case "cancel":
        shown.running?.abort();
        break;
      case "open-results":
        await openResults(shown);
        break;
    }
  };
  const open = (): Panel<ToPage, FromPage> => {
    const made = openPanel<ToPage, FromPage>({
      context,
      name: "log-search",
      title: "Cognito Log Search",
      column: vscode.ViewColumn.Active,
    });
    made.onDidReceive((message) => {
      receive(message).catch((error: unknown) => {
        reportError(services, "Search Logs", error);
      });
    });
    made.onDidDispose(() => {
      shown?.running?.abort();
      panel = undefined;
      shown = undefined;
      documents.clear();
    });
    return made;
  };
  return {
    show: (pool, sources) => {
      // The form of the page is made once: another pool is another page.
      if (shown?.pool === pool) {
        panel?.reveal();
        return;
      }
      panel?.dispose();
      shown = {
        pool,
        sources,
        form: { ...emptyForm, groups: groupsOf({ sources }) },
        run: { kind: "idle" },
        rows: [],
      };
      panel = open();
    },
    dispose: () => {
      panel?.dispose();
      documents.dispose();
    },
  };
}

function stateOf(subject: Shown, now: number): SearchState {
  const { pool, sources, form, run } = subject;
  const fault = faultOfForm(form, now);
  const range = rangeOf(form, now);
  return {
    title: `Search the logs of ${pool}`,
    triggers: groupsOf(subject).map((group) => ({
      group,
      name: nameOf(subject, group),
    })),
    samples,
    form,
    query: typeof range === "string" ? "" : buildQuery(form, range),
    ...(fault === undefined ? {} : { fault }),
    notes: sources.flatMap(({ note }) =>
      note === undefined ? [] : [toPlainText(note)],
    ),
    run,
  };
}

/** The triggers that log there, as Cognito names them. */
const nameOf = (subject: Shown, group: string): string =>
  [...new Set(writersOf(subject, group).map(({ name }) => name))].join("/");

const writersOf = ({ sources }: Shown, group: string): readonly TailSource[] =>
  sources.filter((source) => source.group === group);

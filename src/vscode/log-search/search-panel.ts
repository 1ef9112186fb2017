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
} from "../../webview/log-search/protocol.ts";
import { readSetting } from "../contributions.ts";
import { describeError } from "../report-error.ts";
import type { Services } from "../services.ts";
import { createTextDocuments } from "../text-documents.ts";
import { createPage } from "../webview-host.ts";
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
    page.update(subject);
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
          page.update(subject);
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
    page.update(subject);
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
  const receive = (message: FromPage, subject: Shown): unknown => {
    switch (message.type) {
      case "change":
        subject.form = readForm(message.form, groupsOf(subject));
        page.update(subject);
        return undefined;
      case "search":
        return run(subject);
      case "cancel":
        subject.running?.abort();
        return undefined;
      case "open-results":
        return openResults(subject);
    }
  };
  const page = createPage<Shown, SearchState, FromPage>({
    context,
    services,
    name: "log-search",
    title: "Cognito Log Search",
    column: vscode.ViewColumn.Active,
    stateOf: (subject) => stateOf(subject, services.clock.now()),
    receive,
    whileOpen: () =>
      new vscode.Disposable(() => {
        page.subject()?.running?.abort();
        documents.clear();
      }),
  });
  return {
    show: (pool, sources) => {
      const open = page.subject();
      if (open?.pool === pool) {
        page.show(open);
        return;
      }
      // The form of the page is made once: another pool is another page.
      page.dispose();
      page.show({
        pool,
        sources,
        form: { ...emptyForm, groups: groupsOf({ sources }) },
        run: { kind: "idle" },
        rows: [],
      });
    },
    dispose: () => {
      page.dispose();
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

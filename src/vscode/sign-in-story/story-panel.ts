/** The page of sign-ins: what was read is in this memory alone and only while the page is open. */
import * as vscode from "vscode";
import { formatTime } from "../../core/logs/format.ts";
import type { Attempt } from "../../core/logs/sign-ins/attempt.ts";
import {
  kindOf,
  standingOf,
} from "../../core/logs/sign-ins/describe-attempt.ts";
import { matchTrail } from "../../core/logs/sign-ins/match-trail.ts";
import { drawTimeLine } from "../../core/logs/sign-ins/time-line.ts";
import { runOfId } from "../../core/logs/sign-ins/time-rows.ts";
import type { TrailEvent } from "../../core/ports/trail.ts";
import type {
  FromPage,
  StoryState,
  TrailState,
} from "../../webview/sign-in-story/protocol.ts";
import { describeError } from "../report-error.ts";
import type { Services } from "../services.ts";
import { createTextDocuments } from "../text-documents.ts";
import { createPage } from "../webview-host.ts";
import { withCancel } from "../with-cancel.ts";
import { askTrail } from "./ask-trail.ts";
import { linesText } from "./lines-text.ts";
import { mostListed, type Reading } from "./reading.ts";

export interface StoryPanel {
  /** Shows what was read in place of what was there. `again`: reads the same anew. */
  readonly show: (reading: Reading, again: () => Promise<void>) => void;
  readonly dispose: () => void;
}

interface Shown {
  readonly reading: Reading;
  readonly again: () => Promise<void>;
  /** Newest first. */
  readonly attempts: readonly Attempt[];
  chosen: number;
  /** Of the attempts for which CloudTrail was asked, by their place in the list. */
  readonly events: Map<number, readonly TrailEvent[]>;
  trail: TrailState;
}

const idOf = (index: number): string => `attempt-${String(index)}`;

/** CloudTrail is asked for a little more than the attempt took. */
const around = 10_000;

export function createStoryPanel(
  context: vscode.ExtensionContext,
  services: Services,
): StoryPanel {
  const documents = createTextDocuments(
    "cognito-debugger-lines",
    "cognito-log",
    "These lines are no longer held in memory. Run Cognito: Show Sign-Ins again.",
  );
  const addTrail = async (subject: Shown): Promise<void> => {
    const index = subject.chosen;
    const attempt = subject.attempts[index];
    if (attempt === undefined || subject.trail.kind === "asking") return;
    subject.trail = { kind: "asking" };
    page.update(subject);
    try {
      // The connection may be another one by now.
      await subject.reading.checkConnection();
      const trail = await services.trail();
      const stretch = {
        startTime: (attempt.runs[0]?.run.begin ?? 0) - around,
        endTime: Math.max(...attempt.runs.map(({ run }) => run.end)) + around,
      };
      const events = await withCancel("Asking CloudTrail", (signal) =>
        askTrail(trail, stretch, services.clock, signal),
      );
      subject.events.set(index, events);
      subject.trail = {
        kind: "asked",
        found: matchTrail(subject.attempts, events).get(attempt)?.length ?? 0,
        at: formatTime(services.clock.now()).slice(0, 8),
      };
    } catch (error) {
      subject.trail = { kind: "failed", problem: describeError(error) };
    }
    page.update(subject);
  };
  const choose = (subject: Shown, id: string): void => {
    const index = subject.attempts.findIndex((_each, at) => idOf(at) === id);
    if (index === -1 || index === subject.chosen) return;
    subject.chosen = index;
    subject.trail = { kind: "not-asked" };
    subject.events.delete(index);
    page.update(subject);
  };
  const showLines = async (
    { attempts, chosen, reading }: Shown,
    id: string | undefined,
  ): Promise<void> => {
    const attempt = attempts[chosen];
    const one = id === undefined ? undefined : attempt && runOfId(attempt, id);
    if (attempt === undefined || (id !== undefined && one === undefined))
      return;
    const name = one?.run.trigger ?? kindOf(attempt);
    await documents.show(
      `${name} ${formatTime((one ?? attempt.runs[0])?.run.begin ?? 0)}.log`,
      linesText(one === undefined ? attempt.runs : [one], reading.redaction),
    );
  };

  const receive = (message: FromPage, subject: Shown): unknown => {
    switch (message.type) {
      case "choose":
        choose(subject, message.id);
        return undefined;
      case "ask-trail":
        return addTrail(subject);
      case "show-lines":
        return showLines(subject, message.id);
      case "show-all-lines":
        return showLines(subject, undefined);
      case "read-again":
        return subject.again();
    }
  };
  const page = createPage<Shown, StoryState, FromPage>({
    context,
    services,
    name: "sign-in-story",
    title: "Cognito Sign-Ins",
    column: vscode.ViewColumn.Active,
    stateOf,
    receive,
    whileOpen: () => new vscode.Disposable(documents.clear),
  });
  return {
    show: (reading, again) => {
      page.show({
        reading,
        again,
        attempts: [...reading.found.attempts].reverse().slice(0, mostListed),
        chosen: 0,
        events: new Map(),
        trail: { kind: "not-asked" },
      });
    },
    dispose: () => {
      page.dispose();
      documents.dispose();
    },
  };
}

function stateOf({
  reading,
  attempts,
  chosen,
  events,
  trail,
}: Shown): StoryState {
  const attempt = attempts[chosen];
  const found = events.get(chosen);
  const { redaction } = reading;
  return {
    title: reading.title,
    summary: reading.summary,
    problems: reading.problems,
    attempts: attempts.map((each, index) => ({
      id: idOf(index),
      title: drawTimeLine(each, { redaction }).title,
      began: formatTime(each.runs[0]?.run.begin ?? 0).slice(0, 8),
      standing: standingOf(each),
    })),
    ...(attempt === undefined
      ? {}
      : {
          chosen: idOf(chosen),
          timeLine: drawTimeLine(attempt, {
            redaction,
            ...(found === undefined
              ? {}
              : { trail: matchTrail(attempts, found).get(attempt) ?? [] }),
          }),
        }),
    trail,
  };
}

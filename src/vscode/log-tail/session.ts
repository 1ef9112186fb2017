/**
 * One running tail and the output channel it writes to. Invariant: what is written to the channel is plain text without
 * credentials, because VS Code keeps channels in files; unless the user asked to see them.
 */
import * as vscode from "vscode";
import {
  explainLiveState,
  explainState,
} from "../../core/logs/explain-state.ts";
import type { TailState } from "../../core/logs/page-reader.ts";
import { formatTime } from "../../core/logs/format.ts";
import type { GroupedLine } from "../../core/logs/group-invocations.ts";
import type { ShownLine } from "../../core/logs/line-filter.ts";
import type { Pace } from "../../core/logs/pace.ts";
import { createPauseSwitch } from "../../core/logs/pause-switch.ts";
import { toPlainText } from "../../core/logs/plain-text.ts";
import { tailLogs } from "../../core/logs/tail.ts";
import {
  createTranscript,
  type TranscriptChange,
  type TranscriptView,
} from "../../core/logs/transcript.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type { LiveTail } from "../../core/ports/live-tail.ts";
import type { Logs } from "../../core/ports/logs.ts";
import { readSetting } from "../contributions.ts";
import { findStart } from "./find-start.ts";
import { redactionWords, usualRedaction } from "./redaction.ts";
import { standingOf, type Standing } from "./standing.ts";
import type { StartPoint } from "./start-point.ts";
import {
  groupsOf,
  isWaitedFor,
  labelOf,
  markOf,
  sourceOf,
  type TailRequest,
} from "../../core/logs/tail-request.ts";

/** How one stretch of the tail reads; changing it begins a new stretch. */
export interface TailRun {
  readonly start: StartPoint;
  /** CloudWatch filter pattern. */
  readonly pattern?: string;
  /** Billed. */
  readonly live: boolean;
}

export interface TailSession {
  readonly request: TailRequest;
  readonly channel: vscode.OutputChannel;
  readonly standing: () => Standing;
  readonly run: () => TailRun;
  readonly view: () => TranscriptView;
  /** By the user. */
  readonly isPaused: () => boolean;
  readonly shown: () => readonly ShownLine[];
  readonly reveal: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** `words`: what to tell of it in the channel. */
  readonly setView: (view: TranscriptView, words: string) => void;
  readonly clear: () => void;
  /** Ends the stretch that runs and begins another in the same channel. */
  readonly restart: (run: TailRun) => void;
  /** `reason` is added to the closing line. Resolves when that line is written. */
  readonly stop: (reason?: string) => Promise<void>;
  /** Resolves when the tail ended, however it did; rejects with a fault of our own. */
  readonly ended: Promise<void>;
}

export interface SessionEnvironment {
  readonly logs: Logs;
  readonly liveTail: () => Promise<LiveTail>;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly region: string;
  /** Where the groups are, for the reader: Region and endpoint. */
  readonly place: string;
  /** What stands below a line: asked once for each. */
  readonly notes: (line: GroupedLine) => readonly string[];
  /** Standing, run or view changed. */
  readonly onDidChange: () => void;
}

export function startSession(
  request: TailRequest,
  channel: vscode.OutputChannel,
  environment: SessionEnvironment,
  firstRun: TailRun,
): TailSession {
  const { clock, onDidChange } = environment;
  const groups = groupsOf(request);
  const pause = createPauseSwitch();
  const states = new Map<string, TailState>();
  let view: TranscriptView = { filter: {}, redaction: usualRedaction() };
  const transcript = createTranscript(
    {
      cognitoWaits: (line) => isWaitedFor(sourceOf(request, line)),
      label: (line) => labelOf(request, line),
      notes: environment.notes,
    },
    view,
  );
  let run = firstRun;
  let next: TailRun | undefined = firstRun;
  let stretch = new AbortController();
  let closing = "Stopped.";
  let lastSaid = "";

  const write = (change: TranscriptChange): void => {
    if (change.kind === "replace") channel.replace(change.text);
    else if (change.text !== "") channel.append(change.text);
  };
  const say = (text: string): void => {
    // Groups of one account mostly stand still for one reason: it is said once.
    if (text === lastSaid) return;
    lastSaid = text;
    write(
      transcript.say(`${formatTime(clock.now())} ----- ${toPlainText(text)}`),
    );
  };

  const tail = async (signal: AbortSignal): Promise<void> => {
    const startTime = await findStart(run.start, groups, {
      ...environment,
      signal,
      say,
    });
    if (signal.aborted) return;
    // Whatever else is changed later, the next stretch shows what this one did.
    run = { ...run, start: { kind: "time", time: startTime } };
    announce(startTime);
    let wasLive = false;
    await tailLogs(
      {
        groups,
        startTime,
        pollMs: () => readSetting("tail.pollSeconds") * 1_000,
        ...(run.pattern === undefined ? {} : { pattern: run.pattern }),
      },
      {
        ...environment,
        random: Math.random,
        pause,
        signal,
        ...(run.live ? { live: await environment.liveTail() } : {}),
      },
      {
        lines: (lines) => {
          write(
            transcript.add(
              lines.filter((line) => sourceOf(request, line) !== undefined),
            ),
          );
        },
        state: (group, state) => {
          const text = explainState(
            group,
            environment.region,
            state,
            states.get(group),
          );
          states.set(group, state);
          if (text !== undefined) say(text);
          onDidChange();
        },
        live: (state) => {
          const text = explainLiveState(state, wasLive);
          wasLive ||= state.kind === "live";
          if (text !== undefined) say(text);
        },
      },
    );
  };
  const announce = (startTime: number): void => {
    const [only] = request.sources;
    const what =
      request.sources.length === 1 && only !== undefined
        ? only.group
        : `${String(groups.length)} log groups`;
    say(
      `Tailing ${what} in ${environment.place}, from ${formatTime(startTime)} on${run.pattern === undefined ? "" : `, where CloudWatch finds ${run.pattern}`}. ${redactionWords(view)}`,
    );
    request.sources.forEach(({ name, group, note }, at) => {
      if (request.sources.length > 1) say(`${markOf(at)} ${name}: ${group}`);
      if (note !== undefined) say(note);
    });
  };
  const follow = async (): Promise<void> => {
    try {
      while (next !== undefined) {
        run = next;
        next = undefined;
        stretch = new AbortController();
        states.clear();
        onDidChange();
        await tail(stretch.signal);
      }
    } catch (error) {
      closing = "Stopped by a fault of Cognito Debugger.";
      throw error;
    } finally {
      // What the user wanted to see while it ran does not stay behind.
      if (view.redaction === "none") {
        view = { ...view, redaction: usualRedaction() };
        write(transcript.setView(view));
      }
      // Groups that were refused have said why they ended.
      if (standingOf(states, groups) !== "refused") say(closing);
    }
  };

  const ended = follow();
  return {
    request,
    channel,
    standing: () => (pause.isPaused() ? "held" : standingOf(states, groups)),
    run: () => run,
    view: () => view,
    isPaused: pause.isPaused,
    shown: transcript.shown,
    reveal: () => {
      channel.show(true);
    },
    pause: () => {
      pause.pause();
      say("Paused by you. What is logged meanwhile is shown when you resume.");
      onDidChange();
    },
    resume: () => {
      pause.resume();
      say("Resumed.");
      onDidChange();
    },
    setView: (wanted, words) => {
      view = wanted;
      write(transcript.setView(wanted));
      say(words);
      onDidChange();
    },
    clear: () => {
      transcript.clear();
      lastSaid = "";
      channel.clear();
    },
    restart: (wanted) => {
      next = wanted;
      transcript.clear();
      lastSaid = "";
      channel.clear();
      pause.resume();
      stretch.abort();
    },
    stop: async (reason) => {
      if (reason !== undefined) closing = `Stopped: ${reason}`;
      next = undefined;
      stretch.abort();
      // Whoever started the session hears of faults.
      await ended.catch(() => undefined);
    },
    ended,
  };
}

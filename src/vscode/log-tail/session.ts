/**
 * One running tail and the output channel it writes to. Invariant: nothing is written to the channel but plain text
 * without credentials, because VS Code keeps channels in files.
 */
import * as vscode from "vscode";
import { explainState } from "../../core/logs/explain-state.ts";
import type { TailState } from "../../core/logs/follow-group.ts";
import { formatLine, formatTime } from "../../core/logs/format.ts";
import { createGrouping } from "../../core/logs/group-invocations.ts";
import type { Pace } from "../../core/logs/pace.ts";
import { toPlainText } from "../../core/logs/plain-text.ts";
import { tailLogs } from "../../core/logs/tail.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type { Logs } from "../../core/ports/logs.ts";
import { contractsOfConfigKey } from "../../core/triggers/contracts.ts";
import { readSetting } from "../contributions.ts";

export interface TailSubject {
  /** Trigger as Cognito names it in its messages, e.g. PreSignUp. */
  readonly trigger: string;
  readonly functionName: string;
  readonly group: string;
  /** Where the group is, for the reader: Region and endpoint. */
  readonly place: string;
  readonly region: string;
  readonly note?: string;
}

export interface TailSession {
  readonly subject: TailSubject;
  /** Undefined until CloudWatch answered for the first time. */
  readonly state: () => TailState | undefined;
  readonly reveal: () => void;
  /** `reason` is added to the closing line. Resolves when that line is written. */
  readonly stop: (reason?: string) => Promise<void>;
  /** Resolves when the tail ended, however it did; rejects with a fault of our own. */
  readonly ended: Promise<void>;
}

/** Lines this old are shown when a tail begins. */
const backfillMs = 5 * 60_000;

export function startSession(
  subject: TailSubject,
  channel: vscode.OutputChannel,
  environment: {
    readonly logs: Logs;
    readonly clock: Clock;
    readonly pace: Pace;
  },
  onDidChange: () => void,
): TailSession {
  const { clock } = environment;
  const stopping = new AbortController();
  const startTime = clock.now() - backfillMs;
  const cognitoWaits =
    contractsOfConfigKey(subject.trigger)[0]?.synchronous ?? false;
  const grouping = createGrouping();
  let state: TailState | undefined;
  let closing = "Stopped.";

  const say = (text: string): void => {
    channel.appendLine(`${formatTime(clock.now())} ----- ${toPlainText(text)}`);
  };
  say(
    `Tailing ${subject.group} in ${subject.place}, from ${formatTime(startTime)} on. Tokens, codes, passwords and secrets are taken out.`,
  );
  if (subject.note !== undefined) say(subject.note);

  const run = async (): Promise<void> => {
    try {
      await tailLogs(
        {
          groups: [subject.group],
          startTime,
          pollMs: () => readSetting("tail.pollSeconds") * 1_000,
        },
        { ...environment, random: Math.random, signal: stopping.signal },
        {
          lines: (lines) => {
            const text = lines
              .map((line) =>
                formatLine(grouping.add(line), {
                  cognitoWaits,
                  redaction: "credentials",
                }),
              )
              .filter((line) => line !== undefined)
              .map(({ text }) => `${text}\n`)
              .join("");
            if (text !== "") channel.append(text);
          },
          state: (group, next) => {
            const text = explainState(group, subject.region, next, state);
            state = next;
            if (text !== undefined) say(text);
            onDidChange();
          },
        },
      );
    } catch (error) {
      closing = "Stopped by a fault of Cognito Debugger.";
      throw error;
    } finally {
      // A refused group has said why it ended.
      if (state?.kind !== "refused") say(closing);
    }
  };
  const ended = run();
  return {
    subject,
    state: () => state,
    reveal: () => {
      channel.show(true);
    },
    stop: async (reason) => {
      if (reason !== undefined) closing = `Stopped: ${reason}`;
      stopping.abort();
      // Whoever started the session hears of faults.
      await ended.catch(() => undefined);
    },
    ended,
  };
}

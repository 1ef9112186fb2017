/**
 * `tail`: the editor's tail in a terminal or a pipe. Lines go to standard output, what the tail says of itself to
 * standard error. Invariant: a reader that is slower than the log holds the tail up instead of filling memory.
 */
import { systemClock } from "../aws/clock.ts";
import { createLiveTail } from "../aws/live-tail.ts";
import { createLogs } from "../aws/logs.ts";
import { explainLiveState, explainState } from "../core/logs/explain-state.ts";
import type { TailState } from "../core/logs/page-reader.ts";
import { findLastInvocations } from "../core/logs/last-invocations.ts";
import { createPace } from "../core/logs/pace.ts";
import { createPauseSwitch } from "../core/logs/pause-switch.ts";
import { isAborted } from "../core/logs/state-changes.ts";
import { tailLogs } from "../core/logs/tail.ts";
import { groupsOf, type TailRequest } from "../core/logs/tail-request.ts";
import type { Connection } from "../core/ports/connection.ts";
import { PortError } from "../core/ports/port-error.ts";
import { findRegion } from "./find-region.ts";
import { createLogPrinter } from "./log-printer.ts";
import { chooseSources } from "./log-sources.ts";
import { exitCodes, type ExitCode, type Outside } from "./outside.ts";
import { readTailArgs, type TailOptions } from "./tail-args.ts";

const pollMs = 2_000;

export async function tail(
  args: readonly string[],
  outside: Outside,
): Promise<ExitCode> {
  const read = readTailArgs(args, outside.now());
  if (!read.ok) {
    outside.complain(read.sentence);
    return exitCodes.failure;
  }
  const { options } = read;
  const ending = new AbortController();
  const listening = outside.onInterrupt?.(() => {
    ending.abort();
  });
  try {
    const region = await findRegion(options, outside);
    if (region === undefined) {
      outside.complain(
        "No AWS Region is known: give --region, or set one for the profile.",
      );
      return exitCodes.failure;
    }
    const { profile, endpoint } = options;
    const connection: Connection = {
      region,
      ...(profile === undefined ? {} : { profile }),
      ...(endpoint === undefined ? {} : { endpoint }),
    };
    const sources = await chooseSources(options, connection, ending.signal);
    if (typeof sources === "string") {
      outside.complain(sources);
      return exitCodes.failure;
    }
    for (const { note } of sources)
      if (note !== undefined) outside.complain(note);
    const request = { title: "", sources };
    return await follow(request, options, connection, outside, ending);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    // What broke off because the user stopped it is no failure.
    if (ending.signal.aborted) return exitCodes.clean;
    outside.complain(`${error.message} ${error.remedy}`);
    return exitCodes.failure;
  } finally {
    listening?.dispose();
  }
}

async function follow(
  request: TailRequest,
  options: TailOptions,
  connection: Connection,
  outside: Outside,
  ending: AbortController,
): Promise<ExitCode> {
  const { signal } = ending;
  const groups = groupsOf(request);
  const logs = createLogs(connection);
  const pace = createPace(systemClock, Math.random);
  const pause = createPauseSwitch();
  const print = createLogPrinter(request, options, outside);
  const states = new Map<string, TailState>();
  const outcome = { failed: false, errors: 0 };
  let wasLive = false;

  const { start } = options;
  const startTime =
    start.kind === "time"
      ? start.time
      : await findLastInvocations(groups, start.count, {
          logs,
          clock: systemClock,
          pace,
          signal,
        });
  if (isAborted(signal)) return exitCodes.clean;
  if (startTime === undefined)
    outside.complain("There was no invocation in the last 30 days.");
  if (options.follow)
    outside.complain(
      `Following ${groups.join(", ")} in ${connection.region}. Ctrl+C ends it.`,
    );
  await tailLogs(
    {
      groups,
      startTime: startTime ?? outside.now(),
      pollMs: () => pollMs,
      follow: options.follow,
      ...(options.filter === undefined ? {} : { pattern: options.filter }),
    },
    {
      logs,
      clock: systemClock,
      pace,
      pause,
      random: Math.random,
      signal,
      ...(options.live ? { live: createLiveTail(connection) } : {}),
    },
    {
      lines: (lines) => {
        const shown = print(lines);
        outcome.errors += shown.filter(({ level }) =>
          /ERROR|FATAL/.test(level),
        ).length;
        const full = outside.whenWritten?.();
        if (full === undefined) return;
        pause.pause();
        void full.then(pause.resume);
      },
      state: (group, state) => {
        const { region } = connection;
        const text = explainState(group, region, state, states.get(group));
        states.set(group, state);
        // Who reads once waits for nothing: neither for an account nor for a first invocation.
        const isOver = state.kind === "paused" && !options.follow;
        if (isOver) {
          outcome.failed = true;
          ending.abort();
        }
        if (text !== undefined)
          outside.complain(
            isOver ? `${state.error.message} ${state.error.remedy}` : text,
          );
      },
      live: (state) => {
        const text = explainLiveState(state, wasLive);
        wasLive ||= state.kind === "live";
        if (text !== undefined) outside.complain(text);
      },
    },
  );
  const refused = groups.every(
    (group) => states.get(group)?.kind === "refused",
  );
  if (outcome.failed || refused) return exitCodes.failure;
  return options.errors && !options.follow && outcome.errors > 0
    ? exitCodes.findings
    : exitCodes.clean;
}

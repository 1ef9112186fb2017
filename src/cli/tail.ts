/**
 * `tail`: the editor's tail in a terminal or a pipe. Lines go to standard output, what the tail says of itself to
 * standard error. Invariants: credentials, addresses and phone numbers are taken out, always; a reader that is slower
 * than the log holds the tail up instead of filling memory.
 */
import { systemClock } from "../aws/clock.ts";
import { createFunctions } from "../aws/functions.ts";
import { createLiveTail } from "../aws/live-tail.ts";
import { createLogs } from "../aws/logs.ts";
import { createUserPools } from "../aws/user-pools.ts";
import { createAnswerCheck, describeFault } from "../core/logs/answer-check.ts";
import { explainLiveState, explainState } from "../core/logs/explain-state.ts";
import { exportNdjson } from "../core/logs/export-lines.ts";
import {
  findSources,
  nameOf,
  sourceOfGroup,
} from "../core/logs/find-sources.ts";
import type { TailState } from "../core/logs/follow-group.ts";
import { formatLine } from "../core/logs/format.ts";
import { createGrouping } from "../core/logs/group-invocations.ts";
import { keepTogether } from "../core/logs/keep-together.ts";
import { findLastInvocations } from "../core/logs/last-invocations.ts";
import { createSieve, type ShownLine } from "../core/logs/line-filter.ts";
import type { TailLine } from "../core/logs/merge.ts";
import { createPace } from "../core/logs/pace.ts";
import { createPauseSwitch } from "../core/logs/pause-switch.ts";
import { isAborted } from "../core/logs/state-changes.ts";
import { tailLogs } from "../core/logs/tail.ts";
import {
  groupsOf,
  isWaitedFor,
  labelOf,
  sourceOf,
  type TailRequest,
  type TailSource,
} from "../core/logs/tail-request.ts";
import type { Connection } from "../core/ports/connection.ts";
import { PortError } from "../core/ports/port-error.ts";
import type { PoolTrigger } from "../core/ports/user-pools.ts";
import { findRegion } from "./find-region.ts";
import { printLine } from "./format/log-lines.ts";
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

/** The sources, or the sentence why there are none. Rejects with a `PortError`. */
async function chooseSources(
  { pool, triggers, groups }: TailOptions,
  connection: Connection,
  signal: AbortSignal,
): Promise<readonly TailSource[] | string> {
  const named = groups.map(sourceOfGroup);
  if (pool === undefined) return named;
  const { triggers: all } = await createUserPools(connection).describePool(
    pool,
    signal,
  );
  if (all.length === 0 && named.length === 0)
    return `User pool ${pool} has no Lambda triggers.`;
  const isCalled =
    (wanted: string) =>
    (trigger: PoolTrigger): boolean =>
      [trigger.key, nameOf(trigger)].some(
        (name) => name.toLowerCase() === wanted.toLowerCase(),
      );
  const missing = triggers.find((wanted) => !all.some(isCalled(wanted)));
  if (missing !== undefined)
    return `User pool ${pool} has no trigger ${missing}. It has: ${all.map(nameOf).join(", ")}.`;
  const chosen =
    triggers.length === 0
      ? all
      : all.filter((trigger) =>
          triggers.some((name) => isCalled(name)(trigger)),
        );
  const found = await findSources(createFunctions(connection), chosen, signal);
  return [...found, ...named];
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
  const print = createPrinter(request, options, outside);
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

/** Writes what passes the filters, and gives it back. */
function createPrinter(
  request: TailRequest,
  { grep, user, errors, json }: TailOptions,
  outside: Outside,
): (lines: readonly TailLine[]) => readonly ShownLine[] {
  const grouping = createGrouping();
  const answers = createAnswerCheck((group) =>
    request.sources
      .filter((source) => source.group === group)
      .flatMap(({ triggers }) => triggers),
  );
  const sieve = createSieve({
    errorsOnly: errors,
    ...(grep === undefined ? {} : { pattern: grep }),
    ...(user === undefined ? {} : { user }),
  });
  const colours = outside.colours === true;
  return (lines) => {
    const own = lines.filter((line) => sourceOf(request, line) !== undefined);
    const shown = keepTogether(own).flatMap((each) => {
      const line = grouping.add(each);
      const label = labelOf(request, each);
      const formatted = formatLine(line, {
        cognitoWaits: isWaitedFor(sourceOf(request, each)),
        redaction: "all",
        notes: answers.take(line).map(describeFault),
        ...(label === undefined ? {} : { label }),
      });
      return formatted === undefined ? [] : sieve.take({ ...formatted, line });
    });
    const text = json
      ? exportNdjson(shown, "all")
      : shown.map((line) => printLine(line, colours)).join("");
    if (text !== "") outside.write(text);
    return shown;
  };
}

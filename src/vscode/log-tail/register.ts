/**
 * Tailing the logs of triggers and of any log group, each tail into an output channel of its own. Invariant: the same
 * logs are tailed once; a tail belongs to the connection it was started with and ends with it.
 */
import * as vscode from "vscode";
import { toPlainText } from "../../core/logs/plain-text.ts";
import type { PoolTrigger } from "../../core/ports/user-pools.ts";
import {
  registerCommand,
  setContextKey,
  type CommandId,
} from "../contributions.ts";
import { takePool, takePoolWithTriggers } from "../pool-target.ts";
import { reportError } from "../report-error.ts";
import type { Services } from "../services.ts";
import { chooseAction, tailActions } from "./actions.ts";
import { createAnswerFaults } from "./answer-faults.ts";
import {
  chooseSession,
  chooseSessionsToStop,
  isOutputOf,
} from "./choose-session.ts";
import { askGroups, chooseLogs, chooseTrigger } from "./choose-sources.ts";
import {
  nameOf,
  sourceOfGroup,
  titleOfFunction,
} from "../../core/logs/find-sources.ts";
import { registerLogLanguage, tailLanguage } from "./log-language.ts";
import { openTail, type Openings } from "./open-tail.ts";
import { readTarget } from "./read-target.ts";
import type { TailSession } from "./session.ts";
import { chooseStart, usualStart, type StartPoint } from "./start-point.ts";
import { createTailStatus } from "./status.ts";
import type { TailRequest } from "../../core/logs/tail-request.ts";

/** What follows of a pool without triggers. */
const nothingToTail = "there is nothing to tail";

export function register(
  context: vscode.ExtensionContext,
  services: Services,
): void {
  const channels = new Map<string, vscode.OutputChannel>();
  /** What the channels hold, also after their tail. */
  const requests = new Map<vscode.OutputChannel, TailRequest>();
  /** By what they follow; undefined while logs are being looked for. */
  const sessions = new Map<string, TailSession | undefined>();
  const status = createTailStatus();
  const answers = createAnswerFaults(services);

  const running = (): readonly TailSession[] =>
    [...sessions.values()].filter((session) => session !== undefined);
  const refresh = (): void => {
    status.show(running());
    void setContextKey("cognitoDebugger.tailing", running().length > 0);
  };
  const openings: Openings = {
    channelFor: (name) => {
      const channel =
        channels.get(name) ??
        vscode.window.createOutputChannel(name, tailLanguage);
      channels.set(name, channel);
      return channel;
    },
    notes: answers.notes,
    onDidChange: refresh,
  };

  /** `title`: of the tail and its channel. */
  const start = async (
    title: string,
    triggers: readonly PoolTrigger[],
    groups: readonly string[],
    from: StartPoint,
  ): Promise<void> => {
    const key = JSON.stringify([
      ...triggers.map(({ functionArn }) => functionArn),
      ...groups,
    ]);
    if (sessions.has(key)) {
      sessions.get(key)?.reveal();
      return;
    }
    sessions.set(key, undefined);
    try {
      const session = await openTail(
        services,
        { title, triggers, sources: groups.map(sourceOfGroup) },
        openings,
        from,
      );
      sessions.set(key, session);
      requests.set(session.channel, session.request);
      session.reveal();
      refresh();
      await session.ended;
    } finally {
      sessions.delete(key);
      refresh();
    }
  };
  /** The command is done when the tail runs; what comes after is the tail's to say. */
  const startInBackground = (
    what: string,
    ...args: Parameters<typeof start>
  ): void => {
    start(...args).catch((error: unknown) => {
      reportError(services, what, error);
    });
  };
  const command = (
    id: CommandId,
    what: string,
    handler: (argument: unknown) => unknown,
  ): vscode.Disposable =>
    registerCommand(id, async (argument) => {
      try {
        await handler(argument);
      } catch (error) {
        reportError(services, what, error);
      }
    });

  context.subscriptions.push(
    status,
    answers,
    registerLogLanguage(
      services,
      (document) =>
        [...requests].find(([channel]) => isOutputOf(channel, document))?.[1],
    ),
    command(
      "cognitoDebugger.tailTrigger",
      "Tail Trigger Log",
      async (argument) => {
        const what = "Tail Trigger Log";
        const trigger = await triggerFor(what, argument, services);
        if (trigger === undefined) return;
        const title = titleOfFunction(nameOf(trigger), trigger.functionArn);
        startInBackground(what, title, [trigger], [], usualStart);
      },
    ),
    command(
      "cognitoDebugger.tailPool",
      "Tail All Triggers",
      async (argument) => {
        const what = "Tail All Triggers";
        const pool = await takePoolWithTriggers(
          argument,
          await services.userPools(),
          what,
          nothingToTail,
        );
        if (pool === undefined) return;
        startInBackground(
          what,
          toPlainText(`${pool.name} (${pool.id})`),
          pool.triggers,
          [],
          usualStart,
        );
      },
    ),
    command("cognitoDebugger.tailLogs", "Tail Logs", async () => {
      const what = "Tail Logs";
      const chosen = await chooseSources(what, services);
      if (chosen === undefined) return;
      const from = await chooseStart(what, services.clock.now());
      if (from === undefined) return;
      startInBackground(
        what,
        chosen.title,
        chosen.triggers,
        chosen.groups,
        from,
      );
    }),
    command("cognitoDebugger.tailActions", "Tail Actions", async () => {
      const session = await chooseSession("Tail Actions", running());
      if (session !== undefined)
        await chooseAction(session, services.clock.now());
    }),
    ...tailActions
      .filter(({ command: id }) => id !== "cognitoDebugger.stopTail")
      .map(({ command: id, run }) =>
        command(id, "Tail", async () => {
          const session = await chooseSession("Tail", running());
          if (session !== undefined) await run(session, services.clock.now());
        }),
      ),
    command("cognitoDebugger.stopTail", "Stop Tailing", async () => {
      const chosen = await chooseSessionsToStop(running());
      await Promise.all(chosen.map((session) => session.stop()));
    }),
    services.connection.onDidChange(() => {
      for (const session of running())
        void session.stop("the connection was changed.");
    }),
    new vscode.Disposable(() => {
      const stopping = running().map((session) => session.stop());
      void Promise.all(stopping).then(() => {
        for (const channel of channels.values()) channel.dispose();
      });
    }),
  );
}

async function triggerFor(
  what: string,
  argument: unknown,
  services: Services,
): Promise<PoolTrigger | undefined> {
  const target = readTarget(argument);
  if (target !== undefined)
    return { key: target.trigger, functionArn: target.functionArn };
  const pool = await takePoolWithTriggers(
    undefined,
    await services.userPools(),
    what,
    nothingToTail,
  );
  return pool === undefined ? undefined : chooseTrigger(what, pool);
}

interface ChosenSources {
  readonly title: string;
  readonly triggers: readonly PoolTrigger[];
  readonly groups: readonly string[];
}

/** Triggers of a pool and log groups, as the user chooses; undefined when that is none. */
async function chooseSources(
  what: string,
  services: Services,
): Promise<ChosenSources | undefined> {
  const pool = await takePool(undefined, await services.userPools(), what);
  if (pool === undefined) return undefined;
  const chosen = await chooseLogs(what, pool);
  const triggers = chosen.filter((each) => each !== "groups");
  const groups = chosen.includes("groups") ? await askGroups(what) : [];
  if (groups === undefined || triggers.length + groups.length === 0)
    return undefined;
  const [first, ...others] = [...triggers.map(nameOf), ...groups];
  return {
    title: toPlainText(
      `${first ?? pool.name}${others.length === 0 ? "" : ` and ${String(others.length)} more`} (${pool.name})`,
    ),
    triggers,
    groups,
  };
}

/**
 * Tailing the log of a trigger's function into an output channel of its own. Invariant: one tail per function; a tail
 * belongs to the connection it was started with and ends with it.
 */
import * as vscode from "vscode";
import { findLog } from "../../core/logs/find-log.ts";
import { createPaces, type Pace } from "../../core/logs/pace.ts";
import { toPlainText } from "../../core/logs/plain-text.ts";
import { PortError } from "../../core/ports/port-error.ts";
import { contractsOfConfigKey } from "../../core/triggers/contracts.ts";
import { registerCommand, setContextKey } from "../contributions.ts";
import { reportError } from "../report-error.ts";
import type { Services } from "../services.ts";
import type { TailTarget } from "../tail-target.ts";
import { pickTrigger } from "./pick-trigger.ts";
import { readTarget } from "./read-target.ts";
import { startSession, type TailSession } from "./session.ts";
import { createTailStatus } from "./status.ts";

export function register(
  context: vscode.ExtensionContext,
  services: Services,
): void {
  const channels = new Map<string, vscode.OutputChannel>();
  /** By function ARN; undefined while the log is being looked for. */
  const sessions = new Map<string, TailSession | undefined>();
  const status = createTailStatus();
  const paceOf = createPaces(services.clock, Math.random);

  const running = (): readonly TailSession[] =>
    [...sessions.values()].filter((session) => session !== undefined);
  const refresh = (): void => {
    status.show(running());
    void setContextKey("cognitoDebugger.tailing", running().length > 0);
  };
  const channelFor = (name: string): vscode.OutputChannel => {
    const channel =
      channels.get(name) ?? vscode.window.createOutputChannel(name, "log");
    channels.set(name, channel);
    return channel;
  };

  const start = async (target: TailTarget): Promise<void> => {
    const { functionArn } = target;
    if (sessions.has(functionArn)) {
      sessions.get(functionArn)?.reveal();
      return;
    }
    const trigger = contractsOfConfigKey(target.trigger)[0]?.name;
    sessions.set(functionArn, undefined);
    try {
      const session = await open(
        { ...target, trigger: trigger ?? toPlainText(target.trigger) },
        services,
        paceOf,
        channelFor,
        refresh,
      );
      sessions.set(functionArn, session);
      session.reveal();
      refresh();
      await session.ended;
    } finally {
      sessions.delete(functionArn);
      refresh();
    }
  };

  context.subscriptions.push(
    status,
    registerCommand("cognitoDebugger.tailTrigger", async (argument) => {
      const what = "Tail Trigger Log";
      try {
        const target =
          readTarget(argument) ??
          (await pickTrigger(await services.userPools()));
        if (target === undefined) return;
        // The command is done when the tail runs; what comes after is the tail's to say.
        start(target).catch((error: unknown) => {
          reportError(services, what, error);
        });
      } catch (error) {
        reportError(services, what, error);
      }
    }),
    registerCommand("cognitoDebugger.stopTail", async () => {
      const chosen = await chooseSessions(running());
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

async function open(
  target: TailTarget,
  services: Services,
  paceOf: (place: string) => Pace,
  channelFor: (name: string) => vscode.OutputChannel,
  onDidChange: () => void,
): Promise<TailSession> {
  const connection = await services.connection.require();
  const looking = new AbortController();
  const cancelled = new PortError(
    "cancelled",
    "Looking for the log was cancelled.",
    "Run Cognito: Tail Trigger Log again.",
  );
  const moved = services.connection.onDidChange(() => {
    looking.abort(cancelled);
  });
  try {
    const { log, logs } = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Looking for the log of ${target.trigger}…`,
        cancellable: true,
      },
      async (_progress, token) => {
        token.onCancellationRequested(() => {
          looking.abort(cancelled);
        });
        const functions = await services.functions();
        return {
          log: await findLog(functions, target.functionArn, looking.signal),
          logs: await services.logs(),
        };
      },
    );
    looking.signal.throwIfAborted();
    const { region, endpoint } = connection;
    const place = endpoint === undefined ? region : `${region} (${endpoint})`;
    return startSession(
      {
        ...log,
        trigger: target.trigger,
        region,
        place,
      },
      channelFor(
        toPlainText(`Cognito: ${target.trigger} (${log.functionName})`),
      ),
      { logs, clock: services.clock, pace: paceOf(place) },
      onDidChange,
    );
  } finally {
    moved.dispose();
  }
}

async function chooseSessions(
  sessions: readonly TailSession[],
): Promise<readonly TailSession[]> {
  if (sessions.length < 2) return sessions;
  const chosen = await vscode.window.showQuickPick(
    [
      { label: "All", description: "", stop: sessions },
      ...sessions.map((session) => ({
        label: session.subject.trigger,
        description: session.subject.group,
        stop: [session],
      })),
    ],
    { title: "Stop Tailing", placeHolder: "Choose the tail to stop" },
  );
  return chosen?.stop ?? [];
}

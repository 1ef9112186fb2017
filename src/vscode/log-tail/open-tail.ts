/** From what the user chose to a running tail: the logs are looked for, with progress, and can be given up. */
import * as vscode from "vscode";
import type { GroupedLine } from "../../core/logs/group-invocations.ts";
import { PortError } from "../../core/ports/port-error.ts";
import type { PoolTrigger } from "../../core/ports/user-pools.ts";
import type { Services } from "../services.ts";
import { findSources } from "../../core/logs/find-sources.ts";
import { startSession, type TailSession } from "./session.ts";
import type { StartPoint } from "./start-point.ts";
import type { TailRequest, TailSource } from "../../core/logs/tail-request.ts";

export interface TailWish {
  readonly title: string;
  readonly triggers: readonly PoolTrigger[];
  /** Besides the triggers. */
  readonly sources: readonly TailSource[];
}

export interface Openings {
  readonly channelFor: (name: string) => vscode.OutputChannel;
  /** What stands below a line of the tail. */
  readonly notes: (
    request: TailRequest,
    line: GroupedLine,
  ) => readonly string[];
  readonly onDidChange: () => void;
}

/** Rejects with a `PortError`, of the kind `cancelled` when the user gave up. */
export async function openTail(
  services: Services,
  wish: TailWish,
  openings: Openings,
  start: StartPoint,
): Promise<TailSession> {
  const { region, endpoint } = await services.connection.require();
  const looking = new AbortController();
  const cancelled = new PortError(
    "cancelled",
    "Looking for the log was cancelled.",
    "Start the tail again.",
  );
  const moved = services.connection.onDidChange(() => {
    looking.abort(cancelled);
  });
  try {
    const { sources, logs } = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Looking for the log of ${wish.title}…`,
        cancellable: true,
      },
      async (_progress, token) => {
        token.onCancellationRequested(() => {
          looking.abort(cancelled);
        });
        const functions = await services.functions();
        return {
          sources: await findSources(functions, wish.triggers, looking.signal),
          logs: await services.logs(),
        };
      },
    );
    looking.signal.throwIfAborted();
    const request: TailRequest = {
      title: wish.title,
      sources: [...sources, ...wish.sources],
    };
    const place = endpoint === undefined ? region : `${region} (${endpoint})`;
    return startSession(
      request,
      openings.channelFor(`Cognito: ${wish.title}`),
      {
        logs,
        liveTail: services.liveTail,
        clock: services.clock,
        pace: services.paceOf(place),
        region,
        place,
        notes: (line) => openings.notes(request, line),
        onDidChange: openings.onDidChange,
      },
      { start, live: false },
    );
  } finally {
    moved.dispose();
  }
}

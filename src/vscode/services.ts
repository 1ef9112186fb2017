/**
 * The composition root: what features need from outside the editor, each made on first use. Nothing here is loaded at
 * activation: the AWS SDK and the grammars come with the first call that needs them.
 */
import { pathToFileURL } from "node:url";
import * as vscode from "vscode";
import { systemClock } from "../aws/clock.ts";
import type { Authorizers } from "../core/ports/authorizers.ts";
import { createPaces, type Pace } from "../core/logs/pace.ts";
import type { Clock } from "../core/ports/clock.ts";
import type { Functions } from "../core/ports/functions.ts";
import type { Keys } from "../core/ports/keys.ts";
import type { LiveTail } from "../core/ports/live-tail.ts";
import type { LogQueries } from "../core/ports/log-queries.ts";
import type { Logs } from "../core/ports/logs.ts";
import type { Sessions } from "../core/ports/sessions.ts";
import type { Trail } from "../core/ports/trail.ts";
import type { UserPools } from "../core/ports/user-pools.ts";
import { createAnalyzerThread } from "../analysis-thread/analyzer-thread.ts";
import {
  createConnectionState,
  type ConnectionState,
} from "./connection-state.ts";
import { readSetting } from "./contributions.ts";
import {
  createDocumentReports,
  type DocumentReports,
} from "./document-reports.ts";
import {
  createWorkspaceProject,
  type WorkspaceProject,
} from "./workspace-project.ts";

export interface Services {
  /** The extension's own log. Never a token, a claim, a secret or a log line of a user's function. */
  readonly log: vscode.LogOutputChannel;
  readonly connection: ConnectionState;
  readonly clock: Clock;
  /** Adapters for the connection as it is at the time of the call. */
  readonly userPools: () => Promise<UserPools>;
  readonly functions: () => Promise<Functions>;
  readonly logs: () => Promise<Logs>;
  readonly liveTail: () => Promise<LiveTail>;
  readonly keys: () => Promise<Keys>;
  readonly sessions: () => Promise<Sessions>;
  readonly logQueries: () => Promise<LogQueries>;
  readonly trail: () => Promise<Trail>;
  /** How fast the logs of a place may be read, by all that read them together. */
  readonly paceOf: (place: string) => Pace;
  readonly authorizers: () => Promise<Authorizers>;
  /** Profile names of the shared AWS config files. */
  readonly listProfiles: () => Promise<readonly ProfileInfo[]>;
  /** What the workspace's files say about its handlers. */
  readonly workspace: WorkspaceProject;
  /** The checks of open documents. */
  readonly reports: DocumentReports;
}

export interface ProfileInfo {
  readonly name: string;
  readonly region?: string;
}

export function createServices(context: vscode.ExtensionContext): Services {
  const log = vscode.window.createOutputChannel("Cognito Debugger", {
    log: true,
  });
  const connection = createConnectionState();
  const analyzer = createAnalyzerThread(
    pathToFileURL(context.asAbsolutePath("dist/analyzer-worker.js")),
    pathToFileURL(context.asAbsolutePath("dist/grammars/")),
  );
  const workspace = createWorkspaceProject();
  const reports = createDocumentReports(analyzer, workspace);
  context.subscriptions.push(log, connection, analyzer, workspace, reports);
  return {
    log,
    connection,
    clock: systemClock,
    paceOf: createPaces(systemClock, Math.random),
    userPools: async () =>
      (await import("../aws/user-pools.ts")).createUserPools(
        await connection.require(),
        { pageSize: readSetting("explorer.pageSize") },
      ),
    functions: async () =>
      (await import("../aws/functions.ts")).createFunctions(
        await connection.require(),
      ),
    logs: async () =>
      (await import("../aws/logs.ts")).createLogs(await connection.require()),
    liveTail: async () =>
      (await import("../aws/live-tail.ts")).createLiveTail(
        await connection.require(),
      ),
    keys: async () => (await import("../aws/keys.ts")).createKeys(),
    sessions: async () =>
      (await import("../aws/sessions.ts")).createSessions(
        await connection.require(),
      ),
    authorizers: async () =>
      (await import("../aws/authorizers.ts")).createAuthorizers(
        await connection.require(),
      ),
    logQueries: async () =>
      (await import("../aws/log-queries.ts")).createLogQueries(
        await connection.require(),
      ),
    trail: async () =>
      (await import("../aws/trail.ts")).createTrail(await connection.require()),
    listProfiles: async () =>
      (await import("../aws/profiles.ts")).listProfiles(),
    workspace,
    reports,
  };
}

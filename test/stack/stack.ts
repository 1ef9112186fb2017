/**
 * The stand-in for an AWS account that tests and the demo share: Cognito user pools, Lambda, CloudWatch Logs and STS on
 * one loopback port, made of a workspace's `template.yaml`, whose handlers it really runs. Each stack has a state of its
 * own; nothing outlives `stop`.
 */
import { once } from "node:events";
import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Trail } from "./cloudtrail/trail.ts";
import { poolOf } from "./cognito/lookup.ts";
import { emptyRegion } from "./empty-region.ts";
import { createFaults, type Faults } from "./faults.ts";
import type { Insights } from "./insights/operations.ts";
import { stopInstances } from "./lambda/invoke.ts";
import type { LogStore } from "./logs/store.ts";
import { addUser, populate, type NewUser } from "./seed.ts";
import { createStackServer, type ReceivedCall } from "./server.ts";
import type { Account, AppClient, User, UserPool } from "./state.ts";
import { loadTemplate } from "./template.ts";

export interface StackOptions {
  /** Folder with a `template.yaml`; the outage workspace when absent. `false`: an empty account. */
  readonly workspace?: string | false;
  /** Adds the fixed population (130 users, 70 clients, a dozen pools). True when absent. */
  readonly populated?: boolean;
  readonly region?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** How long Cognito waits for a trigger: 5000 ms, as AWS has it. */
  readonly triggerTimeoutMs?: number;
}

export interface Stack {
  readonly url: string;
  readonly region: string;
  readonly accountId: string;
  /** Settings for an SDK client. The credentials are good for nothing but this stack. */
  readonly sdkConfig: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: {
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
    };
  };
  /** The same as environment variables, for a child process. */
  readonly env: Readonly<Record<string, string>>;
  /** The template's first pool and that pool's first client. */
  readonly poolId: string;
  readonly clientId: string;
  /** All of the account: to look at, and to change before or between calls. */
  readonly account: Account;
  readonly faults: Faults;
  readonly calls: readonly ReceivedCall[];
  /** `logs.append`, `logs.setDelay`: events from nowhere, and late ones. */
  readonly logs: LogStore;
  /** What CloudTrail has of the calls; `trail.delayMs`: how late. */
  readonly trail: Trail;
  /** The queries that ran in Logs Insights; `insights.runMs`: how long they take. */
  readonly insights: Insights;
  /** In the first pool when `poolId` is absent. */
  addUser(user: NewUser, poolId?: string): User;
  findClient(name: string, poolId?: string): AppClient;
  /** Replaces the account's pools, e.g. by none. */
  setPools(pools: readonly UserPool[]): void;
  /** Takes the stack off the network and ends every process that it started. */
  stop(): Promise<void>;
}

export const outageWorkspace = fileURLToPath(
  new URL("../workspaces/outage", import.meta.url),
);

export const passwordlessWorkspace = fileURLToPath(
  new URL("../workspaces/passwordless", import.meta.url),
);

const credentials = {
  accessKeyId: "AKIASTACKEXAMPLE0000",
  secretAccessKey: "stack-example-secret",
};

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const account: Account = {
    ...emptyRegion(options.region ?? "eu-central-1"),
    accountId: "123456789012",
    triggerTimeoutMs: options.triggerTimeoutMs ?? 5000,
  };
  const { workspace = outageWorkspace } = options;
  if (workspace !== false) {
    const file = path.join(workspace, "template.yaml");
    if (!existsSync(file)) throw new Error(`${file} does not exist`);
    loadTemplate(account, file);
  }
  const [firstPool] = account.pools.values();
  if (options.populated ?? true) populate(account);

  const faults = createFaults();
  const calls: ReceivedCall[] = [];
  const server = createStackServer({ account, faults, calls });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const poolId = firstPool?.id ?? "";
  const poolAt = (id = poolId): UserPool => poolOf(account, id);

  return {
    url,
    region: account.region,
    accountId: account.accountId,
    sdkConfig: { endpoint: url, region: account.region, credentials },
    env: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: account.region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    poolId,
    clientId: firstPool?.clients.keys().next().value ?? "",
    account,
    faults,
    calls,
    logs: account.logs,
    trail: account.trail,
    insights: account.insights,
    addUser: (user, id) => addUser(poolAt(id), user),
    findClient(name, id) {
      const client = [...poolAt(id).clients.values()].find(
        (each) => each.name === name,
      );
      if (client === undefined) throw new Error(`No client named ${name}`);
      return client;
    },
    setPools(pools) {
      account.pools.clear();
      for (const pool of pools) account.pools.set(pool.id, pool);
    },
    async stop() {
      account.functions.forEach(stopInstances);
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * The adapters against `cognito-local`, an emulator that is not ours: a second opinion on what an endpoint answers. Its
 * pool ids are unlike AWS's and its lists come in one piece.
 */
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientSettings } from "../../src/aws/client-settings.ts";
import { createFunctions } from "../../src/aws/functions.ts";
import { createUserPools } from "../../src/aws/user-pools.ts";
import type { Connection } from "../../src/core/ports/connection.ts";

const program = fileURLToPath(
  new URL("../../node_modules/cognito-local/lib/bin/start.js", import.meta.url),
);
let folder: string;
let emulator: ChildProcess;
let connection: Connection;
let poolId: string;
let clientId: string;
let secret: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cognito-local-"));
  await mkdir(join(folder, ".cognito"));
  await writeFile(join(folder, ".cognito", "config.json"), "{}");
  const port = await freePort();
  emulator = spawn(process.execPath, [program], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOST: "127.0.0.1", PORT: String(port) },
    stdio: ["ignore", "pipe", "ignore"],
  });
  await new Promise<void>((resolve, reject) => {
    emulator.once("exit", reject);
    emulator.stdout?.on("data", (text: Buffer) => {
      if (text.includes("running on")) resolve();
    });
  });
  connection = {
    region: "eu-central-1",
    endpoint: `http://127.0.0.1:${String(port)}`,
  };
  await fill();
}, 30_000);

afterAll(async () => {
  emulator.kill();
  if (emulator.exitCode === null && emulator.signalCode === null)
    await once(emulator, "exit");
  await rm(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function fill(): Promise<void> {
  const client = new CognitoIdentityProviderClient(clientSettings(connection));
  const pool = await client.send(
    new CreateUserPoolCommand({
      PoolName: "shop customers",
    }),
  );
  poolId = pool.UserPool?.Id ?? "";
  const app = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientName: "web",
      GenerateSecret: true,
    }),
  );
  clientId = app.UserPoolClient?.ClientId ?? "";
  secret = app.UserPoolClient?.ClientSecret ?? "";
  const publicApp = await client.send(
    new CreateUserPoolClientCommand({ UserPoolId: poolId, ClientName: "spa" }),
  );
  await client.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: "made-by-admin@example.com",
      UserAttributes: [{ Name: "email", Value: "made-by-admin@example.com" }],
      MessageAction: "SUPPRESS",
    }),
  );
  await client.send(
    new SignUpCommand({
      ClientId: publicApp.UserPoolClient?.ClientId ?? "",
      Username: "signed-up@example.com",
      Password: "Passw0rd!",
      UserAttributes: [{ Name: "email", Value: "signed-up@example.com" }],
    }),
  );
  await client.send(
    new CreateGroupCommand({ UserPoolId: poolId, GroupName: "staff" }),
  );
}

test("the pool is listed and described", async () => {
  const pools = createUserPools(connection);
  expect(await pools.listPools()).toEqual({
    items: [{ id: poolId, name: "shop customers" }],
  });
  const pool = await pools.describePool(poolId);
  expect(pool.arn).toContain(poolId);
  expect(pool.triggers).toEqual([]);
});

test("app clients are listed, and a secret is told but never given away", async () => {
  const pools = createUserPools(connection);
  const { items } = await pools.listClients(poolId);
  expect(items.map(({ name }) => name).sort()).toEqual(["spa", "web"]);
  const client = await pools.describeClient(poolId, clientId);
  expect(client.hasSecret).toBe(true);
  expect(secret).toMatch(/.{20}/);
  expect(JSON.stringify(client)).not.toContain(secret);
});

test("users come with their status and attributes, groups with their names", async () => {
  const pools = createUserPools(connection);
  const { items } = await pools.listUsers(poolId);
  const statuses = Object.fromEntries(
    items.map(({ attributes, status }) => [attributes["email"] ?? "", status]),
  );
  expect(statuses).toEqual({
    "made-by-admin@example.com": "FORCE_CHANGE_PASSWORD",
    "signed-up@example.com": "UNCONFIRMED",
  });
  expect(items[0]?.username).not.toBe("");
  expect(items[0]?.createdAt).toBeInstanceOf(Date);
  const groups = await pools.listGroups(poolId);
  expect(groups.items.map(({ name }) => name)).toEqual(["staff"]);
});

test("a filter finds the one user", async () => {
  const { items } = await createUserPools(connection).listUsers(poolId, {
    filter: 'email = "signed-up@example.com"',
  });
  expect(items.map(({ attributes }) => attributes["email"])).toEqual([
    "signed-up@example.com",
  ]);
});

test("a pool that is not there is a sentence", async () => {
  await expect(
    createUserPools(connection).describePool("local_missing"),
  ).rejects.toMatchObject({ name: "PortError", kind: "not-found" });
});

test("a service it does not have is a sentence", async () => {
  await expect(
    createFunctions(connection).describeFunction("pre-sign-up"),
  ).rejects.toMatchObject({ name: "PortError" });
});

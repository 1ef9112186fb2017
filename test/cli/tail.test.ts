/** `cognito-debugger tail` as a process of its own, against the local stack: what comes out, in what order, and how it ends. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { repository } from "../host/paths.ts";
import { startStack, type Stack } from "../stack/stack.ts";
import { runCommandLine } from "../support/command-line.ts";

const main = join(repository, "src/cli/main.ts");
const runs = new Set<ChildProcess>();
let stack: Stack;
let groups: readonly string[];
beforeAll(async () => {
  stack = await startStack({ populated: false });
  groups = [...stack.account.functions.keys()].map(
    (name) => `/aws/lambda/${name}`,
  );
});
afterEach(() => {
  stack.faults.clear();
});
afterAll(async () => {
  for (const child of runs) child.kill("SIGKILL");
  await stack.stop();
});

interface Run {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly complaints: () => string;
  /** Exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

function start(...args: string[]): Run {
  const child = spawn(process.execPath, [main, "tail", ...args], {
    env: {
      ...process.env,
      ...stack.env,
      AWS_REGION: "",
      AWS_CONFIG_FILE: "none",
      AWS_SHARED_CREDENTIALS_FILE: "none",
      NODE_NO_WARNINGS: "1",
    },
  });
  runs.add(child);
  let out = "";
  let complaints = "";
  child.stdout.on("data", (data: Buffer) => (out += data.toString()));
  child.stderr.on("data", (data: Buffer) => (complaints += data.toString()));
  return {
    child,
    out: () => out,
    complaints: () => complaints,
    ended: once(child, "close").then(([code]) => {
      runs.delete(child);
      return code as number | null;
    }),
  };
}

/** In this process: loading the SDK takes a second. */
async function runToEnd(...args: string[]) {
  const { complaints, ...ran } = await runCommandLine(
    repository,
    ["tail", ...args, "--no-follow", "--endpoint", stack.url],
    { now: () => Date.now(), variables: {} },
  );
  return { ...ran, complaints: complaints.join("\n") };
}

const id = "8f5c2a1e-0000-4000-8000-000000000001";
const write = (group: string, message: string, ageMs = 0): void => {
  stack.logs.append({
    group,
    stream: "2026/11/21/[$LATEST]0f5c1de5a1cd4f6bb7c6b6dfb0a1c2d3",
    message,
    timestamp: Date.now() - ageMs,
  });
};
const soon = { timeout: 20_000, interval: 50 };

test.concurrent(
  "all triggers of a pool in one stream, redacted, until Ctrl+C",
  async () => {
    const [first = "", second = ""] = groups;
    write(second, `START RequestId: ${id} Version: $LATEST`, 9_000);
    write(first, `{"password":"hunter2","by":"ada@example.com"}`, 8_000);
    write(second, `REPORT RequestId: ${id}\tDuration: 12.00 ms`, 7_000);
    const tail = start("--pool", stack.poolId);
    await expect.poll(tail.out, soon).toMatch(/REPORT/);
    write(first, "written while it runs");
    await expect.poll(tail.out, soon).toMatch(/written while it runs/);
    expect(tail.complaints()).toMatch(/^cognito-debugger: Following .*Ctrl/);
    tail.child.kill("SIGINT");
    expect(await tail.ended).toBe(0);
    const lines = tail.out().trimEnd().split("\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/START/);
    expect(lines[1]).toMatch(
      /\[. \w+\].*"password":"\[redacted\]".*a\*\*\*@example/,
    );
    expect(tail.out()).not.toMatch(/hunter2|ada@/);
    expect(lines[2]).toMatch(/12 ms/);
  },
  40_000,
);

test.concurrent(
  "it ends by itself when nobody reads its output any more, and says what it waits for",
  async () => {
    const group = "/aws/lambda/never-ran";
    const tail = start("--group", group, "--region", stack.region);
    await expect.poll(tail.complaints, soon).toMatch(/does not exist.*Waiting/);
    write(group, "first");
    await expect.poll(tail.out, soon).toMatch(/first/);
    tail.child.stdout?.destroy();
    const writing = setInterval(() => {
      write(group, "to nobody");
    }, 300);
    expect(await tail.ended).toBe(0);
    clearInterval(writing);
  },
  40_000,
);

test("read once: filters, JSON lines, and exit code 1 where --errors found some", async () => {
  const group = "/aws/lambda/read-once";
  write(
    group,
    `2026-11-21T09:15:00.007Z\t${id}\tINFO\tall is well with ada`,
    5_000,
  );
  write(
    group,
    `2026-11-21T09:15:00.009Z\t${id}\tERROR\tno mail for ada`,
    4_000,
  );
  const region = ["--region", stack.region];
  const [errors, json, grep, filtered, none] = await Promise.all([
    runToEnd("--group", group, "--errors", ...region),
    runToEnd("--group", group, "--json", ...region),
    runToEnd("--group", group, "--grep", "all .. well", ...region),
    runToEnd("--group", group, "--filter", '"no mail"', ...region),
    runToEnd("--group", group, "--errors", "--since", "now", ...region),
  ]);
  expect(errors).toMatchObject({ code: 1, complaints: "" });
  expect(errors.out.match(/\n/g)).toHaveLength(1);
  expect(errors.out).toMatch(/ERROR.*no mail/);
  expect(json.code).toBe(0);
  expect(
    json.out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown),
  ).toMatchObject([
    { group, level: "INFO", requestId: id },
    { group, level: "ERROR", requestId: id },
  ]);
  expect(grep.out).toMatch(/^[^\n]*all is well[^\n]*\n$/);
  expect(filtered.out).toMatch(/^[^\n]*no mail[^\n]*\n$/);
  expect(none).toMatchObject({ code: 0, out: "" });
}, 40_000);

test("the last invocation alone, of one trigger of a pool", async () => {
  const group = "/aws/lambda/tandem-pre-sign-up";
  // Behind what another test has written to this group.
  write(group, `START RequestId: ${id} Version: $LATEST`, 200);
  write(group, "of the last one", 100);
  const { code, out } = await runToEnd(
    ...["--pool", stack.poolId, "--trigger", "presignup"],
    ...["--last", "1"],
  );
  expect(code).toBe(0);
  expect(out).toMatch(/^[^\n]*START[^\n]*\n[^\n]*of the last one/);
}, 40_000);

test("what cannot be done is a sentence and exit code 2", async () => {
  stack.faults.add({ target: "logs:FilterLogEvents", kind: "access-denied" });
  const denied = await runToEnd("--pool", stack.poolId);
  const trigger = await runToEnd(
    "--pool",
    stack.poolId,
    "--trigger",
    "Nonsense",
  );
  const nobody = await runToEnd("--group", "/any", "--profile", "nobody");
  const nothing = await runToEnd();
  expect(denied.code).toBe(2);
  expect(denied.complaints).toMatch(/^AWS refused logs:FilterLogEvents/);
  expect(denied.complaints).not.toMatch(/goes on by itself|at \w+ \(/);
  expect(trigger.code).toBe(2);
  expect(trigger.complaints).toMatch(/has no trigger Nonsense\. It has: /);
  expect(nobody.code).toBe(2);
  expect(nobody.complaints).toMatch(/No AWS Region is known/);
  expect(nothing).toMatchObject({ code: 2, out: "" });
  expect(nothing.complaints).toMatch(/Say what to tail/);
}, 40_000);

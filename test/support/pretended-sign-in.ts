/** A custom sign-in with a slow trigger as it stands in the logs and in CloudTrail, minutes ago: no test has to wait for it. */
import type { Stack } from "../stack/stack.ts";

const sub = "0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d";

interface PretendedRun {
  readonly name: string;
  readonly source: string;
  /** Milliseconds after the sign-in began. */
  readonly at: number;
  readonly ms: number;
  readonly initMs?: number;
  readonly logs?: string;
}

/** `slowMs`: how long the challenge took to make. `begin`: milliseconds since the epoch. */
export function pretendSignIn(
  stack: Stack,
  begin: number,
  slowMs: number,
): void {
  const event = (source: string, session: string): string =>
    `event {"triggerSource":"${source}_Authentication","userName":"${sub}","userPoolId":"${stack.poolId}","callerContext":{"clientId":"${stack.clientId}"},"request":{"userAttributes":{"sub":"${sub}","email":"ana@example.com"},"session":[${session}]}}`;
  const asked = 240 + slowMs;
  const answered = asked + 31_000;
  const right = '{"challengeName":"CUSTOM_CHALLENGE","challengeResult":true}';
  const runs: readonly PretendedRun[] = [
    {
      name: "tandem-define-challenge",
      source: "DefineAuthChallenge",
      at: 0,
      ms: 12,
      initMs: 168,
      logs: event("DefineAuthChallenge", ""),
    },
    {
      name: "tandem-create-challenge",
      source: "CreateAuthChallenge",
      at: 230,
      ms: slowMs,
      logs: event("CreateAuthChallenge", ""),
    },
    {
      name: "tandem-verify-answer",
      source: "VerifyAuthChallengeResponse",
      at: answered,
      ms: 9,
      logs: event("VerifyAuthChallengeResponse", ""),
    },
    {
      name: "tandem-define-challenge",
      source: "DefineAuthChallenge",
      at: answered + 60,
      ms: 4,
      logs: event("DefineAuthChallenge", right),
    },
    {
      name: "tandem-note-sign-in",
      source: "PostAuthentication",
      at: answered + 110,
      ms: 3,
      logs: "sign-ins since this instance started: 7",
    },
    {
      name: "tandem-add-claims",
      source: "PreTokenGeneration",
      at: answered + 160,
      ms: 21,
      logs: event("TokenGeneration", ""),
    },
  ];
  runs.forEach((run, index) => {
    writeRun(stack, begin, run, index);
  });
  for (const [name, at] of [
    ["InitiateAuth", asked],
    ["RespondToAuthChallenge", answered + 200],
  ] as const)
    recordCall(stack, name, begin + at);
}

function writeRun(
  stack: Stack,
  begin: number,
  { name, at, ms, initMs, logs }: PretendedRun,
  index: number,
): void {
  const serial = (begin + index).toString(16);
  const requestId = `5d0c1f00-0000-4000-8000-${serial.padStart(12, "0")}`;
  const started = begin + at + (initMs ?? 0);
  const write = (timestamp: number, message: string): void => {
    stack.logs.append({
      group: `/aws/lambda/${name}`,
      stream: `2026/03/02/[$LATEST]${serial.padStart(32, "0")}`,
      message,
      timestamp,
    });
  };
  if (initMs !== undefined)
    write(
      begin + at,
      "INIT_START Runtime Version: nodejs:22.v50\tRuntime Version ARN: arn:aws:lambda:eu-central-1::runtime:x\n",
    );
  write(started, `START RequestId: ${requestId} Version: $LATEST\n`);
  if (logs !== undefined)
    write(
      started + 1,
      `${new Date(started + 1).toISOString()}\t${requestId}\tINFO\t${logs}\n`,
    );
  write(started + ms, `END RequestId: ${requestId}\n`);
  write(
    started + ms,
    `REPORT RequestId: ${requestId}\tDuration: ${ms.toFixed(2)} ms\tBilled Duration: ${String(Math.ceil(ms))} ms\tMemory Size: 128 MB\tMax Memory Used: 71 MB\t${initMs === undefined ? "" : `Init Duration: ${initMs.toFixed(2)} ms\t`}\n`,
  );
}

function recordCall(stack: Stack, name: string, at: number): void {
  const time = new Date(at - (at % 1_000));
  const id = `pretended ${name}`;
  stack.trail.events.push({
    id,
    name,
    time,
    readOnly: false,
    visibleFrom: at,
    record: JSON.stringify({
      eventName: name,
      eventTime: time.toISOString(),
      requestID: "7e0c1f00-0000-4000-8000-000000000001",
      requestParameters: { clientId: stack.clientId, authFlow: "CUSTOM_AUTH" },
      additionalEventData: { sub, userPoolId: stack.poolId },
    }),
  });
}

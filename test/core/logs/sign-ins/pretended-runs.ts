/** Invocations of triggers as they stand in the logs: START, what the handler prints, END and REPORT, line by line. */
import {
  groupInvocations,
  type InvocationLog,
} from "../../../../src/core/logs/group-invocations.ts";
import type { TailLine } from "../../../../src/core/logs/merge.ts";
import type { TriggersOf } from "../../../../src/core/logs/sign-ins/trigger-run.ts";
import { contractsOfConfigKey } from "../../../../src/core/triggers/contracts.ts";

export interface PretendedRun {
  /** LambdaConfig key; its function logs to /aws/lambda/<key>. */
  readonly trigger: string;
  /** Milliseconds. */
  readonly at: number;
  readonly ms?: number;
  readonly initMs?: number;
  /** What the handler prints. */
  readonly says?: string;
  readonly status?: string;
}

/** When the pretended things happen. */
export const noon = Date.UTC(2026, 2, 2, 12);

export const groupOf = (trigger: string): string => `/aws/lambda/${trigger}`;
export const triggersOf: TriggersOf = ({ invocation: { group } }) =>
  contractsOfConfigKey(group.replace("/aws/lambda/", "")).map(({ id }) => id);

/** What a handler prints that logs its event. */
export const event = (
  source: string,
  userName: string,
  more: Readonly<Record<string, unknown>> = {},
): string =>
  JSON.stringify({
    version: "1",
    triggerSource: source,
    region: "eu-central-1",
    userPoolId: "eu-central-1_AbCdEf123",
    userName,
    callerContext: {
      awsSdkVersion: "aws-sdk-unknown-unknown",
      clientId: "3n4b5c6d7e8f9g0h1i2j3k4l5m",
    },
    request: more,
  });

export function logsOf(
  runs: readonly PretendedRun[],
): readonly InvocationLog[] {
  const lines = runs.flatMap(linesOf);
  lines.sort((a, b) => a.event.timestamp - b.event.timestamp);
  return groupInvocations(lines).invocations;
}

export function linesOf(run: PretendedRun, index: number): TailLine[] {
  const { at, ms = 20, initMs, says, status } = run;
  const requestId = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
  const begin = noon + at;
  const started = begin + (initMs ?? 0);
  const line = (message: string, timestamp: number): TailLine => ({
    group: groupOf(run.trigger),
    late: false,
    event: {
      id: `${requestId} ${message}`,
      // One instance each, so that runs of one function may overlap.
      stream: `2026/03/02/[$LATEST]${String(index).padStart(32, "0")}`,
      timestamp,
      ingestedAt: timestamp,
      message,
    },
  });
  return [
    ...(initMs === undefined
      ? []
      : [
          line(
            "INIT_START Runtime Version: nodejs:22.v1\tRuntime Version ARN: arn:x\n",
            begin,
          ),
        ]),
    line(`START RequestId: ${requestId} Version: $LATEST\n`, started),
    ...(says === undefined
      ? []
      : [
          line(
            `${new Date(started + 1).toISOString()}\t${requestId}\tINFO\t${says}\n`,
            started + 1,
          ),
        ]),
    line(`END RequestId: ${requestId}\n`, started + ms),
    line(
      `REPORT RequestId: ${requestId}\tDuration: ${ms.toFixed(2)} ms\tBilled Duration: ${String(Math.ceil(ms))} ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t${initMs === undefined ? "" : `Init Duration: ${initMs.toFixed(2)} ms\t`}${status === undefined ? "" : `Status: ${status}\t`}\n`,
      started + ms,
    ),
  ];
}

/**
 * Events as the triggers of a busy pool log them, without end: twenty streams that run invocation after invocation, in
 * both log formats, mixed as CloudWatch mixes them. The same at each run.
 */
import type { LogEvent } from "../../src/core/ports/logs.ts";
import { createRandom } from "../core/logs/pretended-logs.ts";

export const streamCount = 20;

interface Stream {
  readonly name: string;
  readonly json: boolean;
  readonly random: () => number;
  run: number;
  /** Lines that the run under way has still to write. */
  lines: string[];
}

/** Gives events in the order of their times, `perSecond` of them in each second from `start` on. */
export function* generateEvents(
  start: number,
  perSecond: number,
): Generator<LogEvent, never> {
  const random = createRandom(1);
  const streams = Array.from({ length: streamCount }, (_, index): Stream => ({
    name: `2026/11/21/[$LATEST]${String(index).padStart(32, "0")}`,
    json: index % 2 === 1,
    random,
    run: 0,
    lines: [],
  }));
  for (let n = 0; ; n += 1) {
    const stream = streams[Math.floor(random() * streamCount)] ?? streams[0];
    if (stream === undefined) throw new Error("There are streams.");
    const timestamp = start + Math.floor((n * 1_000) / perSecond);
    if (stream.lines.length === 0) stream.lines = linesOfRun(stream, timestamp);
    yield {
      id: String(n).padStart(56, "0"),
      stream: stream.name,
      timestamp,
      ingestedAt: timestamp + Math.floor(random() * 900),
      message: stream.lines.shift() ?? "",
    };
  }
}

function linesOfRun(stream: Stream, at: number): string[] {
  stream.run += 1;
  const id = `${stream.name.slice(-8)}-0000-4000-8000-${String(stream.run).padStart(12, "0")}`;
  const time = new Date(at).toISOString();
  const ms = (stream.random() * 400).toFixed(2);
  const event =
    '{"version":"1","triggerSource":"PreSignUp_SignUp","userName":"ada","request":{"userAttributes":{"email":"ada@example.com"},"validationData":null},"response":{"autoConfirmUser":false}}';
  const lines = stream.json
    ? [
        `{"time":"${time}","type":"platform.start","record":{"requestId":"${id}","version":"$LATEST"}}`,
        `{"timestamp":"${time}","level":"INFO","requestId":"${id}","message":"checking ada@example.com"}`,
        `{"timestamp":"${time}","level":"WARN","requestId":"${id}","message":"the mail domain is new"}`,
        `{"time":"${time}","type":"platform.report","record":{"requestId":"${id}","metrics":{"durationMs":${ms},"billedDurationMs":400,"memorySizeMB":128,"maxMemoryUsedMB":71},"status":"success"}}`,
      ]
    : [
        `START RequestId: ${id} Version: $LATEST\n`,
        `${time}\t${id}\tINFO\t${event}\n`,
        `${time}\t${id}\tINFO\tlooking up the user's invitation in table invitations\n`,
        `${time}\t${id}\tDEBUG\tpassword=hunter2 is never shown, nor is code: 123456\n`,
        `END RequestId: ${id}\n`,
        `REPORT RequestId: ${id}\tDuration: ${ms} ms\tBilled Duration: 400 ms\tMemory Size: 128 MB\tMax Memory Used: 71 MB\t\n`,
      ]; // One piece each in memory, as what comes off the wire is.
  return JSON.parse(JSON.stringify(lines)) as string[];
}

/**
 * CloudWatch Logs in a thread of its own, as fast as it can: FilterLogEvents of one group into which so many events a
 * second are written. Takes `perSecond` as its data and posts its port.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import type { LogEvent } from "../../src/core/ports/logs.ts";
import { generateEvents } from "./log-events.ts";

const perSecond = workerData as number;
const events: LogEvent[] = [];
const source = generateEvents(Date.now(), perSecond);
let pending = source.next().value;

/** Up to now; half a minute of it is kept. */
function write(): void {
  const now = Date.now();
  for (; pending.ingestedAt <= now; pending = source.next().value)
    events.push(pending);
  const first = events.findIndex(({ timestamp }) => timestamp > now - 30_000);
  if (first > 50_000) events.splice(0, first);
}

interface Query {
  readonly startTime: number;
  readonly limit?: number;
  readonly nextToken?: string;
}

const server = createServer((request, response) => {
  let body = "";
  request.on("data", (data: Buffer) => (body += data.toString()));
  request.on("end", () => {
    const { startTime, limit = 10_000, nextToken } = JSON.parse(body) as Query;
    write();
    const from = Number(nextToken ?? 0);
    const found = events.filter(
      ({ timestamp, id }) => timestamp >= startTime && Number(id) >= from,
    );
    const page = found.slice(0, limit);
    const next = found[limit];
    response.setHeader("Content-Type", "application/x-amz-json-1.1");
    response.end(
      JSON.stringify({
        events: page.map((event) => ({
          eventId: event.id,
          logStreamName: event.stream,
          timestamp: event.timestamp,
          ingestionTime: event.ingestedAt,
          message: event.message,
        })),
        ...(next === undefined ? {} : { nextToken: next.id }),
      }),
    );
  });
});
server.listen(0, "127.0.0.1", () => {
  parentPort?.postMessage((server.address() as AddressInfo).port);
});

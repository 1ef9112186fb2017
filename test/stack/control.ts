/**
 * The stack's own address, for what no AWS API offers: `POST /_stack/faults` (a fault), `DELETE /_stack/faults`,
 * `GET /_stack/calls`, `POST /_stack/logs` (an event), `GET /_stack/health`. For tests that run in another process.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { send } from "./answers.ts";
import type { Fault } from "./faults.ts";
import type { NewEvent } from "./logs/store.ts";
import type { ServerState } from "./server.ts";

export function control(
  state: ServerState,
  message: IncomingMessage,
  body: string,
  response: ServerResponse,
): void {
  const reply = (status: number, value: unknown): void => {
    send(response, status, "application/json", JSON.stringify(value));
  };
  try {
    switch (`${message.method ?? ""} ${message.url ?? ""}`) {
      case "POST /_stack/faults":
        state.faults.add(readFault(JSON.parse(body)));
        reply(200, state.faults.active);
        break;
      case "DELETE /_stack/faults":
        state.faults.clear();
        reply(200, []);
        break;
      case "GET /_stack/faults":
        reply(200, state.faults.active);
        break;
      case "GET /_stack/calls":
        reply(200, state.calls);
        break;
      case "POST /_stack/logs":
        reply(200, state.account.logs.append(JSON.parse(body) as NewEvent));
        break;
      case "GET /_stack/health":
        reply(200, { ok: true });
        break;
      default:
        reply(404, { error: "no such control address" });
    }
  } catch (error) {
    reply(400, { error: error instanceof Error ? error.message : "bad input" });
  }
}

const kinds = [
  "throttle",
  "access-denied",
  "expired-token",
  "slow",
  "html",
  "drop",
];

function readFault(value: unknown): Fault {
  const { target, kind } = value as Partial<Fault>;
  if (typeof target !== "string" || !kinds.includes(String(kind)))
    throw new Error(
      `A fault needs a target and one of these kinds: ${kinds.join(", ")}`,
    );
  return value as Fault;
}

/**
 * Starts a host program for one function and hands it invocations: the parent's side of `protocol.ts`.
 * Invariant: every `invoke` settles: with the host's reply, or with how the process ended.
 */
import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { readLines } from "./read-lines.ts";
import type { FunctionError, HostMessage, InvokeRequest } from "./protocol.ts";

export interface HostOptions {
  /** `node` or `python3`, or a path to one. */
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the child: nothing of ours is passed on unless it is named here. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Log records and plain output, in the order in which the handler made them. */
  readonly onOutput: (
    message: Extract<HostMessage, { kind: "log" | "output" }>,
  ) => void;
}

export type Outcome =
  | {
      readonly kind: "result";
      readonly json: string;
      readonly memoryMb: number;
    }
  | {
      readonly kind: "error";
      readonly error: FunctionError;
      readonly memoryMb: number;
    }
  | { readonly kind: "init-error"; readonly error: FunctionError }
  /** The process ended by itself or was killed; `how` is `exit status 1`, `signal: killed` ... */
  | { readonly kind: "exit"; readonly how: string };

export interface HostProcess {
  /** Settles when the module is loaded, or could not be. */
  readonly started: Promise<"ready" | Outcome>;
  /** One at a time. */
  invoke(request: InvokeRequest): Promise<Outcome>;
  /** It takes no more invocations: it ended, is ending, or was killed. */
  readonly ended: boolean;
  kill(): void;
}

export function startHost(options: HostOptions): HostProcess {
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    windowsHide: true,
  });
  let settleStart: (value: "ready" | Outcome) => void = () => undefined;
  const started = new Promise<"ready" | Outcome>((resolve) => {
    settleStart = resolve;
  });
  let waiting: ((outcome: Outcome) => void) | undefined;
  let end: Outcome | undefined;

  const answer = (outcome: Outcome): void => {
    settleStart(outcome);
    waiting?.(outcome);
    waiting = undefined;
  };
  const finish = (outcome: Outcome): void => {
    end ??= outcome;
    answer(end);
  };
  const receive = (message: HostMessage): void => {
    switch (message.kind) {
      case "ready":
        settleStart("ready");
        break;
      case "log":
      case "output":
        options.onOutput(message);
        break;
      case "init-error":
        finish(message);
        break;
      case "crash":
        finish({ ...message, kind: "error" });
        break;
      default:
        answer(message);
    }
  };
  readLines(child.stdio[3] as Readable, (line) => {
    const message = readMessage(line);
    if (message !== undefined) receive(message);
    else {
      child.kill("SIGKILL");
      finish({ kind: "exit", how: "it wrote to file descriptor 3" });
    }
  });
  for (const stream of [child.stdout, child.stderr])
    readLines(stream, (line) => {
      options.onOutput({ kind: "output", text: `${line}\n` });
    });
  // A handler that ends its own process closes the pipe under us; `close` reports it.
  child.stdin.on("error", () => undefined);
  child.on("error", (error) => {
    finish({
      kind: "exit",
      how: `cannot start ${options.command}: ${error.message}`,
    });
  });
  // `close`, not `exit`: the pipes are drained by then, so no reply or line is lost.
  child.on("close", (code, signal) => {
    finish({
      kind: "exit",
      how:
        signal === null
          ? `exit status ${String(code)}`
          : `signal: ${signal === "SIGKILL" ? "killed" : signal}`,
    });
  });

  return {
    started,
    get ended() {
      return end !== undefined;
    },
    invoke(request) {
      if (end !== undefined) return Promise.resolve(end);
      return new Promise((resolve) => {
        waiting = resolve;
        child.stdin.write(`${JSON.stringify(request)}\n`);
      });
    },
    kill() {
      child.kill("SIGKILL");
      finish({ kind: "exit", how: "signal: killed" });
    },
  };
}

/** Undefined when the line is none of the host's: the handler found our file descriptor. */
function readMessage(line: string): HostMessage | undefined {
  try {
    const value = JSON.parse(line) as HostMessage | null;
    return typeof value?.kind === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

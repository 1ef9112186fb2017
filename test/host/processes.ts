/**
 * Child processes of the harness. Invariant: whatever is started here, with its own children, ends with this process,
 * also when it is interrupted.
 */
import {
  spawn,
  type ChildProcess,
  type SpawnOptions,
} from "node:child_process";
import { createWriteStream } from "node:fs";

export interface StartOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** File that receives what the child prints. Without it the output is passed through. */
  readonly log?: string;
  /** Hears the same output, in pieces. */
  readonly onOutput?: (text: string) => void;
}

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) signal(child, "SIGKILL");
});
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(name, () => {
    process.exit(name === "SIGINT" ? 130 : 143);
  });

export function start(
  command: string,
  args: readonly string[],
  options: StartOptions = {},
): ChildProcess {
  const quiet = options.log !== undefined || options.onOutput !== undefined;
  const settings: SpawnOptions = {
    stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
    // Windows starts npm and code through their command scripts.
    shell: command.endsWith(".cmd"),
    // A group of its own, so that the children of the child can be ended too.
    detached: process.platform !== "win32",
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
  };
  const child = spawn(command, args, settings);
  running.add(child);
  child.once("close", () => running.delete(child));
  const log =
    options.log === undefined
      ? undefined
      : createWriteStream(options.log, { flags: "a" });
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (piece: Buffer) => {
      log?.write(piece);
      options.onOutput?.(piece.toString());
    });
  child.once("close", () => log?.end());
  return child;
}

/** Runs to the end and gives the exit code; a signal counts as failure. */
export async function run(
  command: string,
  args: readonly string[],
  options: StartOptions = {},
): Promise<number> {
  const child = start(command, args, options);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve(code ?? 1);
    });
  });
}

/** Asks the child and its children to end, and insists after three seconds. */
export async function stop(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return;
  await new Promise<void>((resolve) => {
    const insist = setTimeout(() => {
      signal(child, "SIGKILL");
    }, 3000);
    child.once("close", () => {
      clearTimeout(insist);
      resolve();
    });
    signal(child, "SIGTERM");
  });
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined && process.platform !== "win32")
      process.kill(-child.pid, name);
    else child.kill(name);
  } catch {
    // Already gone.
  }
}

/** Debian's packages, for what a bare machine lacks. Nothing is installed where we are not root. */
import { accessSync, constants, existsSync } from "node:fs";
import { run } from "./processes.ts";

export const canInstallPackages = (): boolean =>
  process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");

/** Installs packages and says so; `what` is their name for people. */
export async function installPackages(
  what: string,
  packages: readonly string[],
): Promise<void> {
  console.log(`Installing ${what} from Debian's packages …`);
  const quiet = {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    onOutput: () => undefined,
  };
  await run("apt-get", ["-q", "update"], quiet);
  await run(
    "apt-get",
    ["-q", "install", "-y", "--no-install-recommends", ...packages],
    quiet,
  );
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The Python that runs the sample workspace's Python handlers: the machine's own, or Debian's where we may install one. */
import { delimiter, join } from "node:path";
import { canInstallPackages, installPackages, isProgram } from "./packages.ts";

/** Makes sure that `python3` can be started. */
export async function ensurePython(): Promise<void> {
  if (hasPython()) return;
  if (canInstallPackages()) await installPackages("Python", ["python3"]);
  if (hasPython()) return;
  throw new Error(
    "No python3 was found, and the sample's Python handler needs one. Install it (Debian: apt-get install python3) so that it is on the PATH.",
  );
}

const hasPython = (): boolean =>
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .some((folder) =>
      ["python3", "python3.exe"].some((name) => isProgram(join(folder, name))),
    );

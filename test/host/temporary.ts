/** Folders for one run. Invariant: they are gone when the process ends, also when it is interrupted. */
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

const options = { recursive: true, force: true, maxRetries: 5 } as const;
const folders = new Set<string>();
process.once("exit", () => {
  for (const path of folders) rmSync(path, options);
});

export async function createTemporaryFolder(
  name: string,
): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), `cognito-${name}-`));
  folders.add(path);
  return {
    path,
    remove: async () => {
      await rm(path, options);
      folders.delete(path);
    },
  };
}

/** What a function's code is right now: a digest of its folder. A changed digest is what a deployment is to Lambda. */
import { createHash, type Hash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const skipped = new Set(["node_modules", "__pycache__", ".git"]);

export function sourceVersion(root: string): string {
  const hash = createHash("sha256");
  addFolder(hash, root);
  return hash.digest("base64");
}

function addFolder(hash: Hash, folder: string): void {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => a.name.localeCompare(b.name))) {
    const full = path.join(folder, entry.name);
    if (skipped.has(entry.name)) continue;
    if (entry.isDirectory()) addFolder(hash, full);
    else if (entry.isFile())
      hash.update(`${full}\0`).update(readFileSync(full));
  }
}

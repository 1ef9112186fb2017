/** The profiles on offer: those of the files as they are now, and nothing that is no profile. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { listProfiles } from "../../src/aws/profiles.ts";

const sample = (name: string): string =>
  fileURLToPath(new URL(`profiles/${name}`, import.meta.url));

afterEach(() => vi.unstubAllEnvs());

test("profiles of both files with their Regions, default first, and nothing that is no profile", async () => {
  vi.stubEnv("AWS_CONFIG_FILE", sample("config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", sample("credentials"));
  expect(await listProfiles()).toEqual([
    { name: "default", region: "eu-west-1" },
    { name: "corp", region: "eu-central-1" },
    { name: "no-region" },
    { name: "zebra" },
  ]);
});

test("files that do not exist are no profiles, not a failure", async () => {
  vi.stubEnv("AWS_CONFIG_FILE", sample("missing"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", sample("missing"));
  expect(await listProfiles()).toEqual([]);
});

test("a profile written while the editor runs is there the next time", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cognito-profiles-"));
  const file = join(folder, "config");
  try {
    vi.stubEnv("AWS_CONFIG_FILE", file);
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", sample("missing"));
    writeFileSync(file, "[profile one]\nregion = eu-west-1\n");
    expect(await listProfiles()).toEqual([
      { name: "one", region: "eu-west-1" },
    ]);
    writeFileSync(file, "[profile two]\nregion = eu-west-1\n");
    expect(await listProfiles()).toEqual([
      { name: "two", region: "eu-west-1" },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** The profiles of the shared AWS config files, read anew on each call: names and Regions, nothing else leaves. */
import { loadSharedConfigFiles } from "@smithy/shared-ini-file-loader";
import { PortError } from "../core/ports/port-error.ts";

export interface Profile {
  readonly name: string;
  readonly region?: string;
}

/** All profiles by name, `default` first. Files that do not exist count as empty. */
export async function listProfiles(): Promise<readonly Profile[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    ignoreCache: true,
  }).catch(() => {
    throw new PortError(
      "no-credentials",
      "The shared AWS config files cannot be read.",
      "Check that ~/.aws/config and ~/.aws/credentials are readable for you.",
    );
  });
  const names = new Set([
    ...Object.keys(configFile),
    ...Object.keys(credentialsFile),
  ]);
  return [...names]
    .filter((name) => !/^(sso-session|services)\./.test(name))
    .sort(
      (a, b) =>
        Number(b === "default") - Number(a === "default") || a.localeCompare(b),
    )
    .map((name) => {
      const region = configFile[name]?.["region"];
      return region === undefined || region === ""
        ? { name }
        : { name, region };
    });
}

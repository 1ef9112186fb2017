/** The AWS Region of a call, looked for where AWS's own tools look. A pool's id names its Region. */
import { listProfiles } from "../aws/profiles.ts";
import type { Outside } from "./outside.ts";

/** Rejects with a `PortError` where the config files cannot be read. */
export async function findRegion(
  {
    region,
    pool,
    profile,
  }: {
    readonly region?: string;
    readonly pool?: string;
    readonly profile?: string;
  },
  { variables = {} }: Outside,
): Promise<string | undefined> {
  const stated =
    region ??
    /^([a-z]{2,}(?:-[a-z]+)+-\d)_/.exec(pool ?? "")?.[1] ??
    variables["AWS_REGION"] ??
    variables["AWS_DEFAULT_REGION"];
  if (stated !== undefined && stated !== "") return stated;
  const name = profile ?? variables["AWS_PROFILE"] ?? "default";
  const profiles = await listProfiles();
  return profiles.find((each) => each.name === name)?.region;
}

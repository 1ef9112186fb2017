/** What the readers of all kinds of API share: one that may not be read is a reading too, and how a function is named. */
import type { Api, ApiReading, Authorizer } from "../core/ports/authorizers.ts";
import { PortError } from "../core/ports/port-error.ts";

/** An API that may not be read, or is gone by now, is a reading with a problem; the next one can still be read. */
export async function readApi(
  api: Api,
  read: () => Promise<readonly Authorizer[]>,
): Promise<ApiReading> {
  try {
    return { api, authorizers: await read() };
  } catch (error) {
    if (
      error instanceof PortError &&
      (error.kind === "access-denied" || error.kind === "not-found")
    )
      return { api, authorizers: [], problem: error };
    throw error;
  }
}

/** The function in an authorizer's URI, which holds its ARN; a name made at run time (a stage variable) stays as it is. */
export function functionIn(uri: string | undefined): string {
  return (
    /:function:([^/]+?)(?:\/invocations)?$/.exec(uri ?? "")?.[1] ??
    uri ??
    "a function without a name"
  );
}

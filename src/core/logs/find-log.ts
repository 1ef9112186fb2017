/** Where a function logs. Its configuration says; where that may not be read, the usual place is tried, and said so. */
import type { Functions } from "../ports/functions.ts";
import { PortError } from "../ports/port-error.ts";
import { defaultLogGroup, functionNameOf } from "./log-group.ts";

export interface FunctionLog {
  readonly functionName: string;
  readonly group: string;
  /** What the reader should know of how the group was found. */
  readonly note?: string;
}

/** Rejects with a `PortError` where another call would fail the same way. */
export async function findLog(
  functions: Functions,
  functionArn: string,
  signal: AbortSignal,
): Promise<FunctionLog> {
  try {
    const found = await functions.describeFunction(functionArn, signal);
    return { functionName: found.name, group: found.logGroup };
  } catch (error) {
    if (
      !(error instanceof PortError) ||
      !["access-denied", "not-found", "not-implemented"].includes(error.kind)
    )
      throw error;
    const functionName = functionNameOf(functionArn);
    const group = defaultLogGroup(functionName);
    return {
      functionName,
      group,
      note: `${error.message} Its log is looked for where functions log by default, in ${group}.`,
    };
  }
}

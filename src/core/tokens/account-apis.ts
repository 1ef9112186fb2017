/**
 * Whether the APIs of an account take a token, by what their authorizers are really set to. Reading is one step and
 * judging another, so that what was read once serves every token that is looked at after. Invariant: an API or a service
 * that could not be read is told, and costs no other.
 */
import {
  apiServices,
  type ApiReading,
  type ApiService,
  type Authorizers,
} from "../ports/authorizers.ts";
import { PortError } from "../ports/port-error.ts";

export interface AccountApis {
  readonly readings: readonly ApiReading[];
  /** What could not be read and why; a sentence each, and each once. */
  readonly problems: readonly string[];
}

const serviceNames: Readonly<Record<ApiService, string>> = {
  rest: "REST APIs",
  http: "HTTP APIs",
  appsync: "AppSync",
  "load-balancer": "Load balancers",
};

/**
 * Reads all services at once, each from its first API to its last.
 * @param onRead called with the number of APIs read so far. Rejects with a `PortError` only when it was cancelled.
 */
export async function readAccountApis(
  authorizers: Authorizers,
  onRead: (count: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<AccountApis> {
  let count = 0;
  const services = await Promise.all(
    apiServices.map(async (service) => {
      const readings: ApiReading[] = [];
      try {
        for await (const reading of authorizers.readApis(service, signal)) {
          if (signal?.aborted === true) throw cancelled();
          readings.push(reading);
          onRead(++count);
        }
        return { service, readings };
      } catch (error) {
        if (!(error instanceof PortError) || error.kind === "cancelled")
          throw error;
        return { service, readings, problem: error };
      }
    }),
  );
  const told = services.flatMap(({ service, readings, problem }) =>
    [...readings.map((each) => each.problem), problem].flatMap((error) =>
      error === undefined
        ? []
        : [`${serviceNames[service]}: ${error.message} ${error.remedy}`],
    ),
  );
  return {
    readings: services.flatMap(({ readings }) => readings),
    problems: [...new Set(told)],
  };
}

function cancelled(): PortError {
  return new PortError(
    "cancelled",
    "Reading the APIs was cancelled.",
    "Run it again.",
  );
}

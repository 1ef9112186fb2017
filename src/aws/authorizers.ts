/**
 * The authorizers of an account's APIs, one file per service, each loaded when it is asked: their SDK clients are large
 * and most sessions need none of them.
 */
import type { Authorizers } from "../core/ports/authorizers.ts";
import type { Connection } from "../core/ports/connection.ts";
import type { Limits } from "./client-settings.ts";

/** Reading all APIs is many calls to services that allow few a second, so there are more tries than elsewhere. */
const patient: Limits = { connectMs: 5_000, requestMs: 10_000, attempts: 6 };

export function createAuthorizers(
  connection: Connection,
  limits = patient,
): Authorizers {
  return {
    async *readApis(service, signal) {
      switch (service) {
        case "rest": {
          const { readRestApis } = await import("./authorizers-rest.ts");
          yield* readRestApis(connection, limits, signal);
          return;
        }
        case "http": {
          const { readHttpApis } = await import("./authorizers-http.ts");
          yield* readHttpApis(connection, limits, signal);
          return;
        }
        case "appsync": {
          const { readGraphqlApis } = await import("./authorizers-appsync.ts");
          yield* readGraphqlApis(connection, limits, signal);
          return;
        }
        case "load-balancer": {
          const { readLoadBalancers } =
            await import("./authorizers-load-balancer.ts");
          yield* readLoadBalancers(connection, limits, signal);
        }
      }
    },
  };
}

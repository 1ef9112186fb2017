/**
 * Trouble on demand: what a service, a network or a proxy does on a bad day, for the calls that a pattern names. Each
 * service is made to fail in its own words.
 */
import { AwsError } from "./aws-error.ts";

export type ServiceName =
  | "cognito-idp"
  | "logs"
  | "lambda"
  | "sts"
  | "jwks"
  | "cloudtrail"
  | "apigateway"
  | "apigatewayv2"
  | "appsync"
  | "elasticloadbalancing";

/** Services that say by the HTTP status, too, what went wrong. */
const restful: ReadonlySet<ServiceName> = new Set([
  "lambda",
  "jwks",
  "apigateway",
  "apigatewayv2",
  "appsync",
  "elasticloadbalancing",
]);

export interface Fault {
  /** A service, an operation or `service:Operation`; `*` stands for anything. `jwks` means the public keys. */
  readonly target: string;
  readonly kind:
    | "throttle"
    | "access-denied"
    | "expired-token"
    /** Answers late, but rightly. */
    | "slow"
    /** A proxy's or a portal's page in place of JSON. */
    | "html"
    /** Closes the connection without an answer. */
    | "drop";
  /** How many calls it hits; until it is cleared when absent. */
  readonly count?: number;
  /** For `slow`; 2000 when absent. */
  readonly delayMs?: number;
  /** HTTP status of `html`; 200 when absent. */
  readonly status?: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  readonly active: readonly Fault[];
  /** The fault that hits this call, if one does; it counts as used. */
  take(service: ServiceName, operation: string): Fault | undefined;
}

export function createFaults(): Faults {
  const active: { fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      active.push({ fault, left: fault.count ?? Infinity });
    },
    clear() {
      active.length = 0;
    },
    get active() {
      return active.map(({ fault, left }) =>
        left === Infinity ? fault : { ...fault, count: left },
      );
    },
    take(service, operation) {
      const hit = active.find(({ fault }) =>
        hits(fault.target, service, operation),
      );
      if (hit === undefined) return undefined;
      hit.left -= 1;
      if (hit.left <= 0) active.splice(active.indexOf(hit), 1);
      return hit.fault;
    },
  };
}

function hits(target: string, service: string, operation: string): boolean {
  const pattern = new RegExp(
    `^${target.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`,
  );
  return [service, operation, `${service}:${operation}`].some((name) =>
    pattern.test(name),
  );
}

export function errorOf(
  kind: "throttle" | "access-denied" | "expired-token",
  service: ServiceName,
  operation: string,
): AwsError {
  switch (kind) {
    case "throttle":
      if (service === "cognito-idp")
        return new AwsError("TooManyRequestsException", "Rate exceeded");
      if (service === "elasticloadbalancing")
        return new AwsError("Throttling", "Rate exceeded");
      return restful.has(service) && service !== "jwks"
        ? new AwsError("TooManyRequestsException", "Rate Exceeded.", 429)
        : new AwsError(
            "ThrottlingException",
            "Rate exceeded",
            service === "jwks" ? 429 : 400,
          );
    case "access-denied":
      return new AwsError(
        service === "elasticloadbalancing"
          ? "AccessDenied"
          : "AccessDeniedException",
        `User: arn:aws:iam::123456789012:user/dev is not authorized to perform: ${service}:${operation} on resource: * ` +
          `because no identity-based policy allows the ${service}:${operation} action`,
        restful.has(service) ? 403 : 400,
      );
    case "expired-token":
      return new AwsError(
        "ExpiredTokenException",
        "The security token included in the request is expired",
        restful.has(service) ? 403 : 400,
      );
  }
}

export const htmlPage =
  "<!doctype html><html><head><title>Sign in to the network</title></head><body><h1>Please sign in</h1></body></html>";

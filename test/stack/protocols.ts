/**
 * Which operation of which service a request means, in the protocols that the SDKs speak: AWS JSON 1.1 (the target is in
 * a header), REST-JSON (in the path) and query (in a form). Two more addresses are plain GETs: a pool's public keys.
 */
import type { IncomingMessage } from "node:http";
import { readApiRequest } from "./apis/requests.ts";
import { AwsError } from "./aws-error.ts";
import type { ServiceName } from "./faults.ts";

export interface Request {
  readonly service: ServiceName;
  readonly operation: string;
  readonly input: unknown;
}

const jsonTargets: Readonly<Record<string, ServiceName>> = {
  AWSCognitoIdentityProviderService: "cognito-idp",
  Logs_20140328: "logs",
  CloudTrail_20131101: "cloudtrail",
};

const functionPaths: Readonly<Record<string, string>> = {
  "GET ": "GetFunction",
  "GET /configuration": "GetFunctionConfiguration",
  "GET /policy": "GetPolicy",
  "POST /invocations": "Invoke",
};

/** Undefined when the request is nothing that this stack knows. */
export function readRequest(
  message: IncomingMessage,
  body: string,
): Request | undefined {
  const url = new URL(message.url ?? "/", "http://stack");
  const target = message.headers["x-amz-target"];
  if (typeof target === "string") {
    const [prefix = "", operation = ""] = target.split(".");
    const service = jsonTargets[prefix];
    return service && { service, operation, input: readJson(body) };
  }
  return (
    readLambda(message, url, body) ??
    readKeys(message, url) ??
    readApiRequest(message.method, url) ??
    readQuery(message, body)
  );
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body || "{}");
  } catch {
    throw new AwsError("SerializationException", "The body is not JSON");
  }
}

function readLambda(
  message: IncomingMessage,
  url: URL,
  body: string,
): Request | undefined {
  const path = /^\/2015-03-31\/functions(?:\/([^/]+)(\/\w+)?)?\/?$/.exec(
    url.pathname,
  );
  if (path === null) return undefined;
  const [, name, rest = ""] = path;
  if (name === undefined)
    return {
      service: "lambda",
      operation: "ListFunctions",
      input: {
        MaxItems: Number(url.searchParams.get("MaxItems") ?? 50),
        Marker: url.searchParams.get("Marker") ?? undefined,
      },
    };
  const operation = functionPaths[`${message.method ?? ""} ${rest}`];
  if (operation === undefined) return undefined;
  return {
    service: "lambda",
    operation,
    input: {
      FunctionName: decodeURIComponent(name),
      InvocationType:
        message.headers["x-amz-invocation-type"] ?? "RequestResponse",
      Payload: body,
    },
  };
}

function readKeys(message: IncomingMessage, url: URL): Request | undefined {
  const path =
    /^\/([^/]+)\/\.well-known\/(jwks\.json|openid-configuration)$/.exec(
      url.pathname,
    );
  if (path === null || message.method !== "GET") return undefined;
  return {
    service: "jwks",
    operation: path[2] === "jwks.json" ? "GetKeys" : "GetConfiguration",
    input: { poolId: decodeURIComponent(path[1] ?? "") },
  };
}

function readQuery(
  message: IncomingMessage,
  body: string,
): Request | undefined {
  if (message.method !== "POST") return undefined;
  const form = new URLSearchParams(body);
  const operation = form.get("Action");
  return operation === null
    ? undefined
    : {
        service:
          form.get("Version") === "2015-12-01" ? "elasticloadbalancing" : "sts",
        operation,
        input: Object.fromEntries(form),
      };
}

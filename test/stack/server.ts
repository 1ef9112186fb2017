/**
 * The one port of the stack: reads a request, lets a fault strike, runs the operation, answers. Every call is noted, so
 * that a test can say what was asked for and, more often, that nothing was.
 */
import { randomUUID } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { answer, refuse, send } from "./answers.ts";
import { appsyncOperations } from "./apis/appsync.ts";
import { httpOperations, restOperations } from "./apis/gateway.ts";
import { loadBalancerOperations } from "./apis/load-balancers.ts";
import { AwsError } from "./aws-error.ts";
import { trailOperations } from "./cloudtrail/operations.ts";
import { recordCall } from "./cloudtrail/trail.ts";
import { authenticationOperations } from "./cognito/authentication.ts";
import { poolOperations } from "./cognito/pools.ts";
import { signUpOperations } from "./cognito/sign-up.ts";
import { userOperations } from "./cognito/users.ts";
import { control } from "./control.ts";
import { emptyRegion } from "./empty-region.ts";
import {
  errorOf,
  htmlPage,
  type Fault,
  type Faults,
  type ServiceName,
} from "./faults.ts";
import { insightsOperations } from "./insights/operations.ts";
import { keyOperations } from "./jwks.ts";
import { lambdaOperations } from "./lambda/operations.ts";
import { logsOperations } from "./logs/operations.ts";
import { readRequest, type Request } from "./protocols.ts";
import type { Account, Operations } from "./state.ts";
import { stsOperations } from "./sts.ts";

/** One call that came in. Never its input: that may hold passwords and tokens. */
export interface ReceivedCall {
  readonly service: ServiceName;
  readonly operation: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface ServerState {
  readonly account: Account;
  readonly faults: Faults;
  readonly calls: ReceivedCall[];
}

const services: Readonly<Record<ServiceName, Operations>> = {
  "cognito-idp": {
    ...poolOperations,
    ...userOperations,
    ...signUpOperations,
    ...authenticationOperations,
  },
  logs: { ...logsOperations, ...insightsOperations },
  lambda: lambdaOperations,
  sts: stsOperations,
  jwks: keyOperations,
  apigateway: restOperations,
  apigatewayv2: httpOperations,
  appsync: appsyncOperations,
  elasticloadbalancing: loadBalancerOperations,
  cloudtrail: trailOperations,
};

/** Operations that AWS takes without a signature. */
const publicOperations = new Set([
  "SignUp",
  "ConfirmSignUp",
  "InitiateAuth",
  "RespondToAuthChallenge",
  "GetUser",
  "GetKeys",
  "GetConfiguration",
]);

export function createStackServer(state: ServerState): Server {
  return createServer((message, response) => {
    handle(state, message, response).catch((error: unknown) => {
      // A fault of the stack itself: loud, and no AWS error, so that no test takes it for one.
      console.error(error);
      if (!response.headersSent)
        send(response, 500, "text/plain", "the stack failed, see its console");
    });
  });
}

async function handle(
  state: ServerState,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(message);
  if (message.url?.startsWith("/_stack/") === true) {
    control(state, message, body, response);
    return;
  }
  let request: Request | undefined;
  try {
    request = readRequest(message, body);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    refuse(response, "cognito-idp", error);
    return;
  }
  if (request === undefined) {
    send(response, 404, "application/json", '{"message":"Not Found"}');
    return;
  }
  const { service, operation } = request;
  state.calls.push({ service, operation, at: Date.now() });
  const fault = state.faults.take(service, operation);
  if (fault !== undefined && (await strike(fault, request, response))) return;
  const requestId = randomUUID();
  response.setHeader("x-amzn-RequestId", requestId);
  const keep = (error?: AwsError): void => {
    if (service !== "cognito-idp") return;
    const { input } = request;
    recordCall(state.account, {
      operation,
      input,
      requestId,
      ...(error === undefined ? {} : { error }),
    });
  };
  try {
    const output = await run(state.account, request, message);
    keep();
    answer(response, service, operation, output);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    keep(error);
    refuse(response, service, error);
  }
}

/** True when the fault has taken care of the answer. */
async function strike(
  fault: Fault,
  { service, operation }: Request,
  response: ServerResponse,
): Promise<boolean> {
  switch (fault.kind) {
    case "slow":
      await sleep(fault.delayMs ?? 2000);
      return false;
    case "html":
      send(response, fault.status ?? 200, "text/html", htmlPage);
      return true;
    case "drop":
      response.destroy();
      return true;
    default:
      refuse(response, service, errorOf(fault.kind, service, operation));
      return true;
  }
}

async function run(
  account: Account,
  { service, operation, input }: Request,
  message: IncomingMessage,
): Promise<unknown> {
  const known = services[service][operation];
  if (known === undefined)
    throw new AwsError(
      "UnknownOperationException",
      `This stack has no ${service}:${operation}.`,
      404,
    );
  const scope = /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d+\/([^/]+)\//.exec(
    message.headers.authorization ?? "",
  );
  if (scope === null && !publicOperations.has(operation))
    throw new AwsError(
      "MissingAuthenticationTokenException",
      "Missing Authentication Token",
      service === "lambda" ? 403 : 400,
    );
  return await known(input as never, {
    account: inRegion(account, scope?.[1] ?? account.region),
  });
}

/** The account has things in one Region only; every other Region is empty. */
function inRegion(account: Account, region: string): Account {
  return region === account.region
    ? account
    : { ...account, ...emptyRegion(region) };
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/**
 * What CloudTrail keeps of the calls to Cognito: who called what and how it ended, without anything secret. An event can
 * be looked up after a delay, minutes in reality, which a test sets; its time has no milliseconds.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-info-in-cloudtrail.html
 */
import { randomUUID } from "node:crypto";
import type { AwsError } from "../aws-error.ts";
import { findUser } from "../cognito/lookup.ts";
import type { Account, UserPool } from "../state.ts";

export interface TrailEvent {
  readonly id: string;
  readonly name: string;
  readonly time: Date;
  readonly readOnly: boolean;
  /** Milliseconds since the epoch from which on it can be looked up. */
  readonly visibleFrom: number;
  /** The record itself, as JSON. */
  readonly record: string;
}

export interface Trail {
  /** Oldest first. */
  readonly events: TrailEvent[];
  /** How late an event arrives. */
  delayMs: number;
}

export interface CognitoCall {
  readonly operation: string;
  readonly input: unknown;
  readonly requestId: string;
  readonly error?: AwsError;
}

export function createTrail(): Trail {
  return { events: [], delayMs: 0 };
}

const hidden = "HIDDEN_DUE_TO_SECURITY_REASONS";

/** The parameters of a request that are in the record; of the secret ones, that they were there. */
const shown = ["clientId", "userPoolId", "authFlow", "challengeName"];
const secret = ["authParameters", "challengeResponses", "session", "password"];

export function recordCall(account: Account, call: CognitoCall): void {
  const { operation, input, requestId, error } = call;
  const now = Date.now();
  const time = new Date(now - (now % 1000));
  const readOnly = /^(Get|List|Describe)/.test(operation);
  const given = lowerKeys(input);
  const pool = poolOf(account, given);
  const sub = pool === undefined ? undefined : subOf(pool, input);
  const id = randomUUID();
  account.trail.events.push({
    id,
    name: operation,
    time,
    readOnly,
    visibleFrom: now + account.trail.delayMs,
    record: JSON.stringify({
      eventVersion: "1.08",
      userIdentity: { type: "Unknown", principalId: "Anonymous" },
      eventTime: time.toISOString().replace(".000Z", "Z"),
      eventSource: "cognito-idp.amazonaws.com",
      eventName: operation,
      awsRegion: account.region,
      sourceIPAddress: "192.0.2.10",
      userAgent: "stack",
      ...(error === undefined
        ? {}
        : { errorCode: error.name, errorMessage: error.message }),
      requestParameters: {
        ...pick(given, shown, (value) => value),
        ...pick(given, secret, () => hidden),
      },
      responseElements: null,
      additionalEventData: {
        ...(sub === undefined ? {} : { sub }),
        ...(pool === undefined ? {} : { userPoolId: pool.id }),
      },
      requestID: requestId,
      eventID: id,
      readOnly,
      eventType: "AwsApiCall",
      managementEvent: true,
      recipientAccountId: account.accountId,
      eventCategory: "Management",
    }),
  });
}

type Members = Readonly<Record<string, unknown>>;

function lowerKeys(input: unknown): Members {
  return Object.fromEntries(
    Object.entries(input as Members).map(([key, value]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      value,
    ]),
  );
}

function pick(
  members: Members,
  names: readonly string[],
  show: (value: unknown) => unknown,
): Members {
  return Object.fromEntries(
    names
      .filter((name) => members[name] !== undefined)
      .map((name) => [name, show(members[name])]),
  );
}

function poolOf(account: Account, given: Members): UserPool | undefined {
  return [...account.pools.values()].find(
    ({ id, clients }) =>
      id === given["userPoolId"] || clients.has(String(given["clientId"])),
  );
}

/** Users are in a record by their sub alone. */
function subOf(pool: UserPool, input: unknown): string | undefined {
  const { AuthParameters, ChallengeResponses, Username } = input as {
    readonly AuthParameters?: Record<string, string>;
    readonly ChallengeResponses?: Record<string, string>;
    readonly Username?: string;
  };
  const name =
    Username ??
    AuthParameters?.["USERNAME"] ??
    ChallengeResponses?.["USERNAME"];
  return findUser(pool, name)?.sub;
}

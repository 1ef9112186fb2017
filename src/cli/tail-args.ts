/** Reads what `tail` takes. A mistake comes back as one sentence. */
import { parseArgs } from "node:util";
import { readPattern } from "../core/logs/line-filter.ts";
import { readTime } from "../core/logs/read-time.ts";
import { readEndpoint } from "../core/ports/endpoint.ts";

/** Where a tail begins: at a time (milliseconds since the epoch), or with the last invocations. */
export type TailStart =
  | { readonly kind: "time"; readonly time: number }
  | { readonly kind: "invocations"; readonly count: number };

export interface TailOptions {
  readonly pool?: string;
  /** Of the pool; none: all of them. */
  readonly triggers: readonly string[];
  readonly groups: readonly string[];
  readonly start: TailStart;
  /** CloudWatch filter pattern. */
  readonly filter?: string;
  readonly grep?: RegExp;
  readonly user?: string;
  readonly errors: boolean;
  readonly json: boolean;
  readonly follow: boolean;
  /** Live Tail, which is billed. */
  readonly live: boolean;
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
}

export type TailArgs =
  | { readonly ok: true; readonly options: TailOptions }
  | { readonly ok: false; readonly sentence: string };

const options = {
  pool: { type: "string" },
  trigger: { type: "string", multiple: true },
  group: { type: "string", multiple: true },
  since: { type: "string" },
  last: { type: "string" },
  filter: { type: "string" },
  grep: { type: "string" },
  user: { type: "string" },
  errors: { type: "boolean" },
  json: { type: "boolean" },
  "no-follow": { type: "boolean" },
  live: { type: "boolean" },
  region: { type: "string" },
  profile: { type: "string" },
  endpoint: { type: "string" },
} as const;

/** `now`: milliseconds since the epoch. */
export function readTailArgs(args: readonly string[], now: number): TailArgs {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options });
  } catch (error) {
    const name = /--?[a-z-]+/.exec((error as Error).message)?.[0];
    if (name === undefined) return mistake("tail takes options only.");
    return mistake(
      name.slice(2) in options
        ? `${name} is not used like this.`
        : `tail has no option ${name}.`,
    );
  }
  const { values } = parsed;
  const { pool, trigger = [], group = [], filter, user } = values;
  if (pool === undefined && group.length === 0)
    return mistake(
      "Say what to tail: --pool with the id of a user pool, or --group with a log group.",
    );
  if (pool === undefined && trigger.length > 0)
    return mistake("--trigger names a trigger of a pool: give --pool too.");
  const start = readStart(values.since, values.last, now);
  if (typeof start === "string") return mistake(start);
  const grep = values.grep === undefined ? undefined : readGrep(values.grep);
  if (typeof grep === "string") return mistake(grep);
  if (values.endpoint !== undefined) {
    const endpoint = readEndpoint(values.endpoint);
    if (endpoint.kind === "invalid") return mistake(endpoint.problem);
  }
  const follow = values["no-follow"] !== true;
  if (!follow && values.live === true)
    return mistake("--live follows: it cannot stand beside --no-follow.");
  return {
    ok: true,
    options: {
      triggers: trigger,
      groups: group,
      start,
      errors: values.errors ?? false,
      json: values.json ?? false,
      follow,
      live: values.live ?? false,
      ...present({ pool, filter, grep, user }),
      ...present({
        region: values.region,
        profile: values.profile,
        endpoint: values.endpoint,
      }),
    },
  };
}

const usualSince = "5m";

function readStart(
  since: string | undefined,
  last: string | undefined,
  now: number,
): TailStart | string {
  if (last !== undefined) {
    if (since !== undefined)
      return "A tail begins once: give --since or --last.";
    return /^[1-9]\d{0,2}$/.test(last)
      ? { kind: "invocations", count: Number(last) }
      : "--last takes a number of invocations from 1 to 999.";
  }
  if (since === "now") return { kind: "time", time: now };
  const time = readTime(since ?? usualSince, now);
  return time === undefined
    ? "--since takes how long ago (5m, 3h, 2d), a time in the past (14:30, 2026-11-21T14:30:00Z) or now."
    : { kind: "time", time };
}

/** A regular expression, with or without slashes. */
function readGrep(text: string): RegExp | string {
  const reading = readPattern(
    /^\/.+\/[a-z]*$/s.test(text) ? text : `/${text}/`,
  );
  return reading.kind === "valid" ? reading.pattern : reading.problem;
}

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The members that have a value. */
function present<T extends object>(members: T): Given<T> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as Given<T>;
}

function mistake(sentence: string): TailArgs {
  return {
    ok: false,
    sentence: `${sentence} Run cognito-debugger --help to see what it takes.`,
  };
}

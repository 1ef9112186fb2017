/** How long requests wait: for as long as the other side likes, with the edits that end that, or up to a timeout. */
import type { TextEdit } from "../../text/edit.ts";
import type { Range } from "../../text/position.ts";
import type { ArgumentFact, CallFact, HandlerFacts } from "../interp/facts.ts";

/** A request without a timeout of its own. */
export interface OpenRequest {
  /** As people know it: `fetch`. */
  readonly name: string;
  /** Gives it three seconds. */
  readonly edits: readonly TextEdit[];
}

interface Client {
  readonly called: RegExp;
  /** Arguments before the object of its options; undefined where an option has a name and may stand anywhere. */
  readonly before?: number;
  readonly option: string;
}

const javascript: readonly Client[] = [
  {
    called: /^fetch$/u,
    before: 1,
    option: "signal: AbortSignal.timeout(3000)",
  },
  {
    called: /^axios\.(?:get|delete|head|options)$/u,
    before: 1,
    option: "timeout: 3000",
  },
  {
    called: /^axios\.(?:post|put|patch)$/u,
    before: 2,
    option: "timeout: 3000",
  },
];
const python: readonly Client[] = [
  {
    called:
      /^(?:requests\.(?:[Ss]ession\(\)\.)?(?:get|delete|head|options|post|put|patch|request)|urllib\.request\.urlopen)$/u,
    option: "timeout=3",
  },
];
const clients = { javascript, python };

/** What ends the wait of any request of the file. */
const endsAll =
  /\brace\s*\(|AbortController|Dispatcher\b|defaults\.timeout|setdefaulttimeout|\.mount\s*\(|wait_for\b|with_?timeout/iu;
/** What ends it for one, or may: options can come from elsewhere. */
const endsOne = /\btimeout\b|\bsignal\b|\*\*|\.\.\./iu;

/** The longest a request may take, where it is given a timeout of one length: `timeout=10`, `AbortSignal.timeout(9000)`. */
export function longestWait(
  facts: HandlerFacts,
  call: CallFact,
): { readonly milliseconds: number; readonly range: Range } | undefined {
  const { arguments: args, range } = call;
  if (call.written === "AbortSignal.timeout") {
    const only = onlyNumber(args[0]);
    return only === undefined ? undefined : { milliseconds: only, range };
  }
  if (clientOf(facts, call) === undefined) return undefined;
  if (facts.language === "python") {
    const given = args.find(({ name }) => name === "timeout");
    const only = onlyNumber(given);
    return only === undefined || given === undefined
      ? undefined
      : { milliseconds: only * 1000, range: given.range };
  }
  const found = /\btimeout\s*:\s*(\d[\d_]*)(?=\s*[,}])/u.exec(
    facts.writtenAt(range),
  );
  if (found === null) return undefined;
  const start = range.start + found.index;
  return {
    milliseconds: Number(found[1]?.replaceAll("_", "")),
    range: { start, end: start + found[0].length },
  };
}

/** The number it is on every way that is known. */
export const onlyNumber = (
  argument: ArgumentFact | undefined,
): number | undefined => {
  const [only, ...others] = argument?.constants ?? [];
  return typeof only === "number" && others.length === 0 ? only : undefined;
};

/** How it is called: in Python by its path, for names of imports differ. */
const calledAs = (
  { language }: HandlerFacts,
  { path, written }: CallFact,
): string => (language === "python" ? path : written) ?? "";

const clientOf = (facts: HandlerFacts, call: CallFact): Client | undefined =>
  call.own
    ? undefined
    : clients[facts.language].find(({ called }) =>
        called.test(calledAs(facts, call)),
      );

export function openRequest(
  facts: HandlerFacts,
  call: CallFact,
): OpenRequest | undefined {
  const { text } = facts;
  const { arguments: args, range } = call;
  const last = args.at(-1)?.range;
  if (last === undefined || range.end > text.length) return undefined;
  const client = clientOf(facts, call);
  if (client === undefined || endsOne.test(text.slice(range.start, range.end)))
    return undefined;
  if (facts.mentions(endsAll)) return undefined;
  const { before } = client;
  const called = calledAs(facts, call);
  const name = called.includes("()") ? call.written : called;
  if (before === undefined || args.length === before) {
    const at = { start: last.end, end: last.end };
    const option =
      before === undefined ? client.option : `{ ${client.option} }`;
    return { name, edits: [{ range: at, newText: `, ${option}` }] };
  }
  const [opened, space = "", next] =
    /^\{(\s*)(\}?)/u.exec(text.slice(last.start, last.end)) ?? [];
  if (opened === undefined || args.length !== before + 1) return undefined;
  return {
    name,
    edits: [
      {
        range: { start: last.start + 1, end: last.start + 1 + space.length },
        newText: next
          ? ` ${client.option} `
          : `${space}${client.option},${space || " "}`,
      },
    ],
  };
}

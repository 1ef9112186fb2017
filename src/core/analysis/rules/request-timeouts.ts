/** Requests that wait for as long as the other side likes, told by how they are written, and the edits that end them. */
import type { TextEdit } from "../../text/edit.ts";
import type { CallFact, HandlerFacts } from "../interp/facts.ts";

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
      /^(?:requests\.(?:get|delete|head|options|post|put|patch|request)|urllib\.request\.urlopen)$/u,
    option: "timeout=3",
  },
];
const clients = { javascript, python };

/** What ends the wait of any request of the file. */
const endsAll =
  /\brace\s*\(|AbortController|Dispatcher\b|defaults\.timeout|setdefaulttimeout|wait_for\b|with_?timeout/iu;
/** What ends it for one, or may: options can come from elsewhere. */
const endsOne = /\btimeout\b|\bsignal\b|\*\*|\.\.\./iu;

export function openRequest(
  { language, text, mentions }: HandlerFacts,
  { own, path, written, arguments: args, range }: CallFact,
): OpenRequest | undefined {
  const last = args.at(-1)?.range;
  if (own || last === undefined || range.end > text.length) return undefined;
  const name = (language === "python" ? path : written) ?? "";
  const client = clients[language].find(({ called }) => called.test(name));
  if (client === undefined || endsOne.test(text.slice(range.start, range.end)))
    return undefined;
  if (mentions(endsAll)) return undefined;
  const { before } = client;
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

/**
 * Reads the text around a place in JavaScript, TypeScript or Python: which member of which name is written there, as
 * `event.response.x`, `event["response"]["x"]` or `event.get("response")`. Works on half-typed text and never throws;
 * what is not such a chain gives undefined.
 */
import type { Range } from "../text/position.ts";

export interface MemberPlace {
  /** The name that the chain begins with. */
  readonly root: string;
  /** Members from the root to the one at the place, which is the last and may be half-typed or empty. */
  readonly path: readonly string[];
  /** The last member's name as it stands, without quotes. */
  readonly range: Range;
  readonly quoted: boolean;
}

/** How far back a chain is followed; longer ones are not written by people. */
const reach = 1_000;

const nameCharacter = /[\p{L}\p{N}_$]/u;
/** What stands before the last member: `.`, `?.`, `["` or `.get("`. */
const accessor =
  /(?:(?<dot>[!?]?\.)|(?:\?\.)?(?:\[|\.get\()\s*(?<quote>["'`]))\s*$/u;
/** The link before it: `.name`, `["name"]`, `[0]`, `.at(-1)`, `.get("name", {})`. */
const link =
  /(?:\??\.\s*at\(\s*(?<at>-?\d+)\s*\)|\??\.\s*get\(\s*["'](?<got>[\w:-]+)["'][^()]{0,40}\)|(?<!\.)\??\.\s*(?<dotted>[\p{L}_$][\p{L}\p{N}_$]*)|(?:\?\.)?\[\s*(?:["'`](?<quoted>[\w:-]+)["'`]|(?<index>[\w$. +-]{1,40}))\s*\])!?\s*$/u;
/** The name at the start. */
const first =
  /(?<![\p{L}\p{N}_$]|(?<!\.\.)\.)(?<root>[\p{L}_$][\p{L}\p{N}_$]*)!?\s*$/u;
/** What is cast: `(event.response as any)`, `(<any>event)`. */
const cast =
  /(?<![\w$)\]])\(\s*(?:<[^<>()]{1,80}>\s*(?<angled>[^()<>]{1,80}?)|(?<named>[^()<>]{1,80}?)\s+as\s[^()]{1,80})\s*\)!?\s*$/u;

/** The range of the name at `offset`; empty where none stands there. */
function nameAround(text: string, offset: number): Range {
  let start = offset;
  while (start > 0 && nameCharacter.test(text.charAt(start - 1))) start--;
  let end = offset;
  while (end < text.length && nameCharacter.test(text.charAt(end))) end++;
  return { start, end };
}

/** The member whose name stands at `offset`, or which would be typed there. */
export function memberPlaceAt(
  text: string,
  offset: number,
): MemberPlace | undefined {
  const { start, end } = nameAround(text, offset);

  let before = text.slice(Math.max(0, start - reach), start);
  const opened = accessor.exec(before);
  if (opened === null) return undefined;
  before = before.slice(0, opened.index);
  const chain = chainBefore(before);
  return (
    chain && {
      root: chain.root,
      path: [...chain.path, text.slice(start, end)],
      range: { start, end },
      quoted: opened.groups?.["quote"] !== undefined,
    }
  );
}

/** The chain that ends with the text: `event.response`. */
export function chainBefore(
  text: string,
): Pick<MemberPlace, "root" | "path"> | undefined {
  const path: string[] = [];
  let before = text.slice(-reach);
  for (
    let found = link.exec(before);
    found !== null;
    found = link.exec(before)
  ) {
    const { got, dotted, quoted, index, at } = found.groups ?? {};
    path.unshift(got ?? dotted ?? quoted ?? index ?? at ?? "");
    before = before.slice(0, found.index);
  }
  const { angled, named } = cast.exec(before)?.groups ?? {};
  const inner = angled ?? named;
  const outer = inner === undefined ? undefined : chainBefore(inner);
  if (outer !== undefined)
    return { root: outer.root, path: [...outer.path, ...path] };
  const root = first.exec(before)?.groups?.["root"];
  return root === undefined ? undefined : { root, path };
}

/** The name that stands at `offset`, which may itself be that of a member: `const { userAttributes } = event.request`. */
export function namePlaceAt(
  text: string,
  offset: number,
): MemberPlace | undefined {
  const { start, end } = nameAround(text, offset);
  return start === end || /["'`.#]/u.test(text.charAt(start - 1))
    ? undefined
    : {
        root: text.slice(start, end),
        path: [],
        range: { start, end },
        quoted: false,
      };
}

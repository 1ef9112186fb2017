/**
 * The Markdown of a token's hover, made from its explanation alone. Claims are hostile text and go through
 * `escapeMarkdown`; the links carry the place of the token, never the token.
 */
import type { ClaimRow, Explanation } from "../../core/tokens/explain.ts";
import type { Note } from "../../core/tokens/notes.ts";
import {
  describeRelative,
  formatLocal,
  formatUtc,
} from "../../core/tokens/times.ts";
import { escapeMarkdown } from "./escape-markdown.ts";

export interface HoverOptions {
  /** Seconds since the epoch. */
  readonly now: number;
  /** IANA name; absent: the machine's own. */
  readonly timeZone?: string;
  readonly inspectLink: string;
  readonly verifyLink: string;
}

/** Claims a hover shows at most; the inspector shows all. */
const mostClaims = 40;

export function printHover(token: Explanation, options: HoverOptions): string {
  const blocks = [
    heading(token),
    summary(token, options),
    token.notes.map(printNote).join("\n"),
    claimTable(token.claims, options),
    links(token, options),
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
}

function heading(token: Explanation): string {
  const life = token.lifetime;
  const parts = [
    `**${token.title}**`,
    ...(life === undefined ? [] : [life.text]),
    ...(token.kind === "damaged" ? [] : ["decoded, *not verified*"]),
  ];
  return parts.join(" · ");
}

function summary(
  { issuer, client, user, lifetime }: Explanation,
  options: HoverOptions,
): string {
  const rows: (readonly [string, string])[] = [];
  if (issuer?.ok === true)
    rows.push([
      "Pool",
      escapeMarkdown(issuer.poolId) +
        (issuer.region === undefined
          ? ""
          : ` in ${escapeMarkdown(issuer.region)}`),
    ]);
  if (client !== undefined) rows.push(["App client", escapeMarkdown(client)]);
  if (user !== undefined) rows.push(["User", escapeMarkdown(user)]);
  if (lifetime !== undefined) {
    const { issued, expires } = lifetime;
    if (issued !== undefined) rows.push(["Issued", printTime(issued, options)]);
    rows.push(["Expires", printTime(expires, options)]);
    const bar = printBar(issued, expires, options.now);
    if (bar !== undefined) rows.push(["Life", bar]);
  }
  return rows.map(([name, value]) => `${name}: ${value}`).join("  \n");
}

function printTime(time: number, { now, timeZone }: HoverOptions): string {
  const local = formatLocal(time, timeZone);
  const utc = formatUtc(time);
  return local === undefined || utc === undefined
    ? "beyond the calendar"
    : escapeMarkdown(`${local} = ${utc} (${describeRelative(time, now)})`);
}

/** How much of the token's life is over, in ten steps. */
function printBar(
  issued: number | undefined,
  expires: number,
  now: number,
): string | undefined {
  if (issued === undefined || issued >= expires) return undefined;
  const over = Math.min(1, Math.max(0, (now - issued) / (expires - issued)));
  const full = Math.floor(over * 10);
  return `${"▰".repeat(full)}${"▱".repeat(10 - full)} ${String(Math.floor(over * 100))} % over`;
}

function printNote({ severity, text, page }: Note): string {
  const mark = { error: "❌", warning: "⚠️", info: "ℹ️" }[severity];
  return `- ${mark} ${escapeMarkdown(text, 600)}${page === undefined ? "" : ` [AWS](${page})`}`;
}

function claimTable(
  claims: readonly ClaimRow[],
  options: HoverOptions,
): string {
  if (claims.length === 0) return "";
  const rows = claims
    .slice(0, mostClaims)
    .map(({ name, value, time, meaning }) => {
      const shown =
        time === undefined ? escapeMarkdown(value) : printTime(time, options);
      return `| **${escapeMarkdown(name, 60)}** | ${shown} | ${escapeMarkdown(meaning.text, 400)} |`;
    });
  const left = claims.length - rows.length;
  return [
    "| Claim | Value | Meaning |",
    "| --- | --- | --- |",
    ...rows,
    ...(left > 0 ? [`| | | ${String(left)} more in the inspector |`] : []),
  ].join("\n");
}

function links(
  token: Explanation,
  { inspectLink, verifyLink }: HoverOptions,
): string {
  const inspect = `[Open in token inspector](${inspectLink} "Shows every claim, the times and the checks")`;
  return token.issuer?.ok === true && token.kind !== "damaged"
    ? `${inspect} · [Verify](${verifyLink} "Asks ${token.issuer.keysHost} for the pool's public keys")`
    : inspect;
}

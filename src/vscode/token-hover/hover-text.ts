/**
 * The Markdown of a token's hover, made from its explanation alone. Claims are hostile text and go through
 * `markdownText`; the links carry the place of the token, never the token.
 */
import type {
  ClaimRow,
  Explanation,
  TimePoint,
} from "../../core/tokens/explain.ts";
import type { Note } from "../../core/tokens/notes.ts";
import { formatLocal } from "../../core/tokens/times.ts";
import { markdownText } from "../../core/text/markdown-text.ts";

export interface HoverOptions {
  /** IANA name; absent: the machine's own. */
  readonly timeZone?: string;
  /** Addresses of commands. */
  readonly links: Readonly<
    Record<
      "inspect" | "verify" | "copyClaims" | "findUser" | "findClient",
      string
    >
  >;
}

/** Claims a hover shows at most; the inspector shows all. */
const mostClaims = 40;

export function printHover(token: Explanation, options: HoverOptions): string {
  const blocks = [
    heading(token),
    summary(token, options),
    // Above the long part: what can be done next must not need scrolling.
    links(token, options),
    token.notes.map(printNote).join("\n"),
    claimTable(token.claims, options),
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
      markdownText(issuer.poolId) +
        (issuer.region === undefined
          ? ""
          : ` in ${markdownText(issuer.region)}`),
    ]);
  if (client !== undefined) rows.push(["App client", markdownText(client)]);
  if (user !== undefined) rows.push(["User", markdownText(user)]);
  if (lifetime !== undefined) {
    const { issued, expires, elapsed } = lifetime;
    if (issued !== undefined) rows.push(["Issued", printTime(issued, options)]);
    rows.push(["Expires", printTime(expires, options)]);
    if (elapsed !== undefined) rows.push(["Life", printBar(elapsed)]);
  }
  return rows.map(([name, value]) => `${name}: ${value}`).join("  \n");
}

function printTime(
  { seconds, utc, relative }: TimePoint,
  { timeZone }: HoverOptions,
): string {
  const local = formatLocal(seconds, timeZone) ?? utc;
  return markdownText(
    local === utc ? `${utc} (${relative})` : `${local} = ${utc} (${relative})`,
  );
}

/** How much of the token's life is over, in ten steps. */
function printBar(elapsed: number): string {
  const full = Math.floor(elapsed * 10);
  return `${"▰".repeat(full)}${"▱".repeat(10 - full)} ${String(Math.floor(elapsed * 100))} % over`;
}

function printNote({ severity, text, page }: Note): string {
  const mark = { error: "❌", warning: "⚠️", info: "ℹ️" }[severity];
  return `- ${mark} ${markdownText(text, 600)}${page === undefined ? "" : ` [AWS](${page})`}`;
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
        time === undefined ? markdownText(value) : printTime(time, options);
      return `| **${markdownText(name, 60)}** | ${shown} | ${markdownText(meaning.text, 400)} |`;
    });
  const left = claims.length - rows.length;
  return [
    "| Claim | Value | Meaning |",
    "| --- | --- | --- |",
    ...rows,
    ...(left > 0 ? [`| | | ${String(left)} more in the inspector |`] : []),
  ].join("\n");
}

function links(token: Explanation, { links: to }: HoverOptions): string {
  const { issuer, user, client, claims, kind } = token;
  const found = [
    `[Open in token inspector](${to.inspect} "Shows every claim, the times and the checks")`,
  ];
  const pool = issuer?.ok === true && kind !== "damaged";
  if (pool)
    found.push(
      `[Verify](${to.verify} "Asks ${issuer.keysHost} for the pool's public keys")`,
    );
  if (claims.length > 0)
    found.push(`[Copy claims](${to.copyClaims} "Copies the claims as JSON")`);
  if (pool && user !== undefined)
    found.push(
      `[Find user](${to.findUser} "Asks AWS for the user and shows it in the explorer")`,
    );
  if (pool && client !== undefined)
    found.push(
      `[Find client](${to.findClient} "Asks AWS for the app client and shows it in the explorer")`,
    );
  return found.join(" · ");
}

/**
 * `npm run bench:tokens`: what a hover costs on a line of 1 MB that holds 10,000 things that almost are tokens. Prints
 * the time to the first result and to the whole line, and how they grow when the line does: 2.0 is linear.
 */
import { decodeToken } from "../../src/core/tokens/decode.ts";
import { explainToken } from "../../src/core/tokens/explain.ts";
import { findTokenAt, findTokens } from "../../src/core/tokens/find-tokens.ts";
import { printHover } from "../../src/vscode/token-hover/hover-text.ts";
import { accessClaims, now, unsigned } from "../core/tokens/sign.ts";

const token = unsigned(accessClaims, undefined, "A".repeat(342));
/** Each of about 100 characters: headers without claims, cut payloads, starts inside words, other base64. */
const nearTokens = [
  "eyJhbGciOiJSUzI1NiJ9",
  `${token.slice(0, 90)}%`,
  "eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ..",
  `x${"eyJ".repeat(30)}`,
  Buffer.from('{"data":"not a header at all"}').toString("base64"),
];

function makeLine(count: number): string {
  const parts = [token];
  for (let index = 0; index < count; index++)
    parts.push((nearTokens[index % nearTokens.length] ?? "").padEnd(99, " "));
  return [...parts, token].join(" ");
}

/** The best of several: what the machine did besides does not count. */
function measure(run: () => void): number {
  let best = Infinity;
  for (let round = 0; round < 7; round++) {
    const started = performance.now();
    run();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

function hover(line: string, offset: number): void {
  const found = findTokenAt(line, offset);
  if (found === undefined) throw new Error("The token was not found.");
  printHover(explainToken(decodeToken(found.token), { now }), {
    links: {
      inspect: "command:a",
      verify: "command:b",
      copyClaims: "command:c",
      findUser: "command:d",
      findClient: "command:e",
    },
  });
}

const sizes = [2_500, 5_000, 10_000];
const rows = sizes.map((count) => {
  const line = makeLine(count);
  return {
    "near-tokens": count,
    "line (KB)": Math.round(line.length / 1024),
    "first token (ms)": measure(() => findTokens(line).next()),
    "hover on the first (ms)": measure(() => {
      hover(line, 50);
    }),
    "hover on the last (ms)": measure(() => {
      hover(line, line.length - 50);
    }),
    "all tokens (ms)": measure(() => [...findTokens(line)]),
  };
});
const round = (value: number): number => Math.round(value * 100) / 100;
console.table(
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, round(value)]),
    ),
  ),
);
for (const name of ["hover on the last (ms)", "all tokens (ms)"] as const) {
  const ratios = rows.slice(1).map((row, index) => {
    const before = rows[index]?.[name] ?? NaN;
    return (row[name] / before).toFixed(2);
  });
  console.log(
    `${name}, at each doubling of the line: x ${ratios.join(", x ")}`,
  );
}

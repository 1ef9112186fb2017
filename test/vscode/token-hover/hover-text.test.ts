/** The hover's Markdown, and what hostile claims do to it: nothing. */
import { describe, expect, it } from "vitest";
import { decodeToken } from "../../../src/core/tokens/decode.ts";
import { explainToken } from "../../../src/core/tokens/explain.ts";
import { printHover } from "../../../src/vscode/token-hover/hover-text.ts";
import { accessClaims, now, unsigned } from "../../core/tokens/sign.ts";

function hover(token: string): string {
  return printHover(explainToken(decodeToken(token), { now }), {
    timeZone: "Europe/Berlin",
    links: {
      inspect: "command:inspect?1",
      verify: "command:verify?1",
      copyClaims: "command:copy?1",
      findUser: "command:user?1",
      findClient: "command:client?1",
    },
  });
}

describe("the hover", () => {
  it("says what the token is, whose, and when it ends", () => {
    const text = hover(unsigned({ ...accessClaims, exp: now - 180 }));
    expect(text).toContain(
      "**Access token** · Expired 3 minutes ago · decoded, *not verified*",
    );
    expect(text).toMatch(
      /Pool: eu\\-central\\-1\\_aBcDeF123 in eu\\-central\\-1/,
    );
    expect(text).toMatch(
      /Expires: 2026\\-11\\-21 12\\:57\\:00 .*11\\:57\\:00 UTC \\\(3 minutes ago\\\)/,
    );
    expect(text).toMatch(
      /\| \*\*client\\_id\*\* \| 7abcdefghijklmnopqrstuvwx1 \| The app client/,
    );
  });

  it("names the host that Verify will ask, and offers no Verify without one", () => {
    expect(hover(unsigned(accessClaims))).toContain(
      '[Verify](command:verify?1 "Asks cognito-idp.eu-central-1.amazonaws.com for the pool\'s public keys")',
    );
    const foreign = hover(
      unsigned({ ...accessClaims, iss: "https://evil.example/x" }),
    );
    expect(foreign).not.toContain("[Verify]");
    expect(foreign).not.toMatch(/\[Find/);
    expect(foreign).toContain("[Copy claims](command:copy?1");
  });

  it("offers to find the user and the client that the token names", () => {
    expect(hover(unsigned(accessClaims))).toMatch(
      /\[Find user\]\(command:user\?1 .*\[Find client\]\(command:client\?1 /,
    );
    const machine = hover(
      unsigned({ ...accessClaims, username: undefined, sub: "x" }),
    );
    expect(machine).not.toContain("[Find user]");
  });

  it("says what is damaged, with what could be read", () => {
    const [header = ""] = unsigned(accessClaims).split(".");
    expect(hover(`${header}.abc.def`)).toMatch(
      /\*\*Damaged token\*\*[^]*The payload is damaged/,
    );
  });

  it("never holds a part of the token", () => {
    const token = unsigned(accessClaims);
    for (const part of token.split("."))
      if (part.length > 8)
        expect(hover(token)).not.toContain(part.slice(0, 16));
  });
});

describe("a hostile claim", () => {
  const attacks = [
    "[click](command:cognitoDebugger.verifyToken)",
    "](command:workbench.action.terminal.new) [x",
    "<a href='command:x'>x</a><img src=https://evil.example/x>",
    "![x](https://evil.example/x.png)",
    "https://evil.example www.evil.example ada@evil.example",
    "a | b\n\n# heading\n- list\n```js\ncode\n```",
    "a\\](command:x)",
    "&#91;x&#93;&lpar;command:x&rpar;",
    "$(alert) **bold** _it_ ~~no~~ `code`",
    "left \u202eright\u2066 zero\u200bwidth \0nul \u001b[31mred",
  ];
  it.each(attacks)("%j stays text, as a value and as a name", (attack) => {
    const text = hover(
      unsigned({ ...accessClaims, [attack]: attack, username: attack }),
    );
    const plain = text.replace(/\\[!-/:-@[-`{-~]/g, "");
    const links = [...plain.matchAll(/\]\(([^)\s]*)/g)].map(([, to]) => to);
    for (const to of links)
      expect(to).toMatch(
        /^(command:(?:inspect|verify|copy|user|client)\?1|https:\/\/docs\.aws\.amazon\.com\/.*)$/,
      );
    expect(plain).not.toMatch(/[<`]|!\[|evil\.example|^#/m);
    expect(plain).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\0\u001b]/);
    // The claims' table keeps its three columns.
    for (const line of plain.split("\n").filter((each) => each.startsWith("|")))
      expect(line.split("|")).toHaveLength(5);
  });

  it("cannot flood the hover", () => {
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [
        `c${String(index)}`,
        "x".repeat(200),
      ]),
    );
    const text = hover(unsigned({ ...accessClaims, ...many }));
    expect(text.length).toBeLessThan(30_000);
    expect(text).toContain("more in the inspector");
  });
});

/** Names made to deceive, shown as plain text and inside Markdown. */
import { expect, test } from "vitest";
import { markdownText } from "../../../src/core/text/markdown-text.ts";
import { visibleText } from "../../../src/core/text/visible-text.ts";

test("a name that would break the line or turn it round shows how", () => {
  expect(visibleText("a\nb\u202ec\u0000")).toBe("a\\u{a}b\\u{202e}c\\u{0}");
});

test("names of any script stay as they are", () => {
  for (const name of ["Jörg Müller", "山田太郎", "عمر", "a🙂b"])
    expect(visibleText(name)).toBe(name);
});

test("a name without end is cut", () => {
  expect(visibleText("x".repeat(10_000), 20)).toBe(`${"x".repeat(20)}…`);
});

test("no mark, link or tag survives in Markdown, and the text is all there", () => {
  const hostile = "[x](command:a) <b> `c` https://e.com $(bug) | *d*";
  const text = markdownText(hostile);
  expect(text.replace(/\\[!-/:-@[-`{-~]/g, "")).toMatch(/^[a-z ]*$/);
  expect(text.replace(/\\([!-/:-@[-`{-~])/g, "$1")).toBe(hostile);
});

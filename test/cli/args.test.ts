/** What the command line takes, and what it says to what it does not. */
import { describe, expect, it } from "vitest";
import { readArgs } from "../../src/cli/args.ts";

const sentence = (...args: string[]): string => {
  const command = readArgs(args);
  return command.kind === "mistake" ? command.sentence : command.kind;
};

describe("the command line", () => {
  it("takes lint with paths, pretty unless told otherwise", () => {
    expect(readArgs(["lint", "a", "b.py"])).toEqual({
      kind: "lint",
      format: "pretty",
      paths: ["a", "b.py"],
    });
    expect(readArgs(["lint", "--format", "sarif", "."])).toMatchObject({
      format: "sarif",
    });
    expect(readArgs(["--format=json", "lint", "."])).toMatchObject({
      format: "json",
    });
  });

  it("takes explain with or without a rule", () => {
    expect(readArgs(["explain", "return-event"])).toEqual({
      kind: "explain",
      rule: "return-event",
    });
    expect(readArgs(["explain"])).toEqual({ kind: "explain", rule: undefined });
  });

  it("takes help wherever it stands", () => {
    for (const args of [["--help"], ["-h"], ["help"], ["lint", "--help"]])
      expect(readArgs(args)).toEqual({ kind: "help" });
    expect(readArgs(["--version"])).toEqual({ kind: "version" });
  });

  it.each([
    [[], "No command was given."],
    [["lnit", "."], 'There is no command "lnit".'],
    [["lint"], "lint needs at least one file or folder."],
    [
      ["lint", "--format", "xml", "."],
      'There is no format "xml": choose pretty, json, sarif.',
    ],
    [["lint", "--fix", "."], "Unknown option '--fix'."],
    [["lint", ".", "--format"], "Option '--format <value>' argument missing."],
    [["explain", "a", "b"], "explain takes one rule."],
  ])("answers %j with a sentence", (args, expected) => {
    expect(sentence(...args)).toBe(
      `${expected} Run cognito-debugger --help to see what it takes.`,
    );
  });
});

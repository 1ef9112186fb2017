/** What the command line takes, and what it says to what it does not. */
import { describe, expect, it } from "vitest";
import { readArgs } from "../../src/cli/args.ts";

const sentence = (...args: string[]): string => {
  const command = readArgs(args);
  return command.kind === "mistake" ? command.sentence : command.kind;
};

describe("the command line", () => {
  it("takes lint with paths, pretty unless told otherwise", () => {
    expect(readArgs(["lint", "a", "b.py"])).toMatchObject({
      kind: "lint",
      options: { format: "pretty", paths: ["a", "b.py"], fix: false },
    });
    expect(readArgs(["lint", "--format", "sarif", "."])).toMatchObject({
      options: { format: "sarif" },
    });
    expect(readArgs(["--format=json", "lint", "."])).toMatchObject({
      options: { format: "json", paths: ["."] },
    });
  });

  it("takes what lint is to look for and how severe it is", () => {
    expect(
      readArgs([
        ...["lint", "--rule", "return-event", "--rule=return-whole-event=off"],
        ...["--trigger", "PreSignUp", "--trigger", "pre-token-generation"],
        ...["--node-runtime", "24", "--max-warnings", "0", "--fix", "."],
      ]),
    ).toMatchObject({
      options: {
        only: ["return-event"],
        levels: new Map([["return-whole-event", "off"]]),
        triggers: [
          "PreSignUp",
          "PreTokenGenerationV1",
          "PreTokenGenerationV2",
          "PreTokenGenerationV3",
        ],
        runtime: "nodejs24.x",
        maxWarnings: 0,
        fix: true,
      },
    });
  });

  it.each(["24", "24.x", "v24.21.0", "nodejs24", "nodejs24.x"])(
    "takes %s for a runtime of Node",
    (written) => {
      expect(readArgs(["lint", "--node-runtime", written, "."])).toMatchObject({
        options: { runtime: "nodejs24.x" },
      });
    },
  );

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

  it.each<[string[], string | RegExp]>([
    [[], "No command was given."],
    [["lnit", "."], 'There is no command "lnit".'],
    [["lint"], "lint needs at least one file or folder."],
    [
      ["lint", "--format", "xml", "."],
      'There is no format "xml": choose pretty, json, sarif, github.',
    ],
    [["lint", "--fx", "."], "Unknown option '--fx'."],
    [
      ["lint", "--rule", "retrun-event", "."],
      'There is no rule "retrun-event"; did you mean return-event?',
    ],
    [
      ["lint", "--rule", "return-event=loud", "."],
      "--rule return-event= takes off, info, warning, error.",
    ],
    [["lint", "--max-warnings", "-1", "."], /^Option '--max-warnings/],
    [["lint", "--max-warnings=few", "."], "--max-warnings takes a number."],
    [["lint", "--trigger", "OnSignUp", "."], /^There is no trigger "OnSignUp"/],
    [
      ["lint", "--node-runtime", "latest", "."],
      "--node-runtime takes a runtime such as nodejs24.x.",
    ],
    [["lint", "--stdin"], "--stdin needs --stdin-filename, for the language."],
    [
      ["lint", "--stdin-filename", "a.js", "."],
      "--stdin-filename goes with --stdin.",
    ],
    [
      ["lint", "--stdin", "--stdin-filename", "a.js", "--fix"],
      "--stdin goes neither with paths nor with --fix.",
    ],
    [["rules", "x"], "rules takes nothing."],
    [["lint", ".", "--format"], "Option '--format <value>' argument missing."],
    [["explain", "a", "b"], "explain takes one rule."],
  ])("answers %j with a sentence", (args, expected) => {
    const said = sentence(...args);
    const advice = " Run cognito-debugger --help to see what it takes.";
    expect(said.endsWith(advice)).toBe(true);
    if (typeof expected === "string") expect(said).toBe(expected + advice);
    else expect(said).toMatch(expected);
  });
});

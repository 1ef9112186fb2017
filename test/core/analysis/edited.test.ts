/**
 * After an edit in one function, what was found in the others is kept: the report is the one of an analysis from
 * scratch, wherever the edit is, and only what the edit touches is checked again.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkEdited } from "../../../src/core/analysis/check-edited.ts";
import {
  checkModule,
  reportOf,
} from "../../../src/core/analysis/check-handlers.ts";
import {
  createAnalyzer,
  type Analyzer,
} from "../../../src/core/analysis/analyze.ts";
import {
  createModuleReader,
  type ModuleReader,
} from "../../../src/core/analysis/frontend/read-module.ts";
import { editModule } from "../../../src/core/analysis/ir/edit.ts";
import type { Report } from "../../../src/core/analysis/finding.ts";
import { readGrammar } from "../../support/analyzer.ts";
import { createRandom, pick } from "../../support/random.ts";

const path = "src/handlers.ts";
const languageId = "typescript";
const text = `import { find } from "./find.js";
const allowed = ["example.com"];

function accept(event: any, yes: unknown) {
  event.response.autoConfirmUser = yes;
  return event;
}

/** Takes a while. */
// PreSignUpTriggerEvent
export const preSignUp = async (event: any) => {
  const { email } = event.request.userAttributes;
  // Only ours.
  return accept(event, allowed.includes(email) ? "true" : false);
};

export const define: DefineAuthChallengeTriggerHandler = async (event) => {
  const { session } = event.request;
  event.response.issueTokens = session.some(({ challengeResult }) => challengeResult);
  event.response.failAuthentication = "no";
  return event;
};

export async function postConfirmationHandler(event: any) {
  if (event.triggerSource !== "PostConfirmation_ConfirmSignUp") return;
  const { userName } = event;
  await find(userName);
  return check(event);
}

function check(event: any) {
  console.log(event.userName);
  return event;
}

export const customMessage: CustomMessageTriggerHandler = async (event) => {
  event.response.emailMessage = "Hello";
  return event;
};
`;
const imported = "export const find = (name) => name;\n";

let reader: ModuleReader;
let kept: Analyzer;
let fresh: Analyzer;
beforeAll(async () => {
  reader = await createModuleReader(readGrammar);
  kept = await createAnalyzer(readGrammar);
  fresh = await createAnalyzer(readGrammar);
});
afterAll(() => {
  for (const each of [reader, kept, fresh]) each.dispose();
});

/** The report of the edited text from what was found before; undefined where all of it has to be checked. */
async function edit(
  before: string,
  after: string,
): Promise<{ readonly report: Report; readonly checked: number } | undefined> {
  reader.release(path);
  const module = await reader.readToEdit({ path, languageId, text: before });
  const read = await reader.readEdited({ path, languageId, text: after });
  if (module === undefined || read === undefined) return undefined;
  const checked = checkModule(module, path, {});
  const edited = editModule(module, after, read.edit, read.changed);
  if (edited === undefined) return undefined;
  const again = checkEdited(checked, edited, path, {});
  if (again === undefined) return undefined;
  const known = new Set(checked.candidates.map(({ rests }) => rests));
  return {
    report: reportOf(again, {
      text: after,
      comments: edited.comments,
      broken: [],
    }),
    checked: again.candidates.filter(({ rests }) => !known.has(rests)).length,
  };
}

async function scratch(after: string): Promise<Report> {
  fresh.release(path);
  return fresh.analyze({ path, languageId, text: after });
}

const replaced = (from: string, to: string): string => {
  expect(text).toContain(from);
  return text.replace(from, to);
};

describe("an edit in one function", () => {
  test.each([
    ["a handler", '"no"', "false", 1],
    [
      "a handler, longer and with functions in it",
      '"no"',
      'pick(() => "no")',
      1,
    ],
    ["a helper", "console.log(event.userName);", "return 3;", 1],
    ["a handler that runs a helper above it", '? "true" :', "? 7 :", 1],
    ["the type of a handler", "DefineAuthChallengeTrigger", "Other", 1],
    [
      "the type of a handler, which serves another trigger now",
      "CustomMessageTriggerHandler",
      "PreSignUpTriggerHandler",
      1,
    ],
    ["a parameter's name", "async (event: any)", "async (given: any)", 1],
    [
      "a parameter's type",
      "async (event: any)",
      "async (event: CustomMessageTriggerEvent)",
      1,
    ],
    [
      "a parameter, one more and with a function in it",
      "async (event: any)",
      "async (event: any, context: Context, done = () => 3)",
      1,
    ],
    [
      "the type of what comes back",
      "async (event: any)",
      "async (event: any): Promise<PreSignUpTriggerEvent>",
      1,
    ],
  ] as const)("%s", async (_, from, to, runs) => {
    const after = replaced(from, to);
    const edited = await edit(text, after);
    expect(edited?.report).toEqual(await scratch(after));
    expect(edited?.checked).toBe(runs);
  });

  test("keeps the findings of the others where they are now", async () => {
    const edited = await edit(text, replaced('"no"', '"no, not in the least"'));
    const messages = edited?.report.findings.map(
      ({ rule, range }) => `${rule} ${String(range.start)}`,
    );
    const before = (await scratch(text)).findings;
    expect(before.map(({ rule }) => rule)).toContain(
      "custom-message-placeholder",
    );
    const last = before.at(-1);
    expect(messages?.at(-1)).toBe(
      `${last?.rule ?? ""} ${String((last?.range.start ?? 0) + 18)}`,
    );
  });
});

test("what a rule looks for in the file around stands there once", async () => {
  const written = `import { randomUUID } from "node:crypto";
import type { CreateAuthChallengeTriggerHandler } from "aws-lambda";

export const handler: CreateAuthChallengeTriggerHandler = async (event) => {
  const token = randomUUID();
  const link = \`https://app.example.com/\${token}\`;
  event.response.publicChallengeParameters = { link };
  event.response.privateChallengeParameters = { secret: token };
  return event;
};
`;
  const rules = async (typed: string): Promise<readonly string[]> => {
    const { findings } = await kept.analyze({
      path: "src/link.ts",
      languageId,
      text: written.replace("app.", `app${typed}.`),
    });
    return findings.map(({ rule }) => rule);
  };
  const before = await rules("");
  expect(before).toContain("create-answer-in-public");
  expect(await rules("s")).toEqual(before);
});

test("a file that imports many is still known when it is edited", async () => {
  await reader.readToEdit({ path, languageId, text });
  for (let i = 0; i < 40; i++)
    await reader.readImported({
      path: `src/${String(i)}.ts`,
      languageId,
      text,
    });
  const after = replaced('"no"', "false");
  expect(
    await reader.readEdited({ path, languageId, text: after }),
  ).toBeDefined();
});

test("what many files import is read once, until its text is another one", async () => {
  const shared = { path: "src/shared.ts", languageId, text } as const;
  const module = await reader.readImported(shared);
  expect(module).toBeDefined();
  expect(await reader.readImported(shared)).toBe(module);
  const other = { ...shared, text: `${text}\n` };
  expect((await reader.readImported(other))?.text).toBe(other.text);
});

test("a text that was broken is known again once it is mended", async () => {
  reader.release(path);
  await reader.readToEdit({ path, languageId, text });
  for (const broken of ["= yes {", "= yes { {"])
    await reader.readToEdit({
      path,
      languageId,
      text: replaced("= yes;", broken),
    });
  const after = replaced('"no"', "false");
  expect(
    await reader.readEdited({ path, languageId, text: after }),
  ).toBeDefined();
});

describe("all is checked after an edit", () => {
  test.each([
    ["outside of functions", '["example.com"]', "[]"],
    [
      "in the head of a function that the file runs",
      "check(event: any)",
      "check(e: any)",
    ],
    ["of the name of a function", "customMessage:", "customMessages:"],
    [
      "of a comment in a head",
      "customMessage: ",
      "customMessage: /* PreSignUpTriggerHandler */ ",
    ],
    [
      "of a comment that could speak about a handler",
      "// Only ours.",
      "// PostConfirmationTriggerEvent",
    ],
    ["that leaves something open", "= yes;", "= yes {"],
    [
      "in a handler that runs what stands behind it",
      "const { userName } = event;",
      "const { userName: u } = event;",
    ],
  ])("%s", async (_, from, to) => {
    expect(await edit(text, replaced(from, to))).toBeUndefined();
  });
});

test.each([1, 2, 3, 4, 5, 6])("random edits, run %i", async (seed) => {
  const random = createRandom(seed);
  const pieces = ["x", "7", "", "", "-", " ", "\n", ", a", "; b()", " // c\n"];
  let quick = 0;
  for (let i = 0; i < 80; i++) {
    // Within a word: elsewhere most edits break the text.
    let at = random(text.length);
    while (!/^\w\w/u.test(text.slice(at))) at = random(text.length);
    const after =
      text.slice(0, at + 1) +
      pick(random, pieces) +
      text.slice(at + 1 + random(2));
    const edited = await edit(text, after);
    if (edited === undefined) continue;
    quick++;
    expect(edited.report).toEqual(await scratch(after));
  }
  expect(quick).toBeGreaterThan(10);
});

test("the text before an edit is not checked again", async () => {
  const before = await kept.analyze({ path, languageId, text });
  await kept.analyze({ path, languageId, text: replaced('"no"', "3") });
  const [known] = before.handlers;
  const after = await kept.analyze({ path, languageId, text });
  expect(after).toEqual(before);
  expect(known).toBeDefined();
  expect(after.handlers[0]).toBe(known);
});

test("what is imported is asked for again, and counts", async () => {
  let lent = imported;
  const readText = (wanted: string): Promise<string | undefined> =>
    Promise.resolve(wanted === "src/find.js" ? lent : undefined);
  const both = async (after: string): Promise<readonly [Report, Report]> => {
    const source = { path, languageId, text: after } as const;
    fresh.release(path);
    return [
      await kept.analyze(source, { readText }),
      await fresh.analyze(source, { readText }),
    ];
  };
  const uses = replaced("await find(userName);", "event.response = find(3);");
  for (const after of [
    text,
    replaced('"no"', "find(true)"),
    replaced('"no"', 'find("no")'),
    uses,
    uses.replace("find(3)", "find(4)"),
  ]) {
    const [edited, whole] = await both(after);
    expect(edited).toEqual(whole);
  }
  lent = "export const find = (name) => String(name);\n";
  const [edited, whole] = await both(replaced('"no"', "find(true)"));
  expect(edited).toEqual(whole);
  expect(edited.findings.map(({ message }) => message).join()).toContain(
    "failAuthentication",
  );
  // The text itself has not changed since it was opened.
  const source = {
    path: "src/opened.ts",
    languageId,
    text: replaced('"no"', "find(true)"),
  } as const;
  const first = await kept.analyze(source, { readText });
  lent = imported;
  expect(await kept.analyze(source, { readText })).not.toEqual(first);
});

/** What a finding says, what its fix writes, and what silences it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Analyzer } from "../../../src/core/analysis/analyze.ts";
import type { Finding } from "../../../src/core/analysis/finding.ts";
import { nearest } from "../../../src/core/text/near-match.ts";
import { applyEdits } from "../../../src/core/text/edit.ts";
import { createTestAnalyzer } from "../../support/analyzer.ts";
import { readMarkedText } from "../../support/marked-text.ts";

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await createTestAnalyzer();
});
afterAll(() => {
  analyzer.dispose();
});

async function findingsIn(text: string): Promise<readonly Finding[]> {
  const source = {
    path: "src/app.js",
    languageId: "javascript",
    text,
  } as const;
  return (await analyzer.analyze(source)).findings;
}

/** The text after the first fix of the first finding. */
async function mended(text: string): Promise<string | undefined> {
  const fix = (await findingsIn(text))[0]?.fixes[0];
  return fix === undefined ? undefined : applyEdits(text, fix.edits);
}

const preSignUp = (body: string): string =>
  `// cognito-trigger: PreSignUp\nexports.handler = async (event) => {\n${body}\n  return event;\n};\n`;

test("a finding names the member, the trigger, the value and its place", async () => {
  const { text, ranges } = readMarkedText(
    preSignUp(`  event.response.autoConfirmUser = ⟦"true"⟧;`),
  );
  const [finding, ...others] = await findingsIn(text);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    rule: "response-field-type",
    severity: "error",
    certainty: "exact",
    trigger: "PreSignUp",
    range: ranges[0],
  });
  expect(finding?.message).toContain(
    "`autoConfirmUser` of a PreSignUp trigger must be a JSON boolean",
  );
  expect(finding?.message).toContain('the text "true"');
  expect(finding?.message).toContain("not documented");
});

test("no text is meant by itself", async () => {
  const [finding] = await findingsIn(`const fresh = () => ({ plan: "new" });
const builders = {
  TokenGeneration_Authentication: fresh,
  TokenGeneration_RefreshToken: () => ({ plan: "old" }),
};
exports.handler = async (event) => {
  const build = builders[event.triggerSource] ?? fresh;
  event.response.claimsOverrideDetails = { claimsToAddOrOverride: build() };
  return event;
};
`);
  expect(finding?.message).toContain('mean "TokenGeneration_RefreshTokens"');
});

test("what is written under null by another name is told once", async () => {
  const findings = await findingsIn(`exports.handler = async (event) => {
  const { publicChallengeParameters } = event.response;
  publicChallengeParameters.medium = "mail";
  publicChallengeParameters.hint = "a***@example.com";
  event.response.privateChallengeParameters = { answer: "blue" };
  event.response.challengeMetadata = "MAIL";
  return event;
};
`);
  expect(findings.map(({ rule }) => rule)).toEqual([
    "no-write-into-null-response",
  ]);
});

test("a callback that was given its event beforehand gives it to Cognito, whenever it is called", async () => {
  const findings = await findingsIn(`// cognito-trigger: PreSignUp
exports.handler = (event, context, callback) => {
  event.response.autoConfirmUser = true;
  const done = callback.bind(null, null, event);
  save(event.userName).then(() => done(), callback);
};
`);
  expect(findings.map(({ rule }) => rule)).not.toContain("return-event");
});

describe("what is said", () => {
  test("an answer under a name that is none is shown where the right one is missing", async () => {
    const findings =
      await findingsIn(`// cognito-trigger: VerifyAuthChallengeResponse
exports.handler = async (event) => {
  event.response.answer_correct = event.request.challengeAnswer === "blue";
  return event;
};
`);
    expect(findings.map(({ rule }) => rule)).toEqual([
      "response-field-known",
      "required-response-field",
    ]);
    expect(findings[1]?.related.map(({ message }) => message)).toEqual([
      "`answer_correct` is set here in its place.",
    ]);
  });

  test("a copy of the response is not the response alone", async () => {
    const [finding] = await findingsIn(`// cognito-trigger: PostConfirmation
exports.handler = async (event) => {
  console.log(event.userName);
  return { ...event.response, status: "done" };
};
`);
    expect(finding?.message).toContain(
      "This gives an object made of the event's `response` back",
    );
  });

  test("a source is that of the trigger whose source is meant", async () => {
    const messages = (
      await findingsIn(`// cognito-trigger: CustomEmailSender, CustomSMSSender
exports.handler = async (event) => {
  if (event.triggerSource === "CustomSmsSender_SignUp") console.log(event.userName);
};
`)
    ).map(({ message }) => message);
    expect(messages.join("\n")).toContain(
      "for a CustomSMSSender trigger, so this always comes out the same",
    );
    expect(messages.join("\n")).not.toContain("for a CustomEmailSender");
  });

  test("what a type says is told once, whatever names it goes by", async () => {
    const { findings } = await analyzer.analyze({
      path: "src/app.ts",
      languageId: "typescript",
      text: `// cognito-trigger: PreTokenGenerationV1
type Flags = Record<"beta" | "dark", boolean>;
interface Answer {
  flags: Flags;
}
async function fetchFlags(sub: string): Promise<Flags> {
  const { data } = await http.get<Answer>(sub);
  return data.flags;
}
export const handler = async (event: any) => {
  const flags = await fetchFlags(event.userName);
  event.response.claimsOverrideDetails = { claimsToAddOrOverride: { ...flags } };
  return event;
};
`,
    });
    expect(
      findings.filter(({ rule }) => rule === "pretoken-v1-string-claims"),
    ).toHaveLength(1);
  });

  test("how the sentence about a migration goes on is left open", async () => {
    const textOf = async (trigger: string): Promise<string> =>
      (
        await findingsIn(`// cognito-trigger: ${trigger}
exports.handler = async (event) => {
  if (event.userName === "ann") throw new Error("Not today.");
  return event;
};
`)
      )
        .filter(({ rule }) => rule === "user-visible-error-text")
        .map(({ message }) => message)
        .join();
    expect(await textOf("PreSignUp")).toContain("PreSignUp failed with error");
    const migration = await textOf("UserMigration");
    expect(migration).toContain("a period of its own");
    expect(migration).not.toContain("failed with error");
  });
});

describe("fixes", () => {
  test.each([
    [
      "a text that says false",
      `  event.response.autoConfirmUser = 'False';`,
      `  event.response.autoConfirmUser = false;`,
    ],
    [
      "a number",
      `  event.response.autoConfirmUser = 1;`,
      `  event.response.autoConfirmUser = Boolean(1);`,
    ],
    [
      "a list or null",
      `  event.response.autoConfirmUser = event.userName.match(/a/);`,
      `  event.response.autoConfirmUser = Boolean(event.userName.match(/a/));`,
    ],
    [
      "a misspelt member",
      `  event.response["autoConfirmuser"] = true;`,
      `  event.response["autoConfirmUser"] = true;`,
    ],
    [
      "a shorthand",
      `  const autoVerifyMail = true;\n  Object.assign(event.response, { autoVerifyMail });`,
      `  const autoVerifyMail = true;\n  Object.assign(event.response, { autoVerifyEmail: autoVerifyMail });`,
    ],
  ])("%s", async (_name, bad, good) => {
    expect(await mended(preSignUp(bad))).toBe(preSignUp(good));
  });

  test("a text with another meaning has no fix: only its author knows what it should be", async () => {
    const [finding] = await findingsIn(
      preSignUp(`  event.response.autoConfirmUser = "pending";`),
    );
    expect(finding?.fixes).toEqual([]);
  });

  test("the return is added at the depth of the other statements", async () => {
    expect(
      await mended(
        `// cognito-trigger: PostConfirmation\nexports.handler = async (event) => {\n\tconsole.log(event.userName);\n};\n`,
      ),
    ).toBe(
      `// cognito-trigger: PostConfirmation\nexports.handler = async (event) => {\n\tconsole.log(event.userName);\n\treturn event;\n};\n`,
    );
  });

  test("the return is added within a body on one line", async () => {
    expect(
      await mended(
        `// cognito-trigger: PostConfirmation\nexports.handler = async (event) => { console.log(event.userName); };\n`,
      ),
    ).toBe(
      `// cognito-trigger: PostConfirmation\nexports.handler = async (event) => { console.log(event.userName);  return event; };\n`,
    );
  });
});

describe("a comment silences the next line", () => {
  const line = `  event.response.autoConfirmUser = "true";`;
  test.each([
    ["the rule named", "// cognito-disable-next-line response-field-type", 0],
    [
      "among others",
      "// cognito-disable-next-line return-event, response-field-type",
      0,
    ],
    [
      "with a reason",
      "/* cognito-disable-next-line response-field-type -- known to work here */",
      0,
    ],
    ["another rule named", "// cognito-disable-next-line return-event", 1],
    ["no rule named", "// cognito-disable-next-line", 1],
    [
      "only talking about it",
      "// see cognito-disable-next-line response-field-type",
      1,
    ],
  ])("%s", async (_name, comment, count) => {
    expect(await findingsIn(preSignUp(`  ${comment}\n${line}`))).toHaveLength(
      count,
    );
  });
  test("and no other line", async () => {
    expect(
      await findingsIn(
        preSignUp(
          `  // cognito-disable-next-line response-field-type\n\n${line}`,
        ),
      ),
    ).toHaveLength(1);
  });
});

describe("the near match", () => {
  test.each([
    ["challengeMetaData", "challengeMetadata"],
    ["publicChallengeParams", "publicChallengeParameters"],
    ["challenge", "challengeMetadata"],
    ["issueTokens", undefined],
  ])("%s", (written, expected) => {
    expect(
      nearest(written, [
        "publicChallengeParameters",
        "privateChallengeParameters",
        "challengeMetadata",
      ]),
    ).toBe(expected);
  });
});

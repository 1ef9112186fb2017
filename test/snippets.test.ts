/** The snippets as a user has them inserted: run as Lambda runs them, read as a tail reads them. */
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createAnswerCheck } from "../src/core/logs/answer-check.ts";
import { createGrouping } from "../src/core/logs/group-invocations.ts";
import { startHost } from "../src/handler-host/host-process.ts";
import { repository } from "./host/paths.ts";
import { createTestAnalyzer } from "./support/analyzer.ts";
import { linesOf } from "./support/log-lines.ts";
import { outputLines } from "./stack/lambda/log-lines.ts";

const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface Snippet {
  readonly prefix: readonly string[];
  readonly body: readonly string[];
}

/** What stands in the file once the snippet is inserted. */
function inserted(language: string): string {
  const snippets = JSON.parse(
    readFileSync(join(repository, "snippets", `${language}.json`), "utf8"),
  ) as Readonly<Record<string, Snippet>>;
  const bodies = Object.values(snippets).map(({ body }) => body.join("\n"));
  return bodies
    .join("\n")
    .replaceAll(/(?<!\\)\$\d/g, "")
    .replaceAll(/\\([\\$}])/g, "$1");
}

const runtimes = {
  javascript: { runtime: "nodejs24.x", file: "index.mjs" },
  typescript: { runtime: "nodejs22.x", file: "index.mjs" },
  python: { runtime: "python3.13", file: "index.py" },
} as const;
type Language = keyof typeof runtimes;
const languages = Object.keys(runtimes) as Language[];

/** A challenge that is created as `answer` says; in Python `answer` is an expression of Python. */
const handlerIn = (language: Language, answer: string): string =>
  language === "python"
    ? `${inserted(language)}\n@log_safely\ndef handler(event, context):\n    event["response"] = ${answer}\n    return event\n`
    : `${inserted(language)}\nexport const handler = logSafely(async (event${language === "typescript" ? ": { response: unknown }" : ""}) => {\n  event.response = ${answer};\n  return event;\n});\n`;

const event = {
  version: "1",
  triggerSource: "CreateAuthChallenge_Authentication",
  region: "eu-central-1",
  userPoolId: "eu-central-1_aB3",
  userName: "7d1f0c9e",
  callerContext: { awsSdkVersion: "x", clientId: "c" },
  request: {
    userAttributes: {
      email: "ana@example.com",
      phone_number: "+34600123456",
      "custom:plan": "gold",
    },
    challengeName: "CUSTOM_CHALLENGE",
    session: [{ challengeName: "SRP_A", challengeResult: true }],
    clientMetadata: { captcha: "hidden-captcha" },
  },
  response: {
    publicChallengeParameters: null,
    privateChallengeParameters: null,
    challengeMetadata: null,
  },
};

/** What CloudWatch has of one invocation. */
async function logOf(
  language: Language,
  source: string,
): Promise<readonly string[]> {
  const { runtime, file } = runtimes[language];
  const root = await mkdtemp(join(tmpdir(), "snippet-"));
  cleanUps.push(() => rm(root, { recursive: true }));
  await writeFile(
    join(root, file),
    language === "typescript" ? stripTypeScriptTypes(source) : source,
  );
  const lines: string[] = [];
  const isPython = language === "python";
  const host = startHost({
    command: isPython ? "python3" : process.execPath,
    args: [
      join(repository, "src", "handler-host", isPython ? "host.py" : "host.ts"),
    ],
    cwd: root,
    env: {
      PATH: process.env["PATH"] ?? "",
      LAMBDA_TASK_ROOT: root,
      _HANDLER: "index.handler",
      AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: "sample",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
    },
    onOutput: (message) => {
      lines.push(...outputLines(message, runtime));
    },
  });
  cleanUps.push(() => {
    host.kill();
  });
  const outcome = await host.invoke({
    id: "8f5c2a1e-1111-2222-3333-444455556666",
    event: JSON.stringify(event),
    functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:sample",
    deadline: Date.now() + 20_000,
  });
  expect(outcome).toMatchObject({ kind: "result" });
  return lines;
}

function faultsIn(lines: readonly string[]): readonly string[] {
  const grouping = createGrouping();
  const check = createAnswerCheck(() => []);
  const start =
    "START RequestId: 8f5c2a1e-1111-2222-3333-444455556666 Version: 1";
  return linesOf([start, ...lines]).flatMap((line) =>
    check.take(grouping.add(line)).map(({ problem }) => problem.path),
  );
}

const right =
  '{ "publicChallengeParameters": { "hint": "mail" }, "privateChallengeParameters": { "expected": "hidden-number" }, "challengeMetadata": "hidden-metadata" }';
const wrong = right.replace('"hint": "mail"', '"hint": 5');

test.each(languages)(
  "%s: event and answer are logged, and nothing of what is secret",
  async (language) => {
    const lines = await logOf(language, handlerIn(language, right));
    const log = lines.join("");
    expect(lines).toHaveLength(2);
    expect(log).toMatch(/cognito event \{.*"custom:plan": ?"gold"/);
    expect(log).toMatch(/cognito answer \{.*"hint": ?"mail"/);
    expect(log).not.toMatch(/hidden-|ana@|600123456/);
    expect(faultsIn(lines)).toEqual([]);
  },
);

test.each(languages)(
  "%s: a tail sees what is wrong with the answer",
  async (language) => {
    const lines = await logOf(language, handlerIn(language, wrong));
    expect(faultsIn(lines)).toEqual([
      "response.publicChallengeParameters.hint",
    ]);
  },
);

test.each(languages)(
  "%s: the linter looks through it, and has nothing against it",
  async (language) => {
    const analyzer = await createTestAnalyzer();
    const rulesOf = async (answer: string): Promise<readonly string[]> => {
      const { findings } = await analyzer.analyze({
        path: `create-auth-challenge/${language === "python" ? "index.py" : language === "typescript" ? "index.ts" : "index.mjs"}`,
        languageId: language,
        text: handlerIn(language, answer),
      });
      return findings
        .filter(({ severity }) => severity !== "info")
        .map(({ rule }) => rule);
    };
    expect(await rulesOf(right)).toEqual([]);
    expect(await rulesOf(wrong)).not.toEqual([]);
  },
);

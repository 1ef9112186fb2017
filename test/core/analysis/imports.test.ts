/** What a handler imports from the workspace is known as if it stood in its own file. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Analyzer } from "../../../src/core/analysis/analyze.ts";
import type { LanguageId } from "../../../src/core/analysis/finding.ts";
import { importPaths } from "../../../src/core/analysis/frontend/import-paths.ts";
import { createTestAnalyzer } from "../../support/analyzer.ts";

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await createTestAnalyzer();
});
afterAll(() => {
  analyzer.dispose();
});

type Files = Readonly<Record<string, string>>;

/** The first file is the one that is checked. */
async function check(files: Files): Promise<readonly string[]> {
  const [path = "", text = ""] = Object.entries(files)[0] ?? [];
  const languages: Readonly<Record<string, LanguageId>> = {
    js: "javascript",
    ts: "typescript",
    py: "python",
  };
  const { findings } = await analyzer.analyze(
    { path, languageId: languages[path.slice(-2)] ?? "javascript", text },
    { readText: (wanted) => Promise.resolve(files[wanted]) },
  );
  for (const { range } of findings)
    expect(range.end).toBeLessThanOrEqual(text.length);
  return findings
    .filter(({ severity }) => severity === "error")
    .map(({ rule }) => rule);
}

const uses = (line: string, call = "flag()"): string =>
  `${line}
exports.handler = async (event) => {
  event.response.autoConfirmUser = ${call};
  return event;
};
`;
const main = "src/pre-sign-up/index.js";

describe("a text for a boolean comes from", () => {
  test.each<[string, Files]>([
    [
      "what TypeScript compiles a re-export to",
      {
        [main]: uses('const flag_1 = require("./flag");', "(0, flag_1.flag)()"),
        "src/pre-sign-up/flag.js": `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.flag = void 0;
var own_1 = require("./own");
Object.defineProperty(exports, "flag", { enumerable: true, get: function () { return own_1.on; } });`,
        "src/pre-sign-up/own.js": 'exports.on = () => "true";',
      },
    ],
    [
      "what TypeScript compiles a re-export of everything to",
      {
        [main]: uses('const flag_1 = require("./flag");', "flag_1.flag()"),
        "src/pre-sign-up/flag.js": `"use strict";
var __exportStar = (this && this.__exportStar) || function(m, exports) {
    for (var p in m) if (p !== "default" && !Object.prototype.hasOwnProperty.call(exports, p)) __createBinding(exports, m, p);
};
exports.other = 1;
__exportStar(require("./own"), exports);`,
        "src/pre-sign-up/own.js": `const tslib_1 = require("tslib");
tslib_1.__createBinding(exports, require("./on"), "on", "flag");`,
        "src/pre-sign-up/on.js": 'exports.on = () => "true";',
      },
    ],
    [
      "what esbuild makes of exports",
      {
        [main]: uses('const flag_1 = require("./flag");', "flag_1.flag()"),
        "src/pre-sign-up/flag.js": `var flag_exports = {};
__export(flag_exports, {
  flag: () => flag
});
module.exports = __toCommonJS(flag_exports);
var flag = () => "true";`,
      },
    ],
    [
      "what swc makes of exports",
      {
        [main]: uses('const flag_1 = require("./flag");', "flag_1.flag()"),
        "src/pre-sign-up/flag.js": `_export(exports, {
  flag: function() { return flag; },
  other: function() { return other; }
});
const flag = () => "true";
const other = 1;`,
      },
    ],
    [
      "a named export",
      {
        [main]: uses('import { flag } from "./flag";'),
        "src/pre-sign-up/flag.js": 'export const flag = () => "true";',
      },
    ],
    [
      "a renamed import of TypeScript, named as what it becomes",
      {
        [main]: uses('import { flag as on } from "../lib/flag.js";', "on()"),
        "src/lib/flag.ts": 'export function flag(): string { return "true"; }',
      },
    ],
    [
      "a default export",
      {
        [main]: uses('import flag from "./flag";'),
        "src/pre-sign-up/flag.js": 'export default () => "true";',
      },
    ],
    [
      "a namespace",
      {
        [main]: uses('import * as flags from "./flag";', "flags.flag()"),
        "src/pre-sign-up/flag.js": 'export const flag = () => "true";',
      },
    ],
    [
      "require of a whole module",
      {
        [main]: uses('const flag = require("./flag");'),
        "src/pre-sign-up/flag.js": 'module.exports = () => "true";',
      },
    ],
    [
      "require of members",
      {
        [main]: uses('const { flag } = require("../lib");'),
        "src/lib/index.js": 'exports.flag = () => "true";',
      },
    ],
    [
      "a module of the old kind as default",
      {
        [main]: uses('import flag from "./flag";'),
        "src/pre-sign-up/flag.js": 'module.exports = () => "true";',
      },
    ],
    [
      "a JSON file",
      {
        [main]: uses('const config = require("./config.json");', "config.flag"),
        "src/pre-sign-up/config.json": '{ "flag": "true" }',
      },
    ],
    [
      "a re-export",
      {
        [main]: uses('import { on } from "../lib";', "on()"),
        "src/lib/index.js": 'export { flag as on } from "./flag";',
        "src/lib/flag.js": 'export const flag = () => "true";',
      },
    ],
    [
      "a re-export of everything",
      {
        [main]: uses('import { flag } from "../lib";'),
        "src/lib/index.js": 'export * from "./flag";',
        "src/lib/flag.js": 'export const flag = () => "true";',
      },
    ],
    [
      "an imported class",
      {
        [main]: uses('import { Flags } from "./flags";', "new Flags().get()"),
        "src/pre-sign-up/flags.js":
          'export class Flags { get() { return "true"; } }',
      },
    ],
    [
      "two modules that import each other",
      {
        [main]: uses('import { flag } from "./a";'),
        "src/pre-sign-up/a.js":
          'import { other } from "./b"; export const flag = () => other(); export const text = "true";',
        "src/pre-sign-up/b.js":
          'import { text } from "./a"; export const other = () => `${text}`;',
      },
    ],
    [
      "a relative import of Python",
      {
        "src/pre_sign_up/app.py": `from .flags import flag

def lambda_handler(event, context):
    event["response"]["autoConfirmUser"] = flag()
    return event
`,
        "src/pre_sign_up/flags.py": 'def flag():\n    return "true"\n',
      },
    ],
    [
      "a module of Python beside the handler",
      {
        "src/pre_sign_up/app.py": `import flags

def lambda_handler(event, context):
    event["response"]["autoConfirmUser"] = flags.flag()
    return event
`,
        "src/pre_sign_up/flags.py": 'def flag():\n    return "true"\n',
      },
    ],
    [
      "a submodule of Python's package above",
      {
        "src/pre_sign_up/app.py": `from ..shared import flags

def lambda_handler(event, context):
    event["response"]["autoConfirmUser"] = flags.FLAG
    return event
`,
        "src/shared/flags.py": 'FLAG = "true"\n',
      },
    ],
    [
      "every name of a module of Python",
      {
        "src/pre_sign_up/app.py": `import os
from typing import *
from flags import *

def lambda_handler(event, context):
    event["response"]["autoConfirmUser"] = flag()
    return event
`,
        "src/pre_sign_up/flags.py": 'def flag():\n    return "true"\n',
      },
    ],
    [
      "a package of Python beside the functions",
      {
        "functions/pre_sign_up/app.py": `from shared.flags import flag

def lambda_handler(event, context):
    event["response"]["autoConfirmUser"] = flag()
    return event
`,
        "shared/flags.py": 'def flag():\n    return "true"\n',
      },
    ],
    [
      "a layer of Python",
      {
        "functions/pre_sign_up/app.py": `from flags import flag

def lambda_handler(event, context):
    event["response"]["autoConfirmUser"] = flag()
    return event
`,
        "layers/common/python/flags.py": 'def flag():\n    return "true"\n',
      },
    ],
    [
      "a package in the layer of functions whose folder has a name of its own",
      {
        "fn/app.py": `from kit import flag

def lambda_handler(event, context):
    event["response"]["autoConfirmUser"] = flag()
    return event
`,
        "layer/python/kit/__init__.py": "from .flags import flag\n",
        "layer/python/kit/flags.py": 'def flag():\n    return "true"\n',
      },
    ],
    [
      "a layer of Node.js",
      {
        [main]: uses('const { flag } = require("/opt/nodejs/flags");'),
        "layers/common/nodejs/flags.js": 'exports.flag = () => "true";',
      },
    ],
  ])("%s", async (_, files) => {
    expect(await check(files)).toEqual(["response-field-type"]);
    // The same handler alone says nothing wrong.
    const [first] = Object.entries(files);
    expect(await check(Object.fromEntries(first ? [first] : []))).toEqual([]);
  });
});

test("a helper of another file that gives the event back is enough", async () => {
  const files = (body: string): Files => ({
    [main]:
      'const { apply } = require("./apply");\nexports.handler = async (event) => apply(event);\n',
    "src/pre-sign-up/apply.js": `exports.apply = async (event) => { event.response.autoConfirmUser = true; ${body} };`,
  });
  expect(await check(files("return event;"))).toEqual([]);
  expect(await check(files(""))).toEqual(["return-event"]);
});

test("a file is asked for once each time that its importer is checked", async () => {
  const asked: string[] = [];
  const text = uses('const { flag } = require("./index");');
  const readText = (wanted: string): Promise<string | undefined> => {
    asked.push(wanted);
    return Promise.resolve(
      wanted === main ? "exports.flag = () => true;" : undefined,
    );
  };
  // Also when it is typed in, and when what was typed is taken back.
  for (const typed of ["", " ", ""]) {
    asked.length = 0;
    await analyzer.analyze(
      {
        path: "src/pre-sign-up/signed.js",
        languageId: "javascript",
        text: text.replace("= flag", `=${typed} flag`),
      },
      { readText },
    );
    expect(asked).toContain(main);
    expect(new Set(asked).size).toBe(asked.length);
  }
});

describe("what a class of another file gives when a member is read:", () => {
  const define = (line: string, make: string): string => `${line}
export const handler = async (event) => {
  const steps = ${make};
  event.response.issueTokens = steps.passed;
  event.response.failAuthentication = !steps.passed && steps.limit <= event.request.session.length;
  if (!steps.passed) event.response.challengeName = "CUSTOM_CHALLENGE";
  return event;
};
`;
  const steps = (name: string): string => `export class Steps {
  constructor(all) { this.all = all; this.limit = 3; }
  static of(event) { return new Steps(event.request.session); }
  get last() { return this.all[this.all.length - 1]; }
  get passed() { return this.last !== undefined && ${name}this.last.challengeResult === true; }
}
`;
  const named = 'this.last.challengeName === "CUSTOM_CHALLENGE" && ';
  test.each<[string, string, string]>([
    ["import", 'import { Steps } from "./steps";', "Steps.of(event)"],
    [
      "require",
      'const { Steps } = require("./steps");',
      "new Steps(event.request.session)",
    ],
  ])("a getter, by %s", async (_how, line, make) => {
    const files = (name: string): Files => ({
      "src/define.js": define(line, make),
      "src/steps.js": steps(name),
    });
    expect(await check(files(""))).toEqual(["define-issue-tokens-unchecked"]);
    expect(await check(files(named))).toEqual([]);
  });

  test.each([
    ["dict(NAME=True)", ""],
    ["asdict(Answer(True))", "NAME: bool"],
    ["vars(Answer(True))", "NAME: bool"],
    ['{name: True for name in ("NAME",)}', ""],
  ])("the name of a member in %s", async (made, members) => {
    const files = (name: string): Files => ({
      "src/pre.py": `from answers import answer


# cognito-trigger: PreSignUp
def handler(event, context):
    event["response"].update(answer())
    return event
`,
      "src/answers.py": `from dataclasses import asdict, dataclass


@dataclass
class Answer:
    ${members.replace("NAME", name) || "pass"}


def answer():
    return ${made.replace("NAME", name)}
`,
    });
    expect(await check(files("auto_confirm_user"))).toEqual([
      "response-field-known",
    ]);
    expect(await check(files("autoConfirmUser"))).toEqual([]);
  });

  test("a getter that a compiler has defined by a call", async () => {
    const files: Files = {
      "src/define.js": `const { Talk } = require("./talk");
const decide = (talk) =>
  talk.won
    ? { issueTokens: true, failAuthentication: false }
    : { issueTokens: false, failAuthentication: true };
// cognito-trigger: DefineAuthChallenge
exports.handler = async (event) => {
  Object.assign(event.response, decide(new Talk(event.request.session)));
  return event;
};
`,
      "src/talk.js": `"use strict";
var Talk = /** @class */ (function () {
    function Talk(steps) {
        this.steps = steps;
    }
    Object.defineProperty(Talk.prototype, "won", {
        get: function () {
            var last = this.steps[this.steps.length - 1];
            return last.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult === true;
        },
        enumerable: false,
        configurable: true
    });
    return Talk;
}());
exports.Talk = Talk;
`,
    };
    expect(await check(files)).toEqual([]);
  });

  test("a property of Python", async () => {
    const files = (name: string): Files => ({
      "src/define.py": `from steps import Steps


def handler(event, context):
    steps = Steps(event["request"]["session"])
    event["response"]["issueTokens"] = steps.passed
    event["response"]["failAuthentication"] = not steps.passed and len(steps.all) >= steps.limit
    if not steps.passed:
        event["response"]["challengeName"] = "CUSTOM_CHALLENGE"
    return event
`,
      "src/steps.py": `class Steps:
    limit = 3

    def __init__(self, all):
        self.all = all

    @property
    def last(self):
        return self.all[-1] if self.all else None

    @property
    def passed(self):
        return self.last is not None and ${name}self.last["challengeResult"] is True
`,
    });
    expect(await check(files(""))).toEqual(["define-issue-tokens-unchecked"]);
    expect(
      await check(
        files('self.last["challengeName"] == "CUSTOM_CHALLENGE" and '),
      ),
    ).toEqual([]);
  });

  test.each<[string, Files]>([
    [
      "src/verify.js",
      {
        "src/verify.js": `import { Answer } from "./answer";
// cognito-trigger: VerifyAuthChallengeResponse
export const handler = async (event) => {
  const answer = new Answer();
  answer.right = "yes";
  event.response.answerCorrect = answer.right;
  return event;
};
`,
        "src/answer.js":
          "export class Answer {\n  constructor() { this.right = false; }\n}\n",
      },
    ],
    [
      "src/verify.py",
      {
        "src/verify.py": `from answer import Answer


# cognito-trigger: VerifyAuthChallengeResponse
def handler(event, context):
    answer = Answer()
    answer.right = "yes"
    event["response"]["answerCorrect"] = answer.right
    return event
`,
        "src/answer.py":
          "class Answer:\n    def __init__(self):\n        self.right = False\n",
      },
    ],
  ])("what is written into it, in %s", async (_path, files) => {
    expect(await check(files)).toEqual(["response-field-type"]);
  });

  test("a field, which a test narrows as before", async () => {
    expect(
      await check({
        "src/create.js": `import { Draft } from "./draft";
// cognito-trigger: CreateAuthChallenge
export const handler = async (event) => {
  const draft = new Draft(event.request.session.length);
  if (draft.code === undefined) throw new Error("No code");
  event.response.privateChallengeParameters = { code: draft.code };
  return event;
};
`,
        "src/draft.js":
          "export class Draft {\n  constructor(rounds) { this.code = rounds > 0 ? undefined : String(rounds); }\n}\n",
      }),
    ).toEqual([]);
  });
});

describe("the module that an index of Amplify loads by a computed name", () => {
  const verify = (no: string): string => `exports.handler = async (event) => {
  const { challengeAnswer, privateChallengeParameters } = event.request;
  ${no}
  if (challengeAnswer === privateChallengeParameters.answer) event.response.answerCorrect = true;
};
`;
  const load =
    "const modules = process.env.MODULES.split(',').map((name) => require(`./${name}`));\n";
  test.each([
    ["for (const each of modules) await each.handler(event);\n  return event;"],
    [
      "return Promise.all(modules.map((each) => each.handler(event))).then(() => event);",
    ],
  ])("need not give the event back: %s", async (body) => {
    const files = (no: string): Files => ({
      "verify/src/verify.js": verify(no),
      "verify/src/index.js": `${load}exports.handler = async (event) => {\n  ${body}\n};\n`,
    });
    expect(await check(files("event.response.answerCorrect = false;"))).toEqual(
      [],
    );
    expect(await check(files(""))).toEqual(["required-response-field"]);
  });

  test("is told by itself what errors it lets out", async () => {
    const { findings } = await analyzer.analyze(
      {
        path: "add/src/index.js",
        languageId: "javascript",
        text: `// cognito-trigger: PostConfirmation\n${load}exports.handler = async (event) => {\n  await Promise.all(modules.map((each) => each.handler(event)));\n  return event;\n};\n`,
      },
      { readText: () => Promise.resolve(undefined) },
    );
    expect(findings).toEqual([]);
  });

  test.each<[string, string, string, readonly string[]]>([
    [
      "fails where it is handed no callback",
      "each.handler(event, context)",
      "callback(null, event);",
      ["no-three-param-handler"],
    ],
    [
      "may call the callback that it is handed",
      "each.handler(event, context, callback)",
      "callback(null, event);",
      [],
    ],
    [
      "may ask whether there is a callback",
      "each.handler(event, context)",
      "if (callback) callback(null, event);",
      [],
    ],
    [
      "may leave a callback alone",
      "each.handler(event, context)",
      "return event;",
      [],
    ],
  ])("%s", async (_, call, end, expected) => {
    expect(
      await check({
        "sign/src/custom.js": `exports.handler = (event, context, callback) => {\n  event.response.autoConfirmUser = true;\n  ${end}\n};\n`,
        "sign/src/index.js": `${load}exports.handler = async (event, context, callback) => {\n  await Promise.all(modules.map((each) => ${call}));\n  return event;\n};\n`,
      }),
    ).toEqual(expected);
  });

  test("must give the event back where the index hands that on", async () => {
    expect(
      await check({
        "verify/src/verify.js": verify("event.response.answerCorrect = false;"),
        "verify/src/index.js": `${load}exports.handler = async (e) => modules[0].handler(e);\n`,
      }),
    ).toEqual(["return-event"]);
  });

  test("decides", async () => {
    expect(
      await check({
        "define/src/define.js": `exports.handler = async (event) => {
  const last = event.request.session.slice(-1)[0];
  if (last && last.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult) {
    event.response.issueTokens = true;
    event.response.failAuthentication = false;
  } else {
    event.response.issueTokens = false;
    event.response.failAuthentication = false;
  }
};
`,
        "define/src/index.js": `${load}exports.handler = async (event) => {\n  await modules[0].handler(event);\n  return event;\n};\n`,
      }),
    ).toContain("define-decision");
  });
});

test("what is wrong inside another file is told there, not here", async () => {
  const apply =
    'export const handler = async (event) => { event.response.autoConfirmUser = "yes"; return event; };';
  expect(
    await check({
      [main]: 'export { handler } from "./apply";\n',
      "src/pre-sign-up/apply.js": apply,
    }),
  ).toEqual([]);
  expect(await check({ "src/pre-sign-up/apply.js": apply })).toEqual([
    "response-field-type",
  ]);
});

test("two faults of another file are told apart, each with its place", async () => {
  const files: Files = {
    [main]:
      'import { mark } from "./mark";\nexport const handler = async (event) => {\n  mark(event.response);\n  return event;\n};\n',
    "src/pre-sign-up/mark.js":
      'export const mark = (response) => {\n  response.autoConfirmUser = "true";\n  response.autoVerifyEmail = 1;\n};\n',
  };
  const path = main;
  const { findings } = await analyzer.analyze(
    { path, languageId: "javascript", text: files[path] ?? "" },
    { readText: (wanted) => Promise.resolve(files[wanted]) },
  );
  const at = (line: number, from: number, to: number): unknown => ({
    path: "src/pre-sign-up/mark.js",
    start: { line, character: from },
    end: { line, character: to },
  });
  expect(
    findings
      .filter(({ rule }) => rule === "response-field-type")
      .map(({ elsewhere }) => elsewhere),
  ).toEqual([at(1, 29, 35), at(2, 29, 30)]);
});

describe("what is wrong in another file is told where this one uses it:", () => {
  test.each<[string, readonly string[], Files]>([
    [
      "what a function there writes",
      ["response-field-type", "response-field-known"],
      {
        "src/pre_sign_up.py":
          "from answers import allow\n\n\ndef handler(event, context):\n    return allow(event)\n",
        "src/answers.py":
          'def mark(response):\n    response["autoVerifyMail"] = True\n\n\ndef allow(event):\n    event["response"]["autoConfirmUser"] = "true"\n    mark(event["response"])\n    return event\n',
      },
    ],
    [
      "what a method there logs",
      ["migration-no-password-in-logs"],
      {
        "src/user-migration.js":
          'import { Log } from "./log";\nconst log = new Log("migration");\nexport const handler = async (event) => {\n  log.event(event);\n  if (event.triggerSource !== \"UserMigration_Authentication\") throw new Error(\"no\");\n  return event;\n};\n',
        "src/log.js":
          "export class Log {\n  constructor(name) { this.name = name; }\n  event(event) { console.log(this.name, JSON.stringify(event)); }\n}\n",
      },
    ],
    [
      "what a method there sends without having it",
      ["migration-password-only-in-auth"],
      {
        "src/user-migration.ts":
          'import type { UserMigrationTriggerHandler } from "aws-lambda";\nimport { Api } from "./api";\nconst api = new Api(process.env.API!);\nexport const handler: UserMigrationTriggerHandler = async (event) => {\n  const found = await api.check(event.userName, event.request.password);\n  if (!found) throw new Error("no");\n  event.response.userAttributes = { email: event.userName, email_verified: "true" };\n  return event;\n};\n',
        "src/api.ts":
          "export class Api {\n  constructor(private readonly base: string) {}\n  async check(name: string, secret: string) {\n    return (await fetch(this.base, { body: `${name}:${secret}`, signal: AbortSignal.timeout(1000) })).ok;\n  }\n}\n",
      },
    ],
    [
      "what stands there",
      ["pretoken-reserved-claim", "pretoken-v1-string-claims"],
      {
        "src/pre-token.ts":
          'import type { PreTokenGenerationTriggerHandler } from "aws-lambda";\nimport { defaults } from "./defaults";\nexport const handler: PreTokenGenerationTriggerHandler = async (event) => {\n  event.response = { claimsOverrideDetails: { claimsToAddOrOverride: { ...defaults } } };\n  return event;\n};\n',
        "src/defaults.ts": 'export const defaults = { level: 3, sub: "x" };\n',
      },
    ],
    [
      "a placeholder that is put into a query there",
      ["custom-message-placeholder-intact"],
      {
        "src/custom-message.js":
          'import { link } from "./link";\nexport const handler = async (event) => {\n  event.response.emailMessage = `Go to ${link(event.request.codeParameter)}`;\n  return event;\n};\n',
        "src/link.js":
          'export function link(code) {\n  const url = new URL("https://a.example");\n  url.searchParams.set("code", code);\n  return url.toString();\n}\n',
      },
    ],
    [
      "an attribute that is a condition there",
      ["attribute-string-boolean"],
      {
        "src/pre-authentication.js":
          'const { isVerified } = require("./users");\nexports.handler = async (event) => {\n  if (!isVerified(event.request.userAttributes)) throw new Error("no");\n  return event;\n};\n',
        "src/users.js":
          "exports.isVerified = (attributes) => Boolean(attributes.email_verified);\n",
      },
    ],
    [
      "a code that is only decoded there",
      ["sender-decrypts-code"],
      {
        "src/custom-email-sender.js":
          'const { read } = require("./code");\nconst { send } = require("./mail");\nexports.handler = async (event) => {\n  await send(event.request.userAttributes.email, read(event.request.code));\n};\n',
        "src/code.js":
          'exports.read = (code) => Buffer.from(code, "base64").toString("utf8");\n',
      },
    ],
    [
      "a code that is decrypted there: nothing",
      [],
      {
        "src/custom-email-sender.js":
          'const { read } = require("./code");\nconst { send } = require("./mail");\nexports.handler = async (event) => {\n  await send(event.request.userAttributes.email, await read(event.request.code));\n};\n',
        "src/code.js":
          'const { decrypt } = require("./client");\nexports.read = async (code) => {\n  const { plaintext } = await decrypt(Buffer.from(code, "base64"));\n  return Buffer.from(plaintext).toString("utf8");\n};\n',
      },
    ],
    [
      "a code that is decoded there, beside a decryption for others",
      ["sender-decrypts-code"],
      {
        "src/custom-sms-sender.js":
          'const { decoded } = require("./code");\nexports.handler = async (event) => {\n  await fetch("https://sms.example.com", { method: "POST", body: `Your code: ${decoded(event.request.code)}` });\n};\n',
        "src/code.js":
          'const { buildClient } = require("@aws-crypto/client-node");\nconst { decrypt } = buildClient();\nexports.read = async (code) => (await decrypt(Buffer.from(code, "base64"))).plaintext.toString();\nexports.decoded = (code) => Buffer.from(code, "base64").toString("utf8");\n',
      },
    ],
    [
      "a decryption there that nobody asks for",
      ["sender-decrypts-code"],
      {
        "src/custom-email-sender.js":
          'const { decryptCode } = require("./kms");\nexports.handler = async (event) => {\n  const { code } = event.request;\n  const data = { code };\n  await ses.send(new SendEmailCommand({ Template: { TemplateData: JSON.stringify(data) } }));\n};\n',
        "src/kms.js":
          'const { decrypt } = require("./client");\nexports.decryptCode = async (code) => decrypt(Buffer.from(code, "base64"));\n',
      },
    ],
    [
      "tokens that are issued there",
      ["define-issue-tokens-unchecked"],
      {
        "src/define-auth-challenge.js":
          'const { decide } = require("./decide");\nexports.handler = async (event) => {\n  decide(event.request.session, event.response);\n  return event;\n};\n',
        "src/decide.js":
          'exports.decide = (session, response) => {\n  const last = session.at(-1);\n  response.issueTokens = last?.challengeResult === true;\n  response.failAuthentication = !response.issueTokens && session.length > 2;\n  if (!response.issueTokens) response.challengeName = "CUSTOM_CHALLENGE";\n};\n',
      },
    ],
    [
      "parameters that are made there",
      ["create-answer-in-public", "create-private-params-not-empty"],
      {
        "src/create-auth-challenge.js":
          'const { shown, kept } = require("./parameters");\nexports.handler = async (event) => {\n  event.response.publicChallengeParameters = shown(event.userName);\n  event.response.privateChallengeParameters = kept();\n  return event;\n};\n',
        "src/parameters.js":
          "const { codeFor } = require('./codes');\nexports.shown = (name) => ({ code: codeFor(name) });\nexports.kept = () => ({});\n",
      },
    ],
    [
      "attributes that are mapped there",
      ["migration-required-attributes"],
      {
        "src/user-migration.js":
          'const { find, attributesOf } = require("./users");\nexports.handler = async (event) => {\n  const user = await find(event.userName);\n  if (!user) throw new Error("no");\n  event.response.userAttributes = attributesOf(user);\n  return event;\n};\n',
        "src/users.js":
          'const db = require("db");\nexports.find = (name) => db.get(name);\nexports.attributesOf = (user) => ({ sub: user.id, email: user.mail, email_verified: "true" });\n',
      },
    ],
    [
      "a source that no trigger has",
      ["trigger-source-known"],
      {
        "src/pre-sign-up.js":
          'const { isInvited } = require("./sources");\nexports.handler = async (event) => {\n  event.response.autoConfirmUser = isInvited(event);\n  return event;\n};\n',
        "src/sources.js":
          'exports.isInvited = (event) => event.triggerSource === "PreSignUp_AdminCreateUsers";\n',
      },
    ],
    [
      "a source that another trigger has, in a helper of several: nothing",
      [],
      {
        "src/post-confirmation.js":
          'const { isFederated } = require("./sources");\nexports.handler = async (event) => {\n  if (!isFederated(event)) console.log(event.request.userAttributes.sub);\n  return event;\n};\n',
        "src/sources.js":
          'exports.isFederated = (event) => event.triggerSource === "PreSignUp_ExternalProvider";\n',
      },
    ],
  ])("%s", async (_, rules, files) => {
    expect([...(await check(files))].sort()).toEqual([...rules].sort());
  });
});

/** A file that does nothing but make the handler, with what it imports. */
const made = (line: string, name: string, text: string): Files => ({
  "src/post-confirmation/index.ts": `import { ${name} } from "../lib/made";\nimport type { PostConfirmationTriggerEvent } from "aws-lambda";\n${line}\n`,
  "src/lib/made.ts": text,
});
const typed =
  'import type { PostConfirmationTriggerEvent } from "aws-lambda";\n';

describe("a handler that this file makes of another one is checked where it is exported:", () => {
  test.each<[string, Files]>([
    [
      "by a wrapper",
      made(
        "export const handler = timed(async (event: PostConfirmationTriggerEvent) => event);",
        "timed",
        "export const timed = (run: Function) => async (event: object) => {\n  await run(event);\n};\n",
      ),
    ],
    [
      "by a method",
      made(
        "export const handler = new Welcome().lambda();",
        "Welcome",
        `${typed}export class Welcome {\n  lambda() {\n    return async (event: PostConfirmationTriggerEvent) => {\n      if (event.userName === "") return;\n      return event;\n    };\n  }\n}\n`,
      ),
    ],
    [
      "a method that is bound",
      made(
        "const welcome = new Welcome();\nexport const handler = welcome.greet.bind(welcome);",
        "Welcome",
        `${typed}export class Welcome {\n  async greet(event: PostConfirmationTriggerEvent) {}\n}\n`,
      ),
    ],
    [
      "a field of its base class, which calls what the class itself has",
      made(
        "class Hello extends Welcome {\n  greet(event: PostConfirmationTriggerEvent) {}\n}\nexport const handler = new Hello().handle;",
        "Welcome",
        `${typed}export abstract class Welcome {\n  abstract greet(event: PostConfirmationTriggerEvent): object;\n  handle = async (event: PostConfirmationTriggerEvent, context: object) => this.greet(event);\n}\n`,
      ),
    ],
  ])("%s", async (_, files) => {
    expect(await check(files)).toEqual(["return-event"]);
  });

  test("what is only handed on is not", async () => {
    const entry =
      "export const handler = (async (event: PostConfirmationTriggerEvent, context: object) => {});\n";
    for (const line of [
      'export { handler } from "../lib/made";',
      'export * from "../lib/made";',
    ])
      expect(
        await check({
          "src/post-confirmation/index.ts": line,
          "src/lib/made.ts": typed + entry,
        }),
      ).toEqual([]);
  });
});

describe("a folder that the project has named is found", () => {
  const [from, file] = ["@lib/flag", "src/lib/flag.ts"];
  const flag = 'export const flag = () => "true";';
  test.each<[string, Files]>([
    [
      "by its paths",
      {
        "tsconfig.json":
          '{\n  // where "@lib/*" is\n  "compilerOptions": { "paths": { "@lib/*": ["./src/lib/*"], }, },\n}',
      },
    ],
    [
      "by paths below its base",
      {
        "tsconfig.json":
          '{ "compilerOptions": { "baseUrl": "src", "paths": { "@lib/*": ["missing/*", "lib/*"] } } }',
      },
    ],
    [
      "in what its configuration extends",
      {
        "src/tsconfig.json": '{ "extends": "../tsconfig.base" }',
        "tsconfig.base.json":
          '{ "compilerOptions": { "paths": { "@lib/flag": ["src/lib/flag"] } } }',
      },
    ],
    [
      "in the base of a root that has no configuration of its own",
      {
        "tsconfig.base.json":
          '{ "compilerOptions": { "baseUrl": ".", "paths": { "@lib/flag": ["src/lib/flag.ts"] } } }',
      },
    ],
  ])("%s", async (_, configuration) => {
    const files = {
      [main]: uses(`import { flag } from "${from}";`),
      [file]: flag,
      ...configuration,
    };
    expect(await check(files)).toEqual(["response-field-type"]);
  });

  test("by its base alone", async () => {
    expect(
      await check({
        [main]: uses('import { flag } from "lib/flag";'),
        [file]: flag,
        "tsconfig.json": '{ "compilerOptions": { "baseUrl": "./src" } }',
      }),
    ).toEqual(["response-field-type"]);
  });

  test("and is unknown where no configuration can be read", async () => {
    for (const text of [undefined, "{", '{ "compilerOptions": [] }', "[]"])
      expect(
        await check({
          [main]: uses(`import { flag } from "${from}";`),
          [file]: flag,
          ...(text === undefined ? {} : { "tsconfig.json": text }),
        }),
      ).toEqual([]);
  });
});

test("a getter of a class of another file may look at anything", async () => {
  expect(
    await check({
      "src/define-auth-challenge.js": `import { History } from "./history";
export const handler = async (event) => {
  const history = new History(event.request.session);
  event.response.issueTokens = false;
  event.response.failAuthentication = false;
  if (history.solved) event.response.issueTokens = true;
  else event.response.failAuthentication = true;
  return event;
};
`,
      "src/history.js": `export class History {
  constructor(session) {
    this.last = session.at(-1);
  }
  get solved() {
    return this.last?.challengeName === "CUSTOM_CHALLENGE" && this.last.challengeResult;
  }
}
`,
    }),
  ).toEqual([]);
});

describe("a package of the project itself is found", () => {
  const named = '{ "name": "@corp/flags" }';
  const source = 'export const flag = () => "true";';
  const built = "export const flag = () => true;";
  test.each<[string, string, Files]>([
    [
      "by the folders of its workspace, its sources before what is built",
      "@corp/flags",
      {
        "package.json": '{ "workspaces": ["apps/*", "packages/*"] }',
        "packages/flags/package.json":
          '{ "name": "@corp/flags", "main": "dist/index.js" }',
        "packages/flags/src/index.ts": source,
        "packages/flags/dist/index.js": built,
      },
    ],
    [
      "where it says that it is",
      "@corp/flags",
      {
        "package.json": '{ "workspaces": { "packages": ["libs/corp-flags"] } }',
        "libs/corp-flags/package.json":
          '{ "name": "@corp/flags", "exports": { ".": { "import": "./code/all.js" } } }',
        "libs/corp-flags/code/all.ts": source,
      },
    ],
    [
      "by pnpm's list",
      "@corp/flags/one",
      {
        "package.json": "{}",
        "pnpm-workspace.yaml":
          "# all\npackages:\n  # own\n  - 'packages/**'\ncatalog: {}\n",
        "packages/flags/package.json": named,
        "packages/flags/src/one.ts": source,
      },
    ],
  ])("%s", async (_, from, files) => {
    expect(
      await check({
        [main]: uses(`import { flag } from "${from}";`),
        ...files,
      }),
    ).toEqual(["response-field-type"]);
  });

  test("and not under another name, nor where no workspace is known", async () => {
    for (const files of [
      { "package.json": '{ "workspaces": ["packages/*"] }' },
      { "package.json": "{", "packages/flags/package.json": named },
      { "packages/flags/package.json": named },
    ])
      expect(
        await check({
          [main]: uses('import { flag } from "@corp/flags";'),
          "packages/flags/src/index.ts": source,
          ...files,
        }),
      ).toEqual([]);
  });
});

test.each([
  ["from hooks.answers import allow", "hooks/answers.py"],
  ["from hooks import answers\n\nallow = answers.allow", "hooks/answers.py"],
  ["from shared.answers import allow", "shared/answers.py"],
])("Python finds the packages around a file: %s", async (line, path) => {
  expect(
    await check({
      "app/hooks/pre_sign_up.py": `${line}\n\n\ndef handler(event, context):\n    return allow(event)\n`,
      [`app/${path}`]:
        'def allow(event):\n    event["response"]["autoConfirmUser"] = "true"\n    return event\n',
    }),
  ).toEqual(["response-field-type"]);
});

test("packages, files outside and files that cannot be read stay unknown", async () => {
  expect(importPaths("src/a.js", "javascript", "lodash", "map")).toEqual([]);
  expect(importPaths("a.js", "javascript", "../../b", undefined)).toEqual([]);
  expect(
    await check({
      [main]: uses('const { flag } = require("./config.json");'),
      "src/pre-sign-up/config.json": "{ not json",
    }),
  ).toEqual([]);
});

test("a long chain of imports ends", async () => {
  const files: Record<string, string> = {
    [main]: uses('import { flag } from "./m0";'),
  };
  for (let i = 0; i < 60; i++)
    files[`src/pre-sign-up/m${String(i)}.js`] =
      `export { flag } from "./m${String(i + 1)}";`;
  expect(await check(files)).toEqual([]);
});

describe("what a file exports as a whole gives the event back", () => {
  const step = "module.exports = async (event) => { await keep(event); };";
  const path = "src/steps/post-confirmation.js";

  test.each<[string, Files]>([
    ["where no file uses it", { [path]: step, "src/index.js": "" }],
    [
      "where another one is used",
      {
        [path]: step,
        "src/index.js": 'const on = require("./steps/pre-sign-up");',
      },
    ],
  ])("%s", async (_, files) => {
    expect(await check(files)).toEqual(["return-event"]);
  });

  test.each<[string, Files]>([
    [
      "the file above",
      {
        [path]: step,
        "src/index.js": 'const on = require("./steps/post-confirmation");',
      },
    ],
    [
      "the file beside it",
      {
        [path]: step.replace("module.exports =", "export default"),
        "src/steps/handler.ts": 'import on from "./post-confirmation.js";',
      },
    ],
  ])("unless a handler calls it, in %s", async (_, files) => {
    expect(await check(files)).toEqual([]);
  });

  const common = "src/post-confirmation/app.ts";
  const whole = step.replace("module.exports =", "export default");

  test("also of a handler's name, where the index beside it calls it", async () => {
    const files = {
      [common]: whole,
      "src/post-confirmation/index.ts":
        'import app from "./app";\nexport const handler = async (event) => {\n  await app(event);\n  return event;\n};',
    };
    expect(await check(files)).toEqual([]);
  });

  test("of a handler's name, where the index hands it on", async () => {
    const files = {
      [common]: whole,
      "src/post-confirmation/index.ts":
        'import app from "./app";\nexport const handler = app;',
    };
    expect(await check(files)).toEqual(["return-event"]);
  });
});

describe("what is exported under a trigger's name gives the event back", () => {
  const path = "src/sign-up/handler.ts";
  const step =
    "export const preSignUp = async (event) => { event.response.autoConfirmUser = true; };";

  test("in a file that is deployed", async () => {
    expect(await check({ [path]: step })).toEqual(["return-event"]);
  });

  test.each<[string, Files]>([
    [
      "another file calls it",
      {
        [path]: step,
        "src/index.ts": 'import { preSignUp } from "./sign-up/handler";',
      },
    ],
    [
      "its own file calls it",
      {
        [path]: `${step} export const cognito = async (event) => { await preSignUp(event); return event; };`,
      },
    ],
    [
      "the handler is beside it",
      {
        [path]: `${step} export const handler = async (event) => route(event);`,
      },
    ],
    ["it is a file of helpers", { "src/sign-up/steps.ts": step }],
  ])("unless %s", async (_, files) => {
    expect(await check(files)).toEqual([]);
  });
});

describe("modules that a handler chooses by a text are run:", () => {
  const answering = (value: string): string => `
exports.handler = async (event) => {
  event.response.autoConfirmUser = ${value};
  return event;
};`;
  const answeringInPython = (value: string): string => `
def handle(event, context):
    event["response"]["autoConfirmUser"] = ${value}
    return event
`;
  const silent = "exports.handler = async (event) => { console.log(event); };";
  const index = "src/index.js";
  const main = "src/app.py";
  const ways: readonly (readonly [string, string, (value: string) => Files])[] =
    [
      [
        "require of a path in a table",
        `const paths = { PreSignUp_SignUp: "./pre", PostConfirmation_ConfirmSignUp: "./post.js" };
exports.handler = async (event, context) => {
  const path = paths[event.triggerSource];
  if (path === undefined) return event;
  const { handler } = require(path);
  return handler(event, context);
};`,
        (value) => ({ "src/pre.js": answering(value), "src/post.js": silent }),
      ],
      [
        "import() of a path in a table",
        `export const handler = async (event, context) => {
  const path = { PreSignUp_SignUp: "./pre.js" }[event.triggerSource];
  if (!path) return event;
  const chosen = await import(path);
  return chosen.handler(event, context);
};`,
        (value) => ({ "src/pre.js": answering(value) }),
      ],
      [
        "import_module of a name in a table",
        `import importlib

MODULES = {"PreSignUp_SignUp": "steps.pre", "PreSignUp_AdminCreateUser": "admin"}


def lambda_handler(event, context):
    name = MODULES.get(event["triggerSource"])
    if name is None:
        return event
    return importlib.import_module(name).handle(event, context)
`,
        (value) => ({
          "src/steps/pre.py": answeringInPython(value),
          "src/steps/__init__.py": "",
        }),
      ],
      [
        "import_module of a name and getattr",
        `from importlib import import_module

STEPS = {"PreSignUp": (".pre", "handle")}


def lambda_handler(event, context):
    family = event["triggerSource"].split("_")[0]
    if family not in STEPS:
        return event
    module, name = STEPS[family]
    return getattr(import_module(module, __package__), name)(event, context)
`,
        (value) => ({ "src/pre.py": answeringInPython(value) }),
      ],
    ];

  test.each(ways)("%s", async (_, text, files) => {
    const path = text.includes("def ") ? main : index;
    const flag = path === main ? "True" : "true";
    const found = await check({ [path]: text, ...files(`"true"`) });
    expect(found).toContain("response-field-type");
    expect(await check({ [path]: text, ...files(flag) })).toEqual(
      found.filter((rule) => rule === "return-event"),
    );
  });

  test("a fault in one that no text names is none of this file", async () => {
    const text =
      "exports.handler = async (event) => require(`./${event.triggerSource}`).handler(event);";
    expect(
      await check({ [index]: text, "src/pre.js": answering('"true"') }),
    ).toEqual([]);
  });
});

describe("a type that another file declares", () => {
  const asks = (line: string, type: string): string =>
    `import { store } from "@acme/store";
${line}
export const handler = async (event) => {
  if (event.triggerSource !== "PreSignUp_SignUp") return event;
  const flag: ${type} = await store.flag(event.userName);
  event.response.autoConfirmUser = flag;
  return event;
};
`;
  const types = `interface Own { flag: string }
export type { Own as Answer };
export type Flag = "on" | "off";
export interface Page<T> { first: T }
export enum State { Off, On }
export type Loose = string | boolean;
export type Right = boolean;
`;
  test.each<[string, string, string, readonly string[]]>([
    ["an alias", 'import type { Flag } from "./types";', "Flag", ["x"]],
    ["an enum", 'import { State } from "./types";', "State", ["x"]],
    [
      "by another name",
      'import { type Answer as A } from "./types";',
      'A["flag"]',
      [],
    ],
    ["of several kinds", 'import { Loose } from "./types";', "Loose", []],
    ["a boolean", 'import { Right } from "./types";', "Right", []],
    ["that is not there", 'import { Other } from "./types";', "Other", []],
    ["handed on", 'import type { Kept } from "./all";', "Kept", ["x"]],
    ["among all", 'import type { Flag } from "./lib";', "Flag", ["x"]],
    ["among all types", 'import type { Flag } from "./shapes";', "Flag", ["x"]],
    ["none of all", 'import type { Other } from "./shapes";', "Other", []],
  ])("%s", async (_, line, type, expected) => {
    expect(
      await check({
        "src/index.ts": asks(line, type),
        "src/types.ts": types,
        "src/all.ts": 'export type { Flag as Kept } from "./types";',
        "src/lib/index.ts":
          'export * from "../all";\nexport * from "../types";',
        "src/shapes.ts": 'export type * from "./lib";',
      }),
    ).toEqual(expected.map(() => "response-field-type"));
  });

  test("with members, each object of it its own", async () => {
    const text = asks('import type { Answer } from "./types";', "Answer")
      .replace("= flag;", "= flag.flag;")
      .replace(
        "const flag",
        `const other: Answer = await store.other();
  other.flag = event.userName === "";
  const flag`,
      )
      .replace(
        "return event;\n}",
        "event.response.autoVerifyEmail = other.flag;\n  return event;\n}",
      );
    expect(
      await check({ "src/index.ts": text, "src/types.ts": types }),
    ).toEqual(["response-field-type"]);
  });
});

/** The cheap look lets through whatever the analysis would recognise, and little else. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rules } from "../../../src/core/analysis/rules/registry.ts";
import { mayHoldHandler } from "../../../src/core/triggers/first-look.ts";
import { contracts } from "../../../src/core/triggers/contracts.ts";

const folder = join(import.meta.dirname, "..", "..", "fixtures", "handlers");

test("every handler of the fixtures may be one", () => {
  const files = globSync("**/flagged-*.{js,ts,py}", { cwd: folder });
  expect(files.length).toBeGreaterThan(20);
  const missed = files.filter(
    (path) => !mayHoldHandler(path, readFileSync(join(folder, path), "utf8")),
  );
  expect(missed).toEqual([]);
});

test("every example of a rule may be one", () => {
  for (const { id, examples } of rules)
    for (const { bad } of examples)
      expect(mayHoldHandler("", bad), id).toBe(true);
});

test("a member of the answer may be misspelt", () => {
  for (const text of [
    "event.response.autConfirmUser = true;",
    'event["response"]["anwserCorrect"] = True',
  ])
    expect(mayHoldHandler("src/index.js", text), text).toBe(true);
});

test.each(contracts.map(({ name }) => name))(
  "a file that is named after %s may hold one",
  (name) => {
    const dashed = name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
    expect(mayHoldHandler(`src/${dashed}/index.js`, "")).toBe(true);
    expect(mayHoldHandler(`src/${name}.ts`, "")).toBe(true);
    expect(mayHoldHandler("src/a.ts", `const ${name}Handler = f;`)).toBe(true);
  },
);

test("each member that is no other service's lets a file through, in any notation", () => {
  const common = [
    "type",
    "code",
    "attributes",
    "scopes",
    "session",
    "password",
  ];
  const names = contracts
    .flatMap(({ request, response }) => [...request, ...response])
    .map(({ name }) => name)
    .filter((name) => !common.includes(name));
  expect(names.length).toBeGreaterThan(50);
  const missed = names.filter(
    (name) =>
      !mayHoldHandler("", `use(e.${name});`) ||
      !mayHoldHandler("", `use(e["${name}"])`) ||
      !mayHoldHandler("", `use(e.${snakeCase(name)})`),
  );
  expect(missed).toEqual([]);
});

test.each([
  "e.triggerSource",
  "event.trigger_source",
  "// cognito-trigger: PreSignUp",
  "const { request: { session } } = event;",
  "const { session } = event.request;",
  "last(event.request.session)",
  'event["request"]["password"]',
  "const { password } = event.request;",
  'import { Verifier } from "./verifier";\nexport const handler = new Verifier().lambda();',
  'import { make } from "@/handlers";\nexport const handler: Handler = make({ tries: 3 });',
  'exports.handler = require("./make").timed(require("./answer"));',
])("%s lets a file through", (text) => {
  expect(mayHoldHandler("", text)).toBe(true);
});

test.each([
  "export const handler = async (event) => ({ statusCode: 200, body: event.body });",
  "def handler(event, context):\n    return {'statusCode': 200}\n",
  'import { db } from "./db";\nexport const handler = async (event) => db.put(event.body);',
  'import middy from "@middy/core";\nexport const handler = middy(() => "pong");',
  "app.get('/', (request, response) => response.send(request.query.code));",
  "for (const record of event.Records) await store(record.session, record.type);",
])("%s does not", (text) => {
  expect(mayHoldHandler("src/index.js", text)).toBe(false);
});

const snakeCase = (name: string): string =>
  name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();

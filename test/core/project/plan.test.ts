/** What a project says about a file: the nearest configuration, the templates, and who goes before whom. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { allRules } from "../../../src/core/analysis/rules/catalogue.ts";
import { planLint } from "../../../src/core/project/plan.ts";
import {
  isRuntime,
  levels,
  readConfig,
} from "../../../src/core/project/config.ts";
import { readProject } from "../../../src/core/project/project.ts";

const config = (value: unknown): string => JSON.stringify(value, undefined, 2);
const name = "cognito-debugger.config.json";

const template = (runtime: string): string => `Resources:
  A:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: auth.preSignUp
      Runtime: ${runtime}
      Events: { E: { Type: Cognito, Properties: { Trigger: PreSignUp } } }
  B:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: auth.confirmed
      Runtime: nodejs24.x
      Events: { E: { Type: Cognito, Properties: { Trigger: PostConfirmation } } }
`;

describe("the configuration", () => {
  test("that lies nearest holds, alone", () => {
    const project = readProject([
      { path: name, text: config({ rules: { "return-event": "off" } }) },
      {
        path: `apps/shop/${name}`,
        text: config({ rules: { "response-field-type": "info" } }),
      },
    ]);
    const level = (path: string, rule: string): unknown =>
      planLint(project, path).levelOf(rule);
    expect(level("apps/shop/a.js", "return-event")).toBeUndefined();
    expect(level("apps/shop/a.js", "response-field-type")).toBe("info");
    expect(level("apps/shopping/a.js", "return-event")).toBe("off");
  });

  test("goes before the user's settings, rule by rule", () => {
    const project = readProject([
      { path: name, text: config({ rules: { "return-event": "warning" } }) },
    ]);
    const { levelOf } = planLint(project, "a.js", {
      rules: { "return-event": "off", "response-field-type": "off", x: 1 },
    });
    expect(levelOf("return-event")).toBe("warning");
    expect(levelOf("response-field-type")).toBe("off");
    expect(levelOf("x")).toBeUndefined();
  });

  test("leaves files alone by patterns from its own folder", () => {
    const project = readProject([
      { path: `app/${name}`, text: config({ ignore: ["old/**", "*.gen.js"] }) },
    ]);
    const ignored = (path: string): boolean => planLint(project, path).ignored;
    expect(ignored("app/old/a.js")).toBe(true);
    expect(ignored("app/x/a.gen.js")).toBe(true);
    expect(ignored("app/a.js")).toBe(false);
    expect(ignored("old/a.js")).toBe(false);
  });

  test.each([
    [
      '{ "rules": { "retrun-event": "off" } }',
      '"retrun-event"',
      'There is no rule "retrun-event"; did you mean "return-event"?',
    ],
    [
      '{ "rules": { "return-event": "warn" } }',
      '"warn"',
      'The level of return-event must be one of "off", "info", "warning" and "error".',
    ],
    ['{ "rules": [] }', "[]", "rules must be an object"],
    ['{ "runtime": "node24" }', '"node24"', '"nodejs24.x" or "python3.13"'],
    ['{ "ignore": "a" }', '"a"', "ignore must be a list of patterns"],
    ['{ "ignores": [] }', '"ignores"', 'There is no option "ignores".'],
    ["[]", "[]", "A configuration is an object"],
    ["rules: {}", "", "This is not JSON and is not used."],
    ["", "", "This is not JSON and is not used."],
  ])("%s is told with its place", (text, place, sentence) => {
    const { problems } = readConfig({ path: name, text });
    expect(problems).toHaveLength(1);
    const [problem] = problems;
    expect(problem?.value).toContain(sentence);
    expect(text.slice(problem?.range.start, problem?.range.end)).toBe(place);
  });

  test("holds in the parts that are sound", () => {
    const project = readProject([
      {
        path: name,
        text: config({
          rules: { nonsense: "off", "return-event": "info" },
          runtime: "nodejs24.x",
        }),
      },
    ]);
    expect(project.problems).toHaveLength(1);
    expect(planLint(project, "a.js").levelOf("return-event")).toBe("info");
    expect(planLint(project, "a.js").runs).toEqual([{ runtime: "nodejs24.x" }]);
    expect(planLint(project, "a.py").runs).toEqual([{}]);
  });
});

describe("templates", () => {
  const files = (runtime: string) => [
    { path: "app/template.yaml", text: template(runtime) },
    { path: name, text: config({ runtime: "nodejs20.x" }) },
  ];

  test("name each handler of a file, with its triggers and runtime", () => {
    expect(
      planLint(readProject(files("nodejs22.x")), "app/src/auth.ts").runs,
    ).toEqual([
      {
        runtime: "nodejs22.x",
        triggers: ["PreSignUp"],
        handlerName: "preSignUp",
        exportsHandler: true,
      },
      {
        runtime: "nodejs24.x",
        triggers: ["PostConfirmation"],
        handlerName: "confirmed",
        exportsHandler: true,
      },
    ]);
  });

  test("give way to what the command line says", () => {
    expect(
      planLint(readProject(files("nodejs22.x")), "app/src/auth.ts", {
        triggers: ["CustomMessage"],
        runtime: "nodejs18.x",
      }).runs,
    ).toEqual([{ runtime: "nodejs18.x", triggers: ["CustomMessage"] }]);
  });

  test("name the only handler of a file also where no pool is said to call it", () => {
    const text = `Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: src/, Handler: auth.handler, Runtime: nodejs22.x }
`;
    const project = readProject([{ path: "app/template.yaml", text }]);
    expect(planLint(project, "app/src/auth.ts").runs).toEqual([
      { runtime: "nodejs22.x", handlerName: "handler", exportsHandler: true },
    ]);
  });

  test("say nothing about other files, nor about a file of another language", () => {
    const project = readProject(files("nodejs22.x"));
    expect(planLint(project, "src/auth.ts").runs).toEqual([
      { runtime: "nodejs20.x" },
    ]);
    expect(planLint(project, "app/src/auth.py").runs).toEqual([{}]);
  });

  test("that deploy one handler on two runtimes leave the runtime open", () => {
    const project = readProject([
      ...files("nodejs22.x"),
      {
        path: "app/staging.yaml",
        text: template("nodejs20.x"),
      },
    ]);
    expect(planLint(project, "app/src/auth.ts").runs[0]).toEqual({
      triggers: ["PreSignUp"],
      handlerName: "preSignUp",
      exportsHandler: true,
    });
  });
});

describe("the module system of a .js file", () => {
  const isModule = (
    path: string,
    files: Readonly<Record<string, object>>,
    deployed?: string,
  ): boolean | undefined => {
    const project = readProject([
      ...Object.entries(files).map(([at, value]) => ({
        path: at,
        text: config(value),
      })),
      ...(deployed === undefined
        ? []
        : [{ path: deployed, text: template("nodejs22.x") }]),
    ]);
    return planLint(project, path).runs[0]?.esModule;
  };
  const esm = { type: "module" };
  const site = { ...esm, devDependencies: { vite: "^7.0.0" } };

  test.each([
    ["a.js", { "package.json": esm }, true],
    ["src/a.js", { "package.json": esm }, true],
    ["src/a.js", { "package.json": esm, "src/package.json": {} }, undefined],
    ["src/a.js", { "package.json": {}, "src/package.json": esm }, true],
    ["src/a.ts", { "package.json": esm }, undefined],
    ["src/a.mjs", { "package.json": esm }, undefined],
    ["lambda/a.js", { "package.json": site }, undefined],
  ])("%s with %j", (path, files, expected) => {
    expect(isModule(path, files)).toBe(expected);
  });

  test("is that of the package that is deployed with it", () => {
    const template = "app/template.yaml";
    const path = "app/src/auth.js";
    expect(isModule(path, { "package.json": esm }, template)).toBeUndefined();
    expect(
      isModule(path, { "app/package.json": esm }, template),
    ).toBeUndefined();
    expect(isModule(path, { "app/src/package.json": site }, template)).toBe(
      true,
    );
  });

  test("is not known of a package.json that is no JSON", () => {
    const project = readProject([{ path: "package.json", text: "{" }]);
    expect(planLint(project, "a.js").runs).toEqual([{}]);
  });
});

test("the schema that editors use asks for what is read", () => {
  const schema = JSON.parse(
    readFileSync(
      join(import.meta.dirname, "../../../media/config.schema.json"),
      "utf8",
    ),
  ) as {
    readonly properties: {
      readonly rules: {
        readonly properties: Readonly<
          Record<string, { readonly description: string }>
        >;
      };
      readonly runtime: { readonly pattern: string };
    };
    readonly definitions: { readonly level: { readonly enum: unknown } };
  };
  const { rules, runtime } = schema.properties;
  expect(Object.keys(schema.properties).sort()).toEqual([
    ...["$schema", "ignore", "rules", "runtime"],
  ]);
  expect(schema.definitions.level.enum).toEqual(levels);
  // So that editors offer them.
  expect(
    Object.entries(rules.properties).map(([id, { description }]) => ({
      id,
      description,
    })),
  ).toEqual(
    allRules.map(({ id, title }) => ({ id, description: `${title}.` })),
  );
  for (const each of ["nodejs24.x", "python3.13", "nodejs24", "go1.x"])
    expect(new RegExp(runtime.pattern).test(each)).toBe(isRuntime(each));
  const { problems } = readConfig({
    path: name,
    text: config({
      $schema: "x",
      rules: {},
      runtime: "nodejs24.x",
      ignore: [],
    }),
  });
  expect(problems).toEqual([]);
});

test("the setting offers every rule", () => {
  const { contributes } = JSON.parse(
    readFileSync(join(import.meta.dirname, "../../../package.json"), "utf8"),
  ) as {
    readonly contributes: {
      readonly configuration: readonly {
        readonly properties: Readonly<
          Record<
            string,
            { readonly propertyNames?: { readonly enum: unknown } }
          >
        >;
      }[];
    };
  };
  const setting = contributes.configuration
    .map(({ properties }) => properties["cognitoDebugger.lint.rules"])
    .find((each) => each !== undefined);
  expect(setting?.propertyNames?.enum).toEqual(allRules.map(({ id }) => id));
});

/**
 * Infrastructure written as programs: CDK apps in TypeScript, JavaScript and Python, SST, Pulumi, and Amplify Gen 2. Nothing is run;
 * only statements that say all there is to know are read, and anything else is left out. Most add permissions by
 * themselves.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_cognito-readme.html#lambda-triggers
 * https://docs.amplify.aws/react/build-a-backend/auth/customize-auth-lifecycle/triggers/
 */
import type { Range } from "../text/position.ts";
import {
  folderOf,
  foldersAround,
  joinPath,
  placesOf,
  withoutExtension,
} from "./code-place.ts";
import {
  insideBrackets,
  literalAt,
  maskText,
  partsOf,
  type MaskedText,
} from "./masked-text.ts";
import {
  isNotPermitted,
  ownerOf,
  permittingCallees,
} from "./program-permissions.ts";
import {
  argumentsOf,
  constantAt,
  helpersIn,
  membersIn,
  noArguments,
  textAt,
  type Arguments,
} from "./program-values.ts";
import type {
  CodePlace,
  DeployedFunction,
  IacFile,
  Template,
  Wiring,
} from "./template.ts";
import { changesPools, triggersOfKey } from "./trigger-keys.ts";

interface Call {
  /** The last name of what is called: `NodejsFunction`. */
  readonly callee: string;
  /** What the result is assigned to, without `this.`; empty where it is not. */
  readonly target: string;
  readonly range: Range;
  /** Named arguments, and members of an object that is an argument. */
  readonly options: ReadonlyMap<string, Range>;
  readonly positional: readonly Range[];
}

const functionCalls = new Set([
  "NodejsFunction",
  "PythonFunction",
  "Function",
  "defineFunction",
]);

export function readProgram({ path, text }: IacFile): Template {
  const source = maskText(text, path.endsWith(".py") ? "python" : "javascript");
  const functions: DeployedFunction[] = [];
  const wirings: Wiring[] = [];
  const asFunction = (
    call: Call,
    name: string,
    given: Arguments = noArguments,
  ): string => {
    functions.push(readFunction(call, name, source, path, given));
    return name;
  };
  /** A helper's call makes what the call in the helper makes, with its arguments. */
  const madeAt = new Map<number, string>();
  const making: Range[] = [];
  for (const helper of helpersIn(source, path.endsWith(".py"))) {
    const [made] = callsIn(source, helper.body);
    if (made === undefined || !functionCalls.has(made.callee)) continue;
    const head = new RegExp(`\\b${helper.name}\\s*\\(`, "gu");
    for (const found of source.masked.matchAll(head)) {
      const inside = insideBrackets(source, found.index + found[0].length - 1);
      const isDeclared =
        /(?:\bdef|\bfunction|\b(?:private|protected|public|static))\s+$/u.test(
          source.masked.slice(Math.max(0, found.index - 20), found.index),
        );
      if (inside === undefined || isDeclared) continue;
      const target = targetBefore(
        source,
        Math.max(0, found.index - 200),
        found,
      );
      const name = target === "" ? `@${String(found.index)}` : target;
      madeAt.set(found.index, name);
      making.push(helper.body);
      asFunction(made, name, argumentsOf(source, helper, inside));
    }
  }
  /** SST names the file and the export behind a trigger as Lambda does, from the folder of the project. */
  const asHandler = (handler: string, range: Range): string => {
    const name = `${handler}@${String(range.start)}`;
    const places = foldersAround(path).flatMap((folder) =>
      placesOf(handler, folder),
    );
    functions.push({ name, range, places });
    return name;
  };
  const imported = importsOf(source, path);
  const wire = (
    key: Range,
    written: string,
    value: Range,
    version?: string,
  ): void => {
    // Overrides of the generated template can raise the version of the event.
    const open =
      overrides.test(source.masked) ||
      (version === undefined && changesPools.test(text));
    const triggers = triggersOfKey(
      written,
      open ? "open" : (version ?? "V1_0"),
    );
    if (triggers.length === 0) return;
    const [first] = callsIn(source, value);
    const made =
      first !== undefined && functionCalls.has(first.callee)
        ? first
        : undefined;
    const name = source.text
      .slice(value.start, value.end)
      .replace(selfPrefix, "");
    const handler = literalAt(source, value);
    const calls =
      handler !== undefined
        ? asHandler(handler, value)
        : made !== undefined
          ? asFunction(made, `${written}@${String(value.start)}`)
          : /^\w+$/u.test(name)
            ? (imported.get(name) ?? name)
            : madeAt.get(value.end - name.length);
    if (calls !== undefined)
      wirings.push({
        triggers,
        calls,
        range: key,
        needsPermission: false,
        ...(version === undefined ? { versionByDefault: true } : {}),
      });
  };
  const calls = [...callsIn(source, { start: 0, end: text.length })];
  const permitting = calls
    .filter(({ callee }) => permittingCallees.includes(callee))
    .map(({ callee, range, options }) => ({
      callee,
      start: range.start,
      options,
      // What a helper permits it permits to all that it makes.
      isForAll: making.some(
        (body) => range.start >= body.start && range.start < body.end,
      ),
    }));
  /** A pool that names functions by their ARN. */
  const wireConfig = (config: Range): void => {
    for (const [written, { key, value }] of membersIn(source, config)) {
      const members = membersIn(source, value);
      const arn = members.get("lambdaArn") ??
        members.get("lambda_arn") ?? { value };
      const version =
        members.get("lambdaVersion") ?? members.get("lambda_version");
      const triggers = triggersOfKey(
        written,
        overrides.test(source.masked)
          ? "open"
          : version && (literalAt(source, version.value) ?? "open"),
      );
      const name = ownerOf(text.slice(arn.value.start, arn.value.end));
      if (name === undefined || triggers.length === 0) continue;
      const known = new Set(functions.map((each) => each.name));
      wirings.push({
        triggers,
        calls: imported.get(name) ?? name,
        range: key,
        needsPermission:
          known.has(name) &&
          isNotPermitted(source, name, config, permitting, known),
      });
    }
  };
  for (const call of calls) {
    const { callee, target, options, positional } = call;
    if (functionCalls.has(callee) && target !== "") asFunction(call, target);
    const config = options.get("lambdaConfig") ?? options.get("lambda_config");
    if (/UserPool$/u.test(callee) && config !== undefined) wireConfig(config);
    const triggers =
      callee === "UserPool"
        ? (options.get("lambdaTriggers") ?? options.get("lambda_triggers"))
        : /^(?:defineAuth|Cognito|CognitoUserPool)$/u.test(callee)
          ? options.get("triggers")
          : undefined;
    if (triggers !== undefined) {
      const members = membersIn(source, triggers);
      // SST says it beside the trigger.
      const beside = members.get("preTokenGenerationVersion")?.value;
      const version = beside && (literalAt(source, beside) ?? "open");
      for (const [name, member] of members)
        wire(
          member.key,
          name,
          member.value,
          version?.replace(/^v(\d)$/u, "V$1_0"),
        );
    }
    const [operation, value, third] = positional;
    if (/^add_?trigger$/iu.test(callee) && operation && value) {
      const version = third ?? options.get("lambda_version");
      const stated =
        version &&
        (/\bLambdaVersion\s*\.\s*(V\d_\d)$/u.exec(
          text.slice(version.start, version.end),
        )?.[1] ??
          "open");
      const named = /UserPoolOperation\s*\.\s*(\w+)$/u.exec(
        text.slice(operation.start, operation.end),
      )?.[1];
      if (named !== undefined) wire(operation, named, value, stated);
    }
  }
  return {
    path,
    text,
    language: "program",
    scope: "program",
    functions: functions.map((each) => ({
      ...each,
      name: `${withoutExtension(path)}#${each.name}`,
    })),
    wirings: wirings.map((each) => ({
      ...each,
      calls: each.calls.includes("#")
        ? each.calls
        : `${withoutExtension(path)}#${each.calls}`,
    })),
    permitted: [],
    raisesVersions: changesPools.test(text),
    problems: [],
  };
}

/** Of the template that a program makes. */
const overrides = /override/iu;

const selfPrefix = /^(?:this|self)\s*\.\s*/u;

/** `import { preSignUp } from "./pre-sign-up/resource"`: the local name -> `path#name` of the other file. */
function importsOf(
  { text, masked }: MaskedText,
  path: string,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const found of masked.matchAll(
    /\bimport\s*\{([^}]{0,2000})\}\s*from\s*["'] *["']/gu,
  )) {
    const whole = text.slice(found.index, found.index + found[0].length);
    const from = /["'](\.[^"']*)["']$/u.exec(whole)?.[1];
    const module =
      from === undefined
        ? undefined
        : joinPath(folderOf(path), withoutExtension(from));
    if (module === undefined) continue;
    for (const each of (found[1] ?? "").split(",")) {
      const [name = "", local = name] = each.trim().split(/\s+as\s+/u);
      if (/^\w+$/u.test(name)) names.set(local, `${module}#${name}`);
    }
  }
  return names;
}

const callees = [
  ...functionCalls,
  "Cognito",
  "CognitoUserPool",
  "UserPool",
  "CfnUserPool",
  ...permittingCallees,
  "defineAuth",
  "addTrigger",
  "add_trigger",
];

/** More calls than people write into one program of this kind. */
const mostCalls = 500;

function* callsIn(source: MaskedText, { start, end }: Range): Iterable<Call> {
  // `import { Function as Lambda }`
  const [, renamed = "Function"] =
    /\bFunction\s+as\s+(\w+)/u.exec(source.masked) ?? [];
  const head = new RegExp(`\\b(${callees.join("|")}|${renamed})\\s*\\(`, "gu");
  head.lastIndex = start;
  for (let count = 0; count < mostCalls; count++) {
    const found = head.exec(source.masked);
    if (found === null || found.index >= end) return;
    const open = found.index + found[0].length - 1;
    const inside = insideBrackets(source, open);
    if (inside === undefined) continue;
    // Calls inside of this one are found too.
    head.lastIndex = open + 1;
    const options = new Map<string, Range>();
    const positional: Range[] = [];
    for (const part of partsOf(source, inside, /,/u)) {
      const named = /^(\w+)\s*=(?!=)\s*/u.exec(
        source.masked.slice(part.start, part.end),
      );
      if (named?.[1] !== undefined)
        options.set(named[1], {
          start: part.start + named[0].length,
          end: part.end,
        });
      else {
        positional.push(part);
        if (source.masked.charAt(part.start) === "{")
          for (const [name, { value }] of membersIn(source, part))
            options.set(name, value);
      }
    }
    yield {
      callee: found[1] === renamed ? "Function" : (found[1] ?? ""),
      target: targetBefore(source, Math.max(start, found.index - 200), found),
      range: { start: found.index, end: open },
      options,
      positional,
    };
  }
}

/** What a call's result is assigned to: `const fn: IFunction = new lambda.`, `self.fn = `. */
const targetBefore = (
  { masked }: MaskedText,
  from: number,
  { index }: RegExpExecArray,
): string =>
  /\b(\w+)\s*(?::[^=;(){}\n]+)?=\s*(?:new\s+)?(?:\w+\s*\.\s*)*$/u.exec(
    masked.slice(from, index),
  )?.[1] ?? "";

function readFunction(
  { callee, range, options, positional }: Call,
  name: string,
  source: MaskedText,
  path: string,
  given: Arguments,
): DeployedFunction {
  const runtime = options.get("runtime");
  const named =
    runtime &&
    constantAt(source, given.get(nameAt(source, runtime)) ?? runtime);
  const value =
    named && runtimeNamed(source.text.slice(named.start, named.end));
  const handler = options.get("handler") ?? options.get("index");
  return {
    name,
    range,
    ...(runtime === undefined || value === undefined
      ? {}
      : { runtime: { value, range: runtime } }),
    places: placesOfCall(
      callee,
      options,
      source,
      path,
      handler,
      positional,
      given,
    ),
  };
}

function placesOfCall(
  callee: string,
  options: ReadonlyMap<string, Range>,
  source: MaskedText,
  path: string,
  handler: Range | undefined,
  positional: readonly Range[],
  given: Arguments,
): readonly CodePlace[] {
  const literal = (range: Range | undefined): string | undefined =>
    range && textAt(source, range, given);
  const paths = (range: Range | undefined): readonly string[] =>
    range === undefined
      ? []
      : pathsAt(
          source,
          given.get(nameAt(source, range)) ?? constantAt(source, range),
          path,
          given,
        );
  if (callee === "Function") {
    const stated = options.get("code");
    const file = literal(handler);
    // SST's function has its file in the handler, from the folder of the project.
    if (stated === undefined && file?.includes("/") === true)
      return foldersAround(path).flatMap((folder) => placesOf(file, folder));
    const code = stated && constantAt(source, stated);
    const written = code && source.masked.slice(code.start, code.end);
    const asset = /(?:fromAsset|from_asset|\bAsset|\bFileArchive)\s*\(/u.exec(
      written ?? "",
    );
    if (code === undefined || asset === null) return [];
    const inside = insideBrackets(
      source,
      code.start + asset.index + asset[0].length - 1,
    );
    const [first] = inside ? partsOf(source, inside, /,/u) : [];
    return file === undefined
      ? []
      : paths(first).flatMap((folder) => placesOf(file, folder));
  }
  const entry = options.get("entry");
  if (callee === "PythonFunction") {
    const file = literal(options.get("index")) ?? "index.py";
    const exportName = literal(options.get("handler")) ?? "handler";
    return paths(entry).flatMap((folder) => {
      const module = joinPath(folder, withoutExtension(file));
      return module === undefined ? [] : [{ module, exportName }];
    });
  }
  const exportName = literal(options.get("handler"))?.split(".").at(-1);
  if (entry === undefined) {
    if (callee === "defineFunction")
      return [{ module: beside(path, "handler"), exportName: "handler" }];
    // The CDK takes the file beside its own that has the construct's name behind it.
    const id = literal(positional[1]);
    return callee === "NodejsFunction" && id !== undefined
      ? [
          {
            module: `${withoutExtension(path)}.${id}`,
            exportName: exportName ?? "handler",
          },
        ]
      : [];
  }
  const files =
    callee === "defineFunction"
      ? [joinPath(folderOf(path), literal(entry) ?? "..")]
      : paths(entry);
  return files.flatMap((file) =>
    file === undefined || file === ""
      ? []
      : [
          {
            module: withoutExtension(file),
            exportName: exportName ?? "handler",
          },
        ],
  );
}

const beside = (path: string, name: string): string =>
  folderOf(path) === "" ? name : `${folderOf(path)}/${name}`;

const nameAt = ({ text }: MaskedText, { start, end }: Range): string =>
  text.slice(start, end);

/** A text, which may be relative to any folder around; or a path joined to the folder of the file itself. */
function pathsAt(
  source: MaskedText,
  range: Range,
  path: string,
  given: Arguments,
): readonly string[] {
  const text = textAt(source, range, given);
  if (text !== undefined)
    return foldersAround(path).flatMap(
      (folder) => joinPath(folder, text) ?? [],
    );
  const written = source.masked.slice(range.start, range.end);
  const joined =
    /^(?:path\s*\.\s*|os\.path\s*\.\s*)?(?:join|resolve)\s*\(/u.exec(written);
  const inside =
    joined && insideBrackets(source, range.start + joined[0].length - 1);
  if (!inside) return [];
  const [first, ...others] = partsOf(source, inside, /,/u);
  const base = first && source.text.slice(first.start, first.end);
  if (
    base === undefined ||
    !/^(?:__dirname|import\.meta\.dirname|os\.path\.dirname\(__file__\))$/u.test(
      base,
    )
  )
    return [];
  const parts = others.map((each) => textAt(source, each, given));
  if (parts.includes(undefined)) return [];
  const whole = joinPath(
    folderOf(path),
    ...parts.filter((each) => each !== undefined),
  );
  return whole === undefined ? [] : [whole];
}

/** `lambda.Runtime.NODEJS_22_X`, `_lambda.Runtime.PYTHON_3_13`, Amplify's `22`, Pulumi's `"nodejs22.x"`. */
function runtimeNamed(written: string): string | undefined {
  const plain = /^["'`]((?:nodejs|python)[\d.]+x?)["'`]$/u.exec(written)?.[1];
  if (plain !== undefined) return plain;
  if (/^\d+$/u.test(written)) return `nodejs${written}.x`;
  const [, language, version] =
    /\bRuntime\s*\.\s*(NODEJS|PYTHON)_([\d_]+)(?:_?X)?$/u.exec(written) ?? [];
  if (language === undefined || version === undefined) return undefined;
  const number = version.replace(/_$/u, "").replaceAll("_", ".");
  return language === "NODEJS" ? `nodejs${number}.x` : `python${number}`;
}

/**
 * Infrastructure written as programs: CDK apps in TypeScript, JavaScript and Python, SST, Pulumi, and Amplify Gen 2. Nothing is run;
 * only statements that say all there is to know are read, and anything else is left out. Most add permissions by
 * themselves.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_cognito-readme.html#lambda-triggers
 * https://docs.amplify.aws/react/build-a-backend/auth/customize-auth-lifecycle/triggers/
 */
import type { Range } from "../text/position.ts";
import { withoutExtension } from "./code-place.ts";
import { literalAt, type MaskedText } from "./masked-text.ts";
import { givenTo, type Call } from "./program-calls.ts";
import { functionCalls } from "./program-functions.ts";
import { ProgramFunctions, type Run, type Use } from "./program-made.ts";
import { argumentsOf, roundsIn } from "./program-makers.ts";
import {
  isNotPermitted,
  ownerOf,
  permittingCallees,
} from "./program-permissions.ts";
import {
  membersIn,
  textAt,
  valueAt,
  type Arguments,
  type Value,
} from "./program-values.ts";
import type { IacFile, Template, Wiring } from "./template.ts";
import { changesPools, triggersOfKey } from "./trigger-keys.ts";

/** @param linked the files from which it imports what makes functions */
export const readProgram = (
  file: IacFile,
  linked: readonly IacFile[] = [],
): Template => new Wirings(new ProgramFunctions(file, linked)).read();

class Wirings {
  readonly #program: ProgramFunctions;
  readonly #source: MaskedText;
  readonly #own: Range;
  readonly #wirings: Wiring[] = [];
  /** Where wirings stand that are understood with the arguments of each time that they run. */
  readonly #understood = new Set<number>();

  constructor(program: ProgramFunctions) {
    this.#program = program;
    this.#source = program.source;
    this.#own = program.own;
  }

  read(): Template {
    const text = this.#source.text.slice(0, this.#own.end);
    const calls = [...this.#program.callsIn(this.#own)];
    for (const call of calls)
      if (functionCalls.has(call.callee) && call.target !== "")
        this.#program.add(call, call.target);
    const making = this.#program.uses.filter(({ at }) => at < this.#own.end);
    const makers = making.filter((use) => this.#program.make(use, use.name));
    for (const use of making) {
      const given = argumentsOf(this.#source, use.helper, use.inside);
      this.#wireIn(use.helper.body, given, use.name, use);
    }
    const rounds = roundsIn(this.#source, this.#program.isPython);
    for (const [index, { body, given }] of rounds.entries())
      if (body.end <= this.#own.end)
        this.#wireIn(body, given, `@${String(body.start)}-${String(index)}`);
    const permitting = calls
      .filter(({ callee }) => permittingCallees.includes(callee))
      .map((call) => ({
        callee: call.callee,
        start: call.range.start,
        options: givenTo(this.#source, call).options,
        // What a helper permits it permits to all that it makes.
        isForAll: makers.some(
          ({ helper: { body } }) =>
            call.range.start >= body.start && call.range.start < body.end,
        ),
      }));
    for (const call of calls) {
      this.#wireCall(call);
      const { options } = givenTo(this.#source, call);
      const config =
        options.get("lambdaConfig") ?? options.get("lambda_config");
      if (/UserPool$/u.test(call.callee) && config !== undefined)
        this.#wireConfig(config, permitting);
    }
    const full = (name: string): string =>
      name.includes("#")
        ? name
        : `${withoutExtension(this.#program.path)}#${name}`;
    return {
      path: this.#program.path,
      text,
      language: "program",
      scope: "program",
      functions: [...this.#program.functions.values()].map((each) => ({
        ...each,
        name: full(each.name),
      })),
      wirings: this.#wirings.map((each) => ({
        ...each,
        calls: full(each.calls),
      })),
      permitted: [],
      raisesVersions: changesPools.test(text) && /user_?pool/iu.test(text),
      problems: [],
    };
  }

  /** What runs with these arguments, as far as it hangs on them. */
  #wireIn(body: Range, given: Arguments, name: string, use?: Use): void {
    for (const call of this.#program.callsIn(body))
      this.#wireCall(call, { body, given, name, use });
  }

  #wireCall(call: Call, run?: Run): void {
    const { callee } = call;
    const { options, positional } = givenTo(this.#source, call, run?.given);
    const triggers =
      callee === "UserPool"
        ? (options.get("lambdaTriggers") ?? options.get("lambda_triggers"))
        : /^(?:defineAuth|Cognito|CognitoUserPool)$/u.test(callee)
          ? options.get("triggers")
          : undefined;
    if (triggers !== undefined) {
      const members = membersIn(this.#source, triggers);
      // SST says it beside the trigger.
      const beside = members.get("preTokenGenerationVersion")?.value;
      const version = beside && (literalAt(this.#source, beside) ?? "open");
      const defaults = membersIn(
        this.#source,
        options.get("defaults") ?? { start: 0, end: 0 },
      ).get("function")?.value;
      for (const [name, { key, value }] of members)
        this.#wire(
          key,
          name,
          value,
          version?.replace(/^v(\d)$/u, "V$1_0"),
          run,
          defaults,
        );
    }
    const [operation, value, third] = positional;
    if (/^add_?trigger$/iu.test(callee) && operation && value) {
      const version = third ?? options.get("lambda_version");
      const stated =
        version &&
        (/\bLambdaVersion\s*\.\s*(V\d_\d)$/u.exec(
          this.#program.textOf(version),
        )?.[1] ??
          "open");
      const meant = valueAt(this.#source, operation);
      const named =
        meant &&
        /UserPoolOperation\s*\.\s*(?:of\(\s*["'])?(\w+)(?:["']\s*\))?$/u.exec(
          this.#program.textOf(meant),
        )?.[1];
      if (named !== undefined) this.#wire(operation, named, value, stated, run);
    }
  }

  #wire(
    key: Range,
    written: string,
    value: Value,
    version: string | undefined,
    run: Run | undefined,
    defaults?: Value,
  ): void {
    if (
      run === undefined
        ? this.#understood.has(key.start)
        : !this.#hangsOn(run, key, value)
    )
      return;
    const { text, masked } = this.#source;
    // Overrides of the generated template can raise the version of the event.
    const open =
      overrides.test(masked.slice(0, this.#own.end)) ||
      (version === undefined &&
        changesPools.test(text.slice(0, this.#own.end)));
    const triggers = triggersOfKey(
      written,
      open ? "open" : (version ?? "V1_0"),
    );
    if (triggers.length === 0) return;
    const calls = this.#program.functionAt(value, written, run, defaults);
    if (calls === undefined) return;
    if (run !== undefined) this.#understood.add(key.start);
    const isHere = key.end <= this.#own.end;
    this.#wirings.push({
      triggers,
      calls,
      range: isHere
        ? { start: key.start, end: key.end }
        : {
            start: run?.use?.at ?? 0,
            end: (run?.use?.inside.start ?? 1) - 1,
          },
      needsPermission: false,
      ...(version === undefined ? { versionByDefault: true } : {}),
    });
  }

  /** Whether a wiring is another one with other arguments. */
  #hangsOn({ given, body }: Run, key: Range, value: Value): boolean {
    if ([...given.keys()].length === 0) return false;
    const names = new RegExp(
      `\\b(?:${[...given.keys()].filter((each) => /^\w+$/u.test(each)).join("|")})\\b`,
      "u",
    );
    const written = this.#program.textOf(value).replace(selfPrefix, "");
    const local = this.#program.localCall(written, body);
    return [key, value, ...(local ? [local] : [])].some((range) =>
      names.test(this.#program.textOf(range)),
    );
  }

  /** A pool that names functions by their ARN. */
  #wireConfig(
    config: Value,
    permitting: Parameters<typeof isNotPermitted>[3],
  ): void {
    const source = this.#source;
    for (const [written, { key, value }] of membersIn(source, config)) {
      const members = membersIn(source, value);
      const arn = members.get("lambdaArn") ??
        members.get("lambda_arn") ?? { value };
      const version =
        members.get("lambdaVersion") ?? members.get("lambda_version");
      const triggers = triggersOfKey(
        written,
        overrides.test(source.masked.slice(0, this.#own.end))
          ? "open"
          : version && (textAt(source, version.value) ?? "open"),
      );
      if (triggers.length === 0) continue;
      const name =
        ownerOf(this.#program.textOf(arn.value)) ??
        // `new Function(…).functionArn`
        this.#program.functionAt(arn.value, written, undefined);
      if (name === undefined) continue;
      const known = new Set(this.#program.functions.keys());
      this.#wirings.push({
        triggers,
        calls: this.#program.imported.get(name) ?? name,
        range: key,
        needsPermission:
          known.has(name) &&
          isNotPermitted(source, name, config, permitting, known),
      });
    }
  }
}

/** Of the template that a program makes. */
const overrides = /override/iu;

const selfPrefix = /^(?:this|self)\s*\.\s*/u;

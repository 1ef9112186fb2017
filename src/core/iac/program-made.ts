/**
 * The functions that an infrastructure program makes, by the expressions that stand for them: names, calls, and uses of
 * the helpers and classes that are its own.
 */
import type { Range } from "../text/position.ts";
import { foldersAround, placesOf } from "./code-place.ts";
import { literalAt, maskText, type MaskedText } from "./masked-text.ts";
import { callsOf, type Call } from "./program-calls.ts";
import {
  functionCalls,
  readFunction,
  runtimeNamed,
  type Program,
} from "./program-functions.ts";
import { namesImported } from "./program-links.ts";
import { argumentsOf, helpersIn, type Helper } from "./program-makers.ts";
import { permittingCallees } from "./program-permissions.ts";
import {
  membersIn,
  withGiven,
  writtenAt,
  type Arguments,
  type Value,
} from "./program-values.ts";
import type { DeployedFunction, IacFile } from "./template.ts";

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

/** A use of a helper or a class of the program's own. */
export interface Use {
  readonly helper: Helper;
  /** Where its name begins. */
  readonly at: number;
  readonly inside: Range;
  /** What it is assigned to, or a name by its place. */
  readonly name: string;
}

/** One of the times that a body runs. */
export interface Run {
  readonly body: Range;
  readonly given: Arguments;
  /** Tells it from the others. */
  readonly name: string;
  /** Where a function is called whose body it is. */
  readonly use?: Use | undefined;
}

/** Reads a program; the functions grow as expressions are asked for. */
export class ProgramFunctions {
  readonly source: MaskedText;
  readonly #program: Program;
  readonly path: string;
  /** The program's own text; behind it stands what it imports. */
  readonly own: Range;
  readonly isPython: boolean;
  readonly functions = new Map<string, DeployedFunction>();
  readonly imported: ReadonlyMap<string, string>;
  readonly #helpers: readonly Helper[];
  readonly uses: readonly Use[];
  /** Names of classes that are a user pool of the CDK. */
  readonly #pools: ReadonlySet<string>;
  readonly #callees: readonly string[];
  /** What `import { Function as Lambda }` calls it. */
  readonly #renamed: string;

  constructor({ path, text }: IacFile, linked: readonly IacFile[]) {
    this.isPython = path.endsWith(".py");
    const parts = [{ from: 0, path }];
    let whole = text;
    for (const file of linked) {
      whole += "\n\n";
      parts.unshift({ from: whole.length, path: file.path });
      whole += file.text;
    }
    this.source = {
      ...maskText(whole, this.isPython ? "python" : "javascript"),
      starts: parts.map(({ from }) => from),
    };
    this.path = path;
    this.own = { start: 0, end: text.length };
    this.imported = namesImported(this.source, path);
    this.#program = {
      source: this.source,
      path,
      own: this.own,
      imported: this.imported,
      pathAt: (at) => parts.find(({ from }) => at >= from)?.path ?? path,
    };
    [, this.#renamed = "Function"] =
      /\bFunction\s+as\s+(\w+)/u.exec(this.source.masked) ?? [];
    const helpers = helpersIn(this.source, this.isPython);
    this.#helpers = helpers;
    this.#pools = new Set(
      helpers.filter(({ base }) => base === "UserPool").map(({ name }) => name),
    );
    this.#callees = [...callees, this.#renamed, ...this.#pools];
    this.uses = this.#usesOf(helpers);
  }

  /** Calls that make functions, pools, triggers or permissions. */
  callsIn(range: Range): readonly Call[] {
    return [...callsOf(this.source, this.#callees, range)].map((call) =>
      call.callee === this.#renamed
        ? { ...call, callee: "Function" }
        : this.#pools.has(call.callee)
          ? { ...call, callee: "UserPool" }
          : call,
    );
  }

  /** All uses of what makes or wires functions, in the order of the text. */
  #usesOf(helpers: readonly Helper[]): readonly Use[] {
    const useful = new Map(
      helpers
        .filter((helper) => this.#isUseful(helper, helpers))
        .map((helper) => [helper.name, helper]),
    );
    if (useful.size === 0) return [];
    const { masked, text } = this.source;
    return [
      ...callsOf(this.source, [...useful.keys()], {
        start: 0,
        end: text.length,
      }),
    ].flatMap(({ callee, target, range, inside }): readonly Use[] => {
      const helper = useful.get(callee);
      const isDeclared =
        /(?:\bdef|\bfunction|\bclass|\b(?:private|protected|public|static))\s+$/u.test(
          masked.slice(Math.max(0, range.start - 20), range.start),
        );
      return helper === undefined || isDeclared
        ? []
        : [
            {
              helper,
              at: range.start,
              inside,
              name: target === "" ? `@${String(range.start)}` : target,
            },
          ];
    });
  }

  #isUseful(
    { body, base }: Helper,
    helpers: readonly Helper[],
    depth = 0,
  ): boolean {
    if (base !== undefined && /(?:Stack|Stage|App)$/u.test(base)) return false;
    return (
      functionCalls.has(base ?? "") ||
      this.callsIn(body).length > 0 ||
      (depth < 3 &&
        helpers.some(
          (other) =>
            other.body !== body &&
            (other.name === base ||
              new RegExp(`\\b${other.name}\\s*\\(`, "u").test(
                writtenAt(this.source, body),
              )) &&
            this.#isUseful(other, helpers, depth + 1),
        ))
    );
  }

  /** @param told where, if not at the call */
  add(
    call: Call,
    name: string,
    given?: Arguments,
    told: Range = call.range,
  ): void {
    // `defineFunction((scope) => new Function(scope, …))`
    const inner =
      call.callee === "defineFunction"
        ? this.callsIn(call.inside).find(({ callee }) =>
            functionCalls.has(callee),
          )
        : undefined;
    const range = told.end > this.own.end ? { start: 0, end: 0 } : told;
    this.functions.set(
      name,
      readFunction(this.#program, inner ?? call, name, range, given),
    );
  }

  /** What a helper's call makes, with its arguments. False where that is nothing. */
  make(use: Use, name: string, outer?: Arguments): boolean {
    const made = this.#madeBy(
      use.helper,
      argumentsOf(this.source, use.helper, use.inside, outer),
      0,
    );
    const told = { start: use.at, end: use.inside.start - 1 };
    for (const [index, { call, given }] of made.entries()) {
      // A construct that holds functions is none itself.
      if (index === 0 && (use.helper.base === undefined || call.target === ""))
        this.add(call, name, given, told);
      if (call.target !== "")
        this.add(call, `${name}.${call.target}`, given, told);
    }
    return made.length > 0;
  }

  #madeBy(
    { body, base }: Helper,
    given: Arguments,
    depth: number,
  ): readonly { readonly call: Call; readonly given: Arguments }[] {
    if (depth > 3) return [];
    if (base !== undefined) {
      const call = [...callsOf(this.source, ["super", "__init__"], body)].find(
        ({ parts }) => parts.length > 0,
      );
      const own = this.#helpers.find(({ name }) => name === base);
      if (call !== undefined && functionCalls.has(base))
        return [{ call: { ...call, callee: base, target: "" }, given }];
      if (call !== undefined && own !== undefined) {
        const more = argumentsOf(this.source, own, call.inside, given);
        return this.#madeBy(own, more, depth + 1);
      }
    }
    const calls = this.callsIn(body);
    const [first] = calls;
    // A helper that makes something else first is about that.
    if (base === undefined && first && !functionCalls.has(first.callee))
      return [];
    const made = calls
      .filter(({ callee }) => functionCalls.has(callee))
      .map((call) => ({ call, given }));
    if (made.length > 0) return base === undefined ? made.slice(0, 1) : made;
    return this.uses
      .filter(({ at }) => at >= body.start && at < body.end)
      .slice(0, 5)
      .flatMap(({ helper, inside, name }) =>
        this.#madeBy(
          helper,
          argumentsOf(this.source, helper, inside, given),
          depth + 1,
        ).map((each) => ({
          ...each,
          call: { ...each.call, target: name.startsWith("@") ? "" : name },
        })),
      );
  }

  /** The call whose result a name of the body is. */
  localCall(name: string, body: Range): Range | undefined {
    if (!/^\w+$/u.test(name)) return undefined;
    const call = this.callsIn(body).find(({ target }) => target === name);
    const use = this.uses.find(
      (each) =>
        each.name === name && each.at >= body.start && each.at < body.end,
    );
    const start = call?.range.start ?? use?.at;
    const end = call?.inside.end ?? use?.inside.end;
    return start === undefined || end === undefined
      ? undefined
      : { start, end: end + 1 };
  }

  /** As it is written, texts and all. */
  textOf({ start, end }: Range): string {
    return this.source.text.slice(start, end);
  }

  /** The name of the function that an expression stands for. */
  functionAt(
    value: Value,
    label: string,
    run: Run | undefined,
    defaults?: Value,
    depth = 0,
  ): string | undefined {
    if (depth > 4) return undefined;
    const written = this.textOf(value).replace(selfPrefix, "");
    const [, owner = "", member] =
      /^(\w+)(?:\s*[?!]?\.\s*(\w+))?!?$/u.exec(written) ?? [];
    const { given } = value;
    if (owner !== "" && given?.has(owner) === true) {
      const argument = given.get(owner);
      const found =
        argument && member !== undefined
          ? membersIn(this.source, argument).get(member)?.value
          : argument;
      return found && this.functionAt(found, label, run, defaults, depth + 1);
    }
    if (owner !== "" && given !== undefined && run !== undefined) {
      const local = this.localCall(owner, run.body);
      if (local !== undefined) {
        const made = this.#madeAt(
          withGiven(local, given),
          `${owner}${run.name}`,
        );
        return made !== undefined && member !== undefined
          ? this.#memberOf(made, member)
          : made;
      }
    }
    if (owner !== "" && member !== undefined)
      return this.#memberOf(this.imported.get(owner) ?? owner, member);
    if (owner !== "") return this.imported.get(owner) ?? owner;
    const handler = this.#handlerAt(value, defaults);
    return (
      handler ??
      this.#madeAt(value, `${label}@${String(value.start)}${run?.name ?? ""}`)
    );
  }

  /** `triggers.preSignUp` of a class that makes several, `made.function` of one that makes one; `made.arn`. */
  #memberOf(name: string, member: string): string | undefined {
    if (this.functions.has(`${name}.${member}`)) return `${name}.${member}`;
    return this.functions.has(name) &&
      /^(?:arn|functionArn|function_arn|name)$/u.test(member)
      ? name
      : undefined;
  }

  /** A function that is made in place, by a call of its own or of a helper. */
  #madeAt(value: Value, name: string): string | undefined {
    const isBefore = (at: number): boolean =>
      /^\(?\s*(?:await\s+)?(?:new\s+)?(?:\w+\s*\.\s*)*$/u.test(
        this.source.masked.slice(value.start, at),
      );
    const use = this.uses.find(
      ({ at }) => at >= value.start && at < value.end && isBefore(at),
    );
    if (use !== undefined) {
      const made = value.given === undefined ? use.name : name;
      if (value.given !== undefined && !this.make(use, made, value.given))
        return undefined;
      const member = /^\)\s*\.\s*(\w+)$/u.exec(
        this.source.masked.slice(use.inside.end, value.end),
      )?.[1];
      if (member !== undefined) return this.#memberOf(made, member);
      return this.functions.has(made) ? made : undefined;
    }
    const [first] = this.callsIn(value);
    if (first === undefined || !functionCalls.has(first.callee))
      return undefined;
    this.add(first, name, value.given);
    return name;
  }

  /**
   * SST names the file and the export behind a trigger as Lambda does, from the folder of the project, as a text or as
   * what its function is made of.
   */
  #handlerAt(value: Value, defaults?: Value): string | undefined {
    const source = this.source;
    const object = writtenAt(source, value).startsWith("{");
    const members = object ? membersIn(source, value) : undefined;
    const inner = members?.get("function")?.value;
    if (inner !== undefined) return this.#handlerAt(inner, defaults);
    const stated = object ? members?.get("handler")?.value : value;
    const handler = stated && literalAt(source, stated);
    if (handler === undefined) return undefined;
    const runtime =
      members?.get("runtime")?.value ??
      (defaults && membersIn(source, defaults).get("runtime")?.value);
    const named = runtime && runtimeNamed(this.textOf(runtime));
    const range = { start: value.start, end: value.end };
    const name = `${handler}@${String(value.start)}`;
    this.functions.set(name, {
      name,
      range,
      ...(runtime === undefined || named === undefined
        ? {}
        : {
            runtime: {
              value: named,
              range: { start: runtime.start, end: runtime.end },
            },
          }),
      places: foldersAround(this.path).flatMap((folder) =>
        placesOf(handler, folder),
      ),
    });
    return name;
  }
}

const selfPrefix = /^(?:this|self)\s*\.\s*/u;

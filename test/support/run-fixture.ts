/**
 * Runs a handler's text in a context of its own, where everything it does not bring is pretended: whatever is called
 * gives some value, calls the functions it is given, or fails. The same seed gives the same run.
 */
import crypto from "node:crypto";
import util from "node:util";
import vm from "node:vm";
import { transform } from "esbuild";

export interface Run {
  /** What the first completion gives back; undefined where the run failed or never ended. */
  readonly answer: { readonly value: unknown } | undefined;
}

export type Random = () => number;

/** Mulberry32: small, and the same everywhere. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** As a CommonJS module, whatever module system and language it is written in. */
export const compile = async (text: string): Promise<string> =>
  (await transform(text, { loader: "ts", format: "cjs", target: "es2022" }))
    .code;

/** What the language brings: `Promise`, `JSON` ... */
const builtIn = new Set<string>(
  vm.runInNewContext("Object.getOwnPropertyNames(globalThis)") as string[],
);

const callBound = 60;

/** @param find picks the handler among what the module exports */
export async function runFixture(
  compiled: string,
  find: (exported: unknown) => unknown,
  event: unknown,
  random: Random,
): Promise<Run> {
  let calls = 0;
  const values = (): unknown =>
    [undefined, null, true, false, 0, 7, "", "true", "x@example.com", [], {}][
      Math.floor(random() * 11)
    ];
  const pretend = (): unknown =>
    new Proxy(() => undefined, {
      get: (_, key) =>
        key === "then" || typeof key === "symbol" ? undefined : pretend(),
      construct: () => pretend() as object,
      apply: (_, __, args: unknown[]) => {
        if (++calls > callBound || random() < 0.1) throw new Error("pretended");
        for (const each of args)
          if (typeof each === "function")
            (each as (...given: unknown[]) => unknown)(
              random() < 0.7 ? null : new Error("pretended"),
              values(),
            );
        if (random() < 0.5) return values();
        const later = Promise.resolve(values());
        return Object.assign(later, { promise: () => later });
      },
    });
  const console = { log: () => undefined };
  for (const name of ["info", "warn", "error", "debug", "trace", "dir"])
    Object.assign(console, { [name]: () => undefined });
  const exported = { exports: {} as unknown };
  const libraries: Readonly<Record<string, unknown>> = { crypto, util };
  const known: Record<string, unknown> = {
    console,
    Buffer,
    URL,
    structuredClone,
    module: exported,
    exports: exported.exports,
    require: (name: string) =>
      libraries[name.replace(/^node:/u, "")] ?? pretend(),
    process: {
      env: new Proxy({}, { get: () => (random() < 0.5 ? "on" : undefined) }),
    },
    setTimeout: (later: () => void) => {
      queueMicrotask(later);
    },
  };
  const context = vm.createContext(known);
  // Any other name of the outside is pretended too.
  for (const name of new Set(compiled.match(/\b[A-Za-z_$][\w$]*/gu)))
    if (!(name in known) && !builtIn.has(name)) known[name] = pretend();
  let answer: Run["answer"];
  const complete = (failed: unknown, value?: unknown): void => {
    if (answer === undefined && (failed === null || failed === undefined))
      answer = { value };
  };
  try {
    // In a function of its own, as modules are: what it declares is not the outside's.
    vm.runInContext(`(() => {${compiled}\n})()`, context, { timeout: 1000 });
    const handler = find(exported.exports);
    if (typeof handler !== "function") return { answer: undefined };
    const end =
      handler.length >= 3 || /\bcontext\.(?:done|succeed)/u.test(compiled);
    const result: unknown = (handler as (...given: unknown[]) => unknown)(
      event,
      {
        done: complete,
        succeed: (value: unknown) => {
          complete(null, value);
        },
        fail: () => undefined,
      },
      complete,
    );
    const value: unknown = await Promise.race([
      result,
      new Promise((_, reject) => setTimeout(reject, 20)),
    ]);
    if (!end || value !== undefined) complete(null, value);
  } catch {
    // A refusal, or something that was pretended to fail.
  }
  return { answer };
}

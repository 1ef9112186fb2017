/** Which modules this process has loaded since the tests began: what a lazy part of the extension may not be in early. */
import { registerHooks } from "node:module";

// On the global object, because each test file is a bundle of its own.
const key = Symbol.for("cognito-debugger.loaded-modules");
const shared = globalThis as { [key]?: Set<string> | undefined };

export function recordLoadedModules(): void {
  const loaded = (shared[key] ??= new Set<string>());
  registerHooks({
    load: (url, context, next) => {
      loaded.add(url);
      return next(url, context);
    },
  });
}

/** URLs of the modules loaded so far. */
export function loadedModules(): readonly string[] {
  return [...(shared[key] ?? [])];
}

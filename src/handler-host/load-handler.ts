/**
 * Finds the function that a `module.function` string names, in the way of Lambda's Node runtime: next to a `.mjs` or
 * under `"type": "module"` it is a named export, else a member of `module.exports`. Every failure is a `LoadError`
 * with Lambda's own error type.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

export type Handler = (...values: unknown[]) => unknown;

export class LoadError extends Error {
  override readonly name: string;

  constructor(errorType: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = errorType;
    if (cause instanceof Error && cause.stack !== undefined)
      this.stack = cause.stack;
  }
}

/** Compiled JavaScript first; TypeScript is read as it is, by Node's type stripping. */
const extensions = [".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"];

export async function loadHandler(
  root: string,
  handlerName: string,
): Promise<Handler> {
  const match = /^(.*?)([^./\\]*)\.([^/\\]+)$/.exec(handlerName);
  const [, folder = "", module = "", names = ""] = match ?? [];
  if (module === "" || names === "")
    throw new LoadError("Runtime.MalformedHandlerName", "Bad handler");
  const stem = path.resolve(root, folder, module);
  const file = extensions
    .map((extension) => stem + extension)
    .find((candidate) => existsSync(candidate));
  if (file === undefined)
    throw new LoadError(
      "Runtime.ImportModuleError",
      `Error: Cannot find module '${folder}${module}'`,
    );
  let found = await loadModule(file);
  for (const name of names.split("."))
    found = (found as Record<string, unknown> | null | undefined)?.[name];
  if (found === undefined || found === null)
    throw new LoadError(
      "Runtime.HandlerNotFound",
      `${handlerName} is undefined or not exported`,
    );
  if (typeof found !== "function")
    throw new LoadError(
      "Runtime.HandlerNotFound",
      `${handlerName} is not a function`,
    );
  return found as Handler;
}

async function loadModule(file: string): Promise<unknown> {
  try {
    return isModule(file)
      ? await import(pathToFileURL(file).href)
      : createRequire(file)(file);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new LoadError(
        "Runtime.UserCodeSyntaxError",
        `SyntaxError: ${error.message}`,
        error,
      );
    const code = (error as { code?: unknown } | null)?.code;
    if (code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND")
      throw new LoadError(
        "Runtime.ImportModuleError",
        `Error: ${(error as Error).message}`,
        error,
      );
    throw error;
  }
}

function isModule(file: string): boolean {
  const extension = path.extname(file);
  if (extension === ".mjs" || extension === ".mts") return true;
  if (extension === ".cjs" || extension === ".cts") return false;
  for (
    let folder = path.dirname(file), above = "";
    folder !== above;
    above = folder, folder = path.dirname(folder)
  ) {
    const manifest = path.join(folder, "package.json");
    if (!existsSync(manifest)) continue;
    const parsed = JSON.parse(readFileSync(manifest, "utf8")) as {
      type?: unknown;
    };
    return parsed.type === "module";
  }
  return false;
}

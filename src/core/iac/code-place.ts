/** From what a template says of a function's code to workspace paths. Paths are joined as texts; nothing is looked up. */
import type { CodePlace } from "./template.ts";

/** `dir/../file` without `.` and `..`; undefined where it leaves the workspace. */
export function joinPath(...parts: readonly string[]): string | undefined {
  const kept: string[] = [];
  for (const part of parts.join("/").replaceAll("\\", "/").split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (kept.pop() === undefined) return undefined;
    } else kept.push(part);
  }
  return kept.join("/");
}

export const folderOf = (path: string): string =>
  path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";

export const withoutExtension = (path: string): string =>
  path.replace(/\.(?:[cm]?[jt]sx?|py)$/iu, "");

/** The file's own folder and those around it, from the inside out: what a relative path may start from. */
export function foldersAround(path: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    folders.push(folder);
    if (folder === "") return folders;
  }
}

/**
 * @param handler as Lambda takes it: `index.handler`, `src/handlers/sign-up.preSignUp`, `package.module.handler`
 * @param folder where the code lies
 */
export function placesOf(handler: string, folder: string): CodePlace[] {
  const dot = handler.lastIndexOf(".");
  if (dot <= 0) return [];
  const exportName = handler.slice(dot + 1);
  const written = handler.slice(0, dot);
  // Python names a module in a package with dots; Node's file names may contain some.
  const modules = new Set([written, written.replaceAll(".", "/")]);
  return [...modules].flatMap((each) => {
    const module = joinPath(folder, each);
    return module === undefined ? [] : [{ module, exportName, root: folder }];
  });
}

/** Where GitHub looks for a file: from the folder of the checkout, which is not always the working folder. */
import { isAbsolute, relative, resolve } from "node:path";
import type { Outside } from "./outside.ts";

/**
 * A path of the run as GitHub wants it; as it is where no checkout is known, or the file is not in it.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 */
export function repositoryPath(
  file: string,
  { folder, variables }: Pick<Outside, "folder" | "variables">,
): string {
  const checkout = variables?.["GITHUB_WORKSPACE"] ?? "";
  if (checkout === "") return file;
  const path = relative(checkout, resolve(folder, file));
  return isAbsolute(path) || /^\.\.(?:[\\/]|$)/u.test(path)
    ? file
    : path.replaceAll("\\", "/");
}

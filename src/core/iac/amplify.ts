/**
 * Amplify Gen 1: which functions the auth category calls. The functions themselves are CloudFormation templates of
 * folders of their own, and Amplify adds the permissions.
 * https://docs.amplify.aws/gen1/javascript/tools/cli/usage/lambda-triggers/
 */
import { folderOf, joinPath } from "./code-place.ts";
import type { CodePlace, IacFile, Template, Wiring } from "./template.ts";
import {
  at,
  itemsOf,
  membersOf,
  plainText,
  readTree,
  type ReadTree,
  type TreeNode,
} from "./tree.ts";
import { triggersOfKey } from "./trigger-keys.ts";

/** The part of the path that all of one project's categories share. */
export const backendOf = (path: string): string => {
  const backend = path.replace(/\/(?:auth|function)\/[^/]+\/[^/]+$/u, "");
  // A function that stands by itself, as in an example.
  return backend === path ? folderOf(path) : backend;
};

export function readAmplifyAuth(file: IacFile, tree: ReadTree): Template {
  const config = at(tree.root, "cognitoConfig") ?? tree.root;
  const written = at(config, "triggers");
  // `PreSignup` among the triggers is `PreSignUp` among the connections.
  const connected = new Map(
    itemsOf(unfolded(at(config, "authTriggerConnections")))
      .map(unfolded)
      .map((each) => [
        plainText(at(each, "triggerType"))?.toLowerCase(),
        plainText(at(each, "lambdaFunctionName")),
      ]),
  );
  const resource =
    plainText(at(config, "resourceName")) ??
    folderOf(file.path).split("/").at(-1) ??
    "";
  const range = written?.range ?? { start: 0, end: 0 };
  return {
    path: file.path,
    text: file.text,
    language: "amplify",
    scope: backendOf(file.path),
    functions: [],
    wirings: membersOf(unfolded(written)).flatMap(([key]): Wiring[] => {
      const triggers = triggersOfKey(key, "open");
      return triggers.length === 0
        ? []
        : [
            {
              triggers,
              calls: connected.get(key.toLowerCase()) ?? `${resource}${key}`,
              range,
              needsPermission: false,
            },
          ];
    }),
    permitted: [undefined],
    problems: tree.problems,
  };
}

/** What Amplify made a function from: the trigger that it is for, and the modules that its `index` loads. */
export function readAmplifyTrigger(file: IacFile, tree: ReadTree): Template {
  const folder = folderOf(file.path);
  const written = at(tree.root, "triggerTemplate");
  const triggers = triggersOfKey(
    plainText(written)?.replace(/\.json(?:\.ejs)?$/u, "") ?? "",
    "open",
  );
  const range = written?.range ?? { start: 0, end: 0 };
  const modules = itemsOf(at(tree.root, "modules")).flatMap(
    (each) => plainText(each) ?? [],
  );
  const wiring = (calls: string): Wiring => ({
    triggers,
    calls,
    range,
    needsPermission: false,
  });
  return {
    path: file.path,
    text: file.text,
    language: "amplify",
    scope: backendOf(file.path),
    functions: modules.map((module) => ({
      name: `${nameOf(folder)}/${module}`,
      range,
      places: placeOf(folder, module),
    })),
    wirings:
      triggers.length === 0
        ? []
        : [
            wiring(nameOf(folder)),
            ...modules.map((module) => wiring(`${nameOf(folder)}/${module}`)),
          ],
    permitted: [undefined],
    problems: tree.problems,
  };
}

/** The code of a function lies in `src` beside what describes it. */
function placeOf(folder: string, name: string): readonly CodePlace[] {
  const root = joinPath(folder, "src");
  return root === undefined
    ? []
    : [{ module: `${root}/${name}`, exportName: "handler", root }];
}

const nameOf = (folder: string): string => folder.split("/").at(-1) ?? "";

/** Amplify keeps JSON in texts of JSON. */
function unfolded(node: TreeNode | undefined): TreeNode | undefined {
  const text = plainText(node);
  return text !== undefined && /^\s*[[{]/u.test(text)
    ? readTree(text).root
    : node;
}

/** The function of a folder of the function category; its code lies in `src` beside the template. */
export function asAmplifyFunction(template: Template): Template {
  const folder = folderOf(template.path);
  return {
    ...template,
    language: "amplify",
    scope: backendOf(template.path),
    functions: template.functions.map((each) => ({
      ...each,
      name: nameOf(folder),
      places: placeOf(folder, "index"),
    })),
    permitted: [undefined],
  };
}

/**
 * Amplify Gen 1: which functions the auth category calls. The functions themselves are CloudFormation templates of
 * folders of their own, and Amplify adds the permissions.
 * https://docs.amplify.aws/gen1/javascript/tools/cli/usage/lambda-triggers/
 */
import { folderOf } from "./code-place.ts";
import type { IacFile, Template, Wiring } from "./template.ts";
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
export const backendOf = (path: string): string =>
  path.replace(/\/(?:auth|function)\/[^/]+\/[^/]+$/u, "");

export function readAmplifyAuth(file: IacFile, tree: ReadTree): Template {
  const config = at(tree.root, "cognitoConfig") ?? tree.root;
  const written = at(config, "triggers");
  const connected = new Map(
    itemsOf(unfolded(at(config, "authTriggerConnections")))
      .map(unfolded)
      .map((each) => [
        plainText(at(each, "triggerType")),
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
              calls: connected.get(key) ?? `${resource}${key}`,
              range,
              needsPermission: false,
            },
          ];
    }),
    permitted: [undefined],
    problems: tree.problems,
  };
}

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
      name: folder.split("/").at(-1) ?? each.name,
      places: [
        {
          module: `${folder}/src/index`,
          exportName: "handler",
          root: `${folder}/src`,
        },
      ],
    })),
    permitted: [undefined],
  };
}

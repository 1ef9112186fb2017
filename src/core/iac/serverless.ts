/**
 * The Serverless Framework's YAML: functions and their `cognitoUserPool` events. The framework adds the permission.
 * https://www.serverless.com/framework/docs/providers/aws/events/cognito-user-pool
 */
import { foldersAround, placesOf } from "./code-place.ts";
import { readCloudFormation } from "./cloudformation.ts";
import type { IacFile, Placed, Template, Wiring } from "./template.ts";
import {
  at,
  itemsOf,
  membersOf,
  plainText,
  type ReadTree,
  type TreeNode,
} from "./tree.ts";
import { changesPools, triggersOfKey } from "./trigger-keys.ts";

/** https://www.serverless.com/framework/docs/providers/aws/guide/resources#aws-cloudformation-resource-reference */
export const logicalIdOf = (name: string): string =>
  `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`
    .replaceAll("-", "Dash")
    .replaceAll("_", "Underscore");

/** Whether it holds functions of a service whose configuration is another file: `functions: ${file(functions.yml)}`. */
export const isPartOfService = (root: TreeNode | undefined): boolean =>
  membersOf(root).some(
    ([, { value }]) =>
      plainText(at(value, "handler")) !== undefined &&
      at(value, "events") !== undefined,
  );

export function readServerless(file: IacFile, tree: ReadTree): Template {
  const { root } = tree;
  const written = at(root, "functions");
  // Functions may also stand as a list of maps.
  const functions = itemsOf(written ?? root).flatMap(membersOf);
  // The paths of a part are relative to the whole.
  const folders = foldersAround(file.path).slice(
    0,
    written === undefined ? undefined : 1,
  );
  const shared = runtimeOf(at(root, "provider", "runtime"), root);
  const mayRaise =
    changesPools.test(file.text) || /\$\{file\(/u.test(file.text);
  return {
    path: file.path,
    text: file.text,
    language: "serverless",
    scope: file.path,
    functions: functions.map(([name, { key, value }]) => {
      const own = at(value, "runtime");
      const runtime = own === undefined ? shared : runtimeOf(own, root);
      const handler = plainText(at(value, "handler"));
      return {
        name,
        range: key,
        ...(runtime === undefined ? {} : { runtime }),
        places:
          handler === undefined
            ? []
            : folders.flatMap((folder) => placesOf(handler, folder)),
      };
    }),
    wirings: [
      ...itemsOf(at(root, "resources")).flatMap(
        (each) =>
          readCloudFormation(file, { root: each, problems: [] }).wirings,
      ),
      ...functions.flatMap(([name, { value }]) =>
        wiringsOfEvents(name, value, mayRaise),
      ),
    ],
    permitted: [undefined],
    problems: tree.problems,
  };
}

const wiringsOfEvents = (
  name: string,
  declared: TreeNode | undefined,
  mayRaise: boolean,
): readonly Wiring[] =>
  itemsOf(at(declared, "events")).flatMap((event) => {
    const written = at(event, "cognitoUserPool", "trigger");
    // Code for pools that exist keeps a version that they have; resources can raise that of the others.
    const open =
      plainText(at(event, "cognitoUserPool", "existing")) !== undefined ||
      mayRaise;
    const triggers = triggersOfKey(
      plainText(written) ?? "",
      open ? "open" : "V1_0",
    );
    return written === undefined || triggers.length === 0
      ? []
      : [
          {
            triggers,
            calls: name,
            range: written.range,
            needsPermission: false,
          },
        ];
  });

/** Also where it is said elsewhere in the file: `${self:custom.runtime}`. */
function runtimeOf(
  node: TreeNode | undefined,
  root: TreeNode | undefined,
  depth = 0,
): Placed<string> | undefined {
  const value = plainText(node);
  if (node === undefined || value === undefined) return undefined;
  if (/^[\w.]+$/u.test(value)) return { value, range: node.range };
  const path = /^\$\{self:([\w.-]+)\}$/u.exec(value)?.[1];
  const found =
    path === undefined || depth > 3
      ? undefined
      : runtimeOf(at(root, ...path.split(".")), root, depth + 1);
  return found && { value: found.value, range: node.range };
}

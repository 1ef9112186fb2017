/**
 * The Serverless Framework's YAML: functions and their `cognitoUserPool` events. The framework adds the permission.
 * https://www.serverless.com/framework/docs/providers/aws/events/cognito-user-pool
 */
import { foldersAround, placesOf } from "./code-place.ts";
import type { IacFile, Placed, Template } from "./template.ts";
import {
  at,
  itemsOf,
  membersOf,
  plainText,
  type ReadTree,
  type TreeNode,
} from "./tree.ts";
import { triggersOfKey } from "./trigger-keys.ts";

export function readServerless(file: IacFile, tree: ReadTree): Template {
  const { root } = tree;
  // Functions may also stand as a list of maps.
  const functions = itemsOf(at(root, "functions")).flatMap(membersOf);
  const shared = runtimeOf(at(root, "provider", "runtime"));
  return {
    path: file.path,
    text: file.text,
    language: "serverless",
    scope: file.path,
    functions: functions.map(([name, { key, value }]) => {
      const runtime = runtimeOf(at(value, "runtime")) ?? shared;
      const handler = plainText(at(value, "handler"));
      return {
        name,
        range: key,
        ...(runtime === undefined ? {} : { runtime }),
        places:
          handler === undefined
            ? []
            : placesOf(handler, foldersAround(file.path)[0] ?? ""),
      };
    }),
    wirings: functions.flatMap(([name, { value }]) =>
      itemsOf(at(value, "events")).flatMap((event) => {
        const written = at(event, "cognitoUserPool", "trigger");
        const triggers = triggersOfKey(plainText(written) ?? "", "open");
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
      }),
    ),
    permitted: [undefined],
    problems: tree.problems,
  };
}

/** `${self:custom.runtime}` is not known here. */
function runtimeOf(node: TreeNode | undefined): Placed<string> | undefined {
  const value = plainText(node);
  return node === undefined || value === undefined || !/^[\w.]+$/u.test(value)
    ? undefined
    : { value, range: node.range };
}

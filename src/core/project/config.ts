/**
 * `cognito-debugger.config.json`, which the command line and the editor share: severities of rules, the runtime where
 * templates name none, files to leave alone. What is wrong with it is told with its place; the rest of it holds.
 */
import ignore from "ignore";
import { allRules } from "../analysis/rules/catalogue.ts";
import type { Severity } from "../analysis/finding.ts";
import { createLineIndex } from "../text/line-index.ts";
import { nearest } from "../text/near-match.ts";
import { folderOf } from "../iac/code-place.ts";
import type { IacFile, Placed } from "../iac/template.ts";
import {
  itemsOf,
  membersOf,
  plainText,
  readTree,
  type TreeNode,
} from "../iac/tree.ts";
import type { Range } from "../text/position.ts";

export const configName = "cognito-debugger.config.json";

export const levels = ["off", "info", "warning", "error"] as const;
/** What a finding of a rule becomes. */
export type Level = Severity | "off";

export interface Config {
  readonly path: string;
  readonly rules: ReadonlyMap<string, Level>;
  readonly runtime: string | undefined;
  /** @param path of the workspace; patterns are read as in .gitignore, from the configuration file's folder */
  readonly ignores: (path: string) => boolean;
  readonly problems: readonly ConfigProblem[];
}

export interface ConfigProblem extends Placed<string> {
  /** From 1. */
  readonly line: number;
}

export const isRuntime = (name: string): boolean =>
  /^(?:nodejs\d+\.x|python3\.\d+)$/u.test(name);

export function readConfig({ path, text }: IacFile): Config {
  const problems: ConfigProblem[] = [];
  const lines = createLineIndex(text);
  const rules = new Map<string, Level>();
  const patterns: string[] = [];
  let runtime: string | undefined;
  const complain = (range: Range, value: string): void => {
    const line = lines.positionAt(range.start).line + 1;
    problems.push({ range, line, value });
  };
  const readMember = (key: string, at: Range, value: TreeNode): void => {
    switch (key) {
      case "$schema":
        return;
      case "rules":
        if (value.kind !== "map")
          complain(
            value.range,
            'rules must be an object such as { "return-event": "warning" }.',
          );
        for (const [id, member] of membersOf(value))
          readRule(id, member.key, member.value);
        return;
      case "runtime": {
        const name = plainText(value) ?? "";
        if (isRuntime(name)) runtime = name;
        else
          complain(
            value.range,
            'runtime must be Lambda\'s name of a runtime, such as "nodejs24.x" or "python3.13".',
          );
        return;
      }
      case "ignore": {
        const all = itemsOf(value).map(plainText);
        if (value.kind !== "list" || all.some((each) => each === undefined))
          complain(
            value.range,
            'ignore must be a list of patterns such as ["legacy/**"].',
          );
        else patterns.push(...all.filter((each) => each !== undefined));
        return;
      }
      default:
        complain(
          at,
          `There is no option "${key}". Choose of rules, runtime and ignore.`,
        );
    }
  };
  const readRule = (id: string, at: Range, value: TreeNode): void => {
    const level = levels.find((each) => each === plainText(value));
    const ids = allRules.map((rule) => rule.id);
    if (!ids.includes(id)) {
      const near = nearest(id, ids);
      const hint = near === undefined ? "." : `; did you mean "${near}"?`;
      complain(
        at,
        `There is no rule "${id}"${hint} Run cognito-debugger rules to list them.`,
      );
    } else if (level === undefined)
      complain(
        value.range,
        `The level of ${id} must be one of "off", "info", "warning" and "error".`,
      );
    else rules.set(id, level);
  };
  const { root, problems: unread } = readTree(text);
  if (!isJson(text))
    complain(
      unread[0]?.range ?? { start: 0, end: 0 },
      "This is not JSON and is not used. Mend it, or remove the file.",
    );
  else if (root?.kind !== "map")
    complain(
      root?.range ?? { start: 0, end: 0 },
      'A configuration is an object such as { "rules": { "return-event": "warning" } }.',
    );
  else
    for (const [key, { key: at, value }] of root.members)
      readMember(key, at, value);
  const folder = folderOf(path);
  const matcher = ignore().add(patterns);
  return {
    path,
    rules,
    runtime,
    ignores: (file) => {
      const inside = below(folder, file);
      return inside !== undefined && inside !== "" && matcher.ignores(inside);
    },
    problems,
  };
}

/** The path from a folder, empty for the one at the top, down to a file; undefined where the file does not lie in it. */
export function below(folder: string, file: string): string | undefined {
  if (folder === "") return file;
  return file.startsWith(`${folder}/`)
    ? file.slice(folder.length + 1)
    : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Reads what `lint` takes. A mistake comes back as one sentence, never as an exception. */
import { parseArgs } from "node:util";
import { allRules } from "../core/analysis/rules/catalogue.ts";
import { nearest } from "../core/text/near-match.ts";
import { triggersOfKey } from "../core/iac/trigger-keys.ts";
import { isRuntime, levels, type Level } from "../core/project/config.ts";
import type { TriggerId } from "../core/triggers/contract.ts";
import { contracts } from "../core/triggers/contracts.ts";

export const formats = ["pretty", "json", "sarif", "github"] as const;
export type Format = (typeof formats)[number];

export interface LintOptions {
  readonly format: Format;
  /** Files, folders and glob patterns. */
  readonly paths: readonly string[];
  /** Apply the fixes that need no choice. */
  readonly fix: boolean;
  /** Only these rules; undefined: all. */
  readonly only: readonly string[] | undefined;
  /** Levels for this run. */
  readonly levels: ReadonlyMap<string, Level>;
  /** More warnings than these fail the run. */
  readonly maxWarnings: number | undefined;
  readonly triggers: readonly TriggerId[] | undefined;
  readonly runtime: string | undefined;
  /** In place of the nearest configuration file. */
  readonly config: string | undefined;
  /** The name that the text on standard input is checked under; undefined: nothing is read from there. */
  readonly stdin: string | undefined;
}

export type LintArgs =
  | { readonly ok: true; readonly options: LintOptions }
  | { readonly ok: false; readonly sentence: string };

const options = {
  format: { type: "string" },
  fix: { type: "boolean" },
  rule: { type: "string", multiple: true },
  "max-warnings": { type: "string" },
  trigger: { type: "string", multiple: true },
  "node-runtime": { type: "string" },
  config: { type: "string" },
  stdin: { type: "boolean" },
  "stdin-filename": { type: "string" },
} as const;

/** @param args what stands beside the word `lint` */
export function readLintArgs(args: readonly string[]): LintArgs {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    // Node's first sentence names the option; what follows is advice about `--`.
    const [sentence = ""] = (error as Error).message.split(/\. |\n/);
    return mistake(`${sentence.replace(/\.$/, "")}.`);
  }
  const { values, positionals: paths } = parsed;
  const format = formats.find((each) => each === (values.format ?? "pretty"));
  if (format === undefined)
    return mistake(
      `There is no format "${values.format ?? ""}": choose ${formats.join(", ")}.`,
    );

  const only: string[] = [];
  const stated = new Map<string, Level>();
  for (const each of values.rule ?? []) {
    const [id = "", written] = each.split("=", 2);
    const level = levels.find((one) => one === written);
    if (!allRules.some((rule) => rule.id === id)) {
      const near = nearest(
        id,
        allRules.map((rule) => rule.id),
      );
      return mistake(
        `There is no rule "${id}"${near === undefined ? "." : `; did you mean ${near}?`}`,
      );
    }
    if (written === undefined) only.push(id);
    else if (level === undefined)
      return mistake(`--rule ${id}= takes ${levels.join(", ")}.`);
    else stated.set(id, level);
  }

  const triggers: TriggerId[] = [];
  for (const name of values.trigger ?? []) {
    const found = contracts.some(({ id }) => id === name)
      ? [name as TriggerId]
      : triggersOfKey(name, "open");
    if (found.length === 0)
      return mistake(
        `There is no trigger "${name}": choose ${[...new Set(contracts.map((each) => each.name))].join(", ")}.`,
      );
    triggers.push(...found);
  }

  const written = values["node-runtime"];
  const runtime =
    written === undefined || isRuntime(written)
      ? written
      : `nodejs${/^(?:nodejs|v)?(\d+)(?:\.|$)/u.exec(written)?.[1] ?? ""}.x`;
  if (runtime !== undefined && !isRuntime(runtime))
    return mistake("--node-runtime takes a runtime such as nodejs24.x.");

  const warnings = values["max-warnings"];
  if (warnings !== undefined && !/^\d+$/.test(warnings))
    return mistake("--max-warnings takes a number.");

  const stdin = values["stdin-filename"];
  const fix = values.fix === true;
  if (values.stdin === true && stdin === undefined)
    return mistake("--stdin needs --stdin-filename, for the language.");
  if (values.stdin !== true && stdin !== undefined)
    return mistake("--stdin-filename goes with --stdin.");
  if (values.stdin === true && (paths.length > 0 || fix))
    return mistake("--stdin goes neither with paths nor with --fix.");
  if (values.stdin !== true && paths.length === 0)
    return mistake("lint needs at least one file or folder.");

  return {
    ok: true,
    options: {
      format,
      paths,
      fix,
      only: only.length === 0 ? undefined : only,
      levels: stated,
      maxWarnings: warnings === undefined ? undefined : Number(warnings),
      triggers: triggers.length === 0 ? undefined : triggers,
      runtime,
      config: values.config,
      stdin,
    },
  };
}

const mistake = (sentence: string): LintArgs => ({
  ok: false,
  sentence: `${sentence} Run cognito-debugger --help to see what it takes.`,
});

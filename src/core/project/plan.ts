/** How a file is to be checked: what its project, the user's settings and the command line say, in one answer. */
import type { Finding, Severity } from "../analysis/finding.ts";
import type { AnalyzeOptions } from "../analysis/options.ts";
import { exportsAt, triggersOf } from "../iac/deployments.ts";
import type { TriggerId } from "../triggers/contract.ts";
import { levels, type Config, type Level } from "./config.ts";
import { isEsModule } from "./packages.ts";
import { configFor, type Project } from "./project.ts";

export interface LintPlan {
  /** The configuration leaves the file alone. */
  readonly ignored: boolean;
  /** One for each handler that templates name; one that leaves the handler open where they name none. */
  readonly runs: readonly AnalyzeOptions[];
  /** The level to give the findings of a rule; undefined: as the rule says. */
  readonly levelOf: (rule: string) => Level | undefined;
}

/** What the user says beside the project's files. */
export interface OwnWishes {
  /** Goes before what the configuration file says. */
  readonly levels?: ReadonlyMap<string, Level>;
  /** Rule id -> level; anything else is passed over. The configuration file goes first. */
  readonly rules?: Readonly<Record<string, unknown>>;
  /** Goes before what templates and the configuration file say. */
  readonly runtime?: string;
  /** Goes before what templates say. */
  readonly triggers?: readonly TriggerId[];
  /** In place of the nearest configuration file. */
  readonly config?: Config;
}

export function planLint(
  project: Project,
  path: string,
  wishes: OwnWishes = {},
): LintPlan {
  const config = wishes.config ?? configFor(project, path);
  const own = (rule: string): Level | undefined =>
    levels.find((level) => level === wishes.rules?.[rule]);
  return {
    ignored: config?.ignores(path) ?? false,
    runs: runsFor(project, path, wishes, config?.runtime),
    levelOf: (rule) =>
      wishes.levels?.get(rule) ?? config?.rules.get(rule) ?? own(rule),
  };
}

function runsFor(
  project: Project,
  path: string,
  wishes: OwnWishes,
  configured: string | undefined,
): readonly AnalyzeOptions[] {
  const handlers = new Map<
    string,
    {
      triggers: Set<TriggerId>;
      runtimes: Set<string | undefined>;
      isSure: boolean;
    }
  >();
  const roots = new Set<string | undefined>();
  for (const deployment of project.deployments)
    for (const name of exportsAt(deployment, path)) {
      const { places } = deployment.function;
      const handler = handlers.get(name) ?? {
        triggers: new Set(),
        runtimes: new Set(),
        isSure: true,
      };
      handler.isSure &&= places.length === 1;
      for (const { root } of places) roots.add(root);
      for (const trigger of triggersOf(deployment))
        handler.triggers.add(trigger);
      handler.runtimes.add(deployment.function.runtime?.value);
      handlers.set(name, handler);
    }
  const [root] = roots.size === 1 ? roots : [];
  const options = (
    runtimes: ReadonlySet<string | undefined>,
    triggers: readonly TriggerId[],
    handler: Pick<AnalyzeOptions, "handlerName" | "exportsHandler"> = {},
  ): AnalyzeOptions => {
    const [only] = runtimes.size === 1 ? runtimes : [];
    const runtime =
      wishes.runtime ?? only ?? (runtimes.size > 1 ? undefined : configured);
    return {
      ...(runtime !== undefined && fits(runtime, path) ? { runtime } : {}),
      ...(triggers.length === 0 ? {} : { triggers }),
      ...handler,
      ...(isEsModule(project.packages, path, root) ? { esModule: true } : {}),
    };
  };
  const named = [...handlers].filter(([, { triggers }]) => triggers.size > 0);
  if (wishes.triggers !== undefined || named.length === 0) {
    const all = [...handlers.values()].flatMap(({ runtimes }) => [...runtimes]);
    const [only, ...others] = handlers;
    return [
      options(
        new Set(all),
        wishes.triggers ?? [],
        only === undefined || others.length > 0
          ? {}
          : { handlerName: only[0], exportsHandler: only[1].isSure },
      ),
    ];
  }
  return named.map(([handlerName, { triggers, runtimes, isSure }]) =>
    options(runtimes, [...triggers], { handlerName, exportsHandler: isSure }),
  );
}

/** A runtime of Node says nothing about Python. */
const fits = (runtime: string, path: string): boolean =>
  runtime.startsWith("python") === /\.py$/iu.test(path);

/** The findings as the plan wants them: at their levels, without those that are off. */
export const withLevels = (
  findings: readonly Finding[],
  { levelOf }: Pick<LintPlan, "levelOf">,
): readonly Finding[] =>
  findings.flatMap((finding) => {
    const level = levelOf(finding.rule) ?? finding.severity;
    return level === "off"
      ? []
      : [{ ...finding, severity: level satisfies Severity }];
  });

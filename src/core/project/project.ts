/** What the files of a project say about its handlers, read once: configuration files, infrastructure code, packages. */
import { folderOf } from "../iac/code-place.ts";
import { deploymentsOf, type Deployment } from "../iac/deployments.ts";
import { readTemplates } from "../iac/read-template.ts";
import type { IacFile, Template } from "../iac/template.ts";
import type { Range } from "../text/position.ts";
import { configName, readConfig, type Config } from "./config.ts";
import { isPackage, packagesIn, type Package } from "./packages.ts";

export interface Project {
  readonly configs: readonly Config[];
  readonly templates: ReadonlyMap<string, Template>;
  readonly deployments: readonly Deployment[];
  readonly packages: ReadonlyMap<string, Package>;
  /** What is wrong with the configuration files. */
  readonly problems: readonly {
    readonly path: string;
    readonly range: Range;
    /** From 1. */
    readonly line: number;
    readonly message: string;
  }[];
}

/** @param files configuration files, `package.json`, and files that may be infrastructure code; others do no harm */
export function readProject(files: readonly IacFile[]): Project {
  const isConfig = ({ path }: IacFile): boolean =>
    path === configName || path.endsWith(`/${configName}`);
  const configs = files.filter(isConfig).map(readConfig);
  const templates = readTemplates(
    files.filter((file) => !isConfig(file) && !isPackage(file.path)),
  );
  return {
    configs,
    templates: new Map(templates.map((each) => [each.path, each])),
    deployments: deploymentsOf(templates),
    packages: packagesIn(files),
    problems: configs.flatMap(({ path, problems }) =>
      problems.map(({ range, line, value }) => ({
        path,
        range,
        line,
        message: value,
      })),
    ),
  };
}

/** The configuration that holds for a file: the nearest upwards, alone. */
export function configFor(project: Project, path: string): Config | undefined {
  let best: Config | undefined;
  for (const config of project.configs) {
    const folder = folderOf(config.path);
    if (folder !== "" && !path.startsWith(`${folder}/`)) continue;
    if (best === undefined || folder.length > folderOf(best.path).length)
      best = config;
  }
  return best;
}

/**
 * Whether it has something to be checked besides what it says of other files: it wires functions that nothing else makes
 * Cognito's own, or holds the code of some. A program does that seldom.
 */
export function isCheckedItself(project: Project, path: string): boolean {
  const template = project.templates.get(path);
  return (
    template !== undefined &&
    (template.wirings.some(({ needsPermission }) => needsPermission) ||
      template.functions.some(({ inline }) => inline !== undefined))
  );
}

/** Joins what templates say: each function with the triggers that call it, and the functions behind a source file. */
import type { TriggerId } from "../triggers/contract.ts";
import { folderOf, withoutExtension } from "./code-place.ts";
import { contractOf } from "../triggers/contracts.ts";
import { logicalIdOf } from "./serverless.ts";
import type { DeployedFunction, Template, Wiring } from "./template.ts";
import { triggersOfKey } from "./trigger-keys.ts";

export interface Deployment {
  readonly template: Template;
  readonly function: DeployedFunction;
  /** Of this function, by whichever template of the scope. */
  readonly wirings: readonly Wiring[];
}

export function deploymentsOf(
  templates: readonly Template[],
): readonly Deployment[] {
  const wirings = new Map<string, Wiring[]>();
  const byLogicalId: { readonly path: string; readonly wiring: Wiring }[] = [];
  const raising = templates
    .filter(({ raisesVersions }) => raisesVersions === true)
    .map(({ path }) => path);
  for (const { path, scope, wirings: all } of templates)
    for (const written of all) {
      const wiring =
        written.versionByDefault && raising.some((each) => isNear(each, path))
          ? { ...written, triggers: written.triggers.flatMap(anyVersion) }
          : written;
      if (wiring.byLogicalId) {
        byLogicalId.push({ path, wiring });
        continue;
      }
      const key = `${scope}\0${wiring.calls}`;
      wirings.set(key, [...(wirings.get(key) ?? []), wiring]);
    }
  /** Of a function of the Serverless Framework, by resources in its file or in one around which that stands. */
  const ofServerless = (
    { path, language }: Template,
    name: string,
  ): Wiring[] =>
    language !== "serverless"
      ? []
      : byLogicalId
          .filter(
            (each) =>
              each.wiring.calls === logicalIdOf(name) &&
              (folderOf(path) === "" ||
                each.path.startsWith(`${folderOf(path)}/`)),
          )
          .map(({ wiring }) => wiring);
  return templates.flatMap((template) =>
    template.functions.map((each) => ({
      template,
      function: each,
      wirings: [
        ...(wirings.get(`${template.scope}\0${each.name}`) ?? []),
        ...ofServerless(template, each.name),
      ],
    })),
  );
}

/** Whether one lies in the folder around that of the other. */
const isNear = (path: string, of: string): boolean => {
  const around = folderOf(folderOf(of));
  return around === "" || path.startsWith(`${around}/`);
};

const anyVersion = (id: TriggerId): readonly TriggerId[] =>
  triggersOfKey(contractOf(id).name, "open");

/** The triggers of a deployment, each once. */
export const triggersOf = ({ wirings }: Deployment): readonly TriggerId[] => [
  ...new Set(wirings.flatMap(({ triggers }) => triggers)),
];

/** The exports of the file at `path` that the deployment may run. */
export function exportsAt(
  { function: { places, runtime } }: Deployment,
  path: string,
): readonly string[] {
  const language = /\.py$/iu.test(path) ? "python" : "nodejs";
  if (runtime !== undefined && !runtime.value.startsWith(language)) return [];
  const module = withoutExtension(path);
  return [
    ...new Set(
      places
        .filter((place) => place.module === module)
        .map(({ exportName }) => exportName),
    ),
  ];
}

/** Where functions behind triggers may lie: `exportsAt` names none of them in other files. */
export const modulesOfTriggers = (
  deployments: readonly Deployment[],
): ReadonlySet<string> =>
  new Set(
    deployments
      .filter((each) => triggersOf(each).length > 0)
      .flatMap(({ function: { places } }) =>
        places.map(({ module }) => module),
      ),
  );

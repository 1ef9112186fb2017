/** From the triggers of a pool to the logs of their functions, all at once. A function of several triggers is one source. */
import { findLog, type FunctionLog } from "./find-log.ts";
import { functionNameOf } from "./log-group.ts";
import { toPlainText } from "./plain-text.ts";
import type { Functions } from "../ports/functions.ts";
import type { PoolTrigger } from "../ports/user-pools.ts";
import type { TriggerContract } from "../triggers/contract.ts";
import { contractsOfConfigKey } from "../triggers/contracts.ts";
import type { TailSource } from "./tail-request.ts";

/** Rejects with a `PortError`. */
export async function findSources(
  functions: Functions,
  triggers: readonly PoolTrigger[],
  signal: AbortSignal,
): Promise<readonly TailSource[]> {
  const byFunction = new Map<string, PoolTrigger[]>();
  for (const trigger of triggers) {
    const { functionArn } = trigger;
    byFunction.set(functionArn, [
      ...(byFunction.get(functionArn) ?? []),
      trigger,
    ]);
  }
  return Promise.all(
    [...byFunction].map(async ([functionArn, own]) =>
      sourceFor(await findLog(functions, functionArn, signal), own),
    ),
  );
}

function sourceFor(
  { group, functionName, note }: FunctionLog,
  triggers: readonly PoolTrigger[],
): TailSource {
  return {
    group,
    functionName,
    name: [...new Set(triggers.map(nameOf))].join("/"),
    triggers: [...new Set(triggers.flatMap(idsOf))],
    ...(note === undefined ? {} : { note }),
  };
}

/** As Cognito names the trigger in its messages. */
export const nameOf = ({ key }: Pick<PoolTrigger, "key">): string =>
  contractsOfConfigKey(key)[0]?.name ?? toPlainText(key);

function idsOf({
  key,
  version,
}: PoolTrigger): readonly TriggerContract["id"][] {
  const possible = contractsOfConfigKey(key);
  const exact = possible.filter(
    (contract) => version !== undefined && contract.version === version,
  );
  return (exact.length > 0 ? exact : possible).map(({ id }) => id);
}

/** A log group that the user names: of a function of theirs, or of something else that logs. */
export function sourceOfGroup(group: string): TailSource {
  const functionName = /^\/aws\/lambda\/([\w-]+)$/.exec(group)?.[1];
  return {
    group,
    name: toPlainText(functionName ?? group),
    triggers: [],
    ...(functionName === undefined ? {} : { functionName }),
  };
}

export const titleOfFunction = (trigger: string, functionArn: string): string =>
  toPlainText(`${trigger} (${functionNameOf(functionArn)})`);

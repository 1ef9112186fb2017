/**
 * The cases of an event that a handler is run with, one for each way that it may tell apart: a trigger source, a kind of
 * challenge. Invariant: what one case stands for is the same to the handler in all that it looks at.
 */
import type { TriggerContract } from "../../triggers/contract.ts";
import type { Evidence } from "./evidence.ts";
import type { Assumptions } from "./invocation.ts";

/** The cases to run apart, so that a test of the event picks one way and not both. */
export function casesOf(
  trigger: TriggerContract,
  evidence: Evidence,
): readonly Assumptions[] {
  const requests: Record<string, string>[] = [{}];
  for (const { required } of trigger.response)
    if (required?.kind === "when-request")
      requests.push({ [required.member]: required.equals });
  return sourcesApart(trigger, evidence).flatMap((sources) =>
    requests.map((request) => ({ sources, request })),
  );
}

/** Trigger sources that the handler tells apart, or whose requests differ. */
function sourcesApart(
  trigger: TriggerContract,
  evidence: Evidence,
): readonly (readonly string[])[] {
  const names = trigger.sources.map(({ name }) => name);
  const compared = new Set(evidence.triggerSources);
  if (
    compared.size === 0 &&
    !trigger.request.some(({ absentFor }) => absentFor)
  )
    return [names];
  if (!evidence.onlyCompares) return names.map((name) => [name]);
  const kinds = kindsOfRequest(trigger);
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const key = compared.has(name) ? name : (kinds.get(name) ?? name);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(name);
  }
  return [...groups.values()];
}

const kindsOfRequests = new Map<TriggerContract, ReadonlyMap<string, string>>();

/** By trigger source, what tells its request from those of others; found out once for each contract. */
function kindsOfRequest(trigger: TriggerContract): ReadonlyMap<string, string> {
  const { sources, request } = trigger;
  let known = kindsOfRequests.get(trigger);
  if (known === undefined) {
    known = new Map(
      sources.map(({ name }) => [
        name,
        JSON.stringify(
          request.map(({ absentFor, unclearFor, placeholder }) =>
            [absentFor, unclearFor, placeholder?.sources].map((each) =>
              each?.includes(name),
            ),
          ),
        ),
      ]),
    );
    kindsOfRequests.set(trigger, known);
  }
  return known;
}

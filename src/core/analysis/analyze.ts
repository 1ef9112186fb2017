/**
 * The only entry to the analysis: reads a module, finds its handlers, decides which triggers each serves, runs it once
 * per case of the event (a trigger source, a kind of challenge), asks the rules, and drops what a comment disables. The
 * same call serves the editor and the command line; it remembers nothing but trees.
 */
import type { TriggerContract, TriggerId } from "../triggers/contract.ts";
import { contracts } from "../triggers/contracts.ts";
import {
  matchTrigger,
  type TriggerEvidence,
} from "../triggers/match-trigger.ts";
import type { Finding, Report, Source } from "./finding.ts";
import { createModuleReader } from "./frontend/read-module.ts";
import { gatherFacts, type HandlerFacts } from "./interp/facts.ts";
import {
  findCandidates,
  gatherEvidence,
  type Candidate,
} from "./interp/handlers.ts";
import { loadModule, type LoadedModule } from "./interp/interpreter.ts";
import type { Assumptions } from "./interp/invocation.ts";
import type { Module } from "./ir/ir.ts";
import { rules } from "./rules/registry.ts";
import { appliesTo, type Rule } from "./rules/rule.ts";
import { withoutSuppressed } from "./suppressions.ts";

export interface Analyzer {
  /**
   * Findings of one file, in order of place. Never rejects because of the text; rejects when a grammar cannot be read.
   */
  readonly analyze: (source: Source) => Promise<Report>;
  /** Forgets the tree that is kept for incremental parsing. */
  readonly release: (path: string) => void;
  readonly dispose: () => void;
}

/**
 * @param readAsset bytes of a file of the shipped grammars: `web-tree-sitter.wasm`, `tree-sitter-javascript.wasm`,
 * `tree-sitter-typescript.wasm`, `tree-sitter-tsx.wasm`, `tree-sitter-python.wasm`. Each is read on first need.
 */
export async function createAnalyzer(
  readAsset: (name: string) => Promise<Uint8Array>,
): Promise<Analyzer> {
  const reader = await createModuleReader(readAsset);
  return {
    async analyze(source) {
      const module = await reader.read(source);
      const report =
        module === undefined
          ? { findings: [], complete: false }
          : checkModule(module, source.path);
      if (report.complete || report.findings.length > 0) return report;
      // Half-typed: the function around what is there may not be closed yet.
      const closed = await reader.readClosed(source);
      return closed === undefined ? report : checkModule(closed, source.path);
    },
    release: reader.release,
    dispose: reader.dispose,
  };
}

function checkModule(module: Module, path: string): Report {
  const loaded = loadModule(module);
  let complete = loaded.complete && module.broken.length === 0;
  const found = new Map<string, Finding>();
  for (const candidate of findCandidates(loaded)) {
    const evidence = gatherEvidence(loaded, candidate, path);
    const match = matchTrigger(evidence);
    if (match === undefined) continue;
    const checked = checkHandler(loaded, candidate, evidence, match.triggers);
    complete &&= checked.complete;
    for (const finding of checked.findings) found.set(keyOf(finding), finding);
  }
  const findings = [...found.values()].sort(
    (a, b) => a.range.start - b.range.start || a.range.end - b.range.end,
  );
  return {
    findings: withoutSuppressed(findings, module.comments, module.text),
    complete,
  };
}

/** Two cases of one event can show the same fault; it is told once. */
const keyOf = ({ rule, range, message }: Finding): string =>
  rule === "required-response-field" || rule === "internal"
    ? `${rule}:${String(range.start)}:${message}`
    : `${rule}:${String(range.start)}:${String(range.end)}`;

function checkHandler(
  loaded: LoadedModule,
  candidate: Candidate,
  evidence: TriggerEvidence,
  ids: readonly TriggerId[],
): Report {
  const served = contracts.filter(({ id }) => ids.includes(id));
  let complete = true;
  const byTrigger = served.map((trigger) => {
    const findings = new Map<string, Finding>();
    for (const assume of casesOf(trigger, evidence)) {
      const facts = gatherFacts(loaded, candidate, trigger, assume);
      complete &&= facts.complete;
      for (const rule of rules)
        for (const finding of applyRule(rule, facts))
          findings.set(keyOf(finding), finding);
    }
    return { trigger, findings };
  });
  // A handler that tells triggers apart serves each of them; otherwise it serves one, and it is not known which.
  const groups = new Map<string, ReadonlyMap<string, Finding>[]>();
  for (const { trigger, findings } of byTrigger) {
    const group = evidence.triggerSources.length > 0 ? trigger.name : "";
    groups.set(group, [...(groups.get(group) ?? []), findings]);
  }
  return {
    findings: [...groups.values()].flatMap(([first, ...others]) =>
      [...(first ?? [])]
        .filter(([key]) => others.every((other) => other.has(key)))
        .map(([, finding]) => finding),
    ),
    complete,
  };
}

/** The cases to run apart, so that a test of the event picks one way and not both. */
function casesOf(
  trigger: TriggerContract,
  evidence: TriggerEvidence,
): readonly Assumptions[] {
  const names = trigger.sources.map(({ name }) => name);
  const sources =
    evidence.triggerSources.length === 0
      ? [names]
      : names.map((name) => [name]);
  const requests: Record<string, string>[] = [{}];
  for (const { required } of trigger.response)
    if (required?.kind === "when-request")
      requests.push({ [required.member]: required.equals });
  return sources.flatMap((each) =>
    requests.map((request) => ({ sources: each, request })),
  );
}

function* applyRule(rule: Rule, facts: HandlerFacts): Iterable<Finding> {
  if (!appliesTo(rule, facts)) return;
  try {
    for (const { range, message, related, fixes, unsure } of rule.check(facts))
      yield {
        rule: rule.id,
        severity: rule.severity,
        certainty:
          unsure === true || !facts.complete ? "best-effort" : rule.certainty,
        trigger: facts.trigger.name,
        message,
        range,
        related: related ?? [],
        fixes: fixes ?? [],
      };
  } catch {
    yield {
      rule: "internal",
      severity: "info",
      certainty: "best-effort",
      trigger: facts.trigger.name,
      message: `The rule ${rule.id} failed on this handler and was skipped. Please report it with the handler.`,
      range: { start: facts.range.start, end: facts.range.start },
      related: [],
      fixes: [],
    };
  }
}

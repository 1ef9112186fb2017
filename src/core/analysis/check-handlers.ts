/**
 * Checks a module that has been read: finds its handlers, decides which triggers each serves, runs it once per case of
 * the event (a trigger source, a kind of challenge), asks the rules, and drops what a comment disables.
 */
import type { Range } from "../text/position.ts";
import type { TriggerContract } from "../triggers/contract.ts";
import { contracts } from "../triggers/contracts.ts";
import { matchTrigger, type TriggerMatch } from "../triggers/match-trigger.ts";
import type { Finding, RecognisedHandler, Report } from "./finding.ts";
import { casesOf } from "./interp/cases.ts";
import { describeHandler } from "./interp/describe-handler.ts";
import {
  gatherFacts,
  type HandlerFacts,
  type KnownOfFile,
  type ValueFact,
} from "./interp/facts.ts";
import { gatherEvidence, type Evidence } from "./interp/evidence.ts";
import {
  findCandidates,
  findMade,
  isExportedElsewhere,
  type Candidate,
} from "./interp/handlers.ts";
import { loadModule, type LoadedModule } from "./interp/interpreter.ts";
import { newRests, type Rests } from "./interp/rests.ts";
import { settleState } from "./interp/state.ts";
import type { Module } from "./ir/ir.ts";
import type { AnalyzeOptions } from "./options.ts";
import { withLineEndsOf } from "./rules/file-style.ts";
import { rulesFor } from "./rules/registry.ts";
import type { Problem, Rule } from "./rules/rule.ts";
import { tellsVersions } from "./rules/token-versions.ts";
import { withoutSuppressed } from "./suppressions.ts";

/** What was found of one function that could be a handler. */
export interface CheckedCandidate {
  readonly candidate: Candidate;
  /** Undefined where it is none. */
  readonly handler: RecognisedHandler | undefined;
  readonly findings: readonly Finding[];
  readonly complete: boolean;
  readonly rests: Rests;
}

export interface CheckedModule {
  readonly loaded: LoadedModule;
  readonly candidates: readonly CheckedCandidate[];
  /** As `findCandidates` says it. */
  readonly byCalls: boolean;
}

export function checkModule(
  module: Module,
  path: string,
  options: AnalyzeOptions,
): CheckedModule {
  const loaded = loadModule(module);
  const { candidates, byCalls } = findCandidates(loaded, options.handlerName);
  return {
    loaded,
    candidates: candidates.map((candidate) =>
      checkCandidate(loaded, candidate, path, options),
    ),
    byCalls,
  };
}

/** @param module the text and the comments of the file, and places that are not in `checked` as in that text */
export function reportOf(
  { loaded, candidates }: CheckedModule,
  { text, comments, broken }: Pick<Module, "text" | "comments" | "broken">,
): Report {
  const found = new Map<string, Finding>();
  for (const { findings } of candidates)
    for (const finding of findings) found.set(keyOf(finding), finding);
  const ofTypes = new Set<string>();
  const findings = [...found.values()]
    .flatMap((finding) => insideFile(text, finding))
    // What a type says may be found under each name that it is handed on by.
    .filter(({ rule, message, range }) => {
      if (!isOfType(text, range)) return true;
      const key = `${rule} ${message}`;
      return !ofTypes.has(key) && ofTypes.add(key);
    })
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  return {
    findings: withoutSuppressed(findings, comments, text),
    handlers: [
      ...new Map(
        candidates.flatMap(({ handler }) =>
          handler === undefined ? [] : [[handler.range.start, handler]],
        ),
      ).values(),
    ].sort((a, b) => a.range.start - b.range.start),
    complete:
      loaded.complete &&
      broken.length === 0 &&
      candidates.every(({ complete }) => complete),
  };
}

export function checkCandidate(
  module: LoadedModule,
  found: Candidate,
  path: string,
  options: AnalyzeOptions,
): CheckedCandidate {
  const candidate =
    options.isPart === true && found.name === "default"
      ? { ...found, entry: false }
      : found;
  const rests = newRests();
  const loaded = { ...module, rests };
  const nothing = {
    candidate,
    handler: undefined,
    findings: [],
    complete: true,
    rests,
  };
  // A handler of another file that this one hands on is that file's matter; what is made here of such a file is not.
  const { functions, text } = module.module;
  if (
    !isInside(text, functions[candidate.id]?.range) &&
    (candidate.exported === undefined ||
      !isInside(text, candidate.exported) ||
      isExportedElsewhere(module, candidate))
  )
    return nothing;
  const evidence = gatherEvidence(
    loaded,
    candidate,
    path,
    options.triggers ?? [],
  );
  if (evidence.makesFunction)
    return candidate.made === true
      ? nothing
      : (checkMade(loaded, candidate, path, options) ?? nothing);
  const match = matchTrigger(evidence);
  if (match === undefined) return nothing;
  const { triggers, handed, ...checked } = checkHandler(
    loaded,
    candidate,
    evidence,
    match,
    {
      runtime: options.runtime,
      esModule: options.esModule === true,
      isPart: options.isPart === true,
      isAnswered: options.isAnswered === true,
      lacksCallback: options.lacksCallback === true,
      wantedExport:
        options.exportsHandler === true ? options.handlerName : undefined,
      comparisons: evidence.comparisons,
      path,
    },
  );
  return {
    candidate,
    handler: describeHandler(
      module.module,
      candidate,
      { ...match, triggers },
      handed,
    ),
    ...checked,
    rests,
  };
}

/** What makes handlers stands for the one it makes. */
function checkMade(
  loaded: LoadedModule,
  candidate: Candidate,
  path: string,
  options: AnalyzeOptions,
): CheckedCandidate | undefined {
  const made = findMade(loaded, candidate);
  if (made === undefined) return undefined;
  const module = { ...loaded, state: settleState(made.state) };
  const checked = checkCandidate(module, made.candidate, path, options);
  for (const id of loaded.rests.entered) checked.rests.entered.add(id);
  for (const [key, asked] of loaded.rests.asked)
    checked.rests.asked.set(key, asked);
  return { ...checked, candidate };
}

const isInside = (text: string, range: Range | undefined): boolean =>
  range === undefined || range.end <= text.length;

/** What is said of the file itself; a place in a file that it imports cannot be shown here. */
function insideFile(text: string, finding: Finding): readonly Finding[] {
  if (!isInside(text, finding.range)) return [];
  return [
    {
      ...finding,
      related: finding.related.filter(({ range }) => isInside(text, range)),
      fixes: finding.fixes.filter(({ edits }) =>
        edits.every(({ range }) => isInside(text, range)),
      ),
    },
  ];
}

/** Two cases of one event can show the same fault; it is told once. */
const keyOf = ({ rule, range, message, elsewhere }: Finding): string =>
  rule === "required-response-field" ||
  rule === "internal" ||
  elsewhere !== undefined
    ? `${rule}:${String(range.start)}:${message}`
    : `${rule}:${String(range.start)}:${String(range.end)}`;

function checkHandler(
  loaded: LoadedModule,
  candidate: Candidate,
  evidence: Evidence,
  {
    triggers,
    guessed = [],
    otherwise,
  }: Omit<TriggerMatch, "score" | "because">,
  known: KnownOfFile,
): Omit<Report, "handlers"> &
  Pick<TriggerMatch, "triggers"> &
  Pick<HandlerFacts, "handed"> {
  const served = contracts.filter(({ id }) => triggers.includes(id));
  const handlerLike = !candidate.entry && evidence.handlerLike === true;
  let complete = true;
  // Asked by rules, when the facts of all of them are at hand.
  const isWrittenFor = (name: string, member: string): boolean =>
    gathered.some(
      ({ trigger, cases }) =>
        trigger.name === name &&
        cases.some(({ exits, supposedExits }) =>
          [...exits, ...supposedExits].some(({ writes }) =>
            writes.some((write) => write.member === member),
          ),
        ),
    );
  const gathered = served.map((trigger) => ({
    trigger,
    cases: casesOf(trigger, evidence).map((assume) =>
      gatherFacts(
        loaded,
        candidate,
        { trigger, assume, served, isWrittenFor, handlerLike },
        known,
      ),
    ),
  }));
  // What writes nothing where it would be another trigger's is none: the member stands on the way of the one it asks for.
  const meant = gathered.filter(
    ({ trigger, cases }) =>
      !guessed.includes(trigger.id) || cases.some(answersSomewhere),
  );
  // Whoever answers only what client credentials ask for serves the version that has them, whatever it writes there.
  if (
    otherwise !== undefined &&
    !meant.some(({ cases }) => cases.some(answersSomewhere))
  )
    return checkHandler(
      loaded,
      candidate,
      evidence,
      { triggers: [otherwise] },
      known,
    );
  const byTrigger = meant.map(({ trigger, cases }) => {
    const findings = new Map<string, Finding>();
    let apart = false;
    for (const facts of cases) {
      complete &&= facts.complete;
      apart ||= served.length > 1 && tellsVersions(facts);
      for (const rule of rulesFor(facts))
        for (const finding of applyRule(rule, facts))
          findings.set(keyOf(finding), finding);
    }
    return { trigger, cases, findings, apart };
  });
  // A handler that tells triggers apart serves each of them; otherwise it serves one, and it is not known which. The
  // same goes for versions that have answers of their own.
  const groups = new Map<string, ToldOfTrigger[]>();
  for (const each of byTrigger) {
    const { trigger, apart } = each;
    const name = evidence.triggerSources.length > 0 ? trigger.name : "";
    const answers = trigger.response.map((member) => member.name);
    const group = apart ? `${name} ${answers.join()}` : name;
    groups.set(group, [...(groups.get(group) ?? []), each]);
  }
  return {
    triggers: meant.map(({ trigger }) => trigger.id),
    handed: new Map(
      meant.flatMap(({ cases }) => cases.flatMap(({ handed }) => [...handed])),
    ),
    findings: [...groups.values()].flatMap((group) => {
      // What several tell is told in the words of the first.
      const all = new Map(
        group.toReversed().flatMap(({ findings }) => [...findings]),
      );
      return [...all]
        .filter(([key, finding]) =>
          concerned(group, finding).every(({ findings }) => findings.has(key)),
        )
        .map(([, finding]) => finding);
    }),
    complete,
  };
}

const answersSomewhere = ({ exits, supposedExits }: HandlerFacts): boolean =>
  [...exits, ...supposedExits].some(({ touched }) => touched);

interface ToldOfTrigger {
  readonly trigger: TriggerContract;
  readonly cases: readonly HandlerFacts[];
  readonly findings: ReadonlyMap<string, Finding>;
}

/** All that the handler may serve; of what stands in a member of the answer that several of them have, those. */
function concerned(
  group: readonly ToldOfTrigger[],
  { range }: Finding,
): readonly ToldOfTrigger[] {
  if (group.length < 3) return group;
  const members = new Set(
    group
      .flatMap(({ cases }) => cases)
      .flatMap(({ exits }) => exits)
      .flatMap(({ writes }) => writes)
      .filter(({ values }) => values.some((value) => isPartOf(value, range)))
      .map(({ member }) => member),
  );
  const having = group.filter(({ trigger }) =>
    trigger.response.some(({ name }) => members.has(name)),
  );
  return members.size === 1 && having.length > 1 ? having : group;
}

/** It is in something that was written into the value. */
const isPartOf = (value: ValueFact, place: Range): boolean =>
  value.kind === "object" &&
  [...value.members, ...value.others].some(
    ({ range, values }) =>
      (range.start <= place.start && place.end <= range.end) ||
      values.some((each) => isPartOf(each, place)),
  );

type Told = Problem & Pick<Finding, "elsewhere">;

/** What is wrong in another file is told at the call that leads there. */
function toldHere(
  problem: Problem,
  { text, calledFrom, elsewhere }: HandlerFacts,
): Told {
  const place = isInside(text, problem.range)
    ? undefined
    : elsewhere(problem.range);
  if (place === undefined) return problem;
  const line = String(place.start.line + 1);
  return {
    ...problem,
    range: calledFrom(problem.range),
    message: `${problem.message} It is in ${place.path}, line ${line}, which is used here.`,
    elsewhere: place,
    related: [],
    fixes: [],
  };
}

/** `: Record<string, number>`: what only a type says has no value there that could be edited. */
const isOfType = (text: string, { start, end }: Range): boolean =>
  /^(?::|->|as\b|satisfies\b|<)/u.test(text.slice(start, end));

function applyRule(rule: Rule, facts: HandlerFacts): readonly Finding[] {
  try {
    const findings: Finding[] = [];
    for (const problem of rule.check(facts)) {
      const { range, message, related, fixes, unsure, elsewhere }: Told =
        rule.behindCalls === true || !isInside(facts.text, facts.range)
          ? toldHere(problem, facts)
          : problem;
      findings.push({
        rule: rule.id,
        severity: problem.severity ?? rule.severity,
        certainty:
          unsure === true || !facts.complete ? "best-effort" : rule.certainty,
        trigger: facts.trigger.name,
        message,
        range,
        ...(elsewhere === undefined ? {} : { elsewhere }),
        related: related ?? [],
        fixes: (fixes ?? [])
          .filter(({ edits }) =>
            edits.every((edit) => !isOfType(facts.text, edit.range)),
          )
          .map((fix) => ({
            ...fix,
            edits: fix.edits.map(({ range: place, newText }) => ({
              range: place,
              newText: withLineEndsOf(facts.text, newText),
            })),
          })),
      });
    }
    return findings;
  } catch {
    return [
      {
        rule: "internal",
        severity: "info",
        certainty: "best-effort",
        trigger: facts.trigger.name,
        message: `The rule ${rule.id} failed on this handler and was skipped. Please report it with the handler.`,
        range: { start: facts.range.start, end: facts.range.start },
        related: [],
        fixes: [],
      },
    ];
  }
}

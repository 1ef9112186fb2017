/**
 * Everything a rule may know about a handler: how it can end, what it gives back there, and what it has written to the
 * answer. Rules see these facts and neither the tree nor the solver, and an unknown value appears in none of them.
 */
import { createLineIndex } from "../../text/line-index.ts";
import type { Range } from "../../text/position.ts";
import type { TriggerContract } from "../../triggers/contract.ts";
import type { OtherPlace } from "../finding.ts";
import {
  fileAt,
  otherFileAt,
  textAfter,
  writtenIn,
  type FileText,
} from "../ir/file-at.ts";
import type { FunctionIr, Module, VariableId } from "../ir/ir.ts";
import { isSameVariable } from "../ir/same-variable.ts";
import type { Comparison } from "./evidence.ts";
import { exitFacts, overlaps, type ExitFact } from "./exit-facts.ts";
import {
  isNamedAsHandler,
  isNamedAsTrigger,
  lacksExport,
  standsByHandler,
  type Candidate,
} from "./handlers.ts";
import { anyName, elements } from "./heap.ts";
import { budget, invoke, type LoadedModule } from "./interpreter.ts";
import type { AnsweredChallenge, Assumptions } from "./invocation.ts";
import type { UnwritableFact } from "./json-facts.ts";
import {
  isTriggerEvent,
  ownParameters,
  takesContext,
} from "./lambda-parameters.ts";
import { isSupposed } from "./looks.ts";
import type { Exit } from "./machine.ts";
import { openHole, plainHole } from "./message-text.ts";
import { ask } from "./rests.ts";
import { watchRun, type RunFacts } from "./run-facts.ts";
import type {
  AttributeTest,
  HandedPart,
  NullWrite,
  PlaceholderChange,
} from "./sightings.ts";

export interface HandlerFacts {
  readonly language: "javascript" | "python";
  /** To read what is written at a place and around it; for the file as a whole, ask what its code `mentions`. */
  readonly text: string;
  readonly mentions: (pattern: RegExp) => boolean;
  /** Workspace path or file name with `/`. */
  readonly path: string;
  readonly trigger: TriggerContract;
  /** Lambda's name of the runtime where it is known: `nodejs22.x`. */
  readonly runtime: string | undefined;
  /** Node takes the file for an ES module by its `package.json`. */
  readonly esModule: boolean;
  /** The name that Lambda looks for, where this file has to export it and does not, and what could be meant by it. */
  readonly missingExport:
    { readonly name: string; readonly instead: Range } | undefined;
  /** The trigger sources this is about; more than one where the handler does not tell them apart. */
  readonly sources: readonly string[];
  /** Members of the request that the handler reads somewhere. */
  readonly requestReads: ReadonlySet<string>;
  /** Calls that change the placeholder of a message. */
  readonly placeholderChanges: readonly PlaceholderChange[];
  /** Writes under a member of the response that comes as null. */
  readonly nullWrites: readonly NullWrite[];
  /** Attributes that are text, used as booleans. */
  readonly attributeTests: readonly AttributeTest[];
  /** Range of the handler, and its event's name; undefined where the event is taken apart in the head. */
  readonly range: Range;
  readonly eventName: string | undefined;
  /** Ends that are not refusals: a throw is one. */
  readonly exits: readonly ExitFact[];
  /** Ends behind a catch clause in whose try block nothing is known to fail: what they lack is no fault. */
  readonly supposedExits: readonly ExitFact[];
  /** The ends there would be after just these challenges; none once it took too many steps to look into others. */
  readonly exitsAfter: (
    session: readonly AnsweredChallenge[],
    userExists?: boolean,
  ) => readonly ExitFact[];
  /** False of a function that may be a part of a handler in another file: it need not answer, or decide, by itself. */
  readonly isHandler: boolean;
  /** Something may stand between Lambda and the function: middleware, a decorator. */
  readonly mayBeWrapped: boolean;
  /** False when what comes back to Cognito may be decided elsewhere, by a wrapper or by code not yet typed. */
  readonly returnsToCognito: boolean;
  /** What wraps it is not known, but it gives the event back on some path: whoever wraps it hands its answer on. */
  readonly answersThroughWrapper: boolean;
  /** It is called by another file, which hands it no callback. */
  readonly lacksCallback: boolean;
  /** What it writes is the answer: true as well where another file gives the event back. */
  readonly writesAnswer: boolean;
  readonly complete: boolean;
  /** How it runs, apart from what it answers. */
  readonly run: RunFacts;
  /** The call of this file that leads to a place in another one; the head of the handler where none does. */
  readonly calledFrom: (place: Range) => Range;
  /** Whether the function around a place is async. */
  readonly mayAwait: (place: Range) => boolean;
  /** Which other file a place is in, and where there. */
  readonly elsewhere: (place: Range) => OtherPlace | undefined;
  /** The file that a place is in. */
  readonly fileAt: (place: Range) => FileText;
  /** What is written there, and what right behind it. */
  readonly writtenAt: (place: Range) => string;
  readonly textAfter: (place: Range) => string;
  /** Whether a name that is written at two places means the same there, as far as that is known. */
  readonly isSame: (name: string, first: Range, second: Range) => boolean;
  /** Whether this file, or one that it imports, has something in its code. */
  readonly mentionsAnywhere: (pattern: RegExp) => boolean;
  /** Every trigger that the handler is taken to serve. */
  readonly served: readonly TriggerContract[];
  /** Whether some way through it as the handler of that trigger writes this member of the response. */
  readonly isWrittenFor: (name: string, member: string) => boolean;
  /** Where the file compares the trigger source, and with which text. */
  readonly comparisons: readonly Comparison[];
  /** Parameters of the file's functions that it gives the event or a part of it. */
  readonly handed: ReadonlyMap<VariableId, HandedPart>;
}

/** The name under which the elements of a list are written. */
export { anyName, elements };

export { openHole, plainHole };

export type { AnsweredChallenge, UnwritableFact };
export type { ExitFact, Returned, ValueFact, WriteFact } from "./exit-facts.ts";

export type { AttributeTest, NullWrite, PlaceholderChange };

export type {
  ArgumentFact,
  CallFact,
  CompletionFact,
  LostFact,
  ParameterFact,
  ReadFact,
  RunFacts,
} from "./run-facts.ts";

/** Modules that Amplify's generated `index.js` calls with the event; it gives the event back itself. */
const loadedByAmplify =
  /(?:^|\/)amplify\/backend\/function\/[^/]+\/src\/(?!index\.)[^/]+$/u;

/** Wrappers that hand back what the function they wrap returns. */
const transparent =
  /middy|powertools|trac(?:er|ing|ed)|logg(?:er|ing|ed)|metrics|monitor|timing|sentry|rollbar|bugsnag|wrapHandler|datadog|lumigo|epsagon|thundra|newrelic|xray|warm|capture_?lambda_?handler|inject_?lambda_?context|lambda_function|log_?metrics|otel|opentelemetry|instrument|^chalice\b/iu;

/** What is known of the file, whichever case of the event it is about. */
export type KnownOfFile = Pick<
  HandlerFacts,
  "runtime" | "esModule" | "comparisons" | "path"
> & {
  /** As in `AnalyzeOptions`. */
  readonly isPart: boolean;
  /** As in `AnalyzeOptions`. */
  readonly isAnswered: boolean;
  /** As in `AnalyzeOptions`. */
  readonly lacksCallback: boolean;
  /** What this file has to export, where that is sure. */
  readonly wantedExport: string | undefined;
};

export function gatherFacts(
  loaded: LoadedModule,
  candidate: Candidate,
  {
    trigger,
    assume,
    served,
    isWrittenFor,
    handlerLike,
  }: Pick<HandlerFacts, "trigger" | "served" | "isWrittenFor"> & {
    readonly assume: Assumptions;
    /** Whatever the case, it is named and runs as handlers do. */
    readonly handlerLike: boolean;
  },
  {
    runtime,
    esModule,
    isPart,
    isAnswered,
    lacksCallback,
    wantedExport,
    comparisons,
    path,
  }: KnownOfFile,
): HandlerFacts {
  const { module } = loaded;
  const target = module.functions[candidate.id];
  const requestReads = new Set<string>();
  const watch = watchRun(loaded, candidate, trigger);
  const invoked = invoke(loaded, candidate, {
    trigger,
    assume,
    tracer: watch.tracer,
    observer: {
      readEvent: () => undefined,
      readRequest: (member) => requestReads.add(member),
      wroteResponse: () => undefined,
      comparedSource: () => undefined,
    },
  });
  const { sightings } = invoked;
  const [event] = target === undefined ? [] : ownParameters(target);
  const [supposed, known] = apart(invoked.exits);
  const facts = exitFacts(module, known);
  const after = new Map<string, readonly ExitFact[]>();
  // All of them may take what one run may.
  let left = budget;
  const isHandler =
    candidate.entry ||
    handlerLike ||
    candidate.wrappedBy !== undefined ||
    (target !== undefined &&
      ((looksLikeHandler(candidate, target, facts) &&
        !isStep(candidate, target, facts, path)) ||
        (!isPart &&
          isTriggerItself(candidate, target, facts) &&
          ((deployed.test(path) && lacksExport(loaded, "handler")) ||
            (facts.every(givesSomethingElse) &&
              standsByHandler(loaded, candidate))) &&
          !ask(
            loaded.rests,
            loaded.mentions,
            new RegExp(`(?<!function\\s+)\\b${candidate.name}\\(`, "u"),
          ))));
  const writesAnswer =
    isHandler &&
    module.broken.length === 0 &&
    (candidate.wrappedBy === undefined ||
      transparent.test(candidate.wrappedBy));
  return {
    language: module.language,
    text: module.text,
    mentions: (pattern) => ask(loaded.rests, loaded.mentions, pattern),
    path,
    trigger,
    runtime,
    esModule,
    missingExport:
      wantedExport !== undefined && lacksExport(loaded, wantedExport)
        ? { name: wantedExport, instead: headOf(module, candidate) }
        : undefined,
    sources: assume.sources,
    requestReads,
    placeholderChanges: [...sightings.placeholderChanges.values()],
    nullWrites: [...sightings.nullWrites.values()],
    attributeTests: [...sightings.attributeTests.values()].filter(
      ({ attribute, against }) =>
        against !== undefined || !sightings.textAttributes.has(attribute),
    ),
    range: target?.range ?? noRange,
    eventName: event?.name === "" ? undefined : event?.name,
    exits: facts,
    supposedExits: exitFacts(module, supposed),
    exitsAfter: (session, userExists = false) => {
      const key = JSON.stringify([session, userExists]);
      let found = after.get(key);
      if (found === undefined) {
        if (left < 0) return [];
        const assumed = { ...assume, session, userExists };
        const { exits, spent } = invoke(loaded, candidate, {
          trigger,
          assume: assumed,
        });
        left -= spent;
        after.set(key, (found = exitFacts(module, apart(exits)[1])));
      }
      return found;
    },
    isHandler,
    mayBeWrapped: candidate.wrappedBy !== undefined || target?.method === true,
    writesAnswer,
    answersThroughWrapper:
      isHandler &&
      !writesAnswer &&
      module.broken.length === 0 &&
      !isAnswered &&
      facts.some(({ returned }) =>
        returned.every(({ kind }) => kind === "event"),
      ),
    returnsToCognito:
      writesAnswer && !isAnswered && !loadedByAmplify.test(path),
    lacksCallback: isHandler && lacksCallback,
    complete: invoked.complete && loaded.complete,
    run: watch.facts(known),
    mayAwait: ({ start, end }) =>
      module.functions
        .filter(({ range }) => range.start <= start && end <= range.end)
        .sort((a, b) => b.range.start - a.range.start)[0]?.async === true,
    calledFrom: (place) => {
      for (const [id, call] of sightings.calledFrom) {
        const outer = module.functions[id]?.range;
        // What a decorator hands over is called at no place of its own.
        if (
          outer !== undefined &&
          overlaps(place, outer) &&
          call.start < call.end
        )
          return call;
      }
      return headOf(module, candidate);
    },
    elsewhere: (place) => placeElsewhere(module, place),
    fileAt: (place) => fileAt(module, place),
    writtenAt: (place) => writtenIn(module, place),
    textAfter: (place) => textAfter(module, place),
    isSame: (name, first, second) =>
      isSameVariable(module, name, first, second),
    mentionsAnywhere: (pattern) =>
      ask(loaded.rests, loaded.mentions, pattern) ||
      module.others?.some(({ text }) => pattern.test(text)) === true,
    served,
    isWrittenFor,
    comparisons,
    handed: sightings.handed,
  };
}

const apart = (
  exits: readonly Exit[],
): readonly [supposed: readonly Exit[], known: readonly Exit[]] => [
  exits.filter(({ state }) => isSupposed(state)),
  exits.filter(({ state }) => !isSupposed(state)),
];

/** A function of another file is where this one exports it. */
function whereItIs(
  { functions, text }: Module,
  { id, exported }: Candidate,
): Range {
  const range = functions[id]?.range ?? noRange;
  return range.end > text.length && exported !== undefined ? exported : range;
}

/** Its first line. */
function headOf(module: Module, candidate: Candidate): Range {
  const { start, end } = whereItIs(module, candidate);
  const line = module.text.indexOf("\n", start);
  return { start, end: line === -1 ? end : Math.min(line, end) };
}

const noRange: Range = { start: 0, end: 0 };

function placeElsewhere(
  module: Module,
  { start, end }: Range,
): OtherPlace | undefined {
  const other = otherFileAt(module, { start, end });
  if (other === undefined) return undefined;
  const { path, text, offset } = other;
  const lines = createLineIndex(text);
  return {
    path,
    start: lines.positionAt(start - offset),
    end: lines.positionAt(end - offset),
  };
}

/** Files that functions are deployed from. */
const deployed = /(?:^|\/)(?:index|handler|main|app)\.[^./]+$/u;

/**
 * What such a file exports under a trigger's name and does not call is given the event, also where it does not give it
 * back, and so is what stands beside a trigger that does.
 */
const isTriggerItself = (
  { of, name }: Candidate,
  { async, parameters }: FunctionIr,
  exits: readonly ExitFact[],
): boolean =>
  of === undefined &&
  (async || exits.some(({ plain }) => !plain)) &&
  parameters.length === 1 &&
  isNamedAsTrigger(name);

const givesSomethingElse = ({ returned }: ExitFact): boolean =>
  returned.length > 0 && returned.every(({ kind }) => kind !== "event");

/**
 * It changes the event in place and never gives anything to anybody, nor does its name say that Lambda calls it. What
 * TypeScript does not call Lambda's context is another: whatever its name is.
 */
const isStep = (
  { name }: Candidate,
  target: FunctionIr,
  exits: readonly ExitFact[],
  path: string,
): boolean =>
  !target.async &&
  !isNamedAsHandler(name) &&
  /\.[mc]?ts$/u.test(path) &&
  ownParameters(target)[1]?.types.some((type) =>
    /(?:^|\.)Context$/u.test(type),
  ) !== true &&
  exits.every(
    ({ how, returned }) =>
      how !== "completion" && returned.every(({ kind }) => kind === "nothing"),
  );

/**
 * A function that takes a context, or promises the event that it was given alone, is called by Lambda. A default export is
 * believed by its type.
 */
const looksLikeHandler = (
  { of, name }: Candidate,
  target: FunctionIr,
  exits: readonly ExitFact[],
): boolean =>
  (of === undefined || isNamedAsHandler(name)) &&
  // A handler hands its context to methods as well.
  ((takesContext(target) && (of === undefined || name === "handler")) ||
    (target.parameters.length === 1 &&
      ((name === "default" &&
        target.async &&
        target.types.some(isTriggerEvent)) ||
        exits.some(
          ({ plain, returned }) =>
            (target.async || !plain) &&
            returned.some(({ kind }) => kind === "event"),
        ))));

/**
 * Checks a module again after an edit in one of its functions: handlers that neither are that function nor have run it
 * keep what was found of them. Invariant: the outcome is the one of checking the whole text, with the places of the new
 * text; where that is not sure, there is none, and the caller checks the whole.
 */
import type { Range } from "../text/position.ts";
import {
  checkCandidate,
  type CheckedCandidate,
  type CheckedModule,
} from "./check-handlers.ts";
import type { Finding, RecognisedHandler } from "./finding.ts";
import { nearby } from "./interp/evidence.ts";
import {
  findCandidates,
  type Candidate,
  type Candidates,
} from "./interp/handlers.ts";
import type { LoadedModule } from "./interp/interpreter.ts";
import { mentionsIn, newRests, stillHolds } from "./interp/rests.ts";
import type { EditedModule } from "./ir/edit.ts";
import type { FunctionId } from "./ir/ir.ts";
import type { AnalyzeOptions } from "./options.ts";

export function checkEdited(
  before: CheckedModule,
  edited: EditedModule,
  path: string,
  options: AnalyzeOptions,
): CheckedModule | undefined {
  const { changed } = edited;
  // The module's own code ran the function, or a comment in it could speak about a handler behind it.
  if (
    meet(before.loaded.rests.entered, changed) ||
    edited.commented ||
    options.esModule === true ||
    statesModuleSystem.test(path)
  )
    return undefined;
  const loaded = {
    ...before.loaded,
    module: edited.module,
    mentions: mentionsIn(edited),
    rests: newRests(),
  };
  const found = findAgain(before, loaded, edited, options);
  if (found === undefined) return undefined;
  const candidates: CheckedCandidate[] = [];
  for (const [index, kept] of before.candidates.entries()) {
    const candidate = found.candidates[index] ?? kept.candidate;
    if (
      !meet(kept.rests.entered, changed) &&
      stillHolds(kept.rests, loaded.mentions)
    ) {
      if (movesAway(edited, candidate)) return undefined;
      candidates.push(kept);
      continue;
    }
    const own = changed.has(candidate.id);
    const checked = checkCandidate(
      own ? { ...loaded, module: edited.second } : loaded,
      candidate,
      path,
      options,
    );
    if (!inOrder(edited, checked.rests.entered)) return undefined;
    candidates.push(checked);
  }
  return {
    loaded,
    candidates: candidates.map((each) => moved(each, edited)),
    byCalls: found.byCalls,
  };
}

/** Of such a file the rules read the text as a whole. */
const statesModuleSystem = /\.[cm][jt]s$/u;

/** The candidates as they are now; undefined where they are others. */
function findAgain(
  before: CheckedModule,
  loaded: LoadedModule,
  { inHead }: EditedModule,
  { handlerName }: AnalyzeOptions,
): Candidates | undefined {
  const { byCalls } = before;
  const candidates = before.candidates.map(({ candidate }) => candidate);
  // What is exported, and under which names, no body changes.
  if (!byCalls && !inHead) return { candidates, byCalls };
  // What a function makes is of the types of what it was given.
  if (inHead && candidates.some(({ closure }) => closure !== undefined))
    return undefined;
  const found = findCandidates(loaded, handlerName);
  return keysOf(found.candidates) === keysOf(candidates) ? found : undefined;
}

const keysOf = (candidates: readonly Candidate[]): string =>
  JSON.stringify(
    candidates.map(({ id, closure, name, wrappedBy }) => [
      id,
      closure,
      name,
      wrappedBy,
    ]),
  );

function meet(
  entered: ReadonlySet<FunctionId>,
  changed: ReadonlySet<FunctionId>,
): boolean {
  for (const id of changed) if (entered.has(id)) return true;
  return false;
}

/** A comment before the edit counts as standing at a function behind it by how far apart they are. */
function movesAway(
  { module: { functions, comments }, edit }: EditedModule,
  candidate: Candidate,
): boolean {
  const start = functions[candidate.id]?.range.start ?? 0;
  if (start < edit.end || edit.end === edit.newEnd) return false;
  const far = Math.abs(edit.newEnd - edit.end);
  return comments.some(
    ({ range }) =>
      range.end <= edit.start && Math.abs(start - range.end - nearby) <= far,
  );
}

/** The function has moved behind all others of the file, and what they run together is told in order of place. */
function inOrder(
  { module: { functions }, changed, edit }: EditedModule,
  entered: ReadonlySet<FunctionId>,
): boolean {
  if (!meet(entered, changed)) return true;
  for (const id of entered) {
    const start = functions[id]?.range.start ?? 0;
    if (start >= edit.start && start < edit.offset) return false;
  }
  return true;
}

/** With the places of the new text. */
function moved(
  checked: CheckedCandidate,
  { toNew, edit }: EditedModule,
): CheckedCandidate {
  const { handler, findings } = checked;
  // Where nothing was found, a handler before the edit stays as it is.
  if (
    findings.length === 0 &&
    (handler === undefined ||
      [handler, ...handler.helpers].every(
        ({ range }) => range.end <= edit.start,
      ))
  )
    return checked;
  return {
    ...checked,
    handler: handler && movedHandler(handler, toNew),
    findings: findings.map((each): Finding => ({
      ...each,
      range: toNew(each.range),
      related: each.related.map((one) => ({ ...one, range: toNew(one.range) })),
      fixes: each.fixes.map((fix) => ({
        ...fix,
        edits: fix.edits.map((one) => ({ ...one, range: toNew(one.range) })),
      })),
    })),
  };
}

function movedHandler(
  handler: RecognisedHandler,
  toNew: (range: Range) => Range,
): RecognisedHandler {
  const { eventRange } = handler;
  return {
    ...handler,
    range: toNew(handler.range),
    nameRange: toNew(handler.nameRange),
    ...(eventRange === undefined ? {} : { eventRange: toNew(eventRange) }),
    helpers: handler.helpers.map((each) => ({
      ...each,
      range: toNew(each.range),
    })),
  };
}

/**
 * What stands in the output of a tail: the lines that passed its filter, as they are shown, and what the tail itself says.
 * The lines themselves are kept, so that another filter can be put over what was already read. Invariant: bounded; when
 * it is full the oldest invocations go, each as a whole.
 */
import { formatLine } from "./format.ts";
import {
  createGrouping,
  type GroupedLine,
  type Grouping,
} from "./group-invocations.ts";
import type { Invocation } from "./invocation.ts";
import { keepTogether } from "./keep-together.ts";
import {
  createSieve,
  type LineFilter,
  type ShownLine,
  type Sieve,
} from "./line-filter.ts";
import type { TailLine } from "./merge.ts";
import type { Redaction } from "./redact.ts";

/** How lines are shown; asked for each line, so that it may change with the settings. */
export interface TranscriptStyle {
  readonly cognitoWaits: (line: GroupedLine) => boolean;
  readonly label: (line: GroupedLine) => string | undefined;
  /** Asked once for each line, in order. */
  readonly notes: (line: GroupedLine) => readonly string[];
}

export interface TranscriptView {
  readonly filter: LineFilter;
  readonly redaction: Redaction;
}

export type TranscriptChange =
  | { readonly kind: "append"; readonly text: string }
  /** The whole text. */
  | { readonly kind: "replace"; readonly text: string };

export interface Transcript {
  readonly add: (lines: readonly TailLine[]) => TranscriptChange;
  /** A line of the tail's own, already formatted; no filter hides it. */
  readonly say: (text: string) => TranscriptChange;
  readonly setView: (view: TranscriptView) => TranscriptChange;
  readonly clear: () => void;
  /** All lines that are kept and pass the filter, in the order in which they are shown. */
  readonly shown: () => readonly ShownLine[];
}

/** What of one invocation is kept. */
interface Run {
  characters: number;
  lines: number;
  isGone: boolean;
}

interface Kept {
  /** Absent for a line of the tail's own. */
  readonly line?: GroupedLine;
  readonly run?: Run | undefined;
  readonly notes: readonly string[];
  /** Characters of the message. */
  readonly size: number;
  /** What stands in the output for it: made once for each view, because all of it is written anew when the oldest go. */
  text: string;
}

export interface TranscriptLimits {
  /** Characters of the messages that are kept. */
  readonly characters: number;
  readonly lines: number;
}

const defaultLimits: TranscriptLimits = {
  characters: 4_000_000,
  lines: 20_000,
};
/** What is left when the oldest go: so much room is made at once that it happens seldom. */
const share = 0.5;

export function createTranscript(
  style: TranscriptStyle,
  initial: TranscriptView,
  limits: TranscriptLimits = defaultLimits,
): Transcript {
  const grouping: Grouping = createGrouping();
  let view = initial;
  let sieve: Sieve = createSieve(view.filter);
  let kept: Kept[] = [];
  let size = 0;
  let isCut = false;
  /** Lets go of an invocation that is kept no more. */
  let runs = new WeakMap<Invocation, Run>();

  const show = ({ line, notes }: Kept): readonly ShownLine[] => {
    if (line === undefined) return [];
    const label = style.label(line);
    const formatted = formatLine(line, {
      cognitoWaits: style.cognitoWaits(line),
      redaction: view.redaction,
      notes,
      ...(label === undefined ? {} : { label }),
    });
    return formatted === undefined ? [] : sieve.take({ ...formatted, line });
  };
  const render = (each: Kept): void => {
    if (each.line === undefined) return;
    each.text = "";
    for (const { text } of show(each)) each.text += `${text}\n`;
  };
  const runOf = ({ invocation }: GroupedLine): Run | undefined => {
    if (invocation === undefined) return undefined;
    const known = runs.get(invocation);
    if (known !== undefined && !known.isGone) return known;
    const run: Run = { characters: 0, lines: 0, isGone: false };
    runs.set(invocation, run);
    return run;
  };
  const textOf = (all: readonly Kept[]): string =>
    all.map(({ text }) => text).join("");
  const whole = (): TranscriptChange => ({
    kind: "replace",
    text: (isCut ? `${cutNote}\n` : "") + textOf(kept),
  });
  const keep = (added: readonly Kept[]): TranscriptChange => {
    for (const each of added) {
      kept.push(each);
      size += each.size;
      if (each.run === undefined) continue;
      each.run.characters += each.size;
      each.run.lines += 1;
    }
    if (size <= limits.characters && kept.length <= limits.lines)
      return { kind: "append", text: textOf(added) };
    kept = withoutOldest(kept, size, {
      characters: limits.characters * share,
      lines: limits.lines * share,
    });
    size = kept.reduce((sum, each) => sum + each.size, 0);
    isCut = true;
    return whole();
  };
  const takeLine = (tail: TailLine): Kept => {
    const line = grouping.add(tail);
    const each: Kept = {
      line,
      run: runOf(line),
      notes: style.notes(line),
      size: tail.event.message.length,
      text: "",
    };
    render(each);
    return each;
  };

  return {
    add: (lines) => keep(keepTogether(lines).map(takeLine)),
    say: (text) => keep([{ notes: [], size: text.length, text: `${text}\n` }]),
    setView: (next) => {
      view = next;
      sieve = createSieve(view.filter);
      kept.forEach(render);
      return whole();
    },
    clear: () => {
      kept = [];
      size = 0;
      isCut = false;
      runs = new WeakMap();
      sieve = createSieve(view.filter);
    },
    shown: () => {
      sieve = createSieve(view.filter);
      return kept.flatMap(show);
    },
  };
}

const cutNote =
  "----- Older lines were taken out to keep this output at a size that can be worked with.";

/** The oldest runs go with all their lines; a run that alone is too long loses its beginning. */
function withoutOldest(
  kept: readonly Kept[],
  size: number,
  room: TranscriptLimits,
): Kept[] {
  const last = kept.at(-1)?.run;
  let characters = size;
  let lines = kept.length;
  let first = 0;
  for (const each of kept) {
    if (characters <= room.characters && lines <= room.lines) break;
    first += 1;
    const { run } = each;
    if (run === undefined || run === last) {
      characters -= each.size;
      lines -= 1;
    } else if (!run.isGone) {
      run.isGone = true;
      characters -= run.characters;
      lines -= run.lines;
    }
  }
  return kept.filter(({ run }, at) =>
    run === undefined || run === last ? at >= first : !run.isGone,
  );
}

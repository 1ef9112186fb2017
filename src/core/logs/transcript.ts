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

interface Kept {
  readonly line: GroupedLine | undefined;
  readonly notes: readonly string[];
  /** Of a line of the tail's own. */
  readonly text: string;
  readonly size: number;
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
const share = 0.75;

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
  const textOf = (each: Kept): string =>
    each.line === undefined
      ? `${each.text}\n`
      : show(each)
          .map(({ text }) => `${text}\n`)
          .join("");
  const whole = (): TranscriptChange => {
    sieve = createSieve(view.filter);
    return {
      kind: "replace",
      text: (isCut ? `${cutNote}\n` : "") + kept.map(textOf).join(""),
    };
  };
  const keep = (added: readonly Kept[]): TranscriptChange => {
    for (const each of added) {
      kept.push(each);
      size += each.size;
    }
    if (size <= limits.characters && kept.length <= limits.lines)
      return { kind: "append", text: added.map(textOf).join("") };
    kept = withoutOldest(kept, {
      characters: limits.characters * share,
      lines: limits.lines * share,
    });
    size = kept.reduce((sum, each) => sum + each.size, 0);
    isCut = true;
    return whole();
  };

  return {
    add: (lines) =>
      keep(
        keepTogether(lines).map((each) => {
          const line = grouping.add(each);
          const size = each.event.message.length;
          return { line, notes: style.notes(line), text: "", size };
        }),
      ),
    say: (text) =>
      keep([{ line: undefined, notes: [], text, size: text.length }]),
    setView: (next) => {
      view = next;
      return whole();
    },
    clear: () => {
      kept = [];
      size = 0;
      isCut = false;
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
function withoutOldest(kept: readonly Kept[], room: TranscriptLimits): Kept[] {
  const sizes = new Map<number, { characters: number; lines: number }>();
  let characters = 0;
  for (const { line, size } of kept) {
    characters += size;
    const serial = line?.invocation?.serial;
    if (serial === undefined) continue;
    const sum = sizes.get(serial) ?? { characters: 0, lines: 0 };
    sum.characters += size;
    sum.lines += 1;
    sizes.set(serial, sum);
  }
  const last = kept.at(-1)?.line?.invocation?.serial;
  const gone = new Set<number>();
  let lines = kept.length;
  let first = 0;
  for (; first < kept.length; first += 1) {
    if (characters <= room.characters && lines <= room.lines) break;
    const each = kept[first];
    const serial = each?.line?.invocation?.serial;
    if (serial === undefined || serial === last) {
      characters -= each?.size ?? 0;
      lines -= 1;
    } else if (!gone.has(serial)) {
      gone.add(serial);
      characters -= sizes.get(serial)?.characters ?? 0;
      lines -= sizes.get(serial)?.lines ?? 0;
    }
  }
  return kept.filter(({ line }, at) => {
    const serial = line?.invocation?.serial;
    return serial === undefined || serial === last
      ? at >= first
      : !gone.has(serial);
  });
}

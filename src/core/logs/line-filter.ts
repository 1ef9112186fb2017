/**
 * Which lines of a tail are shown: those with a text or a pattern, errors alone, one user's runs alone. Invariant: what
 * a filter holds back until it knows more is bounded; a line is let out once or never.
 */
import type { FormattedLine } from "./format.ts";
import type { GroupedLine } from "./group-invocations.ts";

export interface LineFilter {
  /** Must stand in the line as it is shown. */
  readonly pattern?: RegExp | undefined;
  readonly errorsOnly?: boolean;
  /** User name, sub, e-mail address ...: whole runs are shown in which a line names it, and lines that do. */
  readonly user?: string | undefined;
}

/** A line and how it is shown. */
export interface ShownLine extends FormattedLine {
  readonly line: GroupedLine;
}

export interface Sieve {
  /** What may be shown now: the line, none, or the earlier lines of its run as well. */
  readonly take: (line: ShownLine) => readonly ShownLine[];
}

/** Runs that have not named a user yet, and lines of each, that are held. */
const heldRuns = 500;
const heldLines = 500;

export function createSieve(filter: LineFilter): Sieve {
  const passes = ({ level, text }: ShownLine): boolean =>
    (filter.errorsOnly !== true || level === "ERROR" || level === "FATAL") &&
    (filter.pattern === undefined || filter.pattern.test(text));
  if (filter.user === undefined)
    return { take: (line) => (passes(line) ? [line] : []) };

  const names = wholeWord(filter.user);
  /** By serial of the run; undefined once it named the user. */
  const runs = new Map<number, ShownLine[] | undefined>();
  const take = (line: ShownLine): readonly ShownLine[] => {
    const isNamed = names.test(line.line.event.message);
    const serial = line.line.invocation?.serial;
    if (serial === undefined) return isNamed ? [line] : [];
    const held = runs.get(serial);
    if (held === undefined && runs.has(serial)) return [line];
    if (isNamed) {
      runs.set(serial, undefined);
      return [...(held ?? []), line];
    }
    if (held === undefined) {
      runs.set(serial, [line]);
      for (const oldest of runs.keys()) {
        if (runs.size <= heldRuns) break;
        runs.delete(oldest);
      }
    } else if (held.length < heldLines) held.push(line);
    return [];
  };
  return { take: (line) => take(line).filter(passes) };
}

/** `word` as written, whatever the case, where no letter or digit goes on before or after it. */
function wholeWord(word: string): RegExp {
  return new RegExp(
    String.raw`(?<![\p{L}\p{N}_])${literal(word)}(?![\p{L}\p{N}_])`,
    "iu",
  );
}

const literal = (text: string): string =>
  text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);

export type PatternReading =
  | { readonly kind: "valid"; readonly pattern: RegExp }
  /** One sentence. */
  | { readonly kind: "invalid"; readonly problem: string };

/** Reads what a user searches for: `/…/` with flags is a regular expression, all else is a text, whatever its case. */
export function readPattern(text: string): PatternReading {
  const [, source, flags = ""] = /^\/(.+)\/([a-z]*)$/s.exec(text) ?? [];
  if (source === undefined)
    return {
      kind: "valid",
      pattern: new RegExp(literal(text), "iu"),
    };
  try {
    // A pattern that remembers where it stopped would skip lines.
    return {
      kind: "valid",
      pattern: new RegExp(source, flags.replaceAll(/[gy]/g, "")),
    };
  } catch (error) {
    return {
      kind: "invalid",
      problem: `This is no regular expression: ${error instanceof Error ? error.message : ""}. Correct it, or leave the slashes away to look for the text as it is.`,
    };
  }
}

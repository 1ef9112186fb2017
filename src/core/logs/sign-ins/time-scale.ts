/**
 * Where a moment stands on the time line: triggers take milliseconds and people minutes, so long pauses are drawn short
 * and say how long they were. Invariant: later moments never stand further left.
 */
export interface Span {
  /** Milliseconds since the epoch. */
  readonly begin: number;
  readonly end: number;
}

export interface Pause extends Span {
  /** Where it is drawn, as parts of the whole width. */
  readonly left: number;
  readonly right: number;
}

export interface TimeScale {
  /** 0 to 1. */
  readonly place: (time: number) => number;
  /** What is drawn shorter than it was. */
  readonly pauses: readonly Pause[];
}

/** A pause is drawn to scale up to this part of all that happened. */
const longestShare = 0.15;
const shortestPause = 1_000;

/** `spans`: what happened. */
export function createTimeScale(spans: readonly Span[]): TimeScale {
  const active = mergeSpans(spans);
  const worked = active.reduce((sum, { begin, end }) => sum + end - begin, 0);
  const longest = Math.max(shortestPause, worked * longestShare);

  /** Corners of the piecewise linear way from times to widths. */
  const corners: { time: number; at: number }[] = [];
  const cut: { begin: number; end: number; from: number; to: number }[] = [];
  let at = 0;
  let last: number | undefined;
  for (const { begin, end } of active) {
    if (last !== undefined) {
      const from = at;
      at += Math.min(begin - last, longest);
      if (begin - last > longest)
        cut.push({ begin: last, end: begin, from, to: at });
    }
    corners.push({ time: begin, at });
    at += Math.max(end - begin, 1);
    corners.push({ time: end, at });
    last = end;
  }
  const whole = Math.max(at, 1);
  return {
    place: (time) => {
      const next = corners.findIndex((corner) => corner.time >= time);
      const right = corners[next];
      const left = corners[next - 1];
      if (right === undefined) return 1;
      if (left === undefined) return 0;
      const share = (time - left.time) / Math.max(right.time - left.time, 1);
      return (left.at + share * (right.at - left.at)) / whole;
    },
    pauses: cut.map(({ begin, end, from, to }) => ({
      begin,
      end,
      left: from / whole,
      right: to / whole,
    })),
  };
}

/** In order, those that touch or overlap as one. */
function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: { begin: number; end: number }[] = [];
  for (const { begin, end } of [...spans].sort((a, b) => a.begin - b.begin)) {
    const last = merged.at(-1);
    if (last !== undefined && begin <= last.end)
      last.end = Math.max(last.end, end);
    else merged.push({ begin, end });
  }
  return merged;
}

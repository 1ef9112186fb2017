/** Finds the name that was probably meant: same letters in other capitals first, then the smallest edit. */

/** @returns the nearest of `names`, or undefined when none is near enough to be meant for sure. */
export function nearest(
  written: string,
  names: readonly string[],
): string | undefined {
  const folded = fold(written);
  const same = names.find((name) => fold(name) === folded);
  if (same !== undefined) return same;
  const bound = Math.max(2, Math.floor(folded.length / 6));
  const [best, second] = names
    // A text that is much longer, or shorter, is none of them, and may be very long.
    .filter((name) => Math.abs(fold(name).length - folded.length) <= bound)
    .map((name) => ({ name, distance: distanceOf(fold(name), folded) }))
    .filter(({ distance }) => distance <= bound)
    .sort((a, b) => a.distance - b.distance);
  if (best !== undefined)
    return best.distance === second?.distance ? undefined : best.name;
  // Abbreviated or extended: the longer one starts with the shorter, all but its last letters.
  const extended = names.filter((name) => {
    const shorter = Math.min(fold(name).length, folded.length);
    return (
      shorter >= 5 &&
      fold(name).slice(0, shorter - 1) === folded.slice(0, shorter - 1)
    );
  });
  return extended.length === 1 ? extended[0] : undefined;
}

/** Its letters and digits, all small. */
export const fold = (name: string): string =>
  name.replaceAll(/[^A-Za-z0-9]/gu, "").toLowerCase();

/** Levenshtein distance. */
function distanceOf(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++)
      row.push(
        Math.min(
          (previous[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    previous = row;
  }
  return previous[b.length] ?? 0;
}

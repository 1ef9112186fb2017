/**
 * Whether a regular expression of an API's settings fits a value. The token's side is hostile, so only expressions that
 * cannot take long are tried; and whether a service compares the whole value or a part, AWS does not say.
 */

/** An app client's id has at most 128 characters. */
const longestValue = 128;
const longestPattern = 1_000;
/** With no repeated group, the time grows with the value's length to the power of the repetitions. */
const mostRepetitions = 3;

/** true: fits the whole value; false: fits no part of it; null: one of the two, or it cannot be told here. */
export function fitsPattern(pattern: string, value: string): boolean | null {
  if (value.length > longestValue || pattern.length > longestPattern)
    return null;
  // What is escaped or in a class repeats nothing.
  const bare = pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]/g, "x");
  const repetitions = bare.match(/[*+?]|\{\d/g) ?? [];
  if (repetitions.length > mostRepetitions || /\)[*+?{]|\(\?/.test(bare))
    return null;
  try {
    if (!new RegExp(pattern, "u").test(value)) return false;
    return new RegExp(`^(?:${pattern})$`, "u").test(value) ? true : null;
  } catch {
    return null;
  }
}

/** A text to be found as it is, as a part of a regular expression: `$event` -> `\$event`. */
export const inPattern = (text: string): string =>
  text.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");

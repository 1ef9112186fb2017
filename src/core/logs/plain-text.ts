/**
 * Log text made fit for a line of text: whoever writes to the log is not trusted. Invariant: what comes out holds no
 * control, escape or direction-changing character except the line feed.
 */

const escapes =
  /\u001b(?:\[[0-?]{0,64}[ -/]{0,16}[@-~]|\][^\u0007\u001b]{0,2048}(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
const controls =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Any of what is taken out or replaced: most lines have none, and one look over them is enough. */
const unclean =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

/** `text` without terminal escapes and control characters; tabs become single spaces, line separators line feeds. */
export function toPlainText(text: string): string {
  if (!unclean.test(text)) return text;
  return text
    .replace(escapes, "")
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(/\t/g, " ")
    .replace(controls, "");
}

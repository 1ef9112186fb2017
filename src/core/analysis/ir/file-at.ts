/** Which file a place is in: the module's own, or one that is linked to it. */
import type { Range } from "../../text/position.ts";
import type { Module, OtherText } from "./ir.ts";

/** The linked file; undefined where the place is in the module's own text. */
export const otherFileAt = (
  { text: own, others }: Pick<Module, "text" | "others">,
  { start, end }: Range,
): OtherText | undefined =>
  start <= own.length
    ? undefined
    : others?.find(
        ({ offset, text }) => start >= offset && end <= offset + text.length,
      );

export interface FileText {
  readonly text: string;
  /** Where its places begin. */
  readonly offset: number;
}

export const fileAt = (
  module: Pick<Module, "text" | "others" | "editedAt">,
  place: Range,
): FileText => otherFileAt(module, place) ?? ownFile(module, place);

/** Of an edited module the one of its two texts that the place is in. */
function ownFile(
  { text, editedAt }: Pick<Module, "text" | "editedAt">,
  { start }: Range,
): FileText {
  if (editedAt === undefined) return { text, offset: 0 };
  return start >= editedAt
    ? { text: text.slice(editedAt), offset: editedAt }
    : { text: text.slice(0, editedAt - 1), offset: 0 };
}

/** What stands there, as written. */
export function writtenIn(
  module: Pick<Module, "text" | "others" | "editedAt">,
  place: Range,
): string {
  const { text, offset } = fileAt(module, place);
  return text.slice(place.start - offset, place.end - offset);
}

/** What comes right behind it. */
export function textAfter(
  module: Pick<Module, "text" | "others" | "editedAt">,
  place: Range,
): string {
  const { text, offset } = fileAt(module, place);
  return text.slice(place.end - offset);
}

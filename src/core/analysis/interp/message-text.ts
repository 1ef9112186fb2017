/**
 * Text of which parts are known: the messages a handler puts together around Cognito's placeholders. Holes stand for the
 * rest. Invariant: a `plain` hole holds no placeholder; whatever could hold one is an `open` hole.
 */
import { constantOf, type Atom, type Value } from "./value.ts";

/** Characters that no text has. */
export const plainHole = "\uFFFE";
export const openHole = "\uFFFF";

const placeholder = /\{#|\{username\}/u;

/** The text as far as it is known, with holes; undefined where nothing of it is known. */
export const textWithHoles = (
  atom: Atom & { readonly kind: "text" },
): string | undefined => atom.value ?? atom.holes;

/** Some text that is these values one after the other. */
export function joinParts(parts: readonly Value[]): Atom {
  const holes = parts.map(partText).join("");
  return holes === openHole ? { kind: "text" } : { kind: "text", holes };
}

/** Python's `"Hello {}".format(…)`. Which argument comes where does not matter as long as none could be a placeholder. */
export function fillIn(format: string, args: readonly Value[]): Atom {
  const plain = args.every((arg) => [...arg.values()].every(isPlain));
  return {
    kind: "text",
    holes: format
      .replaceAll(/\{\{|\}\}/gu, openHole)
      .replaceAll(/\{[^{}]*\}/gu, plain ? plainHole : openHole),
  };
}

function partText(value: Value): string {
  const atoms = [...value.values()];
  const [only] = atoms;
  if (atoms.length === 1 && only !== undefined) {
    if (only.kind === "text") return textWithHoles(only) ?? openHole;
    const constant = constantOf(only);
    if (constant !== undefined) return String(constant.value);
  }
  return atoms.length > 0 && atoms.every(isPlain) ? plainHole : openHole;
}

/** It is surely no placeholder, and holds none. */
function isPlain(atom: Atom): boolean {
  switch (atom.kind) {
    case "text": {
      const text = textWithHoles(atom);
      return (
        text !== undefined &&
        !placeholder.test(text) &&
        !text.includes(openHole)
      );
    }
    case "number":
    case "boolean":
    case "null":
    case "undefined":
      return true;
    case "unknown":
      return atom.truth === false;
    default:
      return false;
  }
}

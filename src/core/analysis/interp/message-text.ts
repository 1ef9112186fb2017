/**
 * Text of which parts are known: the messages a handler puts together around Cognito's placeholders. Holes stand for the
 * rest. Invariant: a `plain` hole holds no placeholder; whatever could hold one is an `open` hole.
 */
import { signPattern, slotPattern } from "./patterns.ts";
import {
  constantOf,
  constantValue,
  isNothing,
  onlyText,
  valueOf,
  type Atom,
  type Value,
} from "./value.ts";

/** Characters that no text has. */
export const plainHole = "\uFFFE";
export const openHole = "\uFFFF";
/** What Cognito puts the code in for. */
export const codePlaceholder = "{####}";

/** Any text without a placeholder. */
export const plainText = valueOf({ kind: "text", holes: plainHole });
/** Such a text, where there is one. */
export const plainOrNothing = valueOf(
  { kind: "text", holes: plainHole },
  { kind: "unknown", truth: false },
);
const placeholder = /\{#|\{username\}/u;

/** The text as far as it is known, with holes; undefined where nothing of it is known. */
export const textWithHoles = (
  atom: Atom & { readonly kind: "text" },
): string | undefined => atom.value ?? atom.holes;

/** It is one text, and all of that is known. */
export const isKnownText = (value: Value): boolean =>
  onlyText(value) !== undefined;

/** What known texts were put together to, which is another where no hole is left. */
export const asConstant = (atom: Atom): Value =>
  atom.kind === "text" &&
  atom.holes !== undefined &&
  !atom.holes.includes(plainHole) &&
  !atom.holes.includes(openHole)
    ? constantValue(atom.holes)
    : valueOf(atom);

/** Some text that is these values one after the other. */
export function joinParts(parts: readonly Value[]): Atom {
  const holes = parts.map(partText).join("");
  return holes === openHole ? { kind: "text" } : { kind: "text", holes };
}

/** Texts that are told apart, at most. */
const mostTexts = 12;

/** The same for each value that a part may have, where it is clear which of them stand together. */
export function joinEach(parts: readonly Value[]): Value {
  const several = parts.filter(isOneOfSeveral);
  const count = several.reduce((product, part) => product * part.length, 1);
  if (
    count === 1 ||
    count > mostTexts ||
    // Where the placeholder is in one part or in the other, only the handler knows which belong together.
    (several.length > 1 && !several.every(isUniform))
  )
    return valueOf(joinParts(parts));
  const ways = parts.reduce<readonly (readonly Value[])[]>(
    (made, part) =>
      isOneOfSeveral(part)
        ? made.flatMap((way) => part.map((atom) => [...way, valueOf(atom)]))
        : made.map((way) => [...way, part]),
    [[]],
  );
  return valueOf(...ways.map(joinParts));
}

/** When it is which is not said by what may be nothing, such as the link that some messages have. */
const isOneOfSeveral = (part: Value): boolean =>
  part.length > 1 && !part.some(mayBeNothing);

const mayBeNothing = (atom: Atom): boolean =>
  isNothing(atom) || (atom.kind === "unknown" && atom.truth === false);

/** All that it may be is without a placeholder, or all of it has one. */
const isUniform = (part: Value): boolean =>
  part.every(isPlain) ||
  part.every(
    (atom) =>
      atom.kind === "text" && placeholder.test(textWithHoles(atom) ?? ""),
  );

/**
 * Python's `"Hello {}, {name}".format(…)`.
 * @param named what is handed over under a name
 */
export function fillIn(
  format: string,
  args: readonly Value[],
  named: (name: string) => Value | undefined,
): Atom {
  let next = 0;
  const filled = format.replaceAll(
    // A brace that is meant as one, or a field, in which another one may say how it is written.
    /\{\{|\}\}|\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/gu,
    (written, field?: string) => {
      if (field === undefined) return written.slice(1);
      if (field.includes("{")) return openHole;
      const name = /^\w*/u.exec(field)?.[0] ?? "";
      const value =
        name === ""
          ? args[next++]
          : /^\d+$/u.test(name)
            ? args[Number(name)]
            : named(name);
      if (value === undefined)
        return args.every((arg) => arg.every(isPlain)) ? plainHole : openHole;
      if (field === name) return partText(value);
      // A part of it, or written in some other way.
      return value.every(isPlain) ? plainHole : openHole;
    },
  );
  return { kind: "text", holes: filled };
}

/**
 * Python's `Template("Hello $name").substitute(…)`.
 * @param leaves a name that is not handed over stays as it is written, as `safe_substitute` has it
 */
export function fillTemplate(
  template: string,
  named: (name: string) => Value | undefined,
  leaves: boolean,
): Atom {
  const holes = template.replaceAll(
    /\$(?:\$|(\w+)|\{(\w+)\})/gu,
    (written, plain?: string, braced?: string) => {
      if (written === "$$") return "$";
      const value = named(plain ?? braced ?? "");
      if (value !== undefined) return partText(value);
      return leaves ? written : openHole;
    },
  );
  return { kind: "text", holes };
}

/** Half of what Cognito takes as a message; looking through a longer text would take long. */
const longestTemplate = 10_000;

/**
 * Jinja's `Template("Hello {{ name }}").render(…)`. What stands in one branch of a template is taken to be there, and
 * what stands between `{#` and `#}`, such as the placeholder itself, is a comment.
 * @param missing what there is of a name that is not handed over
 */
export function fillJinja(
  template: string,
  named: (name: string) => Value | undefined,
  missing: Value | undefined,
): Atom {
  if (template.length > longestTemplate)
    return { kind: "text", holes: openHole };
  const made = new Set(
    [
      ...template.matchAll(/\{%-?\s*(?:set|for)\s+([^%]*?)(?:=|\bin\b)/gu),
    ].flatMap(([, names]) => names?.match(/\w+/gu) ?? []),
  );
  const holes = template
    .replaceAll(/\{#(?:(?!\{#).)*?#\}/gsu, "")
    .replaceAll(/\{%-?\s*(\w*)(?:(?!\{%).)*?%\}/gsu, (_, tag: string) =>
      /^(?:end\w*|if|elif|else|for|set|block|autoescape)$/u.test(tag)
        ? ""
        : openHole,
    )
    .replaceAll(/\{\{((?:(?!\{\{).)*?)\}\}/gsu, (_, written: string) => {
      const [, name = "", filters = ""] =
        /^[-+]?\s*(\w+)\s*((?:\|\s*\w+\s*)*)[-+]?$/u.exec(written) ?? [];
      if (name === "" || made.has(name)) return openHole;
      const value = named(name) ?? missing;
      if (value === undefined) return openHole;
      if (/^(?:\|\s*(?:e|escape|safe|string|trim)\s*)*$/u.test(filters))
        return partText(value);
      // Its brackets are encoded.
      return /\burlencode\b/u.test(filters) || value.every(isPlain)
        ? plainHole
        : openHole;
    });
  return { kind: "text", holes };
}

/**
 * Handlebars' and Mustache's `Hello {{name}}`. What stands in one section of a template is taken to be there. The signs of
 * HTML become others, which a message needs none of.
 * @param named what a path of names stands for; undefined where that is not known, or where it is nothing and may be looked
 * for elsewhere
 */
export function fillMustache(
  template: string,
  named: (path: string, elsewhere: boolean) => Value | undefined,
): Atom {
  // Other signs around the names, and signs that are meant as they are.
  if (template.length > longestTemplate || /\{\{=|\\\{\{/u.test(template))
    return { kind: "text", holes: openHole };
  // In these a name is looked for in something else first.
  const goesIn = /\{\{~?[#^]\s*(?!if\b|unless\b)/u.test(template);
  const holes = template
    .replaceAll(/\{\{~?!--(?:(?!--).)*--~?\}\}|\{\{~?![^{}]*\}\}/gsu, "")
    .replaceAll(
      /\{\{\{~?([^{}]*)\}\}\}|\{\{~?([^{}]*)\}\}/gu,
      (_, whole?: string, escaped?: string) => {
        const written = (whole ?? escaped ?? "").replace(/~$/u, "").trim();
        if (/^(?:[#^/]|else\b)/u.test(written)) return "";
        const [, path] =
          /^&?\s*(?:this\.|\.\/)?([A-Za-z_]\w*(?:\.\w+)*)$/u.exec(written) ??
          [];
        const value = path === undefined ? undefined : named(path, goesIn);
        return value === undefined ? openHole : partText(value);
      },
    );
  return { kind: "text", holes };
}

/**
 * `Hello <%= name %>`, as EJS, Eta and lodash have it. What stands behind an `if` is taken to be there; other code may
 * write anything.
 */
export function fillScriptlets(
  template: string,
  named: (path: string) => Value | undefined,
): Atom {
  if (template.length > longestTemplate)
    return { kind: "text", holes: openHole };
  const holes = template.replaceAll(
    /<%([-=~_#%]?)((?:(?!<%).)*?)[-_]?%>/gsu,
    (_, sign: string, written: string) => {
      if (sign === "#") return "";
      const code = written.trim();
      if (sign === "" || sign === "_")
        return /^(?:if\s*\([^;{}]*\)\s*\{|\}(?:\s*else\b[^;{}]*\{)?)$/u.test(
          code,
        )
          ? ""
          : openHole;
      const [, path] =
        /^(?:(?:it|locals)\.)?([A-Za-z_]\w*(?:\.\w+)*)$/u.exec(code) ?? [];
      const value = path === undefined ? undefined : named(path);
      return value === undefined ? openHole : partText(value);
    },
  );
  return { kind: "text", holes };
}

/** Python's `"Hello %s" % (…)`, with the values in their order as far as that is known. */
export function fillPercents(
  format: string,
  given: readonly Value[] | undefined,
): Atom {
  let next = 0;
  const holes = format.replaceAll(
    /%(\(\w+\))?[-+ #0]*[\d.*]*([a-zA-Z%])/gu,
    (_, name: string | undefined, how: string) => {
      if (how === "%") return "%";
      const value = name === undefined ? given?.[next++] : undefined;
      return value === undefined
        ? openHole
        : how === "s"
          ? partText(value)
          : plainHole;
    },
  );
  return { kind: "text", holes };
}

/** What a method of a text makes of a message; undefined where that is not known. */
export function changedText(
  name: string,
  text: Atom & { readonly kind: "text" },
  args: readonly Value[],
  python: boolean,
): Atom | undefined {
  const known = textWithHoles(text);
  if (known === undefined) return undefined;
  if (/^(?:trim(?:start|end)?|[lr]?strip)$/iu.test(name))
    return args.length === 0
      ? { kind: "text", holes: known.trim() }
      : isPlain(text)
        ? { kind: "text", holes: plainHole }
        : undefined;
  if (name === "concat") return joinParts([textValue(known), ...args]);
  if (/^(?:to(?:Locale)?UpperCase|upper)$/u.test(name))
    return { kind: "text", holes: known.toUpperCase() };
  if (/^(?:to(?:Locale)?LowerCase|lower)$/u.test(name))
    return { kind: "text", holes: known.toLowerCase() };
  if (piecing.test(name))
    return [text, ...args.flat()].every(isPlain)
      ? { kind: "text", holes: plainHole }
      : undefined;
  if (!/^replace(?:All)?$/u.test(name) || args.length < 2) return undefined;
  const sought = onlyText(args[0] ?? []);
  if (sought !== undefined && sought !== "") {
    const put = partText(args[1] ?? []);
    // A piece of a template may have it.
    if (known === plainHole && !(args[1] ?? []).every(isPlain))
      return undefined;
    const holes =
      name === "replace" && !python
        ? known.replace(sought, () => put)
        : known.replaceAll(sought, () => put);
    return { kind: "text", holes };
  }
  const found = foundBy(args[0]);
  if (found !== undefined && known.length <= longestTemplate) {
    const put = partText(args[1] ?? []);
    // A piece of a template may have it; a `$` stands for what was found.
    if (!put.includes("$") && (known !== plainHole || args[1]?.every(isPlain)))
      return { kind: "text", holes: known.replace(found, () => put) };
  }
  const signs = patternOf(args[0], signPattern);
  const [put] = args[1] ?? [];
  if (
    signs !== undefined &&
    put?.kind === "text" &&
    put.value?.includes("$") !== true &&
    // What is done to the placeholder alone is told where it is done.
    known !== codePlaceholder
  )
    // Of what is not known, something not known is left.
    return {
      kind: "text",
      holes: known
        .split(anyHole)
        .map((piece) =>
          anyHole.test(piece)
            ? piece
            : piece.replace(signs, () => partText(args[1] ?? [])),
        )
        .join(""),
    };
  // What goes is not looked at: what is left of a text without placeholders has none either.
  return [text, ...(args[1] ?? [])].every(isPlain)
    ? { kind: "text", holes: plainHole }
    : undefined;
}

/** The slots of a template that a regular expression finds; undefined where that is not known. */
export const foundBy = (sought: Value | undefined): RegExp | undefined =>
  patternOf(sought, slotPattern);

function patternOf(
  [sought, ...others]: Value = [],
  read: (written: string) => RegExp | undefined,
): RegExp | undefined {
  return sought?.kind === "external" &&
    sought.pattern !== undefined &&
    others.length === 0
    ? read(sought.pattern)
    : undefined;
}

const anyHole = new RegExp(`([${plainHole}${openHole}])`, "u");

/** Slots that are filled one by one. */
const mostSlots = 20;

/**
 * `template.replace(/{{(\w+)}}/g, (slot, name) => values[name])`; undefined where it is not known what stands for a slot.
 * @param put what the function gives for a slot and the name in it
 */
export function fillSlots(
  text: Atom & { readonly kind: "text" },
  sought: Value | undefined,
  put: (slot: readonly string[]) => Value,
): Atom | undefined {
  const known = textWithHoles(text);
  const found = foundBy(sought);
  if (known === undefined || found === undefined || known === plainHole)
    return undefined;
  if (known.length > longestTemplate) return undefined;
  const filled = new Map<string, string>();
  const holes = known.replace(found, (slot: string, name: unknown) => {
    const given = typeof name === "string" ? [slot, name] : [slot];
    if (!filled.has(slot))
      filled.set(
        slot,
        filled.size < mostSlots ? partText(put(given)) : openHole,
      );
    return filled.get(slot) ?? openHole;
  });
  return { kind: "text", holes };
}

/** Methods that make a list of the pieces of a text. */
export const splitting = /^(?:r?split|r?partition|splitlines)$/u;

/** Methods whose text has nothing but parts of what they are given, or some of its letters written large. */
export const piecing =
  /^(?:pad(?:Start|End)|slice|substr(?:ing)?|charAt|at|repeat|toString|zfill|[lr]just|center|remove(?:pre|suf)fix|normalize|title|capitalize|casefold|swapcase)$/u;

/** The items of a list as one text. Without their order only that none of them is a placeholder is known. */
export function joinedText(
  items: readonly Value[],
  ordered: boolean,
  separator: Value,
): Value | undefined {
  if (ordered)
    return joinEach(
      items.flatMap((item, i) => (i === 0 ? [item] : [separator, item])),
    );
  return [separator, ...items].every((item) => item.every(isPlain))
    ? plainText
    : undefined;
}

const textValue = (holes: string): Value => valueOf({ kind: "text", holes });

function partText(value: Value): string {
  const [only] = value;
  if (value.length === 1 && only !== undefined) {
    if (only.kind === "text") return textWithHoles(only) ?? openHole;
    const constant = constantOf(only);
    if (constant !== undefined) return String(constant.value);
  }
  return value.length > 0 && value.every(isPlain) ? plainHole : openHole;
}

/** It is surely no placeholder, and holds none. */
export function isPlain(atom: Atom): boolean {
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
    case "external":
      return atom.name === plainUrl || atom.name === query;
    default:
      return false;
  }
}

/** What `new URL(…)` makes of plain text. Whatever is put into its query is encoded there. */
export const plainUrl = "plainURL()";
/** What `new URLSearchParams(…)` makes: signs of a placeholder are encoded in it. */
export const query = "URLSearchParams()";

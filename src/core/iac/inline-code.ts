/**
 * Code in a template, with the way back: each place of the code is a place of the template. The lines may be joined by
 * `Fn::Join`; what `Fn::Sub` and references put in at deployment is a value that nothing is known of.
 */
import { tokensIn, type Notation } from "./masked-text.ts";
import { placesOfText } from "./scalar-places.ts";
import type { InlineCode } from "./template.ts";
import { plainText, type TreeNode } from "./tree.ts";

/** Begins the names that stand for values of the deployment; the template has none of them. */
export const holeName = "Sub_";

/** Code that is put together, with the holes that are filled at deployment. */
interface Draft {
  text: string;
  readonly starts: number[];
  readonly ends: number[];
  readonly holes: Hole[];
}
interface Hole {
  readonly start: number;
  readonly end: number;
  /** What stands for the value in the code: a name that nothing has. */
  readonly name: string;
}

/** Undefined where the code is made at deployment, or a part of it has no place in the template. */
export function inlineCode(
  node: TreeNode | undefined,
  file: string,
  notation: Exclude<Notation, "terraform">,
): InlineCode | undefined {
  const draft: Draft = { text: "", starts: [], ends: [], holes: [] };
  if (node === undefined || !append(draft, node, file)) return undefined;
  if (draft.text.trim() === "" || !fillHoles(draft, notation)) return undefined;
  const { text, starts, ends } = draft;
  return {
    text,
    offsets: [...starts, ends.at(-1) ?? 0],
    ends,
    isQuoted: node.kind !== "text" || node.style !== "literal",
  };
}

function append(draft: Draft, node: TreeNode, file: string): boolean {
  if (node.intrinsic === "Join") {
    const [separator, lines] = node.kind === "list" ? node.items : [];
    const between = plainText(separator);
    if (between === undefined || lines?.kind !== "list") return false;
    return lines.items.every((line, index) => {
      const at = draft.ends.at(-1) ?? line.range.start;
      if (index > 0) addText(draft, between, at, at);
      return append(draft, line, file) || addHole(draft, line);
    });
  }
  // `Fn::Sub: [text, values]`
  if (node.kind === "list")
    return (
      node.intrinsic === "Sub" &&
      node.items[0]?.kind === "text" &&
      append(draft, { ...node.items[0], intrinsic: "Sub" }, file)
    );
  if (
    node.kind !== "text" ||
    (node.intrinsic !== undefined && node.intrinsic !== "Sub")
  )
    return false;
  const placed = placesOfText(node, file);
  if (placed === undefined) return false;
  const { text, starts, ends } = placed;
  const from = draft.text.length;
  draft.text += text;
  for (const start of starts) draft.starts.push(start);
  for (const end of ends) draft.ends.push(end);
  if (node.intrinsic === "Sub")
    for (const { 0: hole, 1: name = "", index } of text.matchAll(
      /\$\{([^{}]*)\}/gu,
    ))
      draft.holes.push({
        start: from + index,
        end: from + index + hole.length,
        name,
      });
  return true;
}

function addText(draft: Draft, text: string, start: number, end: number): void {
  draft.text += text;
  for (let index = 0; index < text.length; index++) {
    draft.starts.push(start);
    draft.ends.push(end);
  }
}

function addHole(draft: Draft, { range, intrinsic }: TreeNode): boolean {
  if (intrinsic === undefined) return false;
  const start = draft.text.length;
  addText(draft, "${}", range.start, range.end);
  const end = draft.text.length;
  draft.holes.push({ start, end, name: `at${String(range.start)}` });
  return true;
}

/** More than people put into one function. */
const mostHoles = 200;

/** Puts names in place of the holes, as the text around each asks. False where that would change what the code says. */
function fillHoles(draft: Draft, notation: Notation): boolean {
  if (draft.holes.length === 0) return true;
  if (draft.holes.length > mostHoles) return false;
  const tokens = tokensIn(draft.text, notation);
  const changes: (readonly [number, number, string])[] = [];
  const opened = new Set<number>();
  for (const { start, end, name } of draft.holes) {
    // `${!Name}` is how `${Name}` is written.
    if (name.startsWith("!")) {
      changes.push([start + 2, start + 3, ""]);
      continue;
    }
    const word = `${holeName}${name.replace(/\W/gu, "_")}`;
    const around = tokens.find(
      (each) => start >= each.start && start < each.start + each.text.length,
    );
    const quote = around?.text.charAt(0) ?? "";
    if (around === undefined || !/["'`]/u.test(quote))
      changes.push([start, end, word]);
    else if (quote === "`") changes.push([start + 2, end - 1, word]);
    else {
      const last = around.start + around.text.length;
      const rest = around.text.replaceAll(/\$\{[^{}]*\}/gu, "");
      if (notation === "python") {
        const prefix = /[A-Za-z]*$/u.exec(draft.text.slice(0, around.start));
        const isFormat = /^(?:f|rf|fr)$/iu.test(prefix?.[0] ?? "");
        if (!isFormat && !/^r?$/iu.test(prefix?.[0] ?? "")) return false;
        if (!isFormat && /[{}]/u.test(rest)) return false;
        if (!isFormat && !opened.has(around.start))
          changes.push([around.start, around.start, "f"]);
        changes.push([start, end, `{${word}}`]);
      } else {
        if (/`|\$\{/u.test(rest)) return false;
        changes.push([start + 2, end - 1, word]);
        if (!opened.has(around.start))
          changes.push(
            [around.start, around.start + 1, "`"],
            [last - 1, last, "`"],
          );
      }
      opened.add(around.start);
    }
  }
  for (const change of changes.sort(([a], [b]) => b - a))
    replace(draft, ...change);
  return true;
}

function replace(draft: Draft, start: number, end: number, text: string): void {
  const from = draft.starts[start] ?? draft.ends.at(-1) ?? 0;
  const to = end > start ? (draft.ends[end - 1] ?? from) : from;
  const places = (at: number): number[] => Array<number>(text.length).fill(at);
  draft.text = draft.text.slice(0, start) + text + draft.text.slice(end);
  draft.starts.splice(start, end - start, ...places(from));
  draft.ends.splice(start, end - start, ...places(to));
}

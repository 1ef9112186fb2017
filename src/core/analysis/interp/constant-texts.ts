/** What methods make of texts that are known to the last character: `triggerSource.split("_")[0]`. */
import type { Constant, Module } from "../ir/ir.ts";

/** A text, or the parts of one; undefined where the method is not known or not all of it is. */
export function constantResult(
  language: Module["language"],
  name: string,
  text: string,
  args: readonly Constant[],
): string | readonly string[] | undefined {
  const [first, second] = args;
  if (args.length === 0) return plainResults.get(name)?.(text);
  if (name === "repeat" && typeof first === "number")
    return first >= 0 && first * text.length <= longestConstant
      ? text.repeat(first)
      : undefined;
  if (typeof first === "number")
    // What is cut out of the placeholder of a message is told where it is cut.
    return text.includes("{#")
      ? undefined
      : partsByPlace.get(name)?.(text, args);
  if (typeof first !== "string" || first === "") return undefined;
  if (args.length === 1)
    switch (name) {
      case "split":
        return text.split(first);
      case "partition": {
        const at = text.indexOf(first);
        return at === -1
          ? [text, "", ""]
          : [text.slice(0, at), first, text.slice(at + first.length)];
      }
      case "removeprefix":
        return text.startsWith(first) ? text.slice(first.length) : text;
      case "removesuffix":
        return text.endsWith(first) ? text.slice(0, -first.length) : text;
      default:
        return undefined;
    }
  if (args.length > 2) return undefined;
  if (name === "split" && language === "python" && second === 1) {
    const at = text.indexOf(first);
    return at === -1
      ? [text]
      : [text.slice(0, at), text.slice(at + first.length)];
  }
  if (typeof second !== "string") return undefined;
  if (name === "replaceAll" || (name === "replace" && language === "python"))
    return text.split(first).join(second);
  return name === "replace" ? text.replace(first, () => second) : undefined;
}

/** Longer than any text that a limit is known for. */
export const longestConstant = 30_000;

const lower = (text: string): string => text.toLowerCase();
const upper = (text: string): string => text.toUpperCase();
const trim = (text: string): string => text.trim();

const itself = (text: string): string => text;

type Part = (text: string, args: readonly Constant[]) => string | undefined;

/** `name.slice(1)`, which Python's `name[1:]` is as well. */
const fromTo =
  (method: "slice" | "substring"): Part =>
  (text, [from, to]) =>
    typeof from === "number" && (to === undefined || typeof to === "number")
      ? text[method](from, to)
      : undefined;

const partsByPlace = new Map<string, Part>([
  ["slice", fromTo("slice")],
  ["substring", fromTo("substring")],
  ["charAt", (text, [at]) => text.charAt(Number(at))],
  ["at", (text, [at]) => text.at(Number(at))],
]);

const plainResults = new Map<string, (text: string) => string>([
  ["lower", lower],
  ["toLowerCase", lower],
  ["upper", upper],
  ["toUpperCase", upper],
  [
    "capitalize",
    (text) => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase(),
  ],
  ["strip", trim],
  ["trim", trim],
  ["toString", itself],
  ["valueOf", itself],
]);

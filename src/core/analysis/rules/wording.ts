/** How rules speak of values, members and languages, so that the same thing is called the same everywhere. */
import { jsonTypesOf, type Shape } from "../../triggers/contract.ts";
import type { HandlerFacts, ValueFact } from "../interp/facts.ts";

type Language = HandlerFacts["language"];

const limit = 40;

/** `the text "true"`, `null`, `a list`. */
export function describeValue(value: ValueFact, language: Language): string {
  switch (value.kind) {
    case "string":
      if (value.value === undefined) return "a text";
      return value.value.length > limit
        ? `a text (${JSON.stringify(value.value.slice(0, limit))}…)`
        : `the text ${JSON.stringify(value.value)}`;
    case "number":
      return value.value === undefined
        ? "a number"
        : `the number ${String(value.value)}`;
    case "boolean":
      return value.value === undefined
        ? "a boolean"
        : `the boolean ${literal(value.value, language)}`;
    case "null":
      return language === "python" ? "None" : "null";
    case "undefined":
      return "undefined";
    case "function":
      return "a function";
    case "promise":
      return "a promise that is not awaited";
    case "array":
      return "a list";
    case "object":
      return value.unwritten === undefined
        ? "an object"
        : `a ${value.unwritten}, of which JSON makes {}`;
  }
}

const typeNames = {
  string: "string",
  number: "number",
  boolean: "boolean",
  null: "null",
  array: "array",
  object: "object",
} as const;

/** `a JSON boolean`, `a JSON string or null`. */
export function describeShape(shape: Shape): string {
  const names = jsonTypesOf(shape).map((type) => typeNames[type]);
  const [first = "value"] = names;
  const article = /^[aeiou]/u.test(first) ? "an" : "a";
  return `${first === "array" || first === "object" ? "a" : article} JSON ${names.join(" or ")}`;
}

export const literal = (value: boolean, language: Language): string =>
  language === "python" ? (value ? "True" : "False") : String(value);

export const returnStatement = (name: string, language: Language): string =>
  language === "python" ? `return ${name}` : `return ${name};`;

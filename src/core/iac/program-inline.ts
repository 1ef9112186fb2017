/**
 * Handlers that stand in an infrastructure program itself: Pulumi's callbacks, which are code of the program, and the texts
 * that the CDK is given as code.
 * https://www.pulumi.com/docs/iac/clouds/aws/guides/lambda/#writing-lambda-function-handlers-in-code
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_lambda.Code.html#static-fromwbrinlinecode
 */
import type { Range } from "../text/position.ts";
import { insideBrackets, partsOf, type MaskedText } from "./masked-text.ts";
import type { Call, Given } from "./program-calls.ts";
import type { Program } from "./program-functions.ts";
import { valueAt, withGiven, writtenAt } from "./program-values.ts";
import type { DeployedFunction, InlineCode } from "./template.ts";

/** @param handler as Lambda takes it, where that is known */
export function inlineOf(
  program: Program,
  { callee }: Call,
  { options }: Given,
  handler: string | undefined,
): Pick<DeployedFunction, "inline" | "exportName"> {
  const { source } = program;
  if (callee === "CallbackFunction") {
    const stated = options.get("callback") ?? options.get("callbackFactory");
    const found = stated && valueAt(source, stated);
    return found === undefined || found.end > program.own.end
      ? {}
      : callbackAt(program, found, !options.has("callback"));
  }
  const stated = options.get("code");
  const code = stated && valueAt(source, stated);
  const called =
    code &&
    /^(?:new\s+)?(?:\w+\s*\.\s*)*(?:fromInline|from_inline|InlineCode)\s*\(/u.exec(
      writtenAt(source, code),
    );
  if (code === undefined || !called) return {};
  const inside = insideBrackets(source, code.start + called[0].length - 1);
  const [first] = inside ? partsOf(source, inside, /,/u) : [];
  const text = first && valueAt(source, withGiven(first, code.given));
  if (text === undefined || text.end > program.own.end) return {};
  const inline = textAsCode(source, text);
  const exportName = handler?.split(".").at(-1);
  return {
    ...(inline && { inline }),
    ...(exportName !== undefined && { exportName }),
  };
}

/** The whole program, and behind it the callback once more as what a module exports. */
function callbackAt(
  { source, own }: Program,
  { start, end }: Range,
  isFactory: boolean,
): Pick<DeployedFunction, "inline" | "exportName"> {
  const text = source.text.slice(0, own.end);
  const written = writtenAt(source, { start, end });
  const isFunction = (code: string): boolean =>
    /^(?:async\b\s*)?(?:function\b|\(|\w+\s*=>)/u.test(code);
  const isNamed =
    /^\w+$/u.test(written) &&
    new RegExp(`\\b(?:async\\s+)?function\\s+${written}\\s*\\(`, "u").test(
      source.masked,
    );
  if (!isNamed && !isFunction(written)) return {};
  const exportName = `callbackAt${String(start)}`;
  const isModule = /^\s*(?:import|export)\b/mu.test(source.masked);
  const before = isModule
    ? `\n;export const ${exportName} = (`
    : `\n;exports.${exportName} = (`;
  const after = isFactory ? ")();\n" : ");\n";
  const places = (at: number, count: number): number[] =>
    Array<number>(count).fill(at);
  const range = (from: number, to: number): number[] =>
    Array.from({ length: to - from }, (_, index) => from + index);
  const offsets = [
    ...range(0, text.length),
    ...places(start, before.length),
    ...range(start, end),
    ...places(end, after.length + 1),
  ];
  return {
    exportName,
    inline: {
      text: text + before + text.slice(start, end) + after,
      offsets,
      ends: offsets.slice(0, -1).map((at, index) => {
        const isOwn =
          index < text.length ||
          (index >= text.length + before.length &&
            index < text.length + before.length + end - start);
        return isOwn ? at + 1 : at;
      }),
      isQuoted: false,
      isProgram: true,
    },
  };
}

/** A text that says itself what the code is: nothing is put into it. */
function textAsCode(
  { text, masked }: MaskedText,
  { start, end }: Range,
): InlineCode | undefined {
  const written = text.slice(start, end);
  const [, quote = "", code = "", trimmed = ""] =
    /^("""|'''|["'`])([^]*)\1(\s*\.trim\(\))?$/u.exec(written) ?? [];
  const quoted = masked.slice(start, end - trimmed.length);
  if (
    quote === "" ||
    code.trim() === "" ||
    !/^(["'`])\s*\1$/u.test(quoted) ||
    (quote === "`" && /(?<!\\)(?:\\\\)*\$\{/u.test(code))
  )
    return undefined;
  const units = unitsOf(code, quote);
  if (units === undefined) return undefined;
  const from = start + quote.length;
  return {
    text: units.map((unit) => unit.text).join(""),
    offsets: [...units.map((unit) => from + unit.start), from + code.length],
    ends: units.map((unit) => from + unit.end),
    isQuoted: true,
  };
}

interface Unit extends Range {
  /** One character, as the runtime gets it. */
  readonly text: string;
}

/** The characters of a text and where each is written; undefined where an escape stands for more than one sign. */
function unitsOf(code: string, quote: string): readonly Unit[] | undefined {
  const units: Unit[] = [];
  for (let at = 0; at < code.length; at++) {
    const sign = code.charAt(at);
    if (sign !== "\\") {
      units.push({ text: sign, start: at, end: at + 1 });
      continue;
    }
    const escaped = code.charAt(at + 1);
    const meant =
      escapes[escaped] ??
      (quote === "`" && /[`$]/u.test(escaped) ? escaped : undefined);
    if (meant === undefined) return undefined;
    // Behind the last sign of a line, the text goes on in the next one.
    if (meant !== "") units.push({ text: meant, start: at, end: at + 2 });
    at++;
  }
  return units;
}

/** What JavaScript and Python have in common. */
const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

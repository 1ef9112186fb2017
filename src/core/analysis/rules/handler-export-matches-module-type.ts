/**
 * An export that Lambda does not find: in the form of the other module system, in a file whose name or package says which
 * one it is, or under another name than the infrastructure code gives.
 */
import { inPattern } from "../../text/in-pattern.ts";
import type { QuickFix } from "../finding.ts";
import type { Range } from "../../text/position.ts";
import type { HandlerFacts } from "../interp/facts.ts";
import { nodeHandlerPage } from "./node-runtime.ts";
import type { Rule } from "./rule.ts";

export const handlerExportMatchesModuleType: Rule = {
  id: "handler-export-matches-module-type",
  title:
    "The handler is exported in the form of the file's module system and under the name that Lambda looks for",
  severity: "error",
  certainty: "exact",
  languages: ["javascript"],
  triggers: "all",
  why: 'Node.js takes a file with the extension `.mjs` for an ES module and one with `.cjs` for a CommonJS module. `exports.handler = …` in the first and `export const handler = …` in the second fail when the function is loaded, so that every call fails. Of a `.js` file, the nearest `package.json` that is deployed with it decides: with `"type": "module"` it is an ES module. Where the infrastructure code names the file and the handler in it, the file has to export that name; with another one Lambda finds no handler.',
  references: [nodeHandlerPage],
  examples: [
    {
      language: "javascript",
      path: "src/function.mjs",
      bad: `// cognito-trigger: PostConfirmation
exports.handler = async (event) => {
  console.log("confirmed", event.userName);
  return event;
};
`,
      good: `// cognito-trigger: PostConfirmation
export const handler = async (event) => {
  console.log("confirmed", event.userName);
  return event;
};
`,
    },
    {
      language: "typescript",
      path: "src/function.mts",
      bad: `import type { PostConfirmationTriggerEvent } from "aws-lambda";

module.exports.handler = async (event: PostConfirmationTriggerEvent) => {
  console.log("confirmed", event.userName);
  return event;
};
`,
      good: `import type { PostConfirmationTriggerEvent } from "aws-lambda";

export const handler = async (event: PostConfirmationTriggerEvent) => {
  console.log("confirmed", event.userName);
  return event;
};
`,
    },
  ],
  *check({ path, text, esModule, missingExport }) {
    if (missingExport !== undefined) {
      const { name, instead } = missingExport;
      yield {
        range: instead,
        message: `The infrastructure code names \`${name}\` as the handler in this file, which does not export it: Lambda finds no handler, and every call fails. Export it under that name, or name what the file exports.`,
      };
    }
    const wrong = /\.m[jt]s$/u.test(path)
      ? commonJsExport(text, "A file with this extension is an ES module")
      : esModule
        ? commonJsExport(
            text,
            'By its package.json ("type": "module") this file is an ES module',
          )
        : path.endsWith(".cjs")
          ? moduleExport(text)
          : undefined;
    if (wrong !== undefined) yield wrong;
  },
};

interface WrongExport {
  readonly range: Range;
  readonly message: string;
  readonly fixes: readonly QuickFix[];
}

/** At the start of a line, where a statement of the module itself stands. */
function commonJsExport(
  text: HandlerFacts["text"],
  why: string,
): WrongExport | undefined {
  const found =
    /^(?:module\.)?exports(?:\.([A-Za-z_$][\w$]*))?[ \t]*=(?!=)/mu.exec(text);
  if (
    found === null ||
    /\b(?:const|let|var)\s+(?:exports|module)\b/u.test(text)
  )
    return undefined;
  const range = { start: found.index, end: found.index + found[0].length };
  const name = found[1];
  return {
    range,
    message: `${why}, in which \`exports\` and \`module\` are not defined: loading it fails, and every call with it. Use \`export\`.`,
    // With `require`, which is not defined there either, it would fail all the same.
    fixes:
      name === undefined || requires(text) ? [] : [asExport(text, name, range)],
  };
}

function asExport(text: string, name: string, range: Range): QuickFix {
  // `exports.handler = handler;`
  const own = new RegExp(
    `^[ \\t]*${inPattern(name)}(?=[ \\t]*(?:;|\\r?\\n|$))`,
    "u",
  ).exec(text.slice(range.end))?.[0];
  const newText =
    own === undefined ? `export const ${name}` : `export { ${name} }`;
  return {
    title: `Write \`${newText}\``,
    preferred: true,
    edits: [
      own === undefined
        ? { range, newText: `${newText} =` }
        : { range: { ...range, end: range.end + own.length }, newText },
    ],
  };
}

const requires = (text: string): boolean =>
  /(?<![\w$.])require\s*\(/u.test(text) && !/\bcreateRequire\b/u.test(text);

function moduleExport(text: HandlerFacts["text"]): WrongExport | undefined {
  const found =
    /^export[ \t]+(?:const[ \t]+([A-Za-z_$][\w$]*)[ \t]*=|(?:default|async|function|let|var|\{))/mu.exec(
      text,
    );
  if (found === null) return undefined;
  const range = { start: found.index, end: found.index + found[0].length };
  const name = found[1];
  return {
    range,
    message:
      "A file with the extension .cjs is a CommonJS module, in which `export` is a syntax error: loading it fails, and every call with it. Use `exports`.",
    fixes:
      // What else uses the name would not find it, and an import fails as well.
      name === undefined ||
      text.split(new RegExp(`(?<![\\w$.])${inPattern(name)}(?![\\w$])`, "u"))
        .length > 2 ||
      /^import\b(?![ \t]*\()/mu.test(text)
        ? []
        : [
            {
              title: `Write \`exports.${name}\``,
              preferred: true,
              edits: [{ range, newText: `exports.${name} =` }],
            },
          ],
  };
}

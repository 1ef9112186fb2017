/** Functions and files: helpers, methods and closures evaluated at the call, and what is imported from the workspace. */
import { formsOf, js, py, type Files, type Form } from "./form.ts";

const uses = (line: string, value: string, other: Files): Files => ({
  ...js(`event.response.autoConfirmUser = ${value};`, line),
  ...other,
});
const usesInPython = (line: string, value: string, other: Files): Files => ({
  ...py(`event["response"]["autoConfirmUser"] = ${value}`, line),
  ...other,
});
const esm = (line: string, value: string, other: Files): Files => ({
  "src/pre-sign-up/index.mjs": `${line}
export const handler = async (event) => {
  event.response.autoConfirmUser = ${value};
  return event;
};
`,
  ...other,
});
const flag = '⟨"yes"¦true⟩';

export const functionForms: readonly Form[] = formsOf("response-field-type", [
  [
    "local function",
    js(
      "event.response.autoConfirmUser = on();",
      `function on() { return ${flag}; }`,
    ),
  ],
  [
    "local function in Python",
    py(
      'event["response"]["autoConfirmUser"] = on()',
      'def on():\n    return ⟨"yes"¦True⟩\n',
    ),
  ],
  [
    "method",
    js(
      "event.response.autoConfirmUser = rules.on();",
      `const rules = { on() { return ${flag}; } };`,
    ),
  ],
  [
    "method of a class in Python",
    py(
      'event["response"]["autoConfirmUser"] = Rules().on()',
      'class Rules:\n    def on(self):\n        return ⟨"yes"¦True⟩\n',
    ),
  ],
  [
    "closure",
    js(`const on = () => event.userName ⟨¦=== "anna"⟩;
  event.response.autoConfirmUser = on();`),
  ],
  [
    "function that makes a function",
    js(
      "event.response.autoConfirmUser = always(" + flag + ")();",
      "const always = (value) => () => value;",
    ),
  ],
  [
    "helper that takes the event",
    js(
      "confirm(event);",
      `function confirm(e) { e.response.autoConfirmUser = ${flag}; }`,
    ),
  ],
  [
    "helper that takes the event in Python",
    py(
      "confirm(event)",
      'def confirm(e):\n    e["response"]["autoConfirmUser"] = ⟨"yes"¦True⟩\n',
    ),
  ],
  [
    "helper that gives the event",
    {
      "src/pre-sign-up/index.js": `const confirm = (e) => ({ ...e, response: { ...e.response, autoConfirmUser: ${flag} } });
exports.handler = async (event) => confirm(event);
`,
    },
  ],
  [
    "helper of a helper",
    js(
      "event.response.autoConfirmUser = first();",
      `const third = () => ${flag};
const second = () => third();
const first = () => second();`,
    ),
  ],
  [
    "require",
    uses('const { on } = require("./rules");', "on()", {
      "src/pre-sign-up/rules.js": `exports.on = () => ${flag};`,
    }),
  ],
  [
    "require of a folder",
    uses('const { on } = require("../rules");', "on()", {
      "src/rules/index.js": `module.exports = { on: () => ${flag} };`,
    }),
  ],
  [
    "import",
    esm('import { on } from "./rules.mjs";', "on()", {
      "src/pre-sign-up/rules.mjs": `export const on = () => ${flag};`,
    }),
  ],
  [
    "import of everything",
    esm('import * as rules from "./rules.mjs";', "rules.on", {
      "src/pre-sign-up/rules.mjs": `export const on = ${flag};`,
    }),
  ],
  [
    "import of the default",
    esm('import on from "./rules.mjs";', "on()", {
      "src/pre-sign-up/rules.mjs": `export default () => ${flag};`,
    }),
  ],
  [
    "JSON file",
    uses('const rules = require("./rules.json");', "rules.on", {
      "src/pre-sign-up/rules.json": `{ "on": ${flag} }`,
    }),
  ],
  [
    "re-export",
    esm('import { on } from "./rules.mjs";', "on()", {
      "src/pre-sign-up/rules.mjs": 'export { on } from "./own.mjs";',
      "src/pre-sign-up/own.mjs": `export const on = () => ${flag};`,
    }),
  ],
  [
    "re-export of everything",
    esm('import { on } from "./rules.mjs";', "on()", {
      "src/pre-sign-up/rules.mjs": 'export * from "./own.mjs";',
      "src/pre-sign-up/own.mjs": `export const on = () => ${flag};`,
    }),
  ],
  [
    "relative import in Python",
    usesInPython("from .rules import on", "on()", {
      "src/pre_sign_up/rules.py": 'def on():\n    return ⟨"yes"¦True⟩\n',
    }),
  ],
  [
    "relative import of a module in Python",
    usesInPython("from . import rules", "rules.ON", {
      "src/pre_sign_up/rules.py": 'ON = ⟨"yes"¦True⟩\n',
    }),
  ],
  [
    "packages stay unknown, what stands beside them does not",
    uses(
      'const { on } = require("feature-flags");',
      `on() ? ${flag} : ${flag}`,
      {},
    ),
  ],
  [
    "packages of Python stay unknown, what stands beside them does not",
    usesInPython(
      "from feature_flags import on",
      '⟨"yes"¦True⟩ if on() else ⟨"no"¦False⟩',
      {},
    ),
  ],
]);

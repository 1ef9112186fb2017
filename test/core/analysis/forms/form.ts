/** Forms of code that the analyser has to understand, each written once with a place where a fault is put in or left out. */

/** Path -> text. */
export type Files = Readonly<Record<string, string>>;

export interface Form {
  readonly name: string;
  /** The checked file comes first. `⟨faulty¦right⟩` stands where the two versions differ, in any of them. */
  readonly files: Files;
  /** What the faulty version is told. */
  readonly rule: string;
}

/** Forms whose faults one rule tells. */
export const formsOf = (
  rule: string,
  forms: readonly (readonly [name: string, files: Files])[],
): readonly Form[] => forms.map(([name, files]) => ({ name, files, rule }));

/** A pre sign-up handler in JavaScript with this in it; `before` stands above it. */
export const js = (body: string, before = ""): Files => ({
  "src/pre-sign-up/index.js": `${before}
exports.handler = async (event) => {
  ${body}
  return event;
};
`,
});

/** The same in TypeScript. */
export const ts = (body: string, before = ""): Files => ({
  "src/pre-sign-up/index.ts": `import type { PreSignUpTriggerEvent } from "aws-lambda";
${before}
export const handler = async (event: PreSignUpTriggerEvent) => {
  ${body}
  return event;
};
`,
});

/** The same in Python. */
export const py = (body: string, before = ""): Files => ({
  "src/pre_sign_up/app.py": `${before}
def lambda_handler(event, context):
    ${body.replaceAll("\n", "\n    ")}
    return event
`,
});

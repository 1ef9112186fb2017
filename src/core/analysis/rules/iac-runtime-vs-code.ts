/** A function whose handler is written for another runtime than the template names. */
import type { TemplateRule } from "./template-rule.ts";

/** Rules of handlers whose findings of severity error hang on the runtime. */
const aboutRuntime = new Set([
  "no-three-param-handler",
  "no-context-done",
  "sync-return-ignored",
]);

const template = (runtime: string): string => `Resources:
  SignUp:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: sign-up.handler
      Runtime: ${runtime}
      Events:
        SignUp:
          Type: Cognito
          Properties:
            UserPool: !Ref Pool
            Trigger: PreSignUp
`;

export const iacRuntimeVsCode: TemplateRule = {
  id: "iac-runtime-vs-code",
  title: "The runtime of a function can run its handler",
  severity: "error",
  certainty: "exact",
  triggers: "all",
  why: "Node.js 24 has no callback handlers: a handler with three parameters is refused when the function starts, and the context has no `done`, `succeed` and `fail`. Up to Node.js 22, what a handler returns without being `async` is ignored. The template names the runtime, the code has the handler; together they fail. Write `async (event) => event`, which works on every runtime, or name a runtime that fits.",
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html",
  ],
  examples: [
    {
      language: "yaml",
      path: "template.yaml",
      bad: template("nodejs24.x"),
      good: template("nodejs22.x"),
      code: {
        path: "src/sign-up.js",
        text: `exports.handler = (event, context, callback) => {
  event.response.autoConfirmUser = true;
  callback(null, event);
};
`,
      },
    },
  ],
  *check({ deployments, codeFindings }) {
    for (const deployment of deployments) {
      const { runtime, name } = deployment.function;
      if (runtime === undefined) continue;
      const found = codeFindings(deployment).find(
        ({ finding }) =>
          finding.severity === "error" && aboutRuntime.has(finding.rule),
      );
      if (found === undefined) continue;
      const { path, finding } = found;
      yield {
        range: runtime.range,
        trigger: finding.trigger,
        message: `${runtime.value} cannot run the handler of ${name} as it is written in ${path} (${finding.rule}): ${finding.message}`,
        unsure: finding.certainty === "best-effort",
      };
    }
  },
};

/**
 * User pools of a program that say the ARN of their functions: the CDK's `CfnUserPool` and Pulumi's `UserPool`. They let
 * nothing invoke a function, unlike the CDK's `UserPool`.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_cognito.CfnUserPool.LambdaConfigProperty.html
 * https://www.pulumi.com/registry/packages/aws/api-docs/cognito/userpool/
 */
import type { Range } from "../text/position.ts";
import type { MaskedText } from "./masked-text.ts";

/** `fn.functionArn`, `this.fn.arn`: the function's name. */
export const ownerOf = (written: string): string | undefined =>
  /^(?:(?:this|self)\s*\.\s*)?(\w+)(?:\s*\.\s*(?:functionArn|function_arn|functionName|function_name|attrArn|attr_arn|arn|name|id|ref))?$/u.exec(
    written.trim(),
  )?.[1];

export interface PermittingCall {
  readonly callee: string;
  /** Where the name of what is called begins. */
  readonly start: number;
  readonly options: ReadonlyMap<string, Range>;
  readonly isForAll: boolean;
}

export const permittingCallees = [
  "CfnPermission",
  "Permission",
  "addPermission",
  "add_permission",
  "grantInvoke",
  "grant_invoke",
];

/** Whether nothing in the file lets Cognito invoke the function, and nothing hands it to code that might. */
export function isNotPermitted(
  { text, masked }: MaskedText,
  name: string,
  config: Range,
  calls: readonly PermittingCall[],
  known: ReadonlySet<string>,
): boolean {
  const written = (range: Range | undefined): string =>
    range === undefined ? "" : text.slice(range.start, range.end);
  for (const { callee, start, options, isForAll } of calls) {
    const principal = written(options.get("principal"));
    if (/\.amazonaws\.com/u.test(principal) && !/cognito-idp/u.test(principal))
      continue;
    const owner = /^(?:Cfn)?Permission$/u.test(callee)
      ? ownerOf(
          written(
            options.get("functionName") ??
              options.get("function_name") ??
              options.get("function"),
          ),
        )
      : /(\w+)\s*\.\s*$/u.exec(
          masked.slice(Math.max(0, start - 100), start),
        )?.[1];
    if (isForAll || owner === name || !known.has(owner ?? "")) return false;
  }
  // Other files see what is exported, and what an object keeps.
  if (
    new RegExp(
      `\\bexport\\s+(?:const|let)\\s+${name}\\b|\\b(?:this|self)\\s*\\.\\s*${name}\\b`,
      "u",
    ).test(masked)
  )
    return false;
  const bare = new RegExp(
    `(?<![\\w.])${name}\\b(?=\\s*[,)\\]};]|\\s*$)`,
    "gmu",
  );
  for (const { index } of masked.matchAll(bare)) {
    if (index >= config.start && index < config.end) continue;
    // `table.grantReadData(fn)`
    if (
      /\.\s*grant\w*\s*\(\s*$/u.test(
        masked.slice(Math.max(0, index - 60), index),
      )
    )
      continue;
    return false;
  }
  return true;
}

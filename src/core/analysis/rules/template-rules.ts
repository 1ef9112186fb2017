/** The rules over infrastructure code, in the order in which they are listed for people. */
import { iacInvokePermission } from "./iac-invoke-permission.ts";
import { iacRuntimeVsCode } from "./iac-runtime-vs-code.ts";
import type { TemplateRule } from "./template-rule.ts";

export const templateRules: readonly TemplateRule[] = [
  iacInvokePermission,
  iacRuntimeVsCode,
];

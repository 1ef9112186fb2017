/** What a rule over infrastructure code is: the same words as any rule, and a check over the facts of one template. */
import type { Deployment } from "../../iac/deployments.ts";
import type { IacFile, Template } from "../../iac/template.ts";
import type { Finding } from "../finding.ts";
import type { Problem, RuleText } from "./rule.ts";

export interface TemplateExample {
  readonly language: "yaml" | "json" | "terraform";
  readonly path: string;
  /** A whole file that this rule flags, and no other of them. */
  readonly bad: string;
  /** The same with the fault mended. */
  readonly good: string;
  /** The source file that the template deploys, where the rule is about both. */
  readonly code?: IacFile;
}

export interface TemplateFacts {
  readonly template: Template;
  /** The functions of this template. */
  readonly deployments: readonly Deployment[];
  /** Names of all functions of the template's scope. */
  readonly known: ReadonlySet<string>;
  /** Functions of the scope that Cognito may invoke; `undefined` stands for one whose name is not known. */
  readonly permitted: ReadonlySet<string | undefined>;
  /** What was found in a deployment's own source file, as far as that was checked. */
  readonly codeFindings: (
    deployment: Deployment,
  ) => readonly { readonly path: string; readonly finding: Finding }[];
}

export interface TemplateProblem extends Problem {
  /** The trigger it is about, by Cognito's name. */
  readonly trigger: string;
}

export interface TemplateRule extends RuleText {
  readonly examples: readonly TemplateExample[];
  readonly check: (facts: TemplateFacts) => Iterable<TemplateProblem>;
}

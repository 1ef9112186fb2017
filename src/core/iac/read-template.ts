/** Which texts are infrastructure code, by name and words, and which reader is theirs. */
import {
  asAmplifyFunction,
  readAmplifyAuth,
  readAmplifyTrigger,
} from "./amplify.ts";
import { withoutExtension } from "./code-place.ts";
import { linkedFiles, throughIndexes } from "./program-links.ts";
import { readCloudFormation } from "./cloudformation.ts";
import { readProgram } from "./program.ts";
import { readServerlessProgram } from "./serverless-program.ts";
import { isPartOfService, readServerless } from "./serverless.ts";
import type { IacFile, Template } from "./template.ts";
import { readTerraform } from "./terraform.ts";
import { at, readTree } from "./tree.ts";

/** Whether a file of this name may be infrastructure code at all; its text decides. */
export const mayBeTemplate = (path: string): boolean =>
  /\.(?:ya?ml|json|template|tf|tfvars|[cm]?[jt]s|py)$/iu.test(path);

const words = {
  terraform:
    /\baws_(?:lambda_|cognito_user_pool)|\bterraform-aws-modules\/lambda\b|^(?:locals|variable)\b|^\s*source\s*=\s*"\.{1,2}\//mu,
  program:
    /\b(?:UserPool|Cognito(?:UserPool)?)\s*\(|\baddTrigger\s*\(|\badd_trigger\s*\(|\bdefine(?:Auth|Function)\s*\(/u,
  resources: /AWS::(?:Lambda|Serverless|Cognito)::/u,
} as const;

/** CDK's pool without its comforts. Looked for by itself: as a part of the pattern each takes as long as all of it. */
const plainPool = ["CfnUserPool", "cfnUserPool", "cfn_user_pool"];

/** Functions of CDK, a class of its own around one, or a helper that makes one, for programs that import it. */
const makesFunctions =
  /\b(?:Nodejs|Python)Function\b|\bclass\s+\w+\s*(?:extends\s+|\(\s*)(?:\w+\.)*Function\b|\bCode\s*\.\s*from(?:Asset|_asset)\s*\(/u;

type Reader = (file: IacFile) => Template | undefined;

/** By the words of a text, without reading it. */
function readerFor({ path, text }: IacFile): Reader | undefined {
  if (path.endsWith(".tf"))
    return words.terraform.test(text) ? readModule : undefined;
  if (path.endsWith(".tfvars")) return readModule;
  if (/\.(?:[cm]?[jt]s|py)$/iu.test(path))
    return words.program.test(text) ||
      plainPool.some((word) => text.includes(word)) ||
      (text.includes("Function") && makesFunctions.test(text))
      ? readProgram
      : text.includes("cognitoUserPool") &&
          /\bcognitoUserPool\s*:/u.test(text) &&
          !path.endsWith(".py")
        ? readServerlessProgram
        : undefined;
  if (/\/auth\/[^/]+\/(?:cli-inputs|parameters)\.json$/u.test(`/${path}`))
    return (file) => readAmplifyAuth(file, readTree(file.text));
  if (/(?:^|\/)(?:function-)?parameters\.json$/u.test(path))
    return /"triggerTemplate"/u.test(text)
      ? (file) => readAmplifyTrigger(file, readTree(file.text))
      : undefined;
  return words.resources.test(text) ||
    /\bcognitoUserPool\b/u.test(text) ||
    (/\.ya?ml$/iu.test(path) &&
      /^provider:/mu.test(text) &&
      /^functions:/mu.test(text))
    ? readResources
    : undefined;
}

const readModule: Reader = (file) => readTerraform([file])[0];

/** Whether `readTemplate` would read it: a look at its words. */
export const tellsOfTriggers = (file: IacFile): boolean =>
  readerFor(file) !== undefined;

/** Undefined where the text says nothing about functions and triggers. Never throws. */
export const readTemplate = (file: IacFile): Template | undefined =>
  readerFor(file)?.(file);

/** All templates among some files: those of Terraform are read with the others of their folder. */
export function readTemplates(files: readonly IacFile[]): readonly Template[] {
  const modules: IacFile[] = [];
  const programs = new Map<string, IacFile>();
  const templates: Template[] = [];
  for (const file of files) {
    const reader = readerFor(file);
    if (reader === readProgram) programs.set(withoutExtension(file.path), file);
    else if (reader === readModule) modules.push(file);
    else {
      const template = reader?.(file);
      if (template !== undefined) templates.push(template);
    }
  }
  for (const file of programs.values())
    templates.push(readProgram(file, linkedFiles(file, programs)));
  templates.push(...readTerraform(modules));
  return throughIndexes(templates);
}

function readResources(file: IacFile): Template {
  const tree = readTree(file.text);
  if (at(tree.root, "functions") !== undefined || isPartOfService(tree.root))
    return readServerless(file, tree);
  const template = readCloudFormation(file, tree);
  return /(?:^|\/)amplify\/backend\/function\/[^/]+\/[^/]+$|-cloudformation-template\.json$/u.test(
    file.path,
  )
    ? asAmplifyFunction(template)
    : template;
}

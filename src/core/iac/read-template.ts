/** Which texts are infrastructure code, by name and words, and which reader is theirs. */
import { readAmplifyAuth, asAmplifyFunction } from "./amplify.ts";
import { readCloudFormation } from "./cloudformation.ts";
import { readProgram } from "./program.ts";
import { readServerless } from "./serverless.ts";
import type { IacFile, Template } from "./template.ts";
import { readTerraform } from "./terraform.ts";
import { at, readTree } from "./tree.ts";

/** Whether a file of this name may be infrastructure code at all; its text decides. */
export const mayBeTemplate = (path: string): boolean =>
  /\.(?:ya?ml|json|template|tf|[cm]?[jt]s|py)$/iu.test(path);

/** Undefined where the text says nothing about functions and triggers. Never throws. */
export function readTemplate(file: IacFile): Template | undefined {
  const { path, text } = file;
  if (path.endsWith(".tf"))
    return /\baws_(?:lambda_|cognito_user_pool)/u.test(text)
      ? readTerraform(file)
      : undefined;
  if (/\.(?:[cm]?[jt]s|py)$/iu.test(path))
    return /\bUserPool\s*\(|\baddTrigger\s*\(|\badd_trigger\s*\(|\bdefine(?:Auth|Function)\s*\(/u.test(
      text,
    )
      ? readProgram(file)
      : undefined;
  if (/\/auth\/[^/]+\/(?:cli-inputs|parameters)\.json$/u.test(`/${path}`))
    return readAmplifyAuth(file, readTree(text));
  if (/AWS::(?:Lambda|Serverless|Cognito)::/u.test(text)) {
    const tree = readTree(text);
    if (at(tree.root, "functions") !== undefined)
      return readServerless(file, tree);
    const template = readCloudFormation(file, tree);
    return /(?:^|\/)amplify\/backend\/function\/[^/]+\/[^/]+$/u.test(path)
      ? asAmplifyFunction(template)
      : template;
  }
  return /^\s*functions\s*:/mu.test(text) && /cognitoUserPool\b/u.test(text)
    ? readServerless(file, readTree(text))
    : undefined;
}

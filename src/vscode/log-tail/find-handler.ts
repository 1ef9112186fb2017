/**
 * The source of a function whose log is tailed: what the workspace's infrastructure code deploys for its trigger, else
 * the only file whose handler is taken for it. Invariant: where several files may be meant, none is named.
 */
import * as vscode from "vscode";
import { triggersOf } from "../../core/iac/deployments.ts";
import { mayHoldHandler } from "../../core/triggers/first-look.ts";
import type { Services } from "../services.ts";
import { workspacePath } from "../workspace-project.ts";
import type { TailSource } from "../../core/logs/tail-request.ts";

const extensions = ["ts", "js", "mjs", "cjs", "mts", "cts", "tsx", "jsx", "py"];
const excluded =
  "**/{node_modules,dist,out,build,coverage,cdk.out,.git,.aws-sam,.serverless,.venv,venv,site-packages}/**";
const mostFiles = 500;
const mostCandidates = 50;

export async function findHandler(
  services: Services,
  source: TailSource,
): Promise<vscode.TextDocument | undefined> {
  if (source.triggers.length === 0) return undefined;
  const deployed = await findDeployed(services, source);
  return deployed ?? findRecognised(services, source);
}

async function findDeployed(
  services: Services,
  { triggers, functionName = "" }: TailSource,
): Promise<vscode.TextDocument | undefined> {
  const found: { readonly uri: vscode.Uri; readonly isNamed: boolean }[] = [];
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const { deployments } = await services.workspace.of(folder.uri);
    for (const deployment of deployments) {
      if (!triggersOf(deployment).some((id) => triggers.includes(id))) continue;
      const { name, places } = deployment.function;
      const isNamed = plain(functionName).includes(plain(name));
      for (const { module } of places)
        for (const uri of await existing(folder, module))
          found.push({ uri, isNamed });
    }
  }
  const named = found.filter(({ isNamed }) => isNamed);
  const [first, ...others] = named.length > 0 ? named : found;
  return first === undefined ||
    others.some(({ uri }) => uri.toString() !== first.uri.toString())
    ? undefined
    : vscode.workspace.openTextDocument(first.uri);
}

/** CloudFormation's logical ids and Lambda's names differ in case and in separators. */
const plain = (name: string): string =>
  name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

async function existing(
  folder: vscode.WorkspaceFolder,
  module: string,
): Promise<readonly vscode.Uri[]> {
  return vscode.workspace.findFiles(
    new vscode.RelativePattern(folder, `${module}.{${extensions.join(",")}}`),
    null,
    mostCandidates,
  );
}

async function findRecognised(
  services: Services,
  { triggers }: TailSource,
): Promise<vscode.TextDocument | undefined> {
  const uris = await vscode.workspace.findFiles(
    `**/*.{${extensions.join(",")}}`,
    excluded,
    mostFiles,
  );
  let candidates = 0;
  const found: vscode.TextDocument[] = [];
  for (const uri of uris) {
    const path = workspacePath(uri);
    const text = await services.workspace.readText(uri, path);
    if (text === undefined || !mayHoldHandler(path, text)) continue;
    candidates += 1;
    if (candidates > mostCandidates) return undefined;
    const document = await vscode.workspace.openTextDocument(uri);
    const report = await services.reports.reportOf(document);
    if (
      report?.handlers.some((handler) =>
        handler.triggers.some((id) => triggers.includes(id)),
      ) === true
    )
      found.push(document);
  }
  return found.length === 1 ? found[0] : undefined;
}

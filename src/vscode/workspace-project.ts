/**
 * What the files of each workspace folder say about its handlers: the configuration of the checks and the
 * infrastructure code. Read on first need and again when one of them changes; open documents go before what is on
 * disk. Invariant: nothing of it is run, and a file that cannot be read is left out.
 */
import * as vscode from "vscode";
import type { IacFile } from "../core/iac/template.ts";
import type { Project } from "../core/project/project.ts";

export interface WorkspaceProject {
  /** The project of the folder that the document lies in; an empty one for a document outside all folders. */
  readonly of: (uri: vscode.Uri) => Promise<Project>;
  /**
   * The text of a file in the same folder as the document, by its path there; undefined where there is none, or where
   * the path leads out of the folder.
   */
  readonly readText: (
    uri: vscode.Uri,
    path: string,
  ) => Promise<string | undefined>;
  readonly onDidChange: vscode.Event<void>;
  readonly onDidRead: vscode.Event<FolderProject>;
  readonly dispose: () => void;
}

export interface FolderProject {
  readonly folder: vscode.WorkspaceFolder;
  readonly project: Project;
}

const data =
  "**/{*.yml,*.yaml,*.tf,*.tfvars,*.template,cognito-debugger.config.json,*template*.json,*stack*.json,serverless*.json,cli-inputs.json,parameters.json}";
const program =
  "**/{*stack*,*Stack*,*pool*,*Pool*,*auth*,*Auth*,*cognito*,*Cognito*,*construct*,*Construct*,*function*,*Function*,resource,backend,app,serverless,sst.config,__main__}.{ts,js,py}";
const packages = "**/package.json";
/** Documents that are nothing but configuration or infrastructure code. */
export const templateDocuments: readonly vscode.DocumentFilter[] = [
  { pattern: data },
];

const excluded =
  "**/{node_modules,dist,out,build,coverage,cdk.out,.git,.aws-sam,.serverless,.venv,venv,site-packages}/**";
/** Of each pattern; a folder with more is no project of one team. */
const most = 1_000;
const largestFile = 1_000_000;
/** Milliseconds: a checkout changes many files at once, and typing changes one many times. */
const settling = 400;

export function createWorkspaceProject(): WorkspaceProject {
  const projects = new Map<string, Promise<Project>>();
  const changed = new vscode.EventEmitter<void>();
  const read = new vscode.EventEmitter<FolderProject>();
  let timer: NodeJS.Timeout | undefined;
  const forget = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (projects.size === 0) return;
      projects.clear();
      changed.fire();
    }, settling);
  };
  const watchers = [data, program, packages].map((pattern) => {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    watcher.onDidCreate(forget);
    watcher.onDidChange(forget);
    watcher.onDidDelete(forget);
    return watcher;
  });
  // A program is read again when it is saved: it is typed in often, and rarely where it deploys something.
  const typing = vscode.workspace.onDidChangeTextDocument(
    ({ document, contentChanges }) => {
      if (
        contentChanges.length > 0 &&
        vscode.languages.match(templateDocuments, document) > 0
      )
        forget();
    },
  );
  const folders = vscode.workspace.onDidChangeWorkspaceFolders(forget);

  return {
    async of(uri) {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      const key = folder?.uri.toString() ?? "";
      let project = projects.get(key);
      if (project === undefined) {
        project = readFolder(folder);
        projects.set(key, project);
        project.then(
          (made) => {
            if (folder !== undefined) read.fire({ folder, project: made });
          },
          () => projects.delete(key),
        );
      }
      return project;
    },
    readText: async (uri, path) => {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      if (folder === undefined || path.split("/").includes(".."))
        return undefined;
      const file = await readFile(vscode.Uri.joinPath(folder.uri, path));
      return file?.text;
    },
    onDidChange: changed.event,
    onDidRead: read.event,
    dispose: () => {
      clearTimeout(timer);
      for (const each of [...watchers, typing, folders, changed, read])
        each.dispose();
    },
  };
}

async function readFolder(
  folder: vscode.WorkspaceFolder | undefined,
): Promise<Project> {
  const { readProject } = await import("../core/project/project.ts");
  if (folder === undefined) return readProject([]);
  const found = await Promise.all(
    [data, program, packages].map((pattern) =>
      vscode.workspace.findFiles(
        new vscode.RelativePattern(folder, pattern),
        excluded,
        most,
      ),
    ),
  );
  const files = await Promise.all(found.flat().map(readFile));
  return readProject(files.filter((file) => file !== undefined));
}

async function readFile(uri: vscode.Uri): Promise<IacFile | undefined> {
  const path = workspacePath(uri);
  const open = vscode.workspace.textDocuments.find(
    (document) => document.uri.toString() === uri.toString(),
  );
  if (open !== undefined) return { path, text: open.getText() };
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > largestFile) return undefined;
    const bytes = await vscode.workspace.fs.readFile(uri);
    return { path, text: new TextDecoder().decode(bytes) };
  } catch {
    // Gone, or not ours to read: it says nothing about handlers.
    return undefined;
  }
}

/** As the command line sees it: relative to the folder that is open. */
export const workspacePath = (uri: vscode.Uri): string =>
  vscode.workspace.asRelativePath(uri, false).replaceAll("\\", "/");

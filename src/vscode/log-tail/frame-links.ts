/**
 * Stack frames in a tail as links to the workspace. A frame names a file as it lies in Lambda; which file that is is
 * looked up when the link is followed. Invariant: where several files may be meant and nothing tells them apart, the
 * user is told so and nothing opens.
 */
import * as vscode from "vscode";
import { foldersAround, joinPath } from "../../core/iac/code-place.ts";
import { findFrames, type Frame } from "../../core/logs/find-frames.ts";
import { eventAt, sourceNameIn } from "../../core/logs/shown-blocks.ts";
import type { Services } from "../services.ts";
import { workspacePath } from "../workspace-project.ts";
import { findHandler } from "./find-handler.ts";
import type { TailRequest, TailSource } from "../../core/logs/tail-request.ts";

class FrameLink extends vscode.DocumentLink {
  readonly frame: Frame;
  readonly source: TailSource | undefined;
  constructor(
    range: vscode.Range,
    frame: Frame,
    source: TailSource | undefined,
  ) {
    super(range);
    this.tooltip = "Open in the workspace";
    this.frame = frame;
    this.source = source;
  }
}

export function createFrameLinks(
  services: Services,
  requestOf: (document: vscode.TextDocument) => TailRequest | undefined,
): vscode.DocumentLinkProvider {
  return {
    provideDocumentLinks: (document) => {
      const sources = requestOf(document)?.sources ?? [];
      const lines = document.getText().split("\n");
      return lines.flatMap((text, at) =>
        findFrames(text).map((frame) => {
          const { first } = eventAt((line) => lines[line], at);
          const name = sourceNameIn(lines[first] ?? "");
          return new FrameLink(
            new vscode.Range(at, frame.start, at, frame.end),
            frame,
            name === undefined
              ? sources.length === 1
                ? sources[0]
                : undefined
              : sources.find((source) => source.name === name),
          );
        }),
      );
    },
    resolveDocumentLink: async (link) => {
      if (!(link instanceof FrameLink)) return link;
      const target = await targetOf(services, link);
      if (target !== undefined) link.target = target;
      else
        void vscode.window.showInformationMessage(
          `The workspace has no file that is certain to be ${link.frame.path}.`,
        );
      return link;
    },
  };
}

async function targetOf(
  services: Services,
  { frame, source }: FrameLink,
): Promise<vscode.Uri | undefined> {
  const handler =
    source === undefined ? undefined : await findHandler(services, source);
  const near = handler === undefined ? undefined : workspacePath(handler.uri);
  const { path, line, column = 1 } = frame;
  return (
    (await mapped(path, line, column, near)) ??
    (await written(path, frame, near))
  );
}

const at = (uri: vscode.Uri, line: number, column = 1): vscode.Uri =>
  uri.with({ fragment: `L${String(line)},${String(column)}` });

/** The file itself. A frame of Node with source maps enabled names it as well. */
async function written(
  path: string,
  { line, column }: Frame,
  near: string | undefined,
): Promise<vscode.Uri | undefined> {
  const uri = await findFile(path, near, sourcesOnly);
  return uri === undefined ? undefined : at(uri, line, column);
}

async function mapped(
  path: string,
  line: number,
  column: number,
  near: string | undefined,
): Promise<vscode.Uri | undefined> {
  const map = await findFile(`${path}.map`, near, packages);
  if (map === undefined) return undefined;
  const { mapFrame } = await import("../../core/logs/map-frame.ts");
  const bytes = await vscode.workspace.fs.readFile(map);
  const place = mapFrame(new TextDecoder().decode(bytes), line, column);
  if (place === undefined) return undefined;
  const uri = vscode.Uri.joinPath(map, "..", place.source);
  return (await exists(uri)) ? at(uri, place.line, place.column) : undefined;
}

const packages = "**/{node_modules,.git,.venv,venv,site-packages}/**";
const sourcesOnly =
  "**/{node_modules,.git,.venv,venv,site-packages,dist,out,build,coverage,cdk.out,.aws-sam,.serverless}/**";
const mostFiles = 200;

/**
 * The file that `path` names in Lambda: below a folder around the handler, else the only one with the longest end of
 * the path.
 */
async function findFile(
  path: string,
  near: string | undefined,
  excluded: string,
): Promise<vscode.Uri | undefined> {
  const name = path.split("/").at(-1) ?? path;
  const found = await vscode.workspace.findFiles(
    `**/${name.replaceAll(/[[\]{}*?]/g, "?")}`,
    excluded,
    mostFiles,
  );
  const byPath = new Map(found.map((uri) => [workspacePath(uri), uri]));
  for (const folder of near === undefined ? [] : foldersAround(near)) {
    const uri = byPath.get(joinPath(folder, path) ?? "");
    if (uri !== undefined) return uri;
  }
  const shared = [...byPath].map(([candidate, uri]) => ({
    uri,
    length: sharedEnd(candidate, path),
  }));
  const longest = Math.max(0, ...shared.map(({ length }) => length));
  const best = shared.filter(({ length }) => length === longest);
  return best.length === 1 ? best[0]?.uri : undefined;
}

/** How many parts two paths share, from their ends. */
function sharedEnd(a: string, b: string): number {
  const [left, right] = [a.split("/").reverse(), b.split("/").reverse()];
  const differs = right.findIndex((part, n) => part !== left[n]);
  return differs === -1 ? right.length : differs;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

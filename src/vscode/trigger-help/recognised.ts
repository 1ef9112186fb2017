/** Names the trigger that a handler is taken for, above it and, if asked for, at its event. */
import * as vscode from "vscode";
import type { RecognisedHandler } from "../../core/analysis/finding.ts";
import { contractOf } from "../../core/triggers/contracts.ts";
import { titleOf } from "../../core/triggers/event-members.ts";
import type { CommandId, HandlerPlace } from "../contributions.ts";
import { toRange } from "../convert.ts";

export function lensesOf(
  document: vscode.TextDocument,
  handlers: readonly RecognisedHandler[],
): vscode.CodeLens[] {
  return handlers.map(
    (handler) =>
      new vscode.CodeLens(toRange(document, handler.nameRange), {
        title: `Cognito trigger: ${triggersOf(handler)}`,
        tooltip: `Taken for this trigger because ${handler.because}. Click to change it.`,
        command: "cognitoDebugger.chooseTrigger" satisfies CommandId,
        arguments: [
          {
            uri: document.uri.toString(),
            line: document.positionAt(handler.nameRange.start).line,
          } satisfies HandlerPlace,
        ],
      }),
  );
}

export function hintsOf(
  document: vscode.TextDocument,
  handlers: readonly RecognisedHandler[],
  within: vscode.Range,
): vscode.InlayHint[] {
  return handlers.flatMap((handler) => {
    if (handler.eventRange === undefined) return [];
    const position = document.positionAt(handler.eventRange.end);
    if (!within.contains(position)) return [];
    const hint = new vscode.InlayHint(
      position,
      triggersOf(handler),
      vscode.InlayHintKind.Type,
    );
    hint.paddingLeft = true;
    hint.tooltip = `The event of this Cognito trigger, because ${handler.because}.`;
    return [hint];
  });
}

const triggersOf = ({ triggers }: RecognisedHandler): string =>
  [...new Set(triggers.map((id) => titleOf(contractOf(id))))].join(", ");

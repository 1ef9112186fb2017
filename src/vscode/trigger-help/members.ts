/** Hover over, and completion of, members of the event in a recognised handler, from the trigger contract. */
import * as vscode from "vscode";
import type { RecognisedHandler } from "../../core/analysis/finding.ts";
import type { TriggerContract } from "../../core/triggers/contract.ts";
import { contractOf } from "../../core/triggers/contracts.ts";
import {
  describeMember,
  describeShape,
  membersAt,
  titleOf,
} from "../../core/triggers/event-members.ts";
import {
  memberPlaceAt,
  type MemberPlace,
} from "../../core/triggers/member-place.ts";
import { toRange } from "../convert.ts";

type FindHandlers = () => Promise<readonly RecognisedHandler[]>;

interface PlaceInEvent {
  readonly place: MemberPlace;
  readonly triggers: readonly TriggerContract[];
  /** From the event to the member at the place, which may be half-typed. */
  readonly path: readonly string[];
}

export async function hoverAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  findHandlers: FindHandlers,
): Promise<vscode.Hover | undefined> {
  const found = await placeInEvent(document, position, findHandlers);
  if (found === undefined) return undefined;
  const text = describeMember(found.triggers, found.path);
  return text === undefined
    ? undefined
    : new vscode.Hover(
        new vscode.MarkdownString(text),
        toRange(document, found.place.range),
      );
}

export async function completionsAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  findHandlers: FindHandlers,
): Promise<vscode.CompletionItem[]> {
  const found = await placeInEvent(document, position, findHandlers);
  if (found === undefined) return [];
  const { place, triggers, path } = found;
  const outer = path.slice(0, -1);
  const range = toRange(document, place.range);
  const items = new Map<string, vscode.CompletionItem>();
  for (const trigger of triggers)
    for (const { name, shape } of membersAt(trigger, outer)) {
      if (items.has(name)) continue;
      const item = new vscode.CompletionItem(
        { label: name, description: titleOf(trigger) },
        vscode.CompletionItemKind.Field,
      );
      item.detail = describeShape(shape);
      const text = describeMember(triggers, [...outer, name]);
      if (text !== undefined)
        item.documentation = new vscode.MarkdownString(text);
      item.range = range;
      items.set(name, item);
    }
  return [...items.values()];
}

async function placeInEvent(
  document: vscode.TextDocument,
  position: vscode.Position,
  findHandlers: FindHandlers,
): Promise<PlaceInEvent | undefined> {
  const offset = document.offsetAt(position);
  // Cheaper than the report, and rules out nearly every place.
  const place = memberPlaceAt(document.getText(), offset);
  if (place === undefined) return undefined;
  const handler = (await findHandlers()).find(
    ({ range }) => range.start <= offset && offset <= range.end,
  );
  const name = handler?.names.find((each) => each.name === place.root);
  return handler === undefined || name === undefined
    ? undefined
    : {
        place,
        triggers: handler.triggers.map(contractOf),
        path: [...name.path, ...place.path],
      };
}

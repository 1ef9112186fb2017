/** Hover over, and completion of, members of the event and their values in a recognised handler, from the trigger contract. */
import * as vscode from "vscode";
import type { RecognisedHandler } from "../../core/analysis/finding.ts";
import type {
  TriggerContract,
  TriggerId,
} from "../../core/triggers/contract.ts";
import { contractOf } from "../../core/triggers/contracts.ts";
import {
  allowedTexts,
  describeMember,
  describeShape,
  membersAt,
  titleOf,
} from "../../core/triggers/event-members.ts";
import {
  attributeOfMember,
  memberOfAttribute,
} from "../../core/analysis/frontend/python/data-class-names.ts";
import {
  memberPlaceAt,
  namePlaceAt,
  type MemberPlace,
} from "../../core/triggers/member-place.ts";
import {
  writtenPlaceAt,
  type WrittenPlace,
} from "../../core/triggers/written-place.ts";
import { toRange } from "../convert.ts";

type FindHandlers = () => Promise<readonly RecognisedHandler[]>;

interface PlaceInEvent<Place extends MemberPlace> {
  readonly place: Place;
  readonly triggers: readonly TriggerContract[];
  /** From the event to the member at the place, which may be half-typed. */
  readonly path: readonly string[];
}

export async function hoverAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  findHandlers: FindHandlers,
): Promise<vscode.Hover | undefined> {
  const found = await placeInEvent(
    document,
    position,
    findHandlers,
    (text, offset) => {
      const member = memberPlaceAt(text, offset);
      if (member !== undefined) return member;
      const written = writtenPlaceAt(text, offset);
      return written?.kind === "key" ? written : namePlaceAt(text, offset);
    },
  );
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
  const found = await placeInEvent<MemberPlace | WrittenPlace>(
    document,
    position,
    findHandlers,
    (text, offset) =>
      memberPlaceAt(text, offset) ?? writtenPlaceAt(text, offset),
  );
  if (found === undefined) return [];
  return "kind" in found.place && found.place.kind === "value"
    ? valuesAt(document, found)
    : membersFor(document, found);
}

function membersFor(
  document: vscode.TextDocument,
  { place, triggers, path }: PlaceInEvent<MemberPlace | WrittenPlace>,
): vscode.CompletionItem[] {
  const outer = path.slice(0, -1);
  const range = toRange(document, place.range);
  const items = new Map<string, vscode.CompletionItem>();
  for (const trigger of triggers)
    for (const { name, shape } of membersAt(trigger, outer)) {
      if (items.has(name)) continue;
      const label = isAttribute(document, place)
        ? attributeOfMember(name)
        : name;
      const item = new vscode.CompletionItem(
        { label, description: titleOf(trigger) },
        vscode.CompletionItemKind.Field,
      );
      item.detail = describeShape(shape);
      const text = describeMember(triggers, [...outer, name]);
      if (text !== undefined)
        item.documentation = new vscode.MarkdownString(text);
      item.range = range;
      if ("kind" in place && !place.quoted && document.languageId === "python")
        item.insertText = `"${name}"`;
      items.set(name, item);
    }
  return [...items.values()];
}

function valuesAt(
  document: vscode.TextDocument,
  { place, triggers, path }: PlaceInEvent<MemberPlace>,
): vscode.CompletionItem[] {
  const items = new Map<string, vscode.CompletionItem>();
  for (const trigger of triggers)
    for (const { text, meaning } of allowedTexts(trigger, path)) {
      if (items.has(text)) continue;
      const item = new vscode.CompletionItem(
        { label: text, description: titleOf(trigger) },
        vscode.CompletionItemKind.EnumMember,
      );
      if (meaning !== undefined) item.detail = meaning;
      if (!place.quoted) item.insertText = `"${text}"`;
      item.range = toRange(document, place.range);
      items.set(text, item);
    }
  return [...items.values()];
}

async function placeInEvent<Place extends MemberPlace>(
  document: vscode.TextDocument,
  position: vscode.Position,
  findHandlers: FindHandlers,
  placeAt: (text: string, offset: number) => Place | undefined,
): Promise<PlaceInEvent<Place> | undefined> {
  const offset = document.offsetAt(position);
  // Cheaper than the report, and rules out nearly every place.
  const place = placeAt(document.getText(), offset);
  if (place === undefined) return undefined;
  const found = meantBy(await findHandlers(), place.root, offset);
  return (
    found && {
      place,
      triggers: found.triggers.map(contractOf),
      path: [
        ...found.path,
        ...(isAttribute(document, place)
          ? place.path.map(memberOfAttribute)
          : place.path),
      ],
    }
  );
}

/** What the innermost function around a place calls by that name, for every handler that has it there. */
function meantBy(
  handlers: readonly RecognisedHandler[],
  root: string,
  offset: number,
):
  | {
      readonly triggers: readonly TriggerId[];
      readonly path: readonly string[];
    }
  | undefined {
  const meant = handlers
    .flatMap(({ triggers, helpers, ...handler }) =>
      [handler, ...helpers].flatMap(({ range, names }) => {
        const name = names.find((each) => each.name === root);
        return name === undefined || offset < range.start || range.end < offset
          ? []
          : { triggers, path: name.path, length: range.end - range.start };
      }),
    )
    .sort((a, b) => a.length - b.length);
  const [first] = meant;
  return (
    first && {
      triggers: [
        ...new Set(
          meant
            .filter(({ length }) => length === first.length)
            .flatMap(({ triggers }) => triggers),
        ),
      ],
      path: first.path,
    }
  );
}

/** A dict has no attributes: behind a dot, Python has one of Powertools' data classes. */
const isAttribute = (
  { languageId }: vscode.TextDocument,
  place: MemberPlace | WrittenPlace,
): boolean => languageId === "python" && !place.quoted && !("kind" in place);

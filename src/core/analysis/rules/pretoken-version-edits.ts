/**
 * Turns the answer of one version of the pre token generation event into that of another. Invariant: nothing is lost on
 * the way; where version 1 has no place for something, there is no edit.
 */
import type { QuickFix } from "../finding.ts";
import type { HandlerFacts, WriteFact } from "../interp/facts.ts";
import { keyOfV1, keyOfV2, type ObjectFact } from "./claim-writes.ts";

interface WrittenObject {
  readonly object: ObjectFact;
  readonly written: string;
}

/** The object that is all a member can be, where it is written out. */
function writtenObject(
  { text }: HandlerFacts,
  { values, keyRange, valueRange }: WriteFact,
): WrittenObject | undefined {
  const [object] = values;
  const written = text.slice(valueRange.start, valueRange.end);
  return values.length === 1 &&
    object?.kind === "object" &&
    !object.open &&
    /^\{[\s\S]*\}$/u.test(written) &&
    keyRange.start !== valueRange.start
    ? { object, written }
    : undefined;
}

function renamed(
  { text }: HandlerFacts,
  { keyRange, valueRange }: WriteFact,
  from: string,
  to: string,
  newText: string,
): readonly QuickFix[] {
  const name = text.slice(keyRange.start, keyRange.end).indexOf(from);
  if (name === -1) return [];
  const start = keyRange.start + name;
  return [
    {
      title: `Answer with \`${to}\``,
      edits: [
        { range: { start, end: start + from.length }, newText: to },
        { range: valueRange, newText },
      ],
    },
  ];
}

/** What version 1 changes is the id token; groups stand beside it from version 2 on. */
export function asVersion2(
  facts: HandlerFacts,
  write: WriteFact,
): readonly QuickFix[] {
  const value = writtenObject(facts, write);
  if (
    value === undefined ||
    value.object.members.some(({ member }) => member === "groupOverrideDetails")
  )
    return [];
  const quote =
    value.written.includes('"') || facts.mentions(/\["/u) ? '"' : "";
  return renamed(
    facts,
    write,
    keyOfV1,
    keyOfV2,
    `{ ${quote}idTokenGeneration${quote}: ${value.written} }`,
  );
}

/** Version 1 changes the id token and the groups, and has nothing for the access token. */
export function asVersion1(
  facts: HandlerFacts,
  write: WriteFact,
): readonly QuickFix[] {
  const value = writtenObject(facts, write);
  const members = value?.object.members ?? [];
  const id = members.find(({ member }) => member === "idTokenGeneration");
  const claims = id === undefined ? undefined : writtenObject(facts, id);
  const groups = members.find(
    ({ member }) => member === "groupOverrideDetails",
  );
  if (
    claims === undefined ||
    members.length !== (groups === undefined ? 1 : 2) ||
    value?.written.includes("...") === true ||
    value?.written.includes("**") === true
  )
    return [];
  const beside =
    groups === undefined
      ? ""
      : facts.text.slice(groups.range.start, groups.range.end);
  const inside = claims.written.slice(1, -1).trim().replace(/,$/u, "");
  return renamed(
    facts,
    write,
    keyOfV2,
    keyOfV1,
    beside === ""
      ? claims.written
      : `{ ${[inside, beside].filter((each) => each !== "").join(", ")} }`,
  );
}

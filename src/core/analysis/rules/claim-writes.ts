/** Where a pre token generation handler writes claims: the same parts under other names in each version of the event. */
import type { ExitFact, ValueFact, WriteFact } from "../interp/facts.ts";

export type ObjectFact = ValueFact & { readonly kind: "object" };

/** The changes to one token that one path has written. */
export interface TokenChanges {
  readonly token: "id" | "access";
  readonly changes: ObjectFact;
  /** False where the answer may hold other changes in its place. */
  readonly sure: boolean;
}

export const keyOfV1 = "claimsOverrideDetails";
export const keyOfV2 = "claimsAndScopeOverrideDetails";

export function* objectsIn(
  writes: readonly WriteFact[],
  member: string,
): Iterable<{ readonly object: ObjectFact; readonly sure: boolean }> {
  const found = writes.filter((write) => write.member === member);
  for (const write of found)
    for (const value of write.values)
      if (value.kind === "object")
        yield {
          object: value,
          sure:
            found.length === 1 &&
            write.known &&
            !write.sometimes &&
            write.values.length === 1,
        };
}

export function* tokenChanges({ writes }: ExitFact): Iterable<TokenChanges> {
  for (const { object, sure } of objectsIn(writes, keyOfV1))
    yield { token: "id", changes: object, sure };
  for (const details of objectsIn(writes, keyOfV2))
    for (const token of ["id", "access"] as const)
      for (const { object, sure } of objectsIn(
        details.object.members,
        `${token}TokenGeneration`,
      ))
        yield { token, changes: object, sure: sure && details.sure };
}

/** The claims that one token gets or is to change. */
export function* addedClaims({ changes }: TokenChanges): Iterable<WriteFact> {
  for (const { object } of objectsIn(changes.members, "claimsToAddOrOverride"))
    yield* object.members;
}

/** Claims whose names are not known. */
export function* otherClaims({ changes }: TokenChanges): Iterable<WriteFact> {
  for (const { object } of objectsIn(changes.members, "claimsToAddOrOverride"))
    yield* object.others;
}

/** The texts in a list of one token's changes that are known, with the place of each. */
export function* listedTexts(
  changes: TokenChanges,
  member: string,
): Iterable<{ readonly item: WriteFact; readonly text: string }> {
  for (const { item, text } of listedItems(changes, member))
    if (text !== undefined) yield { item, text };
}

export function* listedItems(
  { changes }: TokenChanges,
  member: string,
): Iterable<{
  readonly item: WriteFact;
  readonly text: string | undefined;
  /** What is known of a text that is not known to the last character. */
  readonly holes: string | undefined;
}> {
  for (const write of changes.members)
    if (write.member === member)
      for (const value of write.values)
        if (value.kind === "array")
          for (const item of value.items)
            for (const each of item.values)
              if (each.kind === "string")
                yield { item, text: each.value, holes: each.holes };
}

/** What one path makes of the groups. */
export function* groupOverrides({ writes }: ExitFact): Iterable<WriteFact> {
  for (const key of [keyOfV1, keyOfV2])
    for (const { object } of objectsIn(writes, key))
      yield* object.members.filter(
        ({ member }) => member === "groupOverrideDetails",
      );
}

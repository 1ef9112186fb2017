/** The messages a custom message trigger answers with, as far as their text is known. */
import type { ExitFact, WriteFact } from "../interp/facts.ts";

export interface Message {
  readonly member: string;
  /** With holes where the text is not known. */
  readonly text: string;
  readonly write: WriteFact;
}

/** An empty text is how a message is left out. */
export function* messagesOf(
  { writes }: ExitFact,
  members: readonly string[],
): Iterable<Message> {
  for (const write of writes)
    if (members.includes(write.member))
      for (const value of write.values) {
        const text =
          value.kind === "string" ? (value.value ?? value.holes) : undefined;
        if (text) yield { member: write.member, text, write };
      }
}

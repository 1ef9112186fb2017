/** What is taken out of a tail's lines, and how that is said. */
import type { TranscriptView } from "../../core/logs/transcript.ts";
import { readSetting } from "../contributions.ts";

export const usualRedaction = (): TranscriptView["redaction"] =>
  readSetting("tail.redactContacts") ? "all" : "credentials";

export function redactionWords({ redaction }: TranscriptView): string {
  switch (redaction) {
    case "all":
      return "Tokens, codes, passwords, secrets, e-mail addresses and phone numbers are taken out.";
    case "credentials":
      return "Tokens, codes, passwords and secrets are taken out.";
    case "none":
      return "Nothing is taken out: this output holds what the functions logged.";
  }
}

/** The languages that handlers are written in. */
import type { LanguageId } from "../../core/analysis/finding.ts";

export const languages = [
  "javascript",
  "javascriptreact",
  "typescript",
  "typescriptreact",
  "python",
] as const satisfies readonly LanguageId[];

export function asLanguage(languageId: string): LanguageId | undefined {
  return languages.find((language) => language === languageId);
}

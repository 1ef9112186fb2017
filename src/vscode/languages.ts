/** The languages that handlers are written in. */
import type * as vscode from "vscode";
import type { LanguageId } from "../core/analysis/finding.ts";

export const languages = [
  "javascript",
  "javascriptreact",
  "typescript",
  "typescriptreact",
  "python",
] as const satisfies readonly LanguageId[];

/** Documents that may hold handlers, for providers. */
export const handlerDocuments: readonly vscode.DocumentFilter[] = languages.map(
  (language) => ({ language }),
);

export function asLanguage(languageId: string): LanguageId | undefined {
  return languages.find((language) => language === languageId);
}

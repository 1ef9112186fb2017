/** `lint PATH...`: reads files, analyses each as the editor does, prints what was found in one of the formats. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { createAnalyzer } from "../core/analysis/analyze.ts";
import type { Format } from "./args.ts";
import { findFiles, refusal } from "./find-files.ts";
import { printJson } from "./format/json.ts";
import type { CheckedFile, Printer } from "./format/printer.ts";
import { printPretty } from "./format/pretty.ts";
import { printSarif } from "./format/sarif.ts";
import { exitCodes, type ExitCode, type Outside } from "./outside.ts";

const printers: Readonly<Record<Format, Printer>> = {
  pretty: printPretty,
  json: printJson,
  sarif: printSarif,
};

export async function lint(
  paths: readonly string[],
  format: Format,
  version: string,
  outside: Outside,
): Promise<ExitCode> {
  const found = await findFiles(paths, outside.folder);
  const failures = [...found.refused];
  const analyzer = await createAnalyzer(outside.readAsset);
  const checked: CheckedFile[] = [];
  for (const { path, languageId } of found.files) {
    let text: string;
    try {
      text = await readFile(resolve(outside.folder, path), "utf8");
    } catch (error) {
      failures.push(refusal(path, error));
      continue;
    }
    // A byte order mark is no part of the first line.
    if (text.startsWith("\uFEFF")) text = text.slice(1);
    const file = path.replaceAll("\\", "/");
    try {
      const { findings } = await analyzer.analyze({
        path: file,
        languageId,
        text,
      });
      checked.push({ file, text, findings });
      if (findings.some(({ rule }) => rule === "internal"))
        failures.push(`A rule failed on ${path}. Please report it.`);
    } catch (error) {
      failures.push(
        `${path} could not be analysed: ${error instanceof Error ? error.message : String(error)}. Please report it.`,
      );
    }
    analyzer.release(file);
  }
  analyzer.dispose();

  outside.write(printers[format](checked, version));
  for (const sentence of found.skipped) outside.complain(sentence);
  for (const sentence of failures) outside.complain(sentence);
  if (failures.length > 0) return exitCodes.failure;
  return checked.some(({ findings }) =>
    findings.some(({ severity }) => severity === "error"),
  )
    ? exitCodes.findings
    : exitCodes.clean;
}

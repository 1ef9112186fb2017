/** Code that stands in Terraform's files: the lines of a heredoc that an `archive_file` packs. */
import { literalAt, type MaskedText } from "./masked-text.ts";
import type { InlineCode } from "./template.ts";
import type { Block } from "./terraform-blocks.ts";

/**
 * @param archive an `archive_file`
 * @param handler as Lambda takes it: `index.handler`
 */
export function inlineIn(
  source: MaskedText,
  { attributes, blocks }: Block,
  handler: string,
): InlineCode | undefined {
  const sources = [
    [
      attributes.get("source_content_filename"),
      attributes.get("source_content"),
    ],
    ...blocks
      .filter(({ kind }) => kind === "source")
      .map((each) => [
        each.attributes.get("filename"),
        each.attributes.get("content"),
      ]),
  ] as const;
  for (const [filename, content] of sources) {
    const name = filename && literalAt(source, filename.value);
    const module = handler.slice(0, handler.lastIndexOf("."));
    if (content && name?.replace(/\.(?:[cm]?js|py)$/u, "") === module)
      return heredocAt(source.text, content.key.end);
  }
  return undefined;
}

/** `= <<EOF`; undefined where something is put into its lines. */
function heredocAt(text: string, at: number): InlineCode | undefined {
  const [all, dash = "", , code = ""] =
    /^\s*=\s*<<(-?)(\w+)[ \t]*\r?\n([^]*?\n)[ \t]*\2\b/u.exec(
      text.slice(at, at + 50_000),
    ) ?? [];
  if (all === undefined || /[$%]\{|\r/u.test(code)) return undefined;
  const lines = code.split("\n").slice(0, -1);
  const indents = lines
    .filter((line) => line.trim() !== "")
    .map((line) => line.search(/\S/u));
  const indent = dash === "" ? 0 : Math.min(...indents);
  let from = at + all.lastIndexOf(code);
  let kept = "";
  const offsets: number[] = [];
  for (const line of lines) {
    const written = line.slice(indent);
    const start = from + line.length - written.length;
    for (let index = 0; index <= written.length; index++)
      offsets.push(start + index);
    kept += `${written}\n`;
    from += line.length + 1;
  }
  return kept.trim() === ""
    ? undefined
    : {
        text: kept,
        offsets: [...offsets, from],
        ends: offsets.map((offset) => offset + 1),
        isQuoted: false,
      };
}

/** Code in a template, with the way back: each place of the code is a place of the template. */
import type { InlineCode } from "./template.ts";
import type { TreeNode } from "./tree.ts";

/**
 * Undefined where the code is made at deployment, or is not written as lines of the file: a folded or quoted text has no
 * place in the template for each of its characters.
 */
export function inlineCode(
  node: TreeNode | undefined,
  file: string,
): InlineCode | undefined {
  if (node?.kind !== "text" || !node.block || node.value.trim() === "")
    return undefined;
  // `!Sub |` puts its values in where `${Name}` stands; without one the text is what it is.
  if (node.intrinsic !== undefined && node.intrinsic !== "Sub")
    return undefined;
  if (node.intrinsic === "Sub" && /\$\{/u.test(node.value)) return undefined;
  // The header of a block is a line of its own: `|`, `|-`, `|2+`.
  let from = file.indexOf("\n", node.range.start) + 1;
  const offsets: number[] = [];
  for (const line of node.value.split("\n")) {
    let end = file.indexOf("\n", from);
    if (end === -1) end = file.length;
    const written = file.slice(from, end).replace(/\r$/u, "");
    if (!written.endsWith(line)) return undefined;
    const start = from + written.length - line.length;
    for (let index = 0; index <= line.length; index++)
      offsets.push(start + index);
    from = Math.min(end + 1, file.length);
  }
  return { text: node.value, offsets };
}

/** Comments, wherever they stand, without what makes them comments. */
import { rangeOf, type Node } from "../syntax-node.ts";
import type { Comment } from "../../ir/ir.ts";

export const commentsIn = (node: Node): readonly Comment[] =>
  node.descendantsOfType("comment").map((comment) => ({
    text: comment.text.replace(/^\/\*+|^\/\/|\*\/$/gu, "").trim(),
    range: rangeOf(comment),
  }));

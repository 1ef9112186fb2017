/** The text of a handler's file without its comments: one that speaks of something does not do it. */
import type { HandlerFacts } from "../interp/facts.ts";

export const withoutComments = ({
  text,
  language,
}: Pick<HandlerFacts, "text" | "language">): string =>
  text.replaceAll(
    language === "python" ? /#[^\n]*/gu : /\/\*[^]*?\*\/|\/\/[^\n]*/gu,
    "",
  );

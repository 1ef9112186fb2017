/** How this page shows outcomes: in words first, so that colour is never all that tells. */
import { element, type Content } from "../elements.ts";

/** An entry that begins with its outcome. */
export function item(outcome: string, ...content: Content): HTMLElement {
  return element(
    "li",
    { class: outcome.replace(" ", "-") },
    element("span", { class: "outcome" }, outcome),
    element("span", {}, ...content),
  );
}

/** For what passed, failed, or could not be told. */
export function outcomeWord(ok: boolean | null): string {
  return ok === null ? "not checked" : ok ? "passed" : "failed";
}

export function link(page: string | undefined): Content {
  return page === undefined
    ? []
    : [" ", element("a", { href: page }, "AWS documentation")];
}

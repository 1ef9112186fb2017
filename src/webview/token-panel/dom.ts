/** The few ways in which the page makes elements. Claims are hostile text: text nodes only, nothing is parsed as HTML. */
export type Content = readonly (Node | string)[];

export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>> = {},
  ...content: Content
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    made.setAttribute(key, value);
  made.append(...content);
  return made;
}

export function button(label: string, press: () => void): HTMLElement {
  const made = element("button", { type: "button" }, label);
  made.addEventListener("click", press);
  return made;
}

/** An entry that begins with its outcome in a word, so that colour is never all that tells. */
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

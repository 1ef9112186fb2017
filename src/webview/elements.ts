/** The few ways in which pages make elements. What they show is hostile text: text nodes only, nothing is parsed as HTML. */
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

export function button(
  label: string,
  attributes: Readonly<Record<string, string>>,
  press: () => void,
): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", press);
  return made;
}

/** A table whose first column names its rows. */
export function table(
  caption: string,
  columns: readonly string[],
  rows: readonly HTMLTableRowElement[],
): HTMLElement {
  return element(
    "table",
    { "aria-label": caption },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        ...columns.map((name) => element("th", { scope: "col" }, name)),
      ),
    ),
    element("tbody", {}, ...rows),
  );
}

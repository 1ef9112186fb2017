/**
 * Composes the page: the form, the query that comes of it, how far a search is, and what it found. Invariant: what can be
 * pressed is not made anew while it is in view; a press on something that goes between down and up is lost.
 */
import { button, element, type Content } from "../elements.ts";
import { createForm, type Form } from "./form.ts";
import { createPlots } from "./plots.ts";
import type { FromPage, SearchState } from "./protocol.ts";
import type { View } from "../start-page.ts";

const syntaxPage =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html";
const pricingPage = "https://aws.amazon.com/cloudwatch/pricing/";

export function createView(
  root: HTMLElement,
  send: (message: FromPage) => void,
): View<SearchState> {
  const place = (name: string, live = false): HTMLElement => {
    const made = element("section", {
      class: name,
      ...(live ? { "aria-live": "polite" } : {}),
    });
    root.append(made);
    return made;
  };
  const head = place("head");
  const fields = place("fields");
  const query = place("query");
  const actions = place("actions");
  const standing = place("standing", true);
  const plots = createPlots(place("plots"));
  const text = element("pre", {});
  const details = element(
    "details",
    {},
    element("summary", {}, "The query"),
    text,
    button("Edit it as my own", { class: "secondary" }, () => {
      form?.useOwn(text.textContent);
    }),
  );
  const search = button("Search", {}, () => {
    send({ type: "search" });
  });
  const cancel = button("Cancel", { class: "secondary" }, () => {
    send({ type: "cancel" });
  });
  let form: Form | undefined;
  let shownRun = "";

  return {
    show(state) {
      if (form === undefined) {
        head.replaceChildren(...drawHead(state));
        form = createForm(state, (changed) => {
          send({ type: "change", form: changed });
        });
        fields.replaceChildren(form.element);
      }
      text.textContent = state.query;
      put(query, aboutQuery(state) ?? details);
      search.disabled = state.fault !== undefined;
      const focused = actions.contains(document.activeElement);
      const action = state.run.kind === "running" ? cancel : search;
      put(actions, action);
      if (focused) action.focus();
      const run = JSON.stringify(state.run);
      if (run === shownRun) return;
      shownRun = run;
      standing.replaceChildren(...drawStanding(state, send));
      plots.show(state.run.kind === "done" ? state.run.plot : undefined);
    },
  };
}

function drawHead({ title, notes }: SearchState): Content {
  return [
    element("h1", {}, title),
    element(
      "p",
      { class: "cost" },
      "Logs Insights searches at AWS and is billed by the data it scans: choose few triggers and a short time. ",
      element("a", { href: pricingPage }, "CloudWatch pricing"),
    ),
    ...notes.map((note) =>
      element("p", { class: "problem", role: "note" }, note),
    ),
  ];
}

function put(place: HTMLElement, content: HTMLElement): void {
  if (place.firstChild !== content) place.replaceChildren(content);
}

/** What stands in the query's place where none is made of the form. */
function aboutQuery({ fault, form }: SearchState): HTMLElement | undefined {
  if (fault !== undefined)
    return element("p", { class: "problem", role: "note" }, fault);
  if (form.show !== "own") return undefined;
  return element(
    "p",
    { class: "aside" },
    element("a", { href: syntaxPage }, "Logs Insights query syntax"),
  );
}

function drawStanding(
  { run }: SearchState,
  send: (message: FromPage) => void,
): Content {
  switch (run.kind) {
    case "idle":
      return [];
    case "running":
      return [element("p", {}, run.text)];
    case "failed":
      return [element("p", { class: "problem", role: "alert" }, run.problem)];
    case "done":
      return [
        element("p", {}, run.summary),
        ...(run.rows === 0
          ? []
          : [
              button("Open as document", { class: "secondary" }, () => {
                send({ type: "open-results" });
              }),
            ]),
      ];
  }
}

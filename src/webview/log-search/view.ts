/** Composes the page: the form, the query that comes of it, how far a search is, and what it found. */
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
  let form: Form | undefined;

  return {
    show(state) {
      if (form === undefined) {
        head.replaceChildren(...drawHead(state));
        form = createForm(state, (changed) => {
          send({ type: "change", form: changed });
        });
        fields.replaceChildren(form.element);
      }
      const { useOwn } = form;
      const opened = query.querySelector("details")?.open ?? false;
      query.replaceChildren(...drawQuery(state, opened, useOwn));
      const focused = actions.contains(document.activeElement);
      actions.replaceChildren(...drawActions(state, send));
      if (focused) actions.querySelector("button")?.focus();
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

function drawQuery(
  { query, fault, form }: SearchState,
  opened: boolean,
  useOwn: (query: string) => void,
): Content {
  if (fault !== undefined)
    return [element("p", { class: "problem", role: "note" }, fault)];
  if (form.show === "own")
    return [
      element(
        "p",
        { class: "aside" },
        element("a", { href: syntaxPage }, "Logs Insights query syntax"),
      ),
    ];
  return [
    element(
      "details",
      opened ? { open: "" } : {},
      element("summary", {}, "The query"),
      element("pre", {}, query),
      button("Edit it as my own", { class: "secondary" }, () => {
        useOwn(query);
      }),
    ),
  ];
}

function drawActions(
  { run, fault }: SearchState,
  send: (message: FromPage) => void,
): Content {
  return run.kind === "running"
    ? [
        button("Cancel", { class: "secondary" }, () => {
          send({ type: "cancel" });
        }),
      ]
    : [
        button("Search", fault === undefined ? {} : { disabled: "" }, () => {
          send({ type: "search" });
        }),
      ];
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

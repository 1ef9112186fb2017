/** What the token is at a glance: whose it is, its time line, what is odd about it, and its claims row by row. */
import type {
  ClaimRow,
  Explanation,
  Lifetime,
  TimePoint,
} from "../../core/tokens/explain.ts";
import type { Note } from "../../core/tokens/notes.ts";
import { type Content, element, table } from "../elements.ts";
import { item, link } from "./dom.ts";

export function drawTitle({
  title,
  issuer,
  client,
  user,
}: Explanation): Content {
  const facts: (readonly [string, string])[] = [];
  if (issuer?.ok === true)
    facts.push([
      "Pool",
      issuer.region === undefined
        ? issuer.poolId
        : `${issuer.poolId} in ${issuer.region}`,
    ]);
  if (client !== undefined) facts.push(["App client", client]);
  if (user !== undefined) facts.push(["User", user]);
  return [
    element("h1", {}, title),
    ...(facts.length === 0
      ? []
      : [
          element(
            "dl",
            {},
            ...facts.flatMap(([name, value]) => [
              element("dt", {}, name),
              element("dd", {}, value),
            ]),
          ),
        ]),
  ];
}

export function drawTime({
  issued,
  expires,
  elapsed,
  state,
  text,
}: Lifetime): Content {
  const bar = element("div", { class: `life ${state}` });
  if (elapsed !== undefined) {
    const over = element("div", { class: "over" });
    over.style.setProperty("width", `${String(elapsed * 100)}%`);
    bar.append(over);
    bar.setAttribute("role", "img");
    bar.setAttribute(
      "aria-label",
      `${String(Math.floor(elapsed * 100))} percent of its life are over`,
    );
  }
  return [
    element("h2", {}, text),
    ...(elapsed === undefined ? [] : [bar]),
    element(
      "div",
      { class: "ends" },
      element(
        "div",
        {},
        ...(issued === undefined ? [] : ["Issued ", ...drawPoint(issued)]),
      ),
      element("div", {}, "Expires ", ...drawPoint(expires)),
    ),
  ];
}

function drawPoint({ seconds, utc, relative }: TimePoint): Content {
  const date = new Date(seconds * 1000);
  return [
    element(
      "time",
      { datetime: date.toISOString() },
      date.toLocaleString(undefined, {
        dateStyle: "medium",
        timeStyle: "long",
      }),
    ),
    element("span", { class: "aside" }, `${utc}, ${relative}`),
  ];
}

export function drawNotes(notes: readonly Note[]): Content {
  if (notes.length === 0) return [];
  return [
    element("h2", {}, "Notes"),
    element(
      "ul",
      {},
      ...notes.map(({ severity, text, page }) =>
        item(severity, text, ...link(page)),
      ),
    ),
  ];
}

export function drawRows(
  caption: string,
  rows: readonly ClaimRow[],
  actions: Content,
): Content {
  if (rows.length === 0) return [];
  return [
    element("div", { class: "bar" }, element("h2", {}, caption), ...actions),
    table(
      caption,
      ["Name", "Value", "Meaning"],
      rows.map(({ name, value, time, meaning }) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, name),
          element(
            "td",
            { class: "value" },
            value,
            ...(time === undefined
              ? []
              : [element("div", { class: "point" }, ...drawPoint(time))]),
          ),
          element("td", {}, meaning.text, ...link(meaning.page)),
        ),
      ),
    ),
  ];
}

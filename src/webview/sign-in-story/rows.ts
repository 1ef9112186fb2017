/** The time line as a table: all that the picture shows, for those who do not see it and for those who want it exact. */
import type { Row } from "../../core/logs/sign-ins/time-rows.ts";
import { button, element, table } from "../elements.ts";
import type { FromPage } from "./protocol.ts";

export function drawRows(
  rows: readonly Row[],
  send: (message: FromPage) => void,
): HTMLElement {
  return table(
    "Time line as text",
    ["Time", "After", "What", "Details", "How it is known"],
    rows.map(({ id, time, offset, what, level, detail, evidence }) =>
      element(
        "tr",
        { class: level },
        element("td", { class: "time" }, time),
        element("td", { class: "time" }, offset),
        element(
          "th",
          { scope: "row" },
          id === undefined
            ? what
            : button(
                what,
                {
                  class: "link",
                  title: "Show its lines",
                  "data-id": `row ${id}`,
                },
                () => {
                  send({ type: "show-lines", id });
                },
              ),
        ),
        element("td", {}, detail),
        element("td", { class: "aside" }, evidence),
      ),
    ),
  );
}

/**
 * The picture: a lane per trigger, a bar per run, where Cognito's five seconds end, and the pauses between. Bars are
 * buttons, so that keyboard and screen reader reach what the mouse does. Positions come ready from the core.
 */
import type {
  Bar,
  Lane,
  TimeLine,
} from "../../core/logs/sign-ins/time-line.ts";
import { element } from "../elements.ts";
import type { FromPage } from "./protocol.ts";

type Send = (message: FromPage) => void;

export function drawLanes(
  { lanes, trail, pauses }: TimeLine,
  send: Send,
): HTMLElement {
  const marks = (): readonly HTMLElement[] =>
    pauses.map(({ left, right }) => {
      const mark = element("div", { class: "gap", "aria-hidden": "true" });
      return at(mark, left, right);
    });
  const axis = element("div", { class: "track axis" });
  for (const { left, right, text } of pauses)
    axis.append(at(element("div", { class: "gap-text" }, text), left, right));
  const limited = lanes.some(({ bars }) =>
    bars.some(({ limit }) => limit !== undefined),
  );
  return element(
    "section",
    { class: "lanes", "aria-label": "Time line" },
    ...(pauses.length === 0
      ? []
      : [element("div", { class: "lane-name aside" }, "Pauses"), axis]),
    ...lanes.flatMap((lane) => drawLane(lane, marks(), send)),
    ...(trail === undefined ? [] : drawLane(trail, marks(), undefined)),
    ...(limited
      ? [
          element("div", { class: "lane-name" }),
          element(
            "div",
            { class: "legend aside" },
            element("span", { class: "limit-sample", "aria-hidden": "true" }),
            " 5 s after the trigger was called: Cognito gives up",
          ),
        ]
      : []),
  );
}

/** `send` undefined: its bars are no buttons, as there are no lines behind them. */
function drawLane(
  { name, bars }: Lane,
  pauses: readonly HTMLElement[],
  send: Send | undefined,
): readonly HTMLElement[] {
  const track = element("div", {
    class: `track${send === undefined ? " trail-lane" : ""}`,
  });
  track.append(...pauses);
  for (const [index, bar] of bars.entries()) {
    track.append(drawBar(bar, send));
    const end = Math.max(bar.right, bar.left);
    const label = element(
      "span",
      { class: "bar-label", "aria-hidden": "true" },
      bar.label,
    );
    // Near the right edge the label stands before the bar.
    if (end > 0.85) {
      label.classList.add("before");
      label.style.setProperty("right", percent(1 - bar.left));
    } else label.style.setProperty("left", percent(end));
    if (index % 2 === 1) label.classList.add("low");
    track.append(label);
    if (bar.limit !== undefined) {
      const limit = element("div", { class: "limit", "aria-hidden": "true" });
      limit.style.setProperty("left", percent(bar.limit));
      track.append(limit);
    }
  }
  return [element("div", { class: "lane-name" }, name), track];
}

function drawBar(bar: Bar, send: Send | undefined): HTMLElement {
  const { id, left, right, warmFrom, level, sure, spoken } = bar;
  const classes = `run ${level}${sure ? "" : " guess"}`;
  const title = `${spoken}${sure ? "" : ", a guess"}`;
  const made =
    send === undefined
      ? element("div", {
          class: classes,
          title,
          role: "img",
          "aria-label": title,
        })
      : element("button", {
          type: "button",
          class: classes,
          title,
          "aria-label": `${title}. Show its lines.`,
          "data-id": id,
        });
  if (send !== undefined)
    made.addEventListener("click", () => {
      send({ type: "show-lines", id });
    });
  if (warmFrom !== undefined) {
    const cold = element("span", { class: "cold" });
    const share = (warmFrom - left) / Math.max(right - left, 1e-9);
    cold.style.setProperty("width", percent(Math.min(1, Math.max(0, share))));
    made.append(cold);
  }
  return at(made, left, right);
}

function at<E extends HTMLElement>(made: E, left: number, right: number): E {
  made.style.setProperty("left", percent(left));
  made.style.setProperty("width", percent(Math.max(0, right - left)));
  return made;
}

const percent = (part: number): string => `${(part * 100).toFixed(3)}%`;

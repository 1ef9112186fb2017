/**
 * Composes the page: the list of attempts, the time line of the chosen one, the same as a table. Invariant: what had the
 * focus has it again after a part was drawn anew.
 */
import { button, element, type Content } from "../elements.ts";
import { drawLanes } from "./lanes.ts";
import type {
  FromPage,
  ListedAttempt,
  StoryState,
  TrailState,
} from "./protocol.ts";
import { drawRows } from "./rows.ts";
import type { View } from "../start-page.ts";

type Send = (message: FromPage) => void;

export function createView(root: HTMLElement, send: Send): View<StoryState> {
  const list = element("nav", { "aria-label": "Sign-ins" });
  const story = element("article", { "aria-live": "polite" });
  const head = element("header");
  root.append(head, element("div", { class: "columns" }, list, story));
  const fill = (place: HTMLElement, content: Content): void => {
    const focused = place.contains(document.activeElement)
      ? document.activeElement?.getAttribute("data-id")
      : null;
    place.replaceChildren(...content);
    if (focused !== null && focused !== undefined)
      place
        .querySelector<HTMLElement>(`[data-id="${CSS.escape(focused)}"]`)
        ?.focus();
  };
  return {
    show(state) {
      fill(head, drawHead(state, send));
      fill(list, [drawList(state, send)]);
      fill(story, drawStory(state, send));
    },
  };
}

function drawHead(
  { title, summary, problems }: StoryState,
  send: Send,
): Content {
  return [
    element(
      "div",
      { class: "bar" },
      element("h1", {}, title),
      button(
        "Read again",
        { class: "secondary", "data-id": "read-again" },
        () => {
          send({ type: "read-again" });
        },
      ),
    ),
    element("p", {}, summary),
    ...problems.map((problem) =>
      element("p", { class: "problem", role: "note" }, problem),
    ),
  ];
}

function drawList({ attempts, chosen }: StoryState, send: Send): HTMLElement {
  if (attempts.length === 0)
    return element("p", {}, "No trigger ran in this time.");
  return element(
    "ol",
    {},
    ...attempts.map((attempt) =>
      element("li", {}, drawAttempt(attempt, attempt.id === chosen, send)),
    ),
  );
}

/** In words, so that colour is never all that tells. */
const levels = {
  good: "came through",
  slow: "slow",
  bad: "failed",
  open: "open",
} as const;

function drawAttempt(
  { id, title, began, standing }: ListedAttempt,
  chosen: boolean,
  send: Send,
): HTMLElement {
  const made = element(
    "button",
    {
      type: "button",
      class: `attempt ${standing.level}`,
      "data-id": id,
      ...(chosen ? { "aria-current": "true" } : {}),
    },
    element("span", { class: "name" }, title),
    element(
      "span",
      { class: "aside" },
      element("span", { class: "outcome" }, levels[standing.level]),
      ` ${began}`,
    ),
  );
  made.addEventListener("click", () => {
    send({ type: "choose", id });
  });
  return made;
}

function drawStory({ timeLine, trail }: StoryState, send: Send): Content {
  if (timeLine === undefined) return [];
  const { title, standing, facts } = timeLine;
  return [
    element("h2", {}, title),
    element(
      "p",
      { class: `standing ${standing.level}` },
      element("strong", {}, levels[standing.level]),
      `: ${standing.text}`,
    ),
    element(
      "dl",
      {},
      ...facts.flatMap(([name, value]) => [
        element("dt", {}, name),
        element("dd", {}, value),
      ]),
    ),
    drawLanes(timeLine, send),
    ...drawTrail(trail, send),
    element(
      "div",
      { class: "bar" },
      element("h2", {}, "As text"),
      button(
        "Show all its lines",
        { class: "secondary", "data-id": "all-lines" },
        () => {
          send({ type: "show-all-lines" });
        },
      ),
    ),
    drawRows(timeLine.rows, send),
  ];
}

function drawTrail(trail: TrailState, send: Send): Content {
  const ask = (label: string): HTMLElement =>
    button(label, { class: "secondary", "data-id": "ask-trail" }, () => {
      send({ type: "ask-trail" });
    });
  const late =
    "CloudTrail's events arrive minutes after the call, and without milliseconds.";
  switch (trail.kind) {
    case "not-asked":
      return [
        element(
          "p",
          { class: "trail" },
          ask("Add CloudTrail's events"),
          ` ${late}`,
        ),
      ];
    case "asking":
      return [element("p", { class: "trail" }, "Asking CloudTrail…")];
    case "asked":
      return [
        element(
          "p",
          { class: "trail" },
          ask("Ask CloudTrail again"),
          ` ${trail.found === 0 ? "CloudTrail has no event of this attempt yet" : `Events of this attempt: ${String(trail.found)}`}, as of ${trail.at}. ${late}`,
        ),
      ];
    case "failed":
      return [
        element(
          "p",
          { class: "trail problem", role: "alert" },
          ask("Ask CloudTrail again"),
          ` ${trail.problem}`,
        ),
      ];
  }
}

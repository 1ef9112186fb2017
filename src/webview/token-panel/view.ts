/**
 * Draws the inspector. Claims are hostile text: everything becomes a text node, nothing is parsed as HTML. A section is
 * drawn again only when its own data changed, so that focus and reading position survive the passing of time.
 */
import type { ConsumerAdvice } from "../../core/tokens/consumers.ts";
import type {
  ClaimRow,
  Explanation,
  Lifetime,
  TimePoint,
} from "../../core/tokens/explain.ts";
import type { Note } from "../../core/tokens/notes.ts";
import type { Check } from "../../core/tokens/check.ts";
import type {
  FromPage,
  InspectorState,
  VerificationState,
} from "./protocol.ts";

type Send = (type: FromPage["type"]) => void;
type Content = readonly (Node | string)[];

export interface View {
  show(state: InspectorState): void;
}

export function createView(root: HTMLElement, send: Send): View {
  const section = (
    name: string,
    attributes: Readonly<Record<string, string>> = {},
  ): ((data: unknown, draw: () => Content) => void) => {
    const place = element("section", { class: name, ...attributes });
    root.append(place);
    let drawn = "";
    return (data, draw) => {
      const key = JSON.stringify(data);
      if (key === drawn) return;
      drawn = key;
      const content = draw();
      const focused = place.contains(document.activeElement);
      place.replaceChildren(...content);
      place.hidden = content.length === 0;
      // Whoever pressed the button with the keyboard goes on from its successor.
      if (focused) place.querySelector("button")?.focus();
    };
  };
  const title = section("title");
  const verdict = section("verdict", { "aria-live": "polite" });
  const checks = section("checks");
  const time = section("time");
  const notes = section("notes");
  const claims = section("claims");
  const consumers = section("consumers");
  const header = section("header");
  return {
    show({ explanation, verification }) {
      const { kind, issuer, client, user, lifetime } = explanation;
      title([kind, issuer, client, user], () => drawTitle(explanation));
      verdict([verification, kind], () =>
        drawVerdict(explanation, verification, send),
      );
      const made =
        verification?.kind === "done" ? verification.verification.checks : [];
      checks(made, () => drawChecks(made));
      time(lifetime, () => (lifetime === undefined ? [] : drawTime(lifetime)));
      notes(explanation.notes, () => drawNotes(explanation.notes));
      claims(explanation.claims, () =>
        drawRows("Claims", explanation.claims, [
          button("Copy claims as JSON", () => {
            send("copy-claims");
          }),
        ]),
      );
      consumers(explanation.consumers, () =>
        drawConsumers(explanation.consumers),
      );
      header(explanation.header, () =>
        drawRows("Header", explanation.header, []),
      );
    },
  };
}

function drawTitle({ title, issuer, client, user }: Explanation): Content {
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

const verdicts = {
  valid: "Valid",
  invalid: "Not valid",
  unknown: "Not verified",
} as const;

function drawVerdict(
  { kind }: Explanation,
  state: VerificationState | undefined,
  send: Send,
): Content {
  if (state === undefined)
    return [
      kind === "refresh"
        ? banner("plain", "Encrypted", "Only Cognito can read or check it.")
        : banner("invalid", "Not readable", "See below what is damaged."),
    ];
  const again = (label: string): HTMLElement =>
    button(label, () => {
      send("verify");
    });
  switch (state.kind) {
    case "not-asked":
      return state.host === undefined
        ? [
            banner(
              "unknown",
              "Decoded, not verified",
              "The issuer is not a user pool that can be asked for keys. The other checks ask nobody.",
            ),
            again("Check"),
          ]
        : [
            banner(
              "unknown",
              "Decoded, not verified",
              `Verifying asks ${state.host} for the pool's public keys. The token stays here.`,
            ),
            again(`Verify with ${state.host}`),
          ];
    case "asking":
      return [
        banner(
          "unknown",
          "Verifying",
          `Asking ${state.host} for the pool's keys…`,
        ),
        // The extension ignores it while it asks; it is there to hold the focus.
        again("Verifying…"),
      ];
    case "done": {
      const { verdict, checks } = state.verification;
      const failed = checks.filter(({ ok }) => ok === false).length;
      const from = state.host === undefined ? "" : ` Keys from ${state.host}.`;
      const text = {
        valid: `The pool signed it, and no check failed.${from} Whether it was revoked cannot be seen in a token.`,
        invalid: `${String(failed)} of ${String(checks.length)} checks failed.`,
        unknown: "No check failed, but the signature could not be checked.",
      }[verdict];
      return [
        banner(
          verdict,
          verdicts[verdict],
          state.problem === undefined ? text : `${text} ${state.problem}`,
        ),
        again("Verify again"),
      ];
    }
  }
}

function banner(style: string, word: string, text: string): HTMLElement {
  return element(
    "p",
    { class: `banner ${style}` },
    element("strong", {}, word),
    ` ${text}`,
  );
}

function drawChecks(checks: readonly Check[]): Content {
  if (checks.length === 0) return [];
  return [
    element("h2", {}, "Checks"),
    element(
      "ul",
      {},
      ...[false, null, true]
        .flatMap((wanted) => checks.filter(({ ok }) => ok === wanted))
        .map(({ title, ok, message }) =>
          item(
            ok === null ? "not checked" : ok ? "passed" : "failed",
            element("strong", {}, title),
            ` ${message}`,
          ),
        ),
    ),
  ];
}

function drawTime({
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

function drawNotes(notes: readonly Note[]): Content {
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

function drawConsumers(consumers: readonly ConsumerAdvice[]): Content {
  if (consumers.length === 0) return [];
  return [
    element("h2", {}, "Which API takes it"),
    element(
      "ul",
      {},
      ...consumers.map(({ consumer, takes, reason, page }) =>
        item(
          takes,
          element("strong", {}, consumer),
          ` ${reason}`,
          ...link(page),
        ),
      ),
    ),
  ];
}

function drawRows(
  caption: string,
  rows: readonly ClaimRow[],
  actions: Content,
): Content {
  if (rows.length === 0) return [];
  const column = (name: string): HTMLElement =>
    element("th", { scope: "col" }, name);
  return [
    element("div", { class: "bar" }, element("h2", {}, caption), ...actions),
    element(
      "table",
      { "aria-label": caption },
      element(
        "thead",
        {},
        element("tr", {}, column("Name"), column("Value"), column("Meaning")),
      ),
      element(
        "tbody",
        {},
        ...rows.map(({ name, value, time, meaning }) =>
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
    ),
  ];
}

/** An entry that begins with its outcome in a word, so that colour is never all that tells. */
function item(outcome: string, ...content: Content): HTMLElement {
  return element(
    "li",
    { class: outcome.replace(" ", "-") },
    element("span", { class: "outcome" }, outcome),
    element("span", {}, ...content),
  );
}

function link(page: string | undefined): Content {
  return page === undefined
    ? []
    : [" ", element("a", { href: page }, "AWS documentation")];
}

function button(label: string, press: () => void): HTMLElement {
  const made = element("button", { type: "button" }, label);
  made.addEventListener("click", press);
  return made;
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  ...content: Content
): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    made.setAttribute(key, value);
  made.append(...content);
  return made;
}

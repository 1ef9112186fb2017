/**
 * The account's APIs: the button that asks for them, and what each makes of the token. The summary is read out when it
 * changes; the lists below it are not, they are long.
 */
import type { ApiAnswer, ApiReport } from "../../core/tokens/judge-apis.ts";
import { button, type Content, element } from "../elements.ts";
import { item, link } from "./dom.ts";
import type { ApisState, FromPage } from "./protocol.ts";

/** Routes of one answer that are listed. */
const mostRoutes = 8;

export function drawMyApis(
  state: ApisState | undefined,
  send: (message: FromPage) => void,
): Content {
  if (state === undefined) return [];
  const ask = (label: string): HTMLElement =>
    button(label, { class: "secondary" }, () => {
      send({ type: "check-apis" });
    });
  const heading = element("h2", {}, "Your APIs");
  switch (state.kind) {
    case "not-asked":
      return [
        heading,
        element(
          "p",
          {},
          `The authorizers of API Gateway, AppSync and load balancers can be read with ${state.account}, and the token compared with their settings here. The token is sent nowhere.`,
          ...(state.poolRegion === undefined
            ? []
            : [` The pool itself is in ${state.poolRegion}.`]),
        ),
        ask("Check against my APIs"),
      ];
    case "asking":
      return [
        heading,
        element("p", {}, `Reading the APIs of ${state.account}…`),
        // The extension ignores it while it reads; it is there to hold the focus.
        ask("Reading…"),
      ];
    case "done":
      return [
        heading,
        element(
          "p",
          {},
          `${summarize(state.report)} Read with ${state.account} at ${new Date(state.readAt * 1000).toLocaleTimeString()}.`,
        ),
        ask("Read again"),
      ];
  }
}

function summarize({ answers, read, problems }: ApiReport): string {
  const apis = `${count(read, "API was", "APIs were")} read${problems.length === 0 ? "" : ", not all that there are"}.`;
  if (answers.length === 0) return `${apis} No authorizer names this pool.`;
  const refusing = answers.filter(({ advice }) => advice.takes === "no").length;
  const taking = answers.filter(({ advice }) => advice.takes === "yes").length;
  const rest = answers.length - refusing - taking;
  return `${apis} Of ${count(answers.length, "way in that names", "ways in that name")} this pool, ${[
    ...(taking === 0
      ? []
      : [`${String(taking)} ${taking === 1 ? "takes" : "take"} this token`]),
    ...(refusing === 0
      ? []
      : [`${String(refusing)} ${refusing === 1 ? "refuses" : "refuse"} it`]),
    ...(rest === 0 ? [] : [`${String(rest)} cannot be told`]),
  ].join(", ")}.`;
}

function count(amount: number, one: string, many: string): string {
  return `${String(amount)} ${amount === 1 ? one : many}`;
}

export function drawReport(report: ApiReport): Content {
  const { answers, ownCode, elsewhere, remarks, problems } = report;
  return [
    ...list(problems.map((problem) => item("not read", problem))),
    ...list(answers.map(drawAnswer)),
    ...remarks.map((remark) => element("p", { class: "aside" }, remark)),
    ...fold(
      "authorizer whose own code decides",
      "authorizers whose own code decides",
      ownCode,
    ),
    ...fold(
      "authorizer that trusts another pool or issuer",
      "authorizers that trust other pools or issuers",
      elsewhere,
    ),
  ];
}

function list(items: readonly HTMLElement[]): Content {
  return items.length === 0 ? [] : [element("ul", {}, ...items)];
}

function fold(
  one: string,
  many: string,
  answers: readonly ApiAnswer[],
): Content {
  return answers.length === 0
    ? []
    : [
        element(
          "details",
          {},
          element("summary", {}, count(answers.length, one, many)),
          ...list(answers.map(drawAnswer)),
        ),
      ];
}

function drawAnswer({
  api,
  authorizer,
  routes,
  advice,
  notes,
}: ApiAnswer): HTMLElement {
  const { takes, rules, page, sending } = advice;
  const wanted = { yes: true, no: false, depends: null }[takes];
  const telling = rules.filter(({ ok }) => ok === wanted);
  const more = routes.length - mostRoutes;
  return item(
    takes,
    element("strong", {}, api),
    element("div", { class: "aside" }, authorizer),
    ...(routes.length === 0
      ? []
      : [
          element(
            "div",
            { class: "routes" },
            ...routes
              .slice(0, mostRoutes)
              .map((route) => element("code", {}, route)),
            ...(more > 0 ? [` and ${String(more)} more`] : []),
          ),
        ]),
    ...(takes === "yes"
      ? ["It takes this token, if the signature is good."]
      : []),
    ...telling.map(({ rule, message, change }) =>
      element(
        "div",
        {},
        element("strong", {}, rule),
        ` ${message}`,
        ...(change === undefined
          ? []
          : [element("div", { class: "change" }, change)]),
      ),
    ),
    ...[...notes, ...(sending === undefined ? [] : [sending])].map((note) =>
      element("div", { class: "aside" }, note),
    ),
    ...link(page),
  );
}

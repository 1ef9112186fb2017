/**
 * Composes the inspector of its sections. A section is drawn again only when its own data changed, so that focus, reading
 * position and what was typed survive the passing of time.
 */
import { drawChosen, drawForm, drawOverview, type ApiForm } from "./apis.ts";
import { button, type Content, element } from "../elements.ts";
import { drawMyApis, drawReport } from "./my-apis.ts";
import type { FromPage, InspectorState } from "./protocol.ts";
import { drawNotes, drawRows, drawTime, drawTitle } from "./summary.ts";
import { drawAccount, drawChecks, drawVerdict } from "./verdict.ts";
import type { View } from "../start-page.ts";

export function createView(
  root: HTMLElement,
  send: (message: FromPage) => void,
): View<InspectorState> {
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
  const time = section("lifetime");
  const notes = section("notes");
  const claims = section("claims");
  const account = section("account", { "aria-live": "polite" });
  const myApis = section("my-apis", { "aria-live": "polite" });
  const report = section("api-report");
  const consumers = section("consumers");
  const form = section("api-form");
  const chosen = section("api-chosen", { "aria-live": "polite" });
  const header = section("header");
  let suggest: ApiForm["suggest"] = () => undefined;
  return {
    show(state) {
      const { explanation, verification } = state;
      const { kind, issuer, client, user, lifetime } = explanation;
      title([kind, issuer, client, user], () => drawTitle(explanation));
      verdict([verification, kind], () =>
        drawVerdict(explanation, verification, send),
      );
      const made =
        verification?.kind === "done" ? verification.verification.checks : [];
      checks(made, () => drawChecks("Checks", made));
      time(lifetime, () => (lifetime === undefined ? [] : drawTime(lifetime)));
      notes(explanation.notes, () => drawNotes(explanation.notes));
      claims(explanation.claims, () =>
        drawRows("Claims", explanation.claims, [
          button("Copy claims as JSON", { class: "secondary" }, () => {
            send({ type: "copy-claims" });
          }),
        ]),
      );
      account([state.account], () => drawAccount(state.account, send));
      const { apis } = state;
      const read = apis?.kind === "done" ? apis.report : undefined;
      myApis([apis], () => drawMyApis(apis, send));
      report(read, () => (read === undefined ? [] : drawReport(read)));
      consumers(explanation.consumers, () =>
        drawOverview(explanation.consumers),
      );
      const kinds = explanation.consumers.map(({ id, consumer, asks }) => ({
        id,
        consumer,
        asks,
      }));
      form(kinds, () => {
        const made = drawForm(kinds, (id, settings) => {
          send({ type: "choose-api", id, settings });
        });
        ({ suggest } = made);
        // One that is drawn anew is empty.
        send({ type: "choose-api", id: "", settings: {} });
        return made.content;
      });
      suggest(state.guess, state.subject);
      const api = kinds.length === 0 ? undefined : state.api;
      chosen([api], () => drawChosen(api));
      header(explanation.header, () =>
        drawRows("Header", explanation.header, []),
      );
    },
  };
}

/** The verdict, the checks behind it, and the buttons that ask for them. Nothing is asked before one is pressed. */
import type { Check } from "../../core/tokens/check.ts";
import type { Explanation } from "../../core/tokens/explain.ts";
import { button, type Content, element } from "../elements.ts";
import { item, outcomeWord } from "./dom.ts";
import type { AccountState, FromPage, VerificationState } from "./protocol.ts";

type Send = (message: FromPage) => void;

const verdicts = {
  valid: "Valid",
  invalid: "Not valid",
  unknown: "Not verified",
} as const;

export function drawVerdict(
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
  const ask = (label: string): HTMLElement =>
    element(
      "div",
      { class: "buttons" },
      button(label, {}, () => {
        send({ type: "verify" });
      }),
      button("Use saved keys…", { class: "secondary" }, () => {
        send({ type: "verify-with-saved-keys" });
      }),
    );
  switch (state.kind) {
    case "not-asked":
      return state.host === undefined
        ? [
            banner(
              "unknown",
              "Decoded, not verified",
              "The issuer is not a user pool that can be asked for keys. The other checks ask nobody.",
            ),
            ask("Check"),
          ]
        : [
            banner(
              "unknown",
              "Decoded, not verified",
              `Verifying asks ${state.host} for the pool's public keys. The token stays here.`,
            ),
            ask(`Verify with ${state.host}`),
          ];
    case "asking":
      return [
        banner(
          "unknown",
          "Verifying",
          `Asking ${state.host} for the pool's keys…`,
        ),
        // The extension ignores it while it asks; it is there to hold the focus.
        ask("Verifying…"),
      ];
    case "done": {
      const { verdict, checks } = state.verification;
      const failed = checks.filter(({ ok }) => ok === false).length;
      const from = state.source === undefined ? "" : ` ${state.source}`;
      const text = {
        valid: `The pool signed it, and no check failed.${from} Whether it was revoked cannot be seen in a token.`,
        invalid: `${String(failed)} of ${String(checks.length)} checks failed.${from}`,
        unknown: "No check failed, but the signature could not be checked.",
      }[verdict];
      return [
        banner(
          verdict,
          verdicts[verdict],
          state.problem === undefined ? text : `${text} ${state.problem}`,
        ),
        ask("Verify again"),
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

export function drawChecks(heading: string, checks: readonly Check[]): Content {
  if (checks.length === 0) return [];
  return [
    element("h2", {}, heading),
    element(
      "ul",
      {},
      ...[false, null, true]
        .flatMap((wanted) => checks.filter(({ ok }) => ok === wanted))
        .map(({ title, ok, message }) =>
          item(outcomeWord(ok), element("strong", {}, title), ` ${message}`),
        ),
    ),
  ];
}

/** The checks that only the account can answer. */
export function drawAccount(
  state: AccountState | undefined,
  send: Send,
): Content {
  if (state === undefined) return [];
  const ask = (label: string): HTMLElement =>
    button(label, { class: "secondary" }, () => {
      send({ type: "check-account" });
    });
  switch (state.kind) {
    case "not-asked":
      return [
        element("h2", {}, "The account"),
        element(
          "p",
          {},
          `Whether pool, client, groups and scopes exist, and which groups the user is in now, can be looked up with ${state.account}. An access token is sent to Cognito (GetUser) to learn whether it was revoked; an id token is sent nowhere.`,
        ),
        ask("Check with the account"),
      ];
    case "asking":
      return [element("h2", {}, "The account"), ask("Asking…")];
    case "done":
      return [
        ...drawChecks(`The account (${state.account})`, state.checks),
        ask("Check again"),
      ];
  }
}

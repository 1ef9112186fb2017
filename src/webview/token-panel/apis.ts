/**
 * Which API takes the token: all kinds at a glance, and one of them checked against settings that the reader fills in. The
 * settings live in the form alone. An empty field is a setting that is not known; "none" says that the API asks for none.
 */
import type { ApiSettings } from "../../core/tokens/api-rule.ts";
import type {
  ConsumerAdvice,
  SettingName,
} from "../../core/tokens/consumers.ts";
import type { ApiGuess } from "../../core/tokens/detect-api.ts";
import { type Content, element } from "../elements.ts";
import { item, link, outcomeWord } from "./dom.ts";

export type ChooseApi = (id: string, settings: ApiSettings) => void;

export function drawOverview(consumers: readonly ConsumerAdvice[]): Content {
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

const labels: Readonly<Record<SettingName, string>> = {
  poolIds: "User pool ids it trusts",
  clients: "App clients or audience",
  scopes: "Scopes, one of which it asks for",
  tokenUse: "Token use (id or access)",
};

/** The kinds of API there are: what the form is made of. */
export type ApiKind = Pick<ConsumerAdvice, "id" | "consumer" | "asks">;

export interface ApiForm {
  readonly content: Content;
  /** Chooses for the reader where nothing was chosen by hand; what was, stays for the next tokens too. */
  readonly suggest: (guess: ApiGuess | undefined, subject: number) => void;
}

export function drawForm(
  kinds: readonly ApiKind[],
  choose: ChooseApi,
): ApiForm {
  if (kinds.length === 0) return { content: [], suggest: () => undefined };
  const why = element("div", { class: "aside", id: "api-why" });
  const select = element("select", { id: "api", "aria-describedby": why.id });
  select.append(element("option", { value: "" }, "Choose an API…"));
  for (const { id, consumer } of kinds)
    select.append(element("option", { value: id }, consumer));
  const inputs = new Map<SettingName, HTMLInputElement>();
  const rows = (Object.keys(labels) as SettingName[]).map((name) => {
    const input = element("input", {
      id: `api-${name}`,
      type: "text",
      spellcheck: "false",
      placeholder: name === "scopes" ? "not known; none" : "not known",
    });
    inputs.set(name, input);
    return {
      name,
      row: element(
        "div",
        { class: "field" },
        element("label", { for: input.id }, labels[name]),
        input,
      ),
    };
  });
  const change = (): void => {
    const chosen = kinds.find(({ id }) => id === select.value);
    for (const { name, row } of rows)
      row.hidden = chosen?.asks.includes(name) !== true;
    choose(select.value, readSettings(chosen?.asks ?? [], inputs));
  };
  let suggested = "";
  let current: number | undefined;
  let free = true;
  select.addEventListener("change", () => {
    free = false;
    why.textContent = "";
    change();
  });
  for (const input of inputs.values()) input.addEventListener("input", change);
  for (const { row } of rows) row.hidden = true;
  return {
    content: [
      element(
        "div",
        { class: "field" },
        element("label", { for: select.id }, "Check against"),
        select,
        why,
      ),
      ...rows.map(({ row }) => row),
    ],
    suggest: (guess, subject) => {
      if (subject !== current)
        free = select.value === "" || select.value === suggested;
      current = subject;
      if (!free) return;
      const known = kinds.find(({ id }) => id === guess?.id)?.id ?? "";
      why.textContent = known === "" ? "" : (guess?.reason ?? "");
      suggested = known;
      if (known === select.value) return;
      select.value = known;
      change();
    },
  };
}

function readSettings(
  asks: readonly SettingName[],
  inputs: ReadonlyMap<SettingName, HTMLInputElement>,
): ApiSettings {
  const words = (name: SettingName): readonly string[] | undefined => {
    const text = asks.includes(name)
      ? (inputs.get(name)?.value.trim() ?? "")
      : "";
    if (text === "") return undefined;
    return text === "none" ? [] : text.split(/[\s,]+/);
  };
  const entries = (["poolIds", "clients", "scopes"] as const).flatMap(
    (name) => {
      const value = words(name);
      return value === undefined ? [] : [[name, value] as const];
    },
  );
  const [use] = words("tokenUse") ?? [];
  return {
    ...Object.fromEntries(entries),
    ...(use === "id" || use === "access" ? { tokenUse: use } : {}),
  };
}

const answers = {
  yes: "It takes this token, if the signature is good.",
  no: "It refuses this token.",
  depends: "It depends on settings that are not filled in or cannot be.",
} as const;

export function drawChosen(advice: ConsumerAdvice | undefined): Content {
  if (advice === undefined) return [];
  return [
    element(
      "p",
      { class: advice.takes },
      element("strong", {}, answers[advice.takes]),
    ),
    element(
      "ul",
      {},
      ...advice.rules.map(({ rule, ok, message, change }) =>
        item(
          outcomeWord(ok),
          element("strong", {}, rule),
          ` ${message}`,
          ...(change === undefined
            ? []
            : [element("div", { class: "change" }, change)]),
        ),
      ),
    ),
  ];
}

/**
 * The form. It is made once and keeps what is typed; whatever changes is told to the extension, which answers with the
 * query that comes of it. Fields that have no part in what is asked are hidden.
 */
import type { SearchForm, Show } from "../../core/logs/insights/search-form.ts";
import { element } from "../elements.ts";
import type { SearchState } from "./protocol.ts";

export interface Form {
  readonly element: HTMLElement;
  /** Puts a query into the field for one's own, and shows that. */
  readonly useOwn: (query: string) => void;
}

const shows: readonly (readonly [show: Show, label: string])[] = [
  ["lines", "Lines"],
  ["durations", "Durations and errors over time"],
  ["own", "My own query"],
];

const times: readonly (readonly [minutes: number, label: string])[] = [
  [15, "The last 15 minutes"],
  [60, "The last hour"],
  [180, "The last 3 hours"],
  [1_440, "The last 24 hours"],
  [10_080, "The last 7 days"],
  [0, "From … to …"],
];

export function createForm(
  { form, triggers, samples }: SearchState,
  changed: (form: SearchForm) => void,
): Form {
  const boxes = triggers.map(({ group, name }) => {
    const box = element("input", { type: "checkbox", value: group });
    box.checked = form.groups.includes(group);
    return { box, label: element("label", { title: group }, box, ` ${name}`) };
  });
  const user = textField("user", form.user);
  const text = textField("text", form.text);
  const errorsOnly = element("input", { type: "checkbox", id: "errors" });
  errorsOnly.checked = form.errorsOnly;
  const minutes = select("minutes", times, form.minutes);
  const from = textField("from", form.from);
  from.placeholder = "14:30";
  const to = textField("to", form.to);
  to.placeholder = "now";
  const radios = shows.map(([show, label]) => {
    const radio = element("input", {
      type: "radio",
      name: "show",
      value: show,
    });
    radio.checked = form.show === show;
    return { radio, label: element("label", {}, radio, ` ${label}`) };
  });
  const own = element("textarea", {
    id: "own",
    rows: "7",
    spellcheck: "false",
  });
  own.value = form.own;
  const sample = select(
    "sample",
    [["", "…"], ...samples.map(({ name }) => [name, name] as const)],
    "",
  );

  const show = (): Show =>
    shows.find(
      ([, label], index) => label !== "" && radios[index]?.radio.checked,
    )?.[0] ?? "lines";
  const read = (): SearchForm => ({
    groups: boxes.filter(({ box }) => box.checked).map(({ box }) => box.value),
    user: user.value,
    text: text.value,
    errorsOnly: errorsOnly.checked,
    minutes: Number(minutes.value),
    from: from.value,
    to: to.value,
    show: show(),
    own: own.value,
  });
  const rows = {
    user: field("user", "User", user),
    text: field("text", "Text", text),
    errors: field("errors", "Errors only", errorsOnly),
    from: field("from", "From", from),
    to: field("to", "To", to),
    sample: field("sample", "Begin with", sample),
    own: field("own", "Query", own),
  };
  const arrange = (): void => {
    const lines = show() === "lines";
    for (const row of [rows.user, rows.text, rows.errors]) row.hidden = !lines;
    for (const row of [rows.sample, rows.own]) row.hidden = show() !== "own";
    for (const row of [rows.from, rows.to]) row.hidden = minutes.value !== "0";
  };
  const whole = element(
    "form",
    {},
    group("Look into", "triggers", ...boxes.map(({ label }) => label)),
    group("Show", "shows", ...radios.map(({ label }) => label)),
    rows.user,
    rows.text,
    rows.errors,
    rows.sample,
    rows.own,
    field("minutes", "Time", minutes),
    rows.from,
    rows.to,
  );
  const tell = (): void => {
    arrange();
    changed(read());
  };
  sample.addEventListener("change", () => {
    const query = samples.find(({ name }) => name === sample.value)?.query;
    if (query !== undefined) own.value = query;
  });
  whole.addEventListener("input", tell);
  whole.addEventListener("change", tell);
  whole.addEventListener("submit", (event) => {
    event.preventDefault();
  });
  arrange();
  return {
    element: whole,
    useOwn: (query) => {
      own.value = query;
      for (const [index, { radio }] of radios.entries())
        radio.checked = shows[index]?.[0] === "own";
      tell();
      own.focus();
    },
  };
}

function textField(id: string, value: string): HTMLInputElement {
  const made = element("input", { type: "text", id, spellcheck: "false" });
  made.value = value;
  return made;
}

function select(
  id: string,
  options: readonly (readonly [value: string | number, label: string])[],
  chosen: string | number,
): HTMLSelectElement {
  const made = element(
    "select",
    { id },
    ...options.map(([value, label]) =>
      element("option", { value: String(value) }, label),
    ),
  );
  made.value = String(chosen);
  return made;
}

const field = (id: string, label: string, input: HTMLElement): HTMLElement =>
  element(
    "div",
    { class: "field" },
    element("label", { for: id }, label),
    input,
  );

const group = (
  legend: string,
  name: string,
  ...content: readonly HTMLElement[]
): HTMLElement =>
  element(
    "fieldset",
    { class: name },
    element("legend", {}, legend),
    ...content,
  );

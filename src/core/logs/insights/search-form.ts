/**
 * What a user asks of the past, as the page's form holds it. Invariant: what comes out of `readForm` is complete and safe
 * to build a query of, whatever went in; what is wrong with it is a sentence.
 */
import { readTime } from "../read-time.ts";

export type Show = "lines" | "durations" | "own";

export interface SearchForm {
  /** Log groups to look into. */
  readonly groups: readonly string[];
  /** Parts of a line; empty: any. */
  readonly user: string;
  readonly text: string;
  readonly errorsOnly: boolean;
  /** How many minutes back; 0: from `from` to `to`. */
  readonly minutes: number;
  /** As the user typed them; an empty `to` is now. */
  readonly from: string;
  readonly to: string;
  readonly show: Show;
  /** A query written by hand. */
  readonly own: string;
}

export const emptyForm: SearchForm = {
  groups: [],
  user: "",
  text: "",
  errorsOnly: false,
  minutes: 60,
  from: "",
  to: "",
  show: "lines",
  own: "",
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
const mostGroups = 50;
const longestQuery = 10_000;
const longestText = 200;

/** The form that a page sent, with what is no value of its kind left at its default. */
export function readForm(
  value: unknown,
  groups: readonly string[],
): SearchForm {
  const given: Readonly<Partial<Record<keyof SearchForm, unknown>>> =
    typeof value === "object" && value !== null ? value : {};
  const text = (key: keyof SearchForm, longest: number): string =>
    typeof given[key] === "string" ? given[key].slice(0, longest) : "";
  const chosen: readonly unknown[] = Array.isArray(given.groups)
    ? given.groups
    : [];
  return {
    groups: groups.filter((group) => chosen.includes(group)),
    user: text("user", longestText + 1).trim(),
    text: text("text", longestText + 1).trim(),
    errorsOnly: given.errorsOnly === true,
    minutes:
      typeof given.minutes === "number" && given.minutes >= 0
        ? Math.floor(given.minutes)
        : emptyForm.minutes,
    from: text("from", 40),
    to: text("to", 40),
    show:
      given.show === "durations" || given.show === "own" ? given.show : "lines",
    own: text("own", longestQuery + 1),
  };
}

export interface TimeRange {
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  readonly endTime: number;
}

/** The time that a form means; a sentence where it means none. `now`: milliseconds since the epoch. */
export function rangeOf(
  { minutes, from, to }: SearchForm,
  now: number,
): TimeRange | string {
  if (minutes > 0) return { startTime: now - minutes * 60_000, endTime: now };
  const startTime = readTime(from, now);
  const endTime = to.trim() === "" ? now : readTime(to, now);
  if (startTime === undefined)
    return "Type when the search begins, like 14:30, 2026-11-21 14:30 or 3h.";
  if (endTime === undefined)
    return "Type when the search ends, like 15:00 or 2026-11-21 15:00; leave it empty for now.";
  return startTime < endTime
    ? { startTime, endTime }
    : "The search ends before it begins.";
}

/** What keeps a form from being searched, a sentence; undefined where nothing does. */
export function faultOfForm(form: SearchForm, now: number): string | undefined {
  if (form.groups.length === 0) return "Choose at least one trigger.";
  if (form.groups.length > mostGroups)
    return `Logs Insights searches at most ${String(mostGroups)} log groups at once.`;
  const range = rangeOf(form, now);
  if (typeof range === "string") return range;
  if (form.show === "own") {
    if (form.own.trim() === "")
      return "Write the query, or begin with one of the samples.";
    return form.own.length > longestQuery
      ? `A query has at most ${String(longestQuery)} characters.`
      : undefined;
  }
  for (const text of [form.user, form.text]) {
    if (text.length > longestText)
      return `Search for at most ${String(longestText)} characters.`;
    if (/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text))
      return "Control characters and line breaks cannot be searched for.";
  }
  return undefined;
}

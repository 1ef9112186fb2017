/** How points in time and spans are said, so that hover, inspector and checks say them alike. All in whole seconds. */

/** "3 minutes", "1 hour 5 minutes", "12 days": the two largest units at most. `seconds` is taken without its sign. */
export function describeSpan(seconds: number): string {
  const total = Math.round(Math.abs(seconds));
  const units: readonly (readonly [name: string, length: number])[] = [
    ["year", 365 * 86_400],
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
    ["second", 1],
  ];
  const first = units.findIndex(([, length]) => total >= length);
  if (first < 0) return "0 seconds";
  const [name, length] = units[first] ?? ["second", 1];
  const count = Math.floor(total / length);
  const [nextName, nextLength] = units[first + 1] ?? ["", 1];
  const more = Math.floor((total % length) / nextLength);
  const head = amount(count, name);
  // Seconds beside minutes, and hours beside many days, are more than one wants to know.
  const precise = name === "hour" || (count < 3 && name !== "minute");
  return precise && more > 0 && nextName !== ""
    ? `${head} ${amount(more, nextName)}`
    : head;
}

/** "3 minutes ago", "in 57 minutes", "now". Times in seconds since the epoch. */
export function describeRelative(time: number, now: number): string {
  const difference = Math.round(time - now);
  if (difference === 0) return "now";
  return difference < 0
    ? `${describeSpan(difference)} ago`
    : `in ${describeSpan(difference)}`;
}

/** `2026-11-21 23:43:40 UTC`, or undefined where no calendar reaches. */
export function formatUtc(time: number): string | undefined {
  const date = new Date(time * 1000);
  return Number.isNaN(date.getTime())
    ? undefined
    : `${date.toISOString().slice(0, -5).replace("T", " ")} UTC`;
}

/**
 * The same in a time zone, with its name: `2026-11-22 00:43:40 GMT+1`.
 * @param timeZone an IANA name; absent: the machine's own.
 */
export function formatLocal(
  time: number,
  timeZone?: string,
): string | undefined {
  const date = new Date(time * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  const parts = new Intl.DateTimeFormat("en-GB", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
    ...(timeZone === undefined ? {} : { timeZone }),
  }).formatToParts(date);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")}:${part("second")} ${part("timeZoneName")}`;
}

function amount(count: number, unit: string): string {
  return `${String(count)} ${unit}${count === 1 ? "" : "s"}`;
}

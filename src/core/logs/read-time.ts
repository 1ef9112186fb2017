/** Times as a user types them: of today, of a day, or so long ago. Pure: the time it is now is given. */

const minute = 60_000;
const unit: Readonly<Record<string, number>> = {
  m: minute,
  h: 60 * minute,
  d: 24 * 60 * minute,
};

/**
 * Milliseconds since the epoch, of local time unless the text says otherwise; undefined for what is no time, or
 * lies ahead of `now`.
 */
export function readTime(text: string, now: number): number | undefined {
  const trimmed = text.trim();
  const [, amount, of = ""] = /^(\d{1,5})\s*([mhd])$/i.exec(trimmed) ?? [];
  if (amount !== undefined)
    return now - Number(amount) * (unit[of.toLowerCase()] ?? 0);
  const [, hours, minutes, seconds = "0"] =
    /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(trimmed) ?? [];
  if (hours !== undefined) {
    const time = new Date(now);
    time.setHours(Number(hours), Number(minutes), Number(seconds), 0);
    // A time of day that is still to come was meant to be yesterday's.
    if (time.getTime() > now) time.setDate(time.getDate() - 1);
    return time.getTime();
  }
  if (!/^\d{4}-\d\d-\d\d/.test(trimmed)) return undefined;
  const time = Date.parse(
    // A day alone would be read as one of Greenwich.
    trimmed
      .replace(/^(\d{4}-\d\d-\d\d)$/, "$1T00:00")
      .replace(/^(\d{4}-\d\d-\d\d) +/, "$1T"),
  );
  return Number.isNaN(time) || time > now ? undefined : time;
}

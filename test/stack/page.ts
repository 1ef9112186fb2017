/** Cuts a list into pages with opaque tokens, as list operations do. A token that is not ours is the caller's error. */
import { invalidParameter } from "./aws-error.ts";

export interface PageRequest {
  readonly limit: number | undefined;
  readonly maximum: number;
  readonly token: string | undefined;
}

export interface PageOf<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

export function pageOf<T>(
  items: readonly T[],
  { limit = Infinity, maximum, token }: PageRequest,
): PageOf<T> {
  if (limit !== Infinity && (limit < 1 || limit > maximum))
    throw invalidParameter(
      `1 validation error detected: Value '${String(limit)}' at 'limit' failed to satisfy constraint: ` +
        `Member must have value between 1 and ${String(maximum)}`,
    );
  const start = token === undefined ? 0 : readToken(token);
  const end = start + Math.min(limit, maximum);
  return {
    items: items.slice(start, end),
    next: end < items.length ? writeToken(end) : undefined,
  };
}

function writeToken(position: number): string {
  return Buffer.from(`page:${String(position)}`).toString("base64");
}

function readToken(token: string): number {
  const match = /^page:(\d+)$/.exec(Buffer.from(token, "base64").toString());
  if (match === null) throw invalidParameter("Invalid pagination token.");
  return Number(match[1]);
}

/**
 * Listings that come page by page: what has arrived, whether there is more, what went wrong. Pure bookkeeping, it knows
 * neither AWS nor VS Code. Invariants: one fetch at a time per listing; what arrives after `forget` is dropped; an item
 * stands once, also when the service gives it on two pages.
 */
import type { Page } from "../../core/ports/page.ts";

export interface Listing<T> {
  readonly items: readonly T[];
  /** Token of the page to come; absent when the listing is complete. */
  readonly next?: string;
  /** Why the page to come did not; the items before it stay. */
  readonly error?: unknown;
}

export type FetchPage<T> = (
  next: string | undefined,
  signal: AbortSignal,
) => Promise<Page<T>>;

interface Entry<T> {
  /** Undefined until the first page has arrived or failed. */
  listing: Listing<T> | undefined;
  loading: Promise<Listing<T>> | undefined;
  readonly stop: AbortController;
}

export interface Listings<T> {
  /** The listing `key`; its first page is fetched when nothing has arrived or failed yet. */
  read(key: string, fetch: FetchPage<T>): Promise<Listing<T>>;
  /** Fetches the page to come, also after an error. */
  advance(key: string, fetch: FetchPage<T>): Promise<Listing<T>>;
  /** Adds an item that came by another way; a page that brings it too does not add it again. */
  include(key: string, item: T): void;
  /** What has arrived, without fetching. */
  peek(key: string): Listing<T> | undefined;
  /** Drops `key` and every listing below it (`key/...`), and stops their fetches. Without a key: all. */
  forget(key?: string): void;
}

export function createListings<T>(identify: (item: T) => string): Listings<T> {
  const entries = new Map<string, Entry<T>>();

  const entryOf = (key: string): Entry<T> => {
    const known = entries.get(key);
    if (known !== undefined) return known;
    const entry: Entry<T> = {
      listing: undefined,
      loading: undefined,
      stop: new AbortController(),
    };
    entries.set(key, entry);
    return entry;
  };

  const load = async (
    { listing, stop }: Entry<T>,
    fetch: FetchPage<T>,
  ): Promise<Listing<T>> => {
    const { items, next } = listing ?? { items: [] };
    try {
      const page = await fetch(next, stop.signal);
      const seen = new Set(items.map(identify));
      const fresh = page.items.filter((item) => {
        const id = identify(item);
        return !seen.has(id) && seen.add(id);
      });
      // An emulator that ignores the token would give its first page for ever.
      const stuck = fresh.length === 0 && page.next === next;
      return {
        items: [...items, ...fresh],
        ...(page.next === undefined || stuck ? {} : { next: page.next }),
      };
    } catch (error) {
      return { items, ...(next === undefined ? {} : { next }), error };
    }
  };

  const advance = async (
    key: string,
    fetch: FetchPage<T>,
  ): Promise<Listing<T>> => {
    const entry = entryOf(key);
    entry.loading ??= load(entry, fetch);
    try {
      return (entry.listing = await entry.loading);
    } finally {
      entry.loading = undefined;
    }
  };

  return {
    read: async (key, fetch) => entryOf(key).listing ?? advance(key, fetch),
    advance,
    include: (key, item) => {
      const entry = entryOf(key);
      const { items, ...rest } = entry.listing ?? { items: [] };
      if (items.some((each) => identify(each) === identify(item))) return;
      entry.listing = { ...rest, items: [...items, item] };
    },
    peek: (key) => entries.get(key)?.listing,
    forget: (key) => {
      for (const [other, { stop }] of entries) {
        if (key !== undefined && other !== key && !other.startsWith(`${key}/`))
          continue;
        entries.delete(other);
        stop.abort();
      }
    },
  };
}

/**
 * Remembers key sets by address, so that a second verification asks nobody; keys are public, and they live in this memory
 * alone. When a token names a key that is not in the set, the pool may have rotated its keys: the set is fetched again,
 * once, and not again before a pause is over if that did not bring the key.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
import type { Clock } from "../ports/clock.ts";
import type { Keys, PublicKey } from "../ports/keys.ts";

export interface KeySet {
  readonly keys: readonly PublicKey[];
  /** Milliseconds since the epoch. */
  readonly fetchedAt: number;
}

export interface KeyCache {
  /**
   * The keys at `url`.
   * @param kid the key that is looked for.
   * Rejects with the port's `PortError`; a failure is not remembered.
   */
  fetchKeys(
    url: string,
    kid: string | undefined,
    signal?: AbortSignal,
  ): Promise<KeySet>;
}

/** After this a set is fetched anew: a key that the pool gave up must not be believed for ever. In milliseconds. */
const longestLife = 60 * 60_000;
/** Between two fetches that did not bring the wanted key, in milliseconds. */
const pause = 10_000;

interface Entry extends KeySet {
  /** Until then a missing key is taken for missing. */
  readonly pauseUntil: number;
}

export function createKeyCache(
  port: Keys,
  clock: Pick<Clock, "now">,
): KeyCache {
  const entries = new Map<string, Entry>();
  return {
    fetchKeys: async (url, kid, signal) => {
      const now = clock.now();
      const known = entries.get(url);
      if (known !== undefined && now - known.fetchedAt < longestLife) {
        const has = known.keys.some((key) => key.kid === kid);
        if (has || kid === undefined || now < known.pauseUntil) return known;
      }
      const keys = await port.fetchKeys(url, signal);
      const fetchedAt = clock.now();
      const found = keys.some((key) => key.kid === kid);
      const entry = {
        keys,
        fetchedAt,
        pauseUntil: found ? 0 : fetchedAt + pause,
      };
      entries.set(url, entry);
      return entry;
    },
  };
}

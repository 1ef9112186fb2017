/**
 * Lattices as plain objects, and the three ways they are put together here. `join` gives its first argument itself when
 * the second adds nothing, so that "has anything changed" is a comparison of references.
 */
export interface Lattice<T> {
  readonly bottom: T;
  readonly join: (a: T, b: T) => T;
  readonly leq: (a: T, b: T) => boolean;
}

function fromJoin<T>(bottom: T, join: (a: T, b: T) => T): Lattice<T> {
  return { bottom, join, leq: (a, b) => join(b, a) === b };
}

/** Nothing, one value, or more than one (`top`). Values are compared with `===`. */
export function flat<T>(top: T): Lattice<T | undefined> {
  return fromJoin<T | undefined>(undefined, (a, b) => {
    if (b === undefined || a === b || a === top) return a;
    return a === undefined ? b : top;
  });
}

/**
 * Sets of elements told apart by `key`. `normalize` takes out what other elements stand for already, and makes a set
 * that is too large smaller; it must only lose detail, give the same for what it has given once, and give back the very
 * array where it changes nothing. One element alone is never changed.
 */
export function boundedSet<A>(
  key: (element: A) => string,
  normalize: (elements: readonly A[]) => readonly A[],
): Lattice<ReadonlyMap<string, A>> & {
  readonly of: (elements: readonly A[]) => ReadonlyMap<string, A>;
} {
  const normalized = (set: ReadonlyMap<string, A>): ReadonlyMap<string, A> => {
    if (set.size < 2) return set;
    const all = [...set.values()];
    const kept = normalize(all);
    return kept === all ? set : new Map(kept.map((each) => [key(each), each]));
  };
  const of = (elements: readonly A[]): ReadonlyMap<string, A> => {
    const set = new Map<string, A>();
    for (const each of elements) set.set(key(each), each);
    return normalized(set);
  };
  const lattice = fromJoin<ReadonlyMap<string, A>>(new Map(), (a, b) => {
    if (a === b || b.size === 0) return a;
    if (a.size === 0) return b;
    let union: Map<string, A> | undefined;
    for (const [each, element] of b)
      if (!a.has(each)) (union ??= new Map(a)).set(each, element);
    if (union === undefined) return a;
    const joined = normalized(union);
    return joined.size === a.size && isWithin(joined, a) ? a : joined;
  });
  return { ...lattice, of };
}

function isWithin<K>(
  part: ReadonlyMap<K, unknown>,
  whole: ReadonlyMap<K, unknown>,
): boolean {
  for (const each of part.keys()) if (!whole.has(each)) return false;
  return true;
}

/** Maps whose missing entries are `inner.bottom`. */
export function mapOf<K, V>(inner: Lattice<V>): Lattice<ReadonlyMap<K, V>> {
  return fromJoin<ReadonlyMap<K, V>>(new Map(), (a, b) => {
    if (a === b) return a;
    let joined: Map<K, V> | undefined;
    for (const [k, theirs] of b) {
      const ours = a.get(k);
      if (ours === theirs) continue;
      const both =
        ours === undefined
          ? inner.join(inner.bottom, theirs)
          : inner.join(ours, theirs);
      if (both === ours || (ours === undefined && both === inner.bottom))
        continue;
      joined ??= new Map(a);
      joined.set(k, both);
    }
    return joined ?? a;
  });
}

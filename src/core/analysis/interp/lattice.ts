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
 * Small sets of elements told apart by `same`, in the order in which they came. `normalize` takes out what other elements
 * stand for already, and makes a set that is too large smaller; it must only lose detail, give the same for what it has
 * given once, and give back the very array where it changes nothing. One element alone is never changed.
 */
export function boundedSet<A>(
  same: (a: A, b: A) => boolean,
  normalize: (elements: readonly A[]) => readonly A[],
): Lattice<readonly A[]> & {
  readonly of: (elements: readonly A[]) => readonly A[];
} {
  // Sets have a dozen elements at most: looking through one is faster than keeping a table of it.
  const has = (set: readonly A[], element: A): boolean => {
    for (const each of set)
      if (each === element || same(each, element)) return true;
    return false;
  };
  const distinct = (elements: readonly A[]): readonly A[] => {
    const kept: A[] = [];
    for (const each of elements) if (!has(kept, each)) kept.push(each);
    return kept.length === elements.length ? elements : kept;
  };
  const of = (elements: readonly A[]): readonly A[] => {
    if (elements.length < 2) return elements;
    const set = distinct(elements);
    return set.length < 2 ? set : distinct(normalize(set));
  };
  const lattice = fromJoin<readonly A[]>([], (a, b) => {
    if (a === b || b.length === 0) return a;
    if (a.length === 0) return b;
    let union: A[] | undefined;
    for (const element of b)
      if (!has(a, element)) (union ??= [...a]).push(element);
    if (union === undefined) return a;
    const joined = distinct(normalize(union));
    return joined.length === a.length && joined.every((each) => has(a, each))
      ? a
      : joined;
  });
  return { ...lattice, of };
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

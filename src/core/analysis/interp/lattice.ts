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
 * that is too large smaller; it must only lose detail, and give the same for what it has given once.
 */
export function boundedSet<A>(
  key: (element: A) => string,
  normalize: (elements: readonly A[]) => readonly A[],
): Lattice<ReadonlyMap<string, A>> & {
  readonly of: (elements: readonly A[]) => ReadonlyMap<string, A>;
} {
  const of = (elements: readonly A[]): ReadonlyMap<string, A> => {
    const set = new Map(elements.map((each) => [key(each), each]));
    return new Map(
      normalize([...set.values()]).map((each) => [key(each), each]),
    );
  };
  const lattice = fromJoin<ReadonlyMap<string, A>>(new Map(), (a, b) => {
    if (a === b || [...b.keys()].every((each) => a.has(each))) return a;
    const joined = of([...a.values(), ...b.values()]);
    return joined.size === a.size &&
      [...joined.keys()].every((each) => a.has(each))
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

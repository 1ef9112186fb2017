/** Answers of AWS leave most members optional; ours are absent or have a value, never undefined. */
export type Known<T> = {
  readonly [K in keyof T]?: Exclude<T[K], undefined>;
};

/** `members` without those that are undefined. */
export function known<T extends object>(members: T): Known<T> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as Known<T>;
}

/** Waits for what the editor does in its own time. */

/** The first value of `look` that is not undefined; fails after ten seconds, saying what was waited for. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  milliseconds = 10_000,
): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    if (Date.now() > deadline)
      throw new Error(
        `Waited ${String(milliseconds / 1000)} s in vain for ${what}.`,
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits for a promise, but not longer than `ms`. The promise itself goes on; a late failure of it is nobody's. */
export async function within<T>(
  ms: number,
  promise: Promise<T>,
): Promise<T | "timeout"> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<"timeout">((resolve) => {
    timer = setTimeout(() => {
      resolve("timeout");
    }, ms);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

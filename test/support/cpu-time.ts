/** How long something takes the processor, for tests of what must not grow out of proportion. */

/**
 * Milliseconds, the least of three runs. Whatever else the machine does meanwhile does not count, and the collector, which
 * comes when it likes, comes rarely three times.
 */
export function cpuTime(run: () => void): number {
  const times = [1, 2, 3].map(() => {
    const begun = process.threadCpuUsage();
    run();
    const { user, system } = process.threadCpuUsage(begun);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

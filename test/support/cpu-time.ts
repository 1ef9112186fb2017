/** How long something takes the processor, for tests of what must not grow out of proportion. */

const runs = 10;

/**
 * Milliseconds, the mean of ten runs. Whatever else the machine does meanwhile does not count; and the clock of a thread
 * may go in steps of four milliseconds, which one short run falls between.
 */
export function cpuTime(run: () => void): number {
  const begun = process.threadCpuUsage();
  for (let i = 0; i < runs; i++) run();
  const { user, system } = process.threadCpuUsage(begun);
  return (user + system) / 1000 / runs;
}

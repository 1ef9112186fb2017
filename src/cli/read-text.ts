/**
 * Reads the texts of many files through one buffer. What does not fit into it is a bundle or data and is not read on, so
 * that a file needs no look at its size first, and a huge one costs no memory.
 */
import { closeSync, openSync, readSync } from "node:fs";

/** In bytes. Handlers are written by people. */
const largestFile = 1_000_000;

const room = Buffer.allocUnsafeSlow(largestFile + 1);

/** @returns undefined for a file that is larger than 1 MB; throws what the file system throws */
export function readSmallText(place: string): string | undefined {
  const file = openSync(place, "r");
  try {
    let size = 0;
    for (let more = -1; more !== 0; size += more)
      more = readSync(file, room, size, room.length - size, null);
    return size > largestFile ? undefined : room.toString("utf8", 0, size);
  } finally {
    closeSync(file);
  }
}

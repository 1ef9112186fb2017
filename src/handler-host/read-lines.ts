/**
 * Splits a stream at line feeds and at nothing else: `node:readline` also breaks at U+2028 and at carriage returns, which
 * JSON text and log records may hold.
 */
import type { Readable } from "node:stream";

export function readLines(
  stream: Readable,
  onLine: (line: string) => void,
): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(onLine);
  });
  stream.on("end", () => {
    if (rest !== "") onLine(rest);
    rest = "";
  });
}

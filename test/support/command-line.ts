/** The command line in this process, and what it wrote. Unless more is said it has no input, no colours and no environment. */
import type { Outside } from "../../src/cli/outside.ts";
import { run } from "../../src/cli/run.ts";
import { readGrammar } from "./analyzer.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly complaints: readonly string[];
}

export async function runCommandLine(
  folder: string,
  args: readonly string[],
  more: Partial<Outside> = {},
): Promise<Ran> {
  const out: string[] = [];
  const complaints: string[] = [];
  const code = await run(args, {
    write: (text) => out.push(text),
    complain: (sentence) => complaints.push(sentence),
    readInput: () => Promise.resolve(""),
    now: () => 0,
    folder,
    readAsset: readGrammar,
    ...more,
  });
  return { code, out: out.join(""), complaints };
}

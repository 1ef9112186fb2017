/** One run of the command line: from arguments to exit code. Whatever fails ends as a sentence and exit code 2. */
import manifest from "../../package.json" with { type: "json" };
import { help, readArgs } from "./args.ts";
import { explain } from "./explain.ts";
import { lint } from "./lint.ts";
import { listRules } from "./list-rules.ts";
import { exitCodes, type ExitCode, type Outside } from "./outside.ts";

export async function run(
  args: readonly string[],
  outside: Outside,
): Promise<ExitCode> {
  try {
    if (!args.some((it) => /^(-h|--help)$/.test(it))) {
      const [command, ...rest] = args;
      // Each with libraries of its own: jose, the AWS SDK.
      if (command === "decode")
        return await (await import("./decode.ts")).decode(rest, outside);
      if (command === "tail")
        return await (await import("./tail.ts")).tail(rest, outside);
    }
    const command = readArgs(args);
    switch (command.kind) {
      case "help":
        outside.write(help);
        return exitCodes.clean;
      case "version":
        outside.write(`${manifest.version}\n`);
        return exitCodes.clean;
      case "mistake":
        outside.complain(command.sentence);
        return exitCodes.failure;
      case "rules":
        return listRules(outside);
      case "explain":
        return explain(command.rule, outside);
      case "lint":
        return await lint(command.options, manifest.version, outside);
    }
  } catch (error) {
    outside.complain(
      `The check failed inside: ${error instanceof Error ? error.message : String(error)}. Please report it.`,
    );
    return exitCodes.failure;
  }
}

/** Reads the command line. A mistake comes back as one sentence, never as an exception. */
import { parseArgs } from "node:util";

export const formats = ["pretty", "json", "sarif"] as const;
export type Format = (typeof formats)[number];

export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | {
      readonly kind: "lint";
      readonly format: Format;
      readonly paths: readonly string[];
    }
  | { readonly kind: "explain"; readonly rule: string | undefined }
  | { readonly kind: "mistake"; readonly sentence: string };

export const help = `Usage:
  cognito-debugger lint [--format pretty|json|sarif] PATH...
      Check the Lambda triggers of Amazon Cognito in files and folders
      (JavaScript, TypeScript, Python).
  cognito-debugger explain [RULE]
      Explain a rule; without one, list the rules.
  cognito-debugger decode [OPTION]... < FILE
      Decode every token of Amazon Cognito in a text; what is not asked for
      below asks nobody, and the text is kept nowhere.

Options:
  --format FORMAT  pretty (for people), json or sarif; pretty if left out
  --version        print the version
  -h, --help       print this help

Options of decode:
  --format FORMAT  pretty (for people) or json; pretty if left out
  --verify         check everything; fetches the pool's public keys
  --jwks FILE      check everything with the keys in FILE; fetches nothing
  --issuer URL, --pool ID, --client ID, --token-use id|access
                   what the token must say; a host in URL that is not AWS's own
                   is trusted for keys
  --now SECONDS    take this for the present (seconds since 1970)
  --tolerance SECONDS
                   how far clocks may differ

Exit code of decode: 0 every token is valid, or decoded where no keys were asked
for; 1 one is not valid; 2 one cannot be read, or could not be verified.

Exit code of lint: 0 nothing of severity error found, 1 something found, 2 the check
could not be done (bad usage, unreadable path, internal failure).

A comment disables a rule for the line after it:
  // cognito-disable-next-line RULE    (# in Python)
A comment names the trigger of a handler that is not recognised:
  // cognito-trigger: PreSignUp        (# in Python)
`;

export function readArgs(args: readonly string[]): Command {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: "string" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    // Node's first sentence names the option; what follows is advice about `--`.
    const [sentence = ""] = (error as Error).message.split(/\. |\n/);
    return mistake(`${sentence.replace(/\.$/, "")}.`);
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: "help" };
  if (values.version === true) return { kind: "version" };
  const [command, ...rest] = positionals;
  switch (command) {
    case undefined:
      return mistake("No command was given.");
    case "help":
      return { kind: "help" };
    case "explain":
      return rest.length > 1
        ? mistake("explain takes one rule.")
        : { kind: "explain", rule: rest[0] };
    case "lint": {
      const format = formats.find(
        (each) => each === (values.format ?? "pretty"),
      );
      if (format === undefined)
        return mistake(
          `There is no format "${values.format ?? ""}": choose ${formats.join(", ")}.`,
        );
      if (rest.length === 0)
        return mistake("lint needs at least one file or folder.");
      return { kind: "lint", format, paths: rest };
    }
    default:
      return mistake(`There is no command "${command}".`);
  }
}

const mistake = (sentence: string): Command => ({
  kind: "mistake",
  sentence: `${sentence} Run cognito-debugger --help to see what it takes.`,
});

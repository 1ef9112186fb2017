/** Reads the command line. A mistake comes back as one sentence, never as an exception. */
import { readLintArgs, type LintOptions } from "./lint-args.ts";

export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "lint"; readonly options: LintOptions }
  | { readonly kind: "rules" }
  | { readonly kind: "explain"; readonly rule: string | undefined }
  | { readonly kind: "mistake"; readonly sentence: string };

export const help = `Usage:
  cognito-debugger lint [OPTION]... PATH...
      Check the Lambda triggers of Amazon Cognito (JavaScript, TypeScript,
      Python) and the infrastructure code around them, in files, folders and
      patterns such as "src/**/*.ts". What .gitignore leaves out is left out.
  cognito-debugger rules
      List the rules.
  cognito-debugger explain [RULE]
      Explain a rule; without one, list the rules.
  cognito-debugger decode [OPTION]... < FILE
      Decode every token of Amazon Cognito in a text; what is not asked for
      below asks nobody, and the text is kept nowhere.
  cognito-debugger tail (--pool ID | --group NAME) [OPTION]...
      Follow the logs of a pool's triggers, and any log groups, as one stream in
      order that loses and repeats nothing. Credentials, e-mail addresses and
      phone numbers are taken out. Ctrl+C ends it.

Options:
  --version        print the version
  -h, --help       print this help

Options of lint:
  --format FORMAT  pretty (for people), json, sarif or github (annotations of a
                   workflow); pretty if left out
  --fix            apply the fixes that need no choice
  --rule RULE      only this rule; may be repeated
  --rule RULE=off|info|warning|error
                   the level of a rule in this run; may be repeated
  --max-warnings N fail with more warnings than N
  --trigger NAME   take every handler for one of this trigger; may be repeated
  --node-runtime RUNTIME
                   the runtime (nodejs24.x), whatever templates say
  --config FILE    in place of the nearest cognito-debugger.config.json; its
                   patterns count from the working folder
  --stdin --stdin-filename NAME
                   check the text on standard input as the file NAME

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

Options of tail:
  --pool ID        all triggers of this user pool
  --trigger NAME   only this trigger of the pool (PreSignUp); may be repeated
  --group NAME     a log group as well; may be repeated
  --since TIME     how long ago (5m, 3h, 2d), a time (14:30, 2026-11-21T14:30Z)
                   or now; 5m if left out
  --last N         from the beginning of the last N invocations
  --filter PATTERN CloudWatch's filter pattern, applied by CloudWatch
  --grep REGEX     only lines that match, as they are shown
  --user NAME      only invocations that name this user
  --errors         only errors
  --json           one JSON object a line
  --no-follow      read to the end and stop
  --live           by Live Tail, which AWS bills by the minute
  --region REGION, --profile NAME, --endpoint URL
                   where to read, and as whom; the Region is the pool's if left
                   out

Exit code of tail: 0 ended; 1 with --no-follow --errors, there were errors; 2 it could
not be done (bad usage, no permission, every log group refused).

Exit code of decode: 0 every token is valid, or decoded where no keys were asked
for; 1 one is not valid; 2 one cannot be read, or could not be verified.

Exit code of lint: 0 nothing of severity error found, 1 something found or more warnings
than --max-warnings, 2 the check could not be done (bad usage, unreadable path, internal
failure).

A comment disables a rule for the line after it:
  // cognito-disable-next-line RULE    (# in Python)
A comment names the trigger of a handler that is not recognised:
  // cognito-trigger: PreSignUp        (# in Python)
`;

export function readArgs(args: readonly string[]): Command {
  if (args.some((each) => /^(?:-h|--help)$/.test(each)))
    return { kind: "help" };
  if (args.includes("--version")) return { kind: "version" };
  // Options of lint may stand before the word.
  const at = args.findIndex((each) => commands.has(each));
  const command = args[at === -1 ? 0 : at];
  const rest = args.filter((_, index) => index !== (at === -1 ? 0 : at));
  switch (command) {
    case undefined:
      return mistake("No command was given.");
    case "help":
      return { kind: "help" };
    case "rules":
      return rest.length > 0
        ? mistake("rules takes nothing.")
        : { kind: "rules" };
    case "explain":
      return rest.length > 1
        ? mistake("explain takes one rule.")
        : { kind: "explain", rule: rest[0] };
    case "lint": {
      const read = readLintArgs(rest);
      return read.ok
        ? { kind: "lint", options: read.options }
        : { kind: "mistake", sentence: read.sentence };
    }
    default:
      return mistake(`There is no command "${command}".`);
  }
}

const commands = new Set(["help", "rules", "explain", "lint"]);

const mistake = (sentence: string): Command => ({
  kind: "mistake",
  sentence: `${sentence} Run cognito-debugger --help to see what it takes.`,
});

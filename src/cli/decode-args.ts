/** Reads what `decode` takes. A mistake comes back as one sentence, which never repeats a value: it may be a token. */
import { parseArgs } from "node:util";

export interface DecodeOptions {
  readonly format: "pretty" | "json";
  /** Texts given as arguments; none: standard input is read. */
  readonly texts: readonly string[];
  /** Fetch the pool's keys. */
  readonly verify: boolean;
  /** A file with the keys, in place of fetching them. */
  readonly jwks?: string;
  readonly issuer?: string;
  readonly pool?: string;
  readonly client?: string;
  readonly tokenUse?: "id" | "access";
  /** Seconds since the epoch. */
  readonly now?: number;
  /** Seconds. */
  readonly tolerance?: number;
}

export type DecodeArgs =
  | { readonly ok: true; readonly options: DecodeOptions }
  | { readonly ok: false; readonly sentence: string };

const options = {
  format: { type: "string" },
  verify: { type: "boolean" },
  jwks: { type: "string" },
  issuer: { type: "string" },
  pool: { type: "string" },
  client: { type: "string" },
  "token-use": { type: "string" },
  now: { type: "string" },
  tolerance: { type: "string" },
} as const;

export function readDecodeArgs(args: readonly string[]): DecodeArgs {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    const name = /--?[a-z-]+/.exec((error as Error).message)?.[0] ?? "";
    return mistake(
      name.slice(2) in options
        ? `${name} is not used like this.`
        : `decode has no option ${name}.`,
    );
  }
  const { values, positionals } = parsed;
  const { format = "pretty", issuer, verify = false } = values;
  const use = values["token-use"];
  const now = readSeconds(values.now);
  const tolerance = readSeconds(values.tolerance);
  if (format !== "pretty" && format !== "json")
    return mistake("decode prints pretty or json: choose one for --format.");
  if (use !== undefined && use !== "id" && use !== "access")
    return mistake("--token-use is id or access.");
  if (now === null) return mistake("--now takes seconds since 1970.");
  if (tolerance === null) return mistake("--tolerance takes seconds.");
  if (issuer !== undefined && !isIssuerAddress(issuer))
    return mistake(
      "--issuer takes the whole address, as it stands in iss: https://... (http only for this machine).",
    );
  const { jwks, pool, client } = values;
  return {
    ok: true,
    options: {
      format,
      texts: positionals.filter((text) => text !== "-"),
      verify,
      ...(jwks === undefined ? {} : { jwks }),
      ...(issuer === undefined ? {} : { issuer }),
      ...(pool === undefined ? {} : { pool }),
      ...(client === undefined ? {} : { client }),
      ...(use === undefined ? {} : { tokenUse: use }),
      ...(now === undefined ? {} : { now }),
      ...(tolerance === undefined ? {} : { tolerance }),
    },
  };
}

/** null: not a number. */
function readSeconds(text: string | undefined): number | undefined | null {
  if (text === undefined) return undefined;
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null;
}

/** Keys that came over an open line would prove nothing. */
function isIssuerAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (
    protocol === "https:" ||
    (protocol === "http:" &&
      /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname))
  );
}

function mistake(sentence: string): DecodeArgs {
  return {
    ok: false,
    sentence: `${sentence} Run cognito-debugger --help to see what it takes.`,
  };
}

/** What a command needs from the process, so that a test can be the process. */
export interface Outside {
  /** Standard output. */
  readonly write: (text: string) => void;
  /** Standard output is a terminal that wants colours. */
  readonly colours?: boolean;
  /** One sentence to standard error. */
  readonly complain: (sentence: string) => void;
  /** All of standard input. */
  readonly readInput: () => Promise<string>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The working folder; paths are relative to it. */
  readonly folder: string;
  /** Bytes of a grammar file that is shipped with the program. */
  readonly readAsset: (name: string) => Promise<Uint8Array>;
  /** Environment variables. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** Calls `stop` when the user ends the program, or nobody reads its output any more. */
  readonly onInterrupt?: (stop: () => void) => { readonly dispose: () => void };
  /** Resolves when what was written has left; undefined while there is room for more. */
  readonly whenWritten?: () => Promise<void> | undefined;
}

/** `clean` also for help; `failure` for bad usage and for anything that kept us from an answer. */
export const exitCodes = { clean: 0, findings: 1, failure: 2 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

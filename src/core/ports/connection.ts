/** Which account, Region and endpoint the adapters talk to: what the user chose, and nothing secret. */
export interface Connection {
  /** A profile of the shared AWS config files; absent: the default credential chain. */
  readonly profile?: string;
  readonly region: string;
  /** Overrides the address of every AWS service, for local emulators. */
  readonly endpoint?: string;
}

/** What every page and the extension say to each other. What else a page asks for is in the `protocol.ts` of its folder. */

export interface Show<State> {
  readonly type: "show";
  readonly state: State;
}

/** The page was (re)made and holds nothing yet. */
export interface Ready {
  readonly type: "ready";
}

/** Whether to colour what is printed: https://no-color.org, https://force-color.org, and terminals that have none. */
export function wantsColours(
  isTerminal: boolean,
  variables: Readonly<Record<string, string | undefined>>,
): boolean {
  const { NO_COLOR: none, FORCE_COLOR: forced, TERM: terminal } = variables;
  if (none) return false;
  return forced ? forced !== "0" : isTerminal && terminal !== "dumb";
}

/** Standings that are told once each, however often they are found to be so. */
import type { PortError } from "../ports/port-error.ts";

interface Standing {
  readonly kind: string;
  readonly error?: PortError;
}

/** Passes a standing on when it differs from the one before, in kind or in what went wrong. */
export function onChange<T extends Standing>(
  tell: (state: T) => void,
): (state: T) => void {
  let last = "";
  return (state) => {
    const now = `${state.kind} ${state.error?.message ?? ""}`;
    if (now === last) return;
    last = now;
    tell(state);
  };
}

/** Asked in a function: TypeScript would take an answer from before an `await` for granted. */
export function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

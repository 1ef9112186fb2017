/** What can be seen of a handler that says which trigger it serves. */
import type { TriggerId } from "./contract.ts";

export interface TriggerEvidence {
  /** Workspace path or file name with `/`. */
  readonly path: string;
  /** The handler's own name, or the name it is exported under. */
  readonly functionName?: string;
  /** What stands after `cognito-trigger:` in comments. */
  readonly directives: readonly string[];
  /** The triggers it is configured for, where that is known. */
  readonly declared?: readonly TriggerId[];
  /** Names of types, type arguments, decorators and classes that stand at the handler or its event. */
  readonly typeNames: readonly string[];
  /** Those of them that are no library's, as far as the file shows: they name a trigger, but no version of its event. */
  readonly ownTypeNames?: readonly string[];
  /** Types of events that functions want which it hands its own to. */
  readonly handedTypes?: readonly string[];
  /** Texts that `triggerSource` is compared with. */
  readonly triggerSources: readonly string[];
  /** Members of `event.response` that are written. */
  readonly responseMembers: readonly string[];
  /** Members of `event.request` that are read. */
  readonly requestMembers: readonly string[];
  /** Members of the event itself that are used: `triggerSource`, but also `httpMethod` or `Records`. */
  readonly eventMembers: readonly string[];
  /** It is exported as handlers are, and gives nothing back that only an HTTP API asks for. */
  readonly conventional?: boolean;
  /** Its name is a handler's, and it takes a context or gives its event back. */
  readonly handlerLike?: boolean;
  /** On some path it gives the very event back. */
  readonly givesEventBack?: boolean;
  /** Comments of the file. */
  readonly comments?: readonly string[];
  /** The first lines of Python's docstrings, of the handler and of the file. */
  readonly described?: readonly string[];
  /** Modules the file imports. */
  readonly imports?: readonly string[];
}

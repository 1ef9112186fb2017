/**
 * What infrastructure code says about Lambda functions and user pools, as plain data, whatever it is written in. Only
 * what stands in the text: a value made at deployment is left out, never guessed.
 */
import type { Range } from "../text/position.ts";
import type { TriggerId } from "../triggers/contract.ts";

export interface IacFile {
  /** Workspace path with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A value and where it stands. */
export interface Placed<T> {
  readonly value: T;
  readonly range: Range;
}

/** Where a function's handler may lie. Several are given where the text leaves open what a path is relative to. */
export interface CodePlace {
  /** Workspace path of the module, without extension: `src/pre-sign-up/index`. */
  readonly module: string;
  /** The name it is exported under: `handler`. */
  readonly exportName: string;
  /** The folder that is deployed with it, where that is known: nothing around it comes along. */
  readonly root?: string;
}

/** Code that stands in the template itself. */
export interface InlineCode {
  /** As the runtime gets it. */
  readonly text: string;
  /** The template's offset of each offset of `text`, its end included. */
  readonly offsets: readonly number[];
  /** Where each character of `text` ends in the template: an escaped one is longer there. */
  readonly ends: readonly number[];
  /** It stands in quotes or in parts: a line or a quote of new text would have to be written otherwise. */
  readonly isQuoted: boolean;
  /** It is in the language of the file that it stands in. */
  readonly isProgram?: true;
}

export interface DeployedFunction {
  /** Logical id, resource name or variable: what a wiring names. */
  readonly name: string;
  readonly range: Range;
  /** Lambda's name of the runtime: `nodejs22.x`. */
  readonly runtime?: Placed<string>;
  readonly places: readonly CodePlace[];
  /** The name that its code exports the handler under, where that is all that is known. */
  readonly exportName?: string;
  readonly inline?: InlineCode;
}

/** A user pool calls a function. */
export interface Wiring {
  /** Several where the version of the event stays open. */
  readonly triggers: readonly TriggerId[];
  /** The version is the one that holds where none is said; code elsewhere may raise it. */
  readonly versionByDefault?: true;
  /** The function's name. */
  readonly calls: string;
  /** `calls` is no function of the scope, but the id that the Serverless Framework makes of a function's name. */
  readonly byLogicalId?: true;
  readonly range: Range;
  /** Nothing but a permission of its own in this text lets Cognito invoke the function. */
  readonly needsPermission: boolean;
  /** The user pool's name, for a permission to name. */
  readonly pool?: string;
}

export type IacLanguage =
  "cloudformation" | "serverless" | "amplify" | "terraform" | "program";

export interface Template {
  readonly path: string;
  readonly text: string;
  readonly language: IacLanguage;
  /** Templates of one scope name each other's functions. */
  readonly scope: string;
  readonly functions: readonly DeployedFunction[];
  readonly wirings: readonly Wiring[];
  /** Functions that Cognito may invoke; `undefined` stands for one whose name is not known. */
  readonly permitted: readonly (string | undefined)[];
  /** It changes what others make of a user pool: the versions that hold by default there are not known. */
  readonly raisesVersions?: boolean;
  /** What kept a part of the text from being read. */
  readonly problems: readonly Placed<string>[];
}

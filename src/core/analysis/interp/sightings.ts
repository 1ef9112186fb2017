/** Faults that show on the way through a handler rather than in its answer, each with the place where it shows. */
import type { Range } from "../../text/position.ts";
import type { FunctionId, VariableId } from "../ir/ir.ts";

/** A member set under something that is not there: it comes as null, or not at all. */
export interface NullWrite {
  /** `foreign`: a response that has no such member. */
  readonly of: "event" | "response" | "foreign";
  /** The member of the event or of the response. */
  readonly member: string;
  readonly range: Range;
}

/** An attribute that is text, used as if it were a boolean. */
export interface AttributeTest {
  readonly attribute: string;
  /** The constant it is compared with; undefined where it stands as a condition. */
  readonly against: boolean | undefined;
  readonly negated: boolean;
  readonly range: Range;
  /** The expression of the attribute. */
  readonly operand: Range;
}

/** The placeholder of a message, changed by a call, or sent or stored by it as if it were the code. */
export interface PlaceholderChange {
  readonly how: "changed" | "sent" | "stored";
  readonly by: string;
  readonly range: Range;
  readonly argument: Range | undefined;
}

export interface Sightings {
  readonly nullWrites: Map<number, NullWrite>;
  readonly attributeTests: Map<number, AttributeTest>;
  /** Attributes that are used as the text they are somewhere. */
  readonly textAttributes: Set<string>;
  readonly placeholderChanges: Map<number, PlaceholderChange>;
  /** Functions of other files that ran, and the call of this file that led there. */
  readonly calledFrom: Map<FunctionId, Range>;
  /** Parameters of the file's functions that were given the event or a part of it. */
  readonly handed: Map<VariableId, HandedPart>;
}

export interface HandedPart {
  readonly to: FunctionId;
  /** Members from the event on; empty for the event itself. */
  readonly path: readonly string[];
}

export const noSightings = (): Sightings => ({
  nullWrites: new Map(),
  attributeTests: new Map(),
  textAttributes: new Set(),
  placeholderChanges: new Map(),
  calledFrom: new Map(),
  handed: new Map(),
});

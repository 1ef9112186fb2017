/** Handlers put together at random of pieces that the analyser knows each by itself: it must see through any mixture. */
import { pick, type Random } from "../../../support/random.ts";

/** What a piece needs beside the place where it stands. */
export interface Around {
  /** A name that nothing else in the handler has. */
  readonly name: (stem: string) => string;
  /** Lines above the handler. */
  readonly above: string[];
  /** Statements before the one that writes. */
  readonly before: string[];
}

/** @param code what the piece is put around */
export type Piece = (code: string, around: Around) => string;
export type Pieces = Readonly<Record<string, Piece>>;

/** A variable with a name like `stem`, declared before, or what is read of it. */
export const held =
  (
    stem: string,
    declare: (name: string, code: string) => string,
    read = "",
  ): Piece =>
  (code, { name, before }) => {
    const variable = name(stem);
    before.push(declare(variable, code));
    return `${variable}${read}`;
  };

/** A call of something that is declared above the handler. */
export const called =
  (
    declare: (name: string) => string,
    call = (name: string, code: string): string => `${name}(${code})`,
  ): Piece =>
  (code, { name, above }) => {
    const used = name("Helper");
    above.push(declare(used));
    return call(used, code);
  };

/** All that a language's handlers are put together of. */
export interface Kit {
  readonly path: string;
  /** Expressions that are no boolean, and such that are. */
  readonly faulty: readonly string[];
  readonly right: readonly string[];
  /** Ways to hand a value on; the same value comes out. */
  readonly values: Pieces;
  /** Ways to write it to `autoConfirmUser`. */
  readonly writes: Pieces;
  /** Ways through the handler on which that is done. */
  readonly ways: Pieces;
  /** Handlers, and what they are called by. */
  readonly handlers: Pieces;
}

/** A handler that hands a value on by this piece, among others. */
export function assemble(
  kit: Kit,
  value: string,
  version: "faulty" | "right",
  random: Random,
): string {
  let names = 0;
  const around: Around = {
    name: (stem) => `${stem}${String(++names)}`,
    above: [],
    before: [],
  };
  const any = (pieces: Pieces): Piece => pick(random, Object.values(pieces));
  const handedOn = [value, pick(random, Object.keys(kit.values))];
  if (random(2) === 0) handedOn.reverse();
  let code = pick(random, kit[version]);
  for (const each of handedOn) code = kit.values[each]?.(code, around) ?? code;
  code = any(kit.writes)(code, around);
  code = [...around.before, code].join("\n");
  for (let ways = 1 + random(2); ways > 0; ways--)
    code = any(kit.ways)(code, around);
  return any(kit.handlers)(code, around);
}

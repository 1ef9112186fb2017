/** Methods of texts: what they make of one that is known, to the last character or with holes. */
import { spreadKeywords, type Call } from "../ir/ir.ts";
import { type Invocation, returning, withResult } from "./call.ts";
import { joinedItems, joinedKnown } from "./collection-methods.ts";
import { constantResult } from "./constant-texts.ts";
import { readField } from "./members.ts";
import { listOfValues } from "./heap.ts";
import { methodResult } from "./library.ts";
import { objectIds, type CallResult } from "./machine.ts";
import {
  asConstant,
  changedText,
  fillIn,
  fillJinja,
  fillSlots,
  fillTemplate,
  isPlain,
  plainOrNothing,
  isKnownText,
  plainText,
  splitting,
} from "./message-text.ts";
import { textJoined, textOf } from "./provenance.ts";
import { copyState, objectAt, setObject, type State } from "./state.ts";
import { callUnknown } from "./unknown-calls.ts";
import {
  constantOf,
  constantValue,
  joinAll,
  noValue,
  onlyText,
  unknownValue,
  valueOf,
  type Atom,
  type Value,
} from "./value.ts";

/** A method of one text. */
export function callTextMethod(
  invocation: Invocation,
  atom: Atom & { kind: "text" },
  state: State,
): CallResult {
  const { name, args } = invocation;
  const made =
    madeOfConstants(invocation, atom, state) ??
    plainPieces(invocation, [atom], state);
  if (made !== undefined) return returning(made, state);
  const [argument] = args[0] ?? [];
  const known = argument === undefined ? undefined : constantOf(argument);
  if (
    atom.value !== undefined &&
    args[0]?.length === 1 &&
    typeof known?.value === "string"
  ) {
    const { value } = atom;
    if (name === "startsWith" || name === "startswith")
      return returning(constantValue(value.startsWith(known.value)), state);
    if (name === "endsWith" || name === "endswith")
      return returning(constantValue(value.endsWith(known.value)), state);
    if (name === "includes")
      return returning(constantValue(value.includes(known.value)), state);
  }
  if (name === "join" && atom.value !== undefined && args[0] !== undefined) {
    const joined = joinedKnown(state, args[0], [valueOf(atom)]);
    if (joined !== undefined) return returning(joined, state);
  }
  return withResult(
    callUnknown(invocation, state, true),
    changedBy(invocation, atom, state),
  );
}

/** What a method makes of a text that is not known to the last character. */
export function changedBy(
  invocation: Invocation,
  atom: Atom & { kind: "text" },
  state: State,
): Value {
  const { machine, name, args } = invocation;
  const { language } = machine.module;
  const named = (key: string): Value | undefined =>
    handedOver(invocation, state, key);
  const isWhole = name === "format" && args.every(isKnownText);
  // What a module keeps may come into a message later.
  const mayBeMessage = isWhole || machine.delivery?.messages !== false;
  if (mayBeMessage && atom.value !== undefined && /^format/u.test(name)) {
    const filled = fillIn(atom.value, args, named);
    return isWhole ? asConstant(filled) : valueOf(filled);
  }
  if (machine.delivery?.messages && atom.value !== undefined) {
    // What else is handed over may have any names.
    const isAll = invocation.call.arguments.every(
      (each) => each.name !== undefined && each.name !== spreadKeywords,
    );
    // A template is the text it was made of.
    if (/^(?:safe_)?substitute$/u.test(name))
      return valueOf(
        fillTemplate(atom.value, named, isAll && name.startsWith("safe")),
      );
    if (name === "render")
      return valueOf(
        fillJinja(atom.value, named, isAll ? constantValue("") : undefined),
      );
  }
  const joined =
    machine.delivery?.messages && name === "join"
      ? joinedItems(state, args[0] ?? unknownValue, valueOf(atom))
      : undefined;
  if (joined !== undefined) return joined;
  const filled =
    machine.delivery?.messages && /^replace(?:All)?$/u.test(name)
      ? filledBy(invocation, atom, state)
      : undefined;
  if (filled !== undefined) return valueOf(filled);
  const changed =
    machine.delivery?.messages && name !== "join"
      ? changedText(name, atom, args, language === "python")
      : undefined;
  if (changed !== undefined) return valueOf(changed);
  if (name === "join" && !machine.delivery?.messages)
    return textJoined(state, args[0] ?? unknownValue, valueOf(atom));
  return composers.test(name)
    ? textOf(state, [valueOf(atom), ...args])
    : (methodResult(language, "text", name) ?? unknownValue);
}

/** A template whose slots a function of this program fills. */
function filledBy(
  { machine, frame, call, args, name }: Invocation,
  text: Atom & { kind: "text" },
  state: State,
): Atom | undefined {
  const [sought = noValue] = args;
  const [fill, ...others] = args[1] ?? [];
  if (fill?.kind !== "function" || others.length > 0) return undefined;
  const give = (slot: readonly Value[]): Value =>
    joinAll(
      machine
        .callFunction(machine, frame, fill, slot, copyState(state), call.site)
        .returns.map(({ value }) => value),
    );
  return onlyText(sought)
    ? changedText(name, text, [sought, give([sought])], false)
    : fillSlots(text, sought, (slot) => give(slot.map(constantValue)));
}

/** Methods that put what they are given into the text. */
const composers =
  /^(?:format(?:_map)?|join|concat|replace|replaceAll|(?:safe_)?substitute|render)$/u;
/** Those, and the ones that leave most of it as it is. */
export const changers =
  /^(?:format(?:_map)?|concat|replace|replaceAll|(?:safe_)?substitute|render|trim(?:Start|End)?|[lr]?strip|to(?:Locale)?(?:Upper|Lower)Case|upper|lower)$/u;

/** What Python hands over under a name: by a keyword, or in a dict whose members are the keywords. */
function handedOver(
  { machine, call, args }: Invocation,
  state: State,
  name: string,
): Value | undefined {
  const at = call.arguments.findIndex((each) => each.name === name);
  if (at >= 0) return args[at];
  for (const [i, value] of args.entries()) {
    const keyword = call.arguments[i]?.name;
    const [id, ...others] = objectIds(value);
    if (
      (keyword === undefined || keyword === spreadKeywords) &&
      id !== undefined &&
      others.length === 0 &&
      value.length === 1 &&
      (objectAt(state, id).fields.get(name)?.absent === false ||
        (keyword === spreadKeywords && isOnlySpread(call, i)))
    )
      return readField(machine, state, value, constantValue(name), false);
  }
  return undefined;
}

/** All that has no name of its own comes from it. */
const isOnlySpread = (call: Call, at: number): boolean =>
  call.arguments.every(
    ({ name, spread }, i) =>
      i === at || (!spread && name !== undefined && name !== spreadKeywords),
  );

/** What comes out where the text and all arguments are known. */
function madeOfConstants(
  { machine, name, args, call, frame }: Invocation,
  { value: text }: Atom & { kind: "text" },
  state: State,
): Value | undefined {
  if (text === undefined) return undefined;
  const constants = args.map(([only, ...others]) =>
    only === undefined || others.length > 0 ? undefined : constantOf(only),
  );
  if (constants.includes(undefined)) return undefined;
  const made = constantResult(
    machine.module.language,
    name,
    text,
    constants.map((each) => each?.value),
  );
  if (made === undefined || typeof made === "string")
    return made === undefined ? undefined : constantValue(made);
  const id = `${frame.path}#parts${String(call.site)}`;
  setObject(state, id, listOfValues(made.map(constantValue), call.range));
  return valueOf({ kind: "object", id });
}

/** The words of a name, none of which holds a placeholder of a message. Only Python fails where there is none at some place. */
export function plainPieces(
  { machine, name, frame, call }: Invocation,
  texts: readonly Atom[],
  state: State,
): Value | undefined {
  if (
    machine.delivery?.messages !== true ||
    !splitting.test(name) ||
    !texts.every(isPlain) ||
    texts.every(({ kind }) => kind !== "text")
  )
    return undefined;
  const id = `${frame.path}#parts${String(call.site)}`;
  const piece =
    machine.module.language === "python" ? plainText : plainOrNothing;
  const parts = listOfValues([piece], call.range);
  setObject(state, id, { ...parts, order: undefined });
  return valueOf({ kind: "object", id });
}

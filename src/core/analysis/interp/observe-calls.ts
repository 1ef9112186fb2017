/** Sees calls and writes that go wrong on what came with the event. */
import { textBefore, type Range } from "../../text/position.ts";
import type { Call, FunctionId } from "../ir/ir.ts";
import type { Invocation } from "./call.ts";
import { fileAt, textAfter, writtenIn } from "../ir/file-at.ts";
import { evaluate } from "./evaluate.ts";
import { observeAsked, observeNullWrite } from "./null-writes.ts";
import { objectIds, type Machine } from "./machine.ts";
import { codePlaceholder, plainHole, textWithHoles } from "./message-text.ts";
import type { PlaceholderChange } from "./sightings.ts";
import { observeTextUse } from "./observe-attributes.ts";
import { objectAt, type State } from "./state.ts";
import { noValue, onlyText, type Atom, type Value } from "./value.ts";

/** @param target what is called */
export function observeCall(
  invocation: Invocation,
  target: Value,
  state: State,
): void {
  const { machine, name, args, receiver, call } = invocation;
  if (receiver !== undefined) observeTextUse(machine, receiver);
  // What functions and classes of the file do with it is seen there.
  if (!isOwn(target)) for (const each of args) observeTextUse(machine, each);
  if (isOwn(target) || asking.test(name)) observeAsked(state, args);
  if (machine.delivery?.messages) observePlaceholder(invocation, state);
  if (receiver !== undefined && changing.has(name))
    observeNullWrite(machine, state, receiver, call.range);
}

const asking = /^(?:is|has)(?![a-z])|^exists/u;

const changing: ReadonlySet<string> = new Set(
  "push unshift update append extend setdefault".split(" "),
);

const isOwn = ([only, ...others]: Value): boolean =>
  others.length === 0 && (only?.kind === "function" || only?.kind === "object");

/** Remembers which call of this file led into another one. */
export function observeEntry(
  { machine, frame, call }: Invocation,
  id: FunctionId,
): void {
  const { text, functions } = machine.module;
  const { calledFrom } = machine.sightings;
  const isOutside = ({ start }: Range): boolean => start > text.length;
  const target = functions[id];
  if (target === undefined || calledFrom.has(id) || !isOutside(target.range))
    return;
  const from = isOutside(call.range)
    ? calledFrom.get(frame.function.id)
    : call.range;
  if (from !== undefined) calledFrom.set(id, from);
}

/** Some text with the placeholder in it. */
export const someWithCode: Atom = {
  kind: "text",
  holes: plainHole + codePlaceholder + plainHole,
};
/** Functions that make another text of it, by the last part of their name. */
const encoders =
  /(?:^|\.)(?:encodeURIComponent|encodeURI|btoa|Number|parseInt|parseFloat|quote|quote_plus|urlencode|b64encode|int)$|^(?:querystring\.)?escape$/u;
/** Those of them that leave no part of a text as it was. */
const wholeEncoders =
  /(?:^|\.)(?:encodeURIComponent|encodeURI|btoa|b64encode)$/u;
/** Methods that take a part of it or another text. */
const cutters =
  /^(?:slice|substring|substr|split|charAt|replace|replaceAll|at|match)$/u;

/** Python's `code.strip("{}")`: the signs that Cognito looks for are gone. */
const takesSigns = (name: string, args: readonly Value[]): boolean =>
  /^[lr]?strip$|^remove(?:prefix|suffix)$/u.test(name) &&
  /[{}]/u.test(onlyText(args[0] ?? noValue) ?? "");

/** `encodeURIComponent(event.request.codeParameter)`: what comes out is no placeholder any more. */
function observePlaceholder(
  { machine, frame, name, args, receiver, call }: Invocation,
  state: State,
): void {
  const note = (
    by: string,
    argument: Range | undefined,
    how: PlaceholderChange["how"] = "changed",
  ): void => {
    machine.sightings.placeholderChanges.set(call.range.start, {
      how,
      by,
      range: call.range,
      argument,
    });
  };
  const isCode = (value: Value | undefined): boolean =>
    value !== undefined && onlyText(value) === codePlaceholder;
  if (receiver !== undefined && isCode(receiver) && cutters.test(name)) {
    note(name, undefined);
    return;
  }
  if (
    receiver !== undefined &&
    ((isCode(receiver) && takesSigns(name, args)) ||
      // Python's `" ".join(code)`: between each of its signs.
      (machine.module.language === "python" &&
        name === "join" &&
        isCode(args[0])))
  ) {
    note(name, undefined);
    return;
  }
  if (/^(?:set|append)$/u.test(name) && isCode(args[1])) {
    const written = writtenIn(machine.module, call.callee.range);
    if (/(?:^|\.)\w*params\b/iu.test(written)) note(name, undefined);
    return;
  }
  const [first] = args;
  const encodes = isCode(first);
  if (!encodes && !args.some((arg) => holdsCode(state, arg))) return;
  const [callee] = evaluate(machine, frame, state, call.callee);
  const path = callee?.kind === "external" ? callee.name : name;
  if (
    senders.test(path) ||
    isSentByPhone({ call, args }, path, state) ||
    /\bmessages\.create$/u.test(writtenIn(machine.module, call.callee.range))
  ) {
    note(path, undefined, "sent");
    return;
  }
  if (stores.test(path)) {
    if (args.some((arg) => holdsCode(state, arg, isCode)))
      note(path, undefined, "stored");
    return;
  }
  if (digests.test(path)) {
    note(path, undefined);
    return;
  }
  if (args.slice(1).some(keepsSigns) || isDecoded(machine, call)) return;
  const encodesAll =
    hasCode(first) &&
    (wholeEncoders.test(path) || isRewritten(machine, call, path));
  if (encodesAll || (encodes && encoders.test(path)))
    note(path, call.arguments[0]?.value.range);
  else if (!encodes && queryMakers.test(path)) note(path, undefined);
}

/** It is one text, and the placeholder stands in it. */
function hasCode([only, ...others]: Value = []): boolean {
  return (
    only?.kind === "text" &&
    others.length === 0 &&
    textWithHoles(only)?.includes(codePlaceholder) === true
  );
}

/** `Buffer.from(code).toString("base64")` */
function isRewritten({ module }: Machine, call: Call, path: string): boolean {
  return (
    path === "Buffer.from" &&
    /^\s*\.\s*toString\s*\(\s*["'`](?:base64|hex)/u.test(
      textAfter(module, call.range).slice(0, 60),
    )
  );
}

/** `quote(code, safe="{#}")`: the signs of the placeholder are left alone. */
const keepsSigns = (argument: Value): boolean =>
  ["{", "#", "}"].every((sign) => onlyText(argument)?.includes(sign));

/** `unquote(urlencode(…))`, `encodeURI(…).replace("%7B%23…", "{####}")` */
function isDecoded({ module }: Machine, { range }: Call): boolean {
  const { text, offset } = fileAt(module, range);
  return (
    /(?:\bunquote(?:_plus)?|\bdecodeURI(?:Component)?)\s*\(\s*$/u.test(
      textBefore(text, range.start - offset),
    ) ||
    /^(?:\s*\.\s*toString\s*\(\s*\))?\s*\.\s*replace(?:All)?\s*\(\s*["'/][^"'\n]*(?:%23|#)/u.test(
      textAfter(module, range).slice(0, 120),
    )
  );
}

/** Functions that put a query of a URL together, encoded, by the last part of their name. */
const queryMakers =
  /(?:^|\.)(?:URLSearchParams|urlencode|(?:qs|querystring)\.stringify)$/u;
/** What sends a message by itself, by the last part of its name. */
const senders =
  /(?:^|\.)(?:Send\w*Email(?:Command)?|send_\w*email|sendEmail|sendTemplatedEmail|sendMail|SendTextMessageCommand|send_text_message)$|^(?:@sendgrid\/|sendgrid\b|mailgun|postmark|resend\b|node-mailjet).*\.(?:send|create)$/u;

/** What puts an item into a table, by the last part of its name. */
const stores =
  /(?:^|\.)(?:(?:Put|Update)(?:Item)?Command|(?:put|update)_?[iI]tem|DocumentClient\(\)\.(?:put|update))$/u;
/** What makes a digest of its argument. */
const digests =
  /\bcreate(?:Hash|Hmac)\(\)\.update$|^bcrypt\w*\.hash(?:Sync)?$/u;

/** `sns.publish({ PhoneNumber, Message })`; what is published to a topic tells a program. */
const isSentByPhone = (
  { call, args }: Pick<Invocation, "call" | "args">,
  path: string,
  state: State,
): boolean =>
  /(?:^|\.)(?:publish|PublishCommand)$/u.test(path) &&
  (call.arguments.some(({ name }) => name === "PhoneNumber") ||
    args.some((arg) =>
      objectIds(arg).some((id) =>
        objectAt(state, id).fields.has("PhoneNumber"),
      ),
    ));

/**
 * A text or an object that the file makes has the placeholder in it.
 * @param isWanted which text counts
 */
export function holdsCode(
  state: State,
  value: Value,
  isWanted = hasCode,
  depth = 0,
): boolean {
  return value.some((atom) => {
    if (atom.kind === "text") return isWanted([atom]);
    if (atom.kind !== "object" || depth > 4) return false;
    const { delivered, fields } = objectAt(state, atom.id);
    return (
      delivered === undefined &&
      [...fields.values()].some(({ writes }) =>
        [...writes.values()].some((write) =>
          holdsCode(state, write.value, isWanted, depth + 1),
        ),
      )
    );
  });
}

/** Calls of what the language and well-known libraries have: most give a value of a known type, a few make or change objects. */
import { type Invocation, returning, withResult } from "./call.ts";
import { membersOf } from "./collection-methods.ts";
import { cloneDeep, recordOf, withChanges } from "./copies.ts";
import { copyInto } from "./evaluate.ts";
import { callFunctional } from "./functional.ts";
import { emptyObject, listOf } from "./heap.ts";
import { filteredDict, itemsOfObject } from "../ir/ir.ts";
import { itemsOfOwn } from "./iterators.ts";
import { elementOf, itemsIn, orderedItems } from "./lists.ts";
import { sumOfMade, truthIn } from "./operators.ts";
import { readField, setting } from "./members.ts";
import { foldItems } from "./item-steps.ts";
import { askItems } from "./item-tests.ts";
import { functionResult, leavesArgumentsAlone } from "./library.ts";
import { callLodash } from "./lodash.ts";
import { isPlain, joinParts, plainText, plainUrl } from "./message-text.ts";
import { madeList } from "./made-lists.ts";
import {
  counted,
  defaultDict,
  filledByArguments,
  filteredFrom,
  mergedFrom,
  tableOf,
} from "./made-dicts.ts";
import { makeMap, objectFromEntries } from "./maps.ts";
import { eventId, objectIds, type CallResult } from "./machine.ts";
import { onlyLooks } from "./onlookers.ts";
import { observeItemConditions } from "./observe-attributes.ts";
import { observeNullWrite } from "./null-writes.ts";
import { holdsCode, someWithCode } from "./observe-calls.ts";
import { regExp } from "./patterns.ts";
import { makePromise } from "./promises.ts";
import { writtenOut } from "./provenance.ts";
import { schemaResult } from "./schemas.ts";
import { makeSet } from "./sets.ts";
import { objectAt, setObject, type State } from "./state.ts";
import { callTemplate } from "./templates.ts";
import { typesOf } from "./type-tests.ts";
import { callUnknown } from "./unknown-calls.ts";
import { callWaiting } from "./waiting-calls.ts";
import {
  constantValue,
  isNothing,
  joinAll,
  noValue,
  onlyText,
  settledValue,
  someNothing,
  someNumber,
  someText,
  undefinedValue,
  unknownValue,
  valueOf,
  values,
  type Value,
} from "./value.ts";

export function callExternal(
  invocation: Invocation,
  name: string,
  state: State,
): CallResult {
  const { machine, call, args } = invocation;
  const [first = undefinedValue] = args;
  const ranAll = callFunctional(invocation, name, state);
  if (ranAll !== undefined) return ranAll;
  if (/^(?:lodash|ramda|operator\.)/u.test(name)) {
    const made =
      callLodash(invocation, name, state) ??
      callWaiting(invocation, name, state);
    if (made !== undefined) return made;
  }
  if (
    /^(?:handlebars|mustache|pystache|chevron|ejs|eta|nunjucks|lodash)\b/u.test(
      name,
    )
  ) {
    const made = callTemplate(invocation, name, state);
    if (made !== undefined) return made;
  }
  // `lambda-warmer`, `is_warmer_event`: what keeps a function warm is no event of Cognito.
  if (
    machine.delivery !== undefined &&
    /warm/iu.test(name) &&
    objectIds(first).includes(eventId)
  )
    return returning(constantValue(false), state);
  // What fits a schema is given back.
  const parsed = /Schema\.parse(Async)?$/u.exec(name);
  if (parsed !== null && objectIds(first).includes(eventId))
    return returning(
      parsed[1] === undefined
        ? first
        : valueOf({ kind: "promise", value: first }),
      state,
    );
  switch (name) {
    case "Object.assign": {
      observeNullWrite(machine, state, first, call.range);
      const [target, ...others] = objectIds(first);
      // What is not known beside it, `details ?? {}`, gets as much, where nobody looks.
      if (
        target === undefined ||
        others.length > 0 ||
        first.some(({ kind }) => kind !== "object" && kind !== "unknown")
      )
        break;
      let object = objectAt(state, target);
      for (const source of args.slice(1))
        object = copyInto(state, object, source);
      setObject(state, target, object);
      for (const member of object.delivered === "response"
        ? object.fields.keys()
        : [])
        machine.observer?.wroteResponse(member);
      return returning(first, state);
    }
    case "Object.keys":
    case "Object.values":
    case "Object.entries":
      return returning(membersOf(invocation, first, state), state);
    case "Array.from":
    case "zip":
    case "enumerate":
    case "range": {
      const made = madeList(invocation, name, state);
      if (made !== undefined) return returning(made, state);
      break;
    }
    case itemsOfObject:
      return itemsOfOwn(invocation, first, state);
    case "iter": {
      if (args.length > 1 || itemsIn(state, first) === undefined) break;
      return returning(first, state);
    }
    case "getattr": {
      const member = attributeOf(invocation, state);
      if (member === undefined) break;
      return returning(member, state);
    }
    case "functools.reduce": {
      const [step = noValue, list = noValue, ...start] = args;
      const [id, ...others] = objectIds(list);
      if (id === undefined || others.length > 0 || list.length > 1) break;
      const folded = foldItems(
        { ...invocation, name: "reduce", args: [step, ...start] },
        objectAt(state, id),
        state,
      );
      if (folded !== undefined) return folded;
      break;
    }
    case "dataclasses.replace":
    case "copy.replace": {
      const changed = copied(first, (id) =>
        withChanges(invocation, id, state, 1),
      );
      if (changed === undefined) break;
      return returning(changed, state);
    }
    case "Object.fromEntries": {
      const made = objectFromEntries(invocation, state);
      if (made !== undefined) return returning(made, state);
      break;
    }
    case "type": {
      const types =
        args.length === 1 && machine.module.language === "python"
          ? typesOf(state, first)
          : undefined;
      if (types === undefined) break;
      return returning(types, state);
    }
    case "jinja2.Environment":
      // It may have other signs around the names in its templates.
      if (call.arguments.every(({ name = "*" }) => /^[a-z]+$/u.test(name)))
        break;
      return callUnknown(invocation, state, true);
    case "Object.create": {
      const [proto] = objectIds(first);
      if (
        call.arguments.length > 1 ||
        first.length > 1 ||
        (proto === undefined && !first.every(isNothing)) ||
        (proto !== undefined && objectAt(state, proto).delivered !== undefined)
      )
        break;
      const id = `${invocation.frame.path}#create${String(call.site)}`;
      setObject(state, id, copyInto(state, emptyObject, first));
      return returning(valueOf({ kind: "object", id }), state);
    }
    case "Object.freeze":
    case "Object.seal":
    // Read for what it says, by its own methods.
    case "string.Template":
    case "jinja2.Template":
    case "jinja2.Environment().from_string":
    // Takes blanks away, and nothing that a message needs.
    case "textwrap.dedent":
    case "inspect.cleandoc":
    case "types.MappingProxyType":
      return returning(first, state);
    case "dataclasses.asdict":
    case "attr.asdict":
    case "attrs.asdict":
    case "vars": {
      // A second argument may give the members other names.
      if (args.length !== 1) break;
      const record = copied(first, (id) =>
        recordOf(state, id, String(call.site), call.range),
      );
      if (record === undefined) break;
      return returning(record, state);
    }
    case "structuredClone":
    case "copy.deepcopy":
    case "copy.copy":
    case "dict": {
      const site = String(call.site);
      const deep = name === "structuredClone" || name === "copy.deepcopy";
      const copy = copied(first, (id) => cloneDeep(state, id, site, deep));
      if (copy === undefined) break;
      return returning(copy, state);
    }
    case "encodeURIComponent":
    case "urllib.parse.quote":
    case "urllib.parse.quote_plus":
    case "urllib.parse.urlencode": {
      // A secret is one also where it is encoded.
      const written = writtenOut(state, args);
      if (written !== someText) return returning(written, state);
      // Brackets are encoded: what comes out is no placeholder, whatever goes in.
      if (call.arguments.length !== 1 || holdsCode(state, first)) break;
      return returning(plainText, state);
    }
    // Another rule tells what becomes of the placeholder.
    case "Buffer.from":
      if (!holdsCode(state, first)) break;
      return returning(unknownValue, state);
    case "max":
    case "min":
    case "map":
    case "filter": {
      const made = /^m(?:ax|in)$/u.test(name)
        ? oneOf(invocation, state)
        : iterated(invocation, name, state);
      if (made === undefined) break;
      return made;
    }
    // Signs of HTML become others; what a message needs stays.
    case "html.escape":
    case "he.encode":
    case "he.escape":
    case "escape-html":
    case "html-escaper.escape":
    case "html-entities.encode":
    case "entities.encodeHTML":
    case "validator.escape":
      return returning(valueOf(joinParts([first])), state);
    case "JSON.stringify":
      if (machine.delivery?.messages && holdsCode(state, first))
        return returning(valueOf(someWithCode), state);
      // A second argument chooses what is written.
      return returning(
        call.arguments[1] === undefined || (args[1] ?? []).every(isNothing)
          ? values.join(writtenOut(state, args), notWritten(first))
          : someText,
        state,
      );
    case "json.dumps":
      if (machine.delivery?.messages && holdsCode(state, first))
        return returning(valueOf(someWithCode), state);
      return returning(writtenOut(state, args), state);
    case "util.inspect":
    case "util.format":
    case "pprint.pformat":
    case "repr":
      return returning(writtenOut(state, args), state);
    case "len": {
      const [list, ...others] = objectIds(first);
      if (list === undefined || others.length > 0 || first.length > 1) break;
      if (!objectAt(state, list).list) break;
      return returning(
        readField(machine, state, first, constantValue("length"), false),
        state,
      );
    }
    case "String.fromCharCode":
    case "String.fromCodePoint":
    case "chr": {
      const signs = signsOf(args);
      if (signs === undefined) break;
      return returning(constantValue(signs), state);
    }
    case "sorted": {
      const items = itemsIn(state, first);
      if (items === undefined) break;
      const id = `${invocation.frame.path}#sorted${String(call.site)}`;
      setObject(state, id, {
        ...listOf(items, [...items.keys()]),
        order: undefined,
      });
      return returning(valueOf({ kind: "object", id }), state);
    }
    // To how many places, where it says that, or it becomes a whole number.
    case "round": {
      const rounded =
        args.length > 1 ? sumOfMade(first, someNumber) : undefined;
      if (rounded === undefined) break;
      return returning(rounded, state);
    }
    case "any":
    case "all":
    case "next":
    case "sum":
    case "reversed": {
      const made = ofItems(invocation, name, state);
      if (made === undefined) break;
      return returning(made, state);
    }
    // Says a type and does nothing.
    case "typing.cast":
    case "typing_extensions.cast":
      return returning(args[1] ?? unknownValue, state);
    case "collections.ChainMap":
      return returning(
        mergedFrom(invocation, [...args].reverse(), state),
        state,
      );
    case filteredDict:
      return returning(filteredFrom(invocation, state), state);
    case "collections.OrderedDict":
    case "types.SimpleNamespace":
      return returning(filledByArguments(invocation, state), state);
    case "collections.Counter":
      return returning(counted(invocation, state), state);
    case "collections.defaultdict": {
      const made = defaultDict(invocation, state);
      if (made === undefined) break;
      return made;
    }
    case "dict.fromkeys":
      return returning(tableOf(invocation, state), state);
    case "os.environ.get":
    case "os.getenv": {
      const set = setting(onlyText(first) ?? "");
      return returning(
        values.join(valueOf(set), args[1] ?? someNothing),
        state,
      );
    }
    case "JSON.parse":
    case "json.loads":
      return returning(unknownValue, state);
    case "Promise.resolve":
      return returning(valueOf({ kind: "promise", value: first }), state);
    case "Promise.all":
      return returning(allSettled(invocation, first, state), state);
    case "Promise.allSettled":
      return returning(someResults, state);
    case "Promise.race":
    case "Promise.any": {
      const items = orderedItems(state, first);
      if (items === undefined) break;
      const value = joinAll(
        items.map(([, write]) => settledValue(write.value)),
      );
      return returning(valueOf({ kind: "promise", value }), state);
    }
    case "timers/promises.setTimeout":
      return returning(
        valueOf({ kind: "promise", value: args[1] ?? undefinedValue }),
        state,
      );
    case "Map":
      if (call.construct) return returning(makeMap(invocation, state), state);
      break;
    case "Set":
    case "set":
    case "frozenset": {
      if (name === "Set" && !call.construct) break;
      const made = makeSet(invocation, state);
      if (made !== undefined) return returning(made, state);
      break;
    }
    case "RegExp": {
      const source = onlyText(first);
      const flags = args[1] === undefined ? "" : onlyText(args[1]);
      if (source === undefined || flags === undefined) break;
      if (machine.delivery?.messages === false) break;
      const pattern = `/${source}/${flags}`;
      return returning(
        valueOf({ kind: "external", name: regExp, pattern }),
        state,
      );
    }
    case "Promise":
      if (call.construct) return makePromise(invocation, state);
      break;
    default:
  }
  if (name.startsWith("zod")) {
    const given = schemaResult(invocation, name, state);
    if (given !== undefined)
      return withResult(callUnknown(invocation, state, true), given);
  }
  const known = givesToCallback(name, args)
    ? undefined
    : functionResult(machine.module.language, name);
  if (
    name === "URL" &&
    call.construct &&
    args.every((arg) => arg.every(isPlain)) &&
    // What is written there is not encoded.
    !/\.(?:hash|href)\s*=(?!=)/u.test(machine.module.text)
  )
    return returning(valueOf({ kind: "external", name: plainUrl }), state);
  // `Error("…")` makes one as well.
  if (call.construct || /^(?:[A-Z]\w*)?(?:Error|Exception)$/u.test(name))
    return withResult(
      callUnknown(invocation, state, leavesArgumentsAlone(name)),
      valueOf({ kind: "external", name: `${name}()` }),
    );
  const ran = callUnknown(
    invocation,
    state,
    leavesArgumentsAlone(name) ||
      known !== undefined ||
      onlyLooks(machine.module, call.callee),
  );
  if (known !== undefined) return withResult(ran, known);
  // `crypto.createHmac(...).update(...)`: the path of the library goes on through its calls.
  return /^(?:crypto|RegExp|Date|hashlib|hmac)\b/u.test(name)
    ? withResult(ran, valueOf({ kind: "external", name: `${name}()` }))
    : ran;
}

/** `jwt.verify(token, key, (error, claims) => …)` */
const givesToCallback = (name: string, args: readonly Value[]): boolean =>
  /^(?:jsonwebtoken|bcrypt(?:js)?)\./u.test(name) &&
  args.some((each) => each.some(({ kind }) => kind === "function"));

/** `getattr(module, name, None)`, of what the file made; attributes of data classes have other names than members. */
function attributeOf(
  { machine, args: [object = noValue, name = noValue, fallback] }: Invocation,
  state: State,
): Value | undefined {
  const ids = objectIds(object);
  if (ids.length === 0 || ids.length < object.length) return undefined;
  if (
    ids.some((id) => objectAt(state, id).delivered !== undefined) ||
    !name.every(
      // Made of the source, which is known in the end: until then any of them may run.
      (atom) =>
        atom.kind === "text" &&
        (atom.value !== undefined || machine.observer !== undefined),
    )
  )
    return undefined;
  const read = readField(machine, state, object, name, false);
  const there = read.filter(({ kind }) => kind !== "undefined");
  // A property runs when it is read.
  if (
    there.some(
      (atom) =>
        atom.kind === "function" &&
        (machine.module.functions[atom.id]?.types.length ?? 0) > 0,
    )
  )
    return undefined;
  const missing = there.length < read.length ? (fallback ?? noValue) : noValue;
  const value = values.join(valueOf(...there), missing);
  return value.length === 0 ? unknownValue : value;
}

/** `String.fromCharCode(160)` */
function signsOf(codes: readonly Value[]): string | undefined {
  const points = codes.flatMap(([only, ...others]) =>
    only?.kind === "number" &&
    only.value !== undefined &&
    others.length === 0 &&
    only.value <= 0xffff
      ? only.value
      : [],
  );
  return points.length > 0 && points.length === codes.length
    ? String.fromCharCode(...points)
    : undefined;
}

/** Copies of all that a value can be, where it can be objects only. */
function copied(value: Value, copy: (id: string) => Value): Value | undefined {
  const ids = objectIds(value);
  return ids.length > 0 && ids.length === value.length
    ? joinAll(ids.map(copy))
    : undefined;
}

/** `next((… for each in found), None)`: how many there are is not known, and that there are none is not told by it. */
function firstOf(
  state: State,
  [items = noValue, fallback = noValue]: readonly Value[],
): Value | undefined {
  const [id, ...others] = objectIds(items);
  if (id === undefined || others.length > 0 || items.length > 1)
    return undefined;
  const list = objectAt(state, id);
  return list.list
    ? joinAll([
        elementOf(list),
        fallback.some(isNothing) ? unknownValue : fallback,
      ])
    : undefined;
}

/** `max(first, second)`, `min(list, key=fn)` */
function oneOf(invocation: Invocation, state: State): CallResult | undefined {
  const { args, call } = invocation;
  const [first = noValue] = args;
  if (call.arguments.some(({ spread }) => spread)) return undefined;
  const keywords = call.arguments.flatMap(({ name }) => name ?? []);
  // What `default` says counts where there is none.
  if (keywords.includes("default")) return undefined;
  if (args.length - keywords.length > 1)
    return keywords.length === 0 ? returning(joinAll(args), state) : undefined;
  const items = [...(itemsIn(state, first)?.values() ?? [])];
  const found = joinAll(items.map(({ value }) => value));
  return found.length === 0
    ? undefined
    : withResult(callUnknown(invocation, state, true, [found]), found);
}

/** Python's `map(fn, list)` and `filter(fn, list)`, which can be read once. */
function iterated(
  invocation: Invocation,
  name: string,
  state: State,
): CallResult | undefined {
  const [test = noValue, from = noValue, ...others] = invocation.args;
  const items = orderedItems(state, from);
  if (items === undefined || others.length > 0) return undefined;
  const truthy = valueOf({ kind: "external", name: "Boolean" });
  const made = askItems(
    { ...invocation, name, args: [test.every(isNothing) ? truthy : test] },
    listOf(
      new Map(items),
      items.map(([key]) => key),
    ),
    state,
  );
  const [id] = objectIds(made ?? noValue);
  if (id === undefined) return undefined;
  return withResult(
    callUnknown(invocation, state, true, [
      joinAll(items.map(([, { value }]) => value)),
    ]),
    valueOf({ kind: "external", name: `${name}()`, entries: id }),
  );
}

/** What Python makes of a list whose items are known. */
function ofItems(
  { machine, frame, call, args }: Invocation,
  name: string,
  state: State,
): Value | undefined {
  const items = orderedItems(state, args[0] ?? noValue);
  if (items === undefined)
    return name === "next" ? firstOf(state, args) : undefined;
  const each = items.map(([, { value }]) => value);
  switch (name) {
    case "next":
      return each[0] ?? args[1];
    case "reversed": {
      const id = `${frame.path}#reversed${String(call.site)}`;
      const order = items.map(([key]) => key).reverse();
      setObject(state, id, listOf(new Map(items), order));
      return valueOf({ kind: "object", id });
    }
    case "sum": {
      const numbers = each.map(([only, ...others]) =>
        only?.kind === "number" && others.length === 0 ? only.value : undefined,
      );
      if (args.length > 1) return undefined;
      return numbers.every((number) => number !== undefined)
        ? constantValue(numbers.reduce((all, number) => all + number, 0))
        : each.map((value) => sumOfMade(value, someNumber)).find(Boolean);
    }
    default: {
      const decisive = name === "any";
      observeItemConditions(
        machine,
        items.map(([, write]) => write),
      );
      const truths = each.map((value) => {
        const all = new Set(value.map((atom) => truthIn(state, atom, true)));
        return all.size === 1 ? [...all][0] : undefined;
      });
      if (truths.includes(decisive)) return constantValue(decisive);
      return truths.includes(undefined) ? undefined : constantValue(!decisive);
    }
  }
}

const someResults: Value = valueOf({
  kind: "promise",
  value: valueOf({ kind: "opaque", json: "array" }),
});

/** `Promise.all([…])`: what each of the list comes to, in its order. */
function allSettled(
  { frame, call }: Invocation,
  promises: Value,
  state: State,
): Value {
  const items = orderedItems(state, promises);
  if (items === undefined) return someResults;
  const settled = new Map(
    items.map(([key, write]) => [
      key,
      { ...write, value: settledValue(write.value) },
    ]),
  );
  const id = `${frame.path}#all${String(call.site)}`;
  setObject(state, id, listOf(settled, [...settled.keys()]));
  return valueOf({ kind: "promise", value: valueOf({ kind: "object", id }) });
}

/** Nothing is written for undefined and for functions. Of what is not known, most is written. */
const notWritten = (value: Value): Value =>
  value.some(({ kind }) => kind === "undefined" || kind === "function")
    ? someNothing
    : value.some(({ kind }) => kind === "unknown" || kind === "external")
      ? unknownValue
      : noValue;

/** Templates of Handlebars and of Mustache in both languages: the text with what is put in, as far as that is known. */
import { type Invocation, withResult } from "./call.ts";
import { fieldValue } from "./heap.ts";
import { objectIds, type CallResult } from "./machine.ts";
import { fillMustache } from "./message-text.ts";
import { readField } from "./members.ts";
import { objectAt, type State } from "./state.ts";
import { callUnknown } from "./unknown-calls.ts";
import {
  constantValue,
  isNothing,
  joinAll,
  someText,
  undefinedValue,
  valueOf,
  type Value,
} from "./value.ts";
import { keep } from "./waiting-calls.ts";

const compilers = /^handlebars(?:\/\S+?)?\.compile$/u;
const renderers =
  /^(?:handlebars(?:\/\S+?)?\.compile\(\)|(?:mustache|pystache|chevron)\.render)$/u;

/** `Handlebars.compile(text)(values)`, `Mustache.render(text, values)`; undefined for any other call. */
export function callTemplate(
  invocation: Invocation,
  name: string,
  state: State,
): CallResult | undefined {
  const { machine, args } = invocation;
  if (compilers.test(name)) {
    const [text = undefinedValue] = args;
    return keep({ ...invocation, args: [text] }, `${name}()`, state);
  }
  if (!renderers.test(name)) return undefined;
  const [text = undefinedValue, values = undefinedValue] = args;
  const ran = callUnknown(invocation, state, true);
  if (machine.delivery?.messages !== true) return withResult(ran, someText);
  // A name may be that of a function which somebody has given Handlebars.
  const helped = machine.module.text.includes("registerHelper");
  const named = (path: string, elsewhere: boolean): Value | undefined => {
    const found = valueAt(invocation, path, values, state);
    return found === "missing"
      ? helped || elsewhere
        ? undefined
        : constantValue("")
      : found &&
          joinAll(
            found.map((atom) =>
              isNothing(atom) ? constantValue("") : valueOf(atom),
            ),
          );
  };
  const made = text.map((atom) =>
    atom.kind === "text" && atom.value !== undefined
      ? valueOf(fillMustache(atom.value, named))
      : someText,
  );
  return withResult(ran, made.length === 0 ? someText : joinAll(made));
}

/** What stands under a name such as `user.name`; undefined where that is not known. */
function valueAt(
  { machine }: Invocation,
  path: string,
  values: Value,
  state: State,
): Value | "missing" | undefined {
  let at = values;
  for (const name of path.split(".")) {
    const [id, ...others] = at.length === 1 ? objectIds(at) : [];
    if (id === undefined || others.length > 0) return undefined;
    const { fields, open, delivered } = objectAt(state, id);
    const field = fields.get(name);
    if (field?.absent === true) return undefined;
    if (delivered !== undefined)
      at = readField(machine, state, at, constantValue(name), false);
    else if (field !== undefined) at = fieldValue(field);
    else return open ? undefined : "missing";
  }
  return at;
}

/**
 * Templates of libraries (Handlebars, Mustache in both languages, EJS, Eta, lodash, Nunjucks): the text with what is put
 * in, as far as that is known.
 */
import { type Invocation, withResult } from "./call.ts";
import { fieldValue } from "./heap.ts";
import { objectIds, type CallResult } from "./machine.ts";
import { fillJinja, fillMustache, fillScriptlets } from "./message-text.ts";
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
  type Atom,
  type Value,
} from "./value.ts";
import { keep } from "./waiting-calls.ts";

/** What stands under a path of names; `elsewhere`: where it is nothing it may be looked for in something else. */
type Named = (path: string, elsewhere?: boolean) => Value | undefined;

interface TemplateLibrary {
  /** What gives a function of the values, and what takes both; by dotted path. */
  readonly compilers: RegExp;
  readonly renderers: RegExp;
  readonly fill: (template: string, named: Named) => Atom;
  /** A name that is not handed over becomes an empty text; elsewhere it is an error. */
  readonly lenient: boolean;
}

const libraries: readonly TemplateLibrary[] = [
  {
    compilers: /^handlebars(?:\/\S+?)?\.compile$/u,
    renderers:
      /^(?:handlebars(?:\/\S+?)?\.compile\(\)|(?:mustache|pystache|chevron)\.render)$/u,
    fill: fillMustache,
    lenient: true,
  },
  {
    compilers: /^(?:ejs\.compile|lodash(?:-es)?[./]template(?:\.js)?)$/u,
    renderers:
      /^(?:ejs\.(?:render|compile\(\))|lodash(?:-es)?[./]template(?:\.js)?\(\)|eta(?:\.Eta\(\))?\.(?:render|renderString))$/u,
    // Nothing but lodash knows `${name}`, and it does so by itself.
    fill: (template, named) =>
      template.includes("${")
        ? { kind: "text" }
        : fillScriptlets(template, named),
    lenient: false,
  },
  {
    compilers: /^nunjucks\.compile$/u,
    renderers: /^nunjucks\.(?:\w+\(\)\.)?renderString$/u,
    fill: (template, named) => fillJinja(template, named, undefined),
    lenient: true,
  },
];

/** `Handlebars.compile(text)(values)`, `ejs.render(text, values)`; undefined for any other call. */
export function callTemplate(
  invocation: Invocation,
  name: string,
  state: State,
): CallResult | undefined {
  const { machine, args } = invocation;
  const [text = undefinedValue, values = undefinedValue] = args;
  if (libraries.some(({ compilers }) => compilers.test(name)))
    return keep({ ...invocation, args: [text] }, `${name}()`, state);
  const library = libraries.find(({ renderers }) => renderers.test(name));
  if (library === undefined) return undefined;
  const ran = callUnknown(invocation, state, true);
  if (machine.delivery?.messages !== true) return withResult(ran, someText);
  // A name may be that of a function which somebody has given Handlebars.
  const helped = machine.module.text.includes("registerHelper");
  const named: Named = (path, elsewhere = false) => {
    const found = valueAt(invocation, path, values, state);
    return found === "missing"
      ? helped || elsewhere || !library.lenient
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
      ? valueOf(library.fill(atom.value, named))
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

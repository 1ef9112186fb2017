/** Hooks of `@middy/core`: `{ after, onError }` that put an answer of their own in the place of the handler's. */
import { elements, fieldValue } from "./heap.ts";
import type { Machine } from "./machine.ts";
import { objectAt, type State } from "./state.ts";
import type { FunctionId } from "../ir/ir.ts";
import type { Value } from "./value.ts";

const adders = /^(?:use|before|after|onError)$/u;
const hooks = ["before", "after", "onError", elements];

/** Whether hooks are added, one of which decides what is given back. */
export const addsAnswer = (
  machine: Machine,
  state: State,
  name: string,
  args: readonly Value[],
): boolean =>
  adders.test(name) && args.some((arg) => holdsAnswer(machine, state, arg, 0));

const holdsAnswer = (
  machine: Machine,
  state: State,
  value: Value,
  depth: number,
): boolean =>
  value.some((atom) => {
    if (atom.kind === "function") return setsAnswer(machine, atom.id);
    if (atom.kind !== "object" || depth > 1) return false;
    const { fields } = objectAt(state, atom.id);
    return hooks.some((hook) => {
      const field = fields.get(hook);
      return (
        field !== undefined &&
        holdsAnswer(machine, state, fieldValue(field), depth + 1)
      );
    });
  });

/** `(request) => { request.response = …; }` */
function setsAnswer({ module }: Machine, id: FunctionId): boolean {
  const { parameters = [], blocks = [] } = module.functions[id] ?? {};
  const request = parameters[0]?.variable;
  return blocks.some(({ instructions }) =>
    instructions.some(
      (each) =>
        each.kind === "assign" &&
        each.place.kind === "field" &&
        each.place.key.kind === "const" &&
        each.place.key.value === "response" &&
        each.place.object.kind === "var" &&
        each.place.object.variable === request,
    ),
  );
}

/**
 * What Lambda passes to a handler, told by the parameters' names and types. Invariant: a function that other code calls
 * with things of its own is not taken for one that has a context or a callback.
 */
import type { FunctionIr, VariableId } from "../ir/ir.ts";

/** What Node's context has, also what newer runtimes have no more. */
const contextMember =
  /^(?:function(?:Name|Version)|invokedFunctionArn|memoryLimitInMB|awsRequestId|log(?:Group|Stream)Name|getRemainingTimeInMillis|callbackWaitsForEmptyEventLoop|identity|clientContext|tenantId|done|succeed|fail)$/u;
const contextName = /^_*(?:ctx|context|c|lambda_?context)?$/iu;
const eventName = /^_*(?:lambda_?|trigger_?)?(?:event|evt)$/iu;
const callbackName = /^_*(?:cb|done|next|.*call_?back)$/iu;

/** `PreSignUpTriggerEvent` */
export const isTriggerEvent = (type: string): boolean =>
  /TriggerEvent$/u.test(type);

type Parameter = FunctionIr["parameters"][number];

export const ownParameters = ({
  parameters,
}: FunctionIr): FunctionIr["parameters"] =>
  parameters.filter(({ name }) => name !== "self" && name !== "cls");

/** Its second parameter is what Lambda passes there. */
export function takesContext(target: FunctionIr): boolean {
  const [, second] = ownParameters(target);
  return (
    second !== undefined &&
    (second.name === ""
      ? mayBeContext(target, second.variable)
      : contextName.test(second.name) ||
        second.types.some((type) => /context$/iu.test(type)))
  );
}

/** Something else comes before the event: what calls it has that, and Lambda has not. */
export function takesEventLater(target: FunctionIr): boolean {
  const [first, ...others] = ownParameters(target);
  const isEvent = ({ name, types }: Parameter): boolean =>
    eventName.test(name) || types.some(isTriggerEvent);
  return (
    first !== undefined &&
    first.name !== "" &&
    !/e(?:ve?n)?t|^_*e$/iu.test(first.name) &&
    !first.types.some((type) => /Event$|^Dict|^dict$|^any$/iu.test(type)) &&
    !contextName.test(first.name) &&
    others.some(isEvent)
  );
}

/** Nothing, or something that a context has, is taken out of a parameter without a name. */
function mayBeContext({ blocks }: FunctionIr, variable: VariableId): boolean {
  const parameter = new Set([variable]);
  const taken: string[] = [];
  for (const { instructions } of blocks)
    for (const each of instructions) {
      if (each.kind !== "assign") continue;
      const { place, value } = each;
      // Its pattern takes the members of a copy.
      if (value.kind === "var" && parameter.has(value.variable)) {
        if (place.kind === "var") parameter.add(place.variable);
      } else if (
        value.kind === "field" &&
        value.object.kind === "var" &&
        parameter.has(value.object.variable) &&
        value.key.kind === "const"
      )
        taken.push(String(value.key.value));
    }
  return taken.length === 0 || taken.some((name) => contextMember.test(name));
}

/** Its third parameter is, behind a context or by its own name. */
export function takesCallback(target: FunctionIr): boolean {
  const [, , third] = ownParameters(target);
  return (
    third !== undefined &&
    (takesContext(target) ||
      callbackName.test(third.name) ||
      third.types.some((type) => /callback$/iu.test(type)))
  );
}

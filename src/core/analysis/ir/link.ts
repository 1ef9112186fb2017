/**
 * Joins a module with those it imports into one: their functions, variables and sites are numbered behind its own, and an
 * import that is known becomes a read of what the other module exports. Ranges of other files lie behind the end of the
 * text, so that nothing that is said of them is taken for a place in this file.
 */
import type { Range } from "../../text/position.ts";
import type {
  Block,
  Expr,
  FunctionId,
  FunctionIr,
  Import,
  Instruction,
  Module,
  Place,
  Terminator,
  VariableId,
} from "./ir.ts";

/** A module and which other one each of its imports means, as an index; undefined where that is not known. */
export interface Linkable {
  readonly module: Module;
  readonly target: (from: string, name: string | undefined) => Target;
}

/** `whole`: the name is the module itself, as in Python's `from . import helpers`. */
export type Target =
  { readonly index: number; readonly whole: boolean } | undefined;

/** Sites of one module; the next one's begin behind. */
const siteStride = 1_000_000;

interface Placed extends Linkable {
  readonly functions: number;
  readonly variables: number;
  readonly sites: number;
  readonly offset: number;
}

/** @param modules the module itself first, then those it needs in the order in which they run */
export function linkModules(modules: readonly Linkable[]): Module | undefined {
  const placed: Placed[] = [];
  let functions = 0;
  let variables = 0;
  let offset = 0;
  for (const [i, each] of modules.entries()) {
    placed.push({
      ...each,
      functions,
      variables,
      sites: i * siteStride,
      offset,
    });
    functions += each.module.functions.length;
    variables += each.module.variables.length;
    offset += each.module.text.length + 2;
  }
  const [main, ...others] = placed;
  if (main === undefined) return undefined;
  return {
    ...main.module,
    functions: placed.flatMap((each) => {
      const moved = mover(each, placed);
      return each.module.functions.map((one) => moved(one));
    }),
    variables: placed.flatMap((each) =>
      each.module.variables.map(({ name, owner }) => ({
        name,
        owner: owner + each.functions,
      })),
    ),
    imported: others.map((each) => each.functions),
  };
}

function mover(
  self: Placed,
  all: readonly Placed[],
): (target: FunctionIr) => FunctionIr {
  const at = ({ start, end }: Range): Range => ({
    start: start + self.offset,
    end: end + self.offset,
  });
  const variable = (id: VariableId): VariableId => id + self.variables;
  const id = (each: FunctionId): FunctionId => each + self.functions;

  const expr = (each: Expr): Expr => {
    const range = at(each.range);
    switch (each.kind) {
      case "const":
      case "global":
        return { ...each, range };
      case "import": {
        const target = self.target(each.from, each.name);
        const from = target === undefined ? undefined : all[target.index];
        return target === undefined || from === undefined
          ? { ...each, range }
          : readExport(from, target.whole ? undefined : each.name, {
              ...each,
              range,
            });
      }
      case "var":
        return { ...each, variable: variable(each.variable), range };
      case "field":
        return {
          ...each,
          object: expr(each.object),
          key: expr(each.key),
          range,
        };
      case "object":
        return {
          ...each,
          members: each.members.map((member) =>
            member.kind === "entry"
              ? { ...member, key: expr(member.key), value: expr(member.value) }
              : { ...member, value: expr(member.value) },
          ),
          site: each.site + self.sites,
          range,
        };
      case "list":
        return {
          ...each,
          items: each.items.map((item) => ({
            ...item,
            value: expr(item.value),
          })),
          site: each.site + self.sites,
          range,
        };
      case "concat":
        return { ...each, parts: each.parts.map(expr), range };
      case "op":
        return { ...each, operands: each.operands.map(expr), range };
      case "function":
        return { ...each, function: id(each.function), range };
      case "unknown":
        return { ...each, uses: each.uses.map(expr), range };
    }
  };
  const place = (each: Place): Place =>
    each.kind === "var"
      ? { ...each, variable: variable(each.variable), range: at(each.range) }
      : {
          ...each,
          object: expr(each.object),
          key: expr(each.key),
          range: at(each.range),
        };
  const instruction = (each: Instruction): Instruction => {
    const range = at(each.range);
    switch (each.kind) {
      case "assign":
        return {
          ...each,
          place: place(each.place),
          value: expr(each.value),
          range,
        };
      case "delete":
        return {
          ...each,
          object: expr(each.object),
          key: expr(each.key),
          range,
        };
      case "await":
        return {
          ...each,
          result: variable(each.result),
          value: expr(each.value),
          range,
        };
      case "call":
        return {
          ...each,
          result: variable(each.result),
          callee: expr(each.callee),
          arguments: each.arguments.map((one) => ({
            ...one,
            value: expr(one.value),
          })),
          site: each.site + self.sites,
          range,
        };
    }
  };
  const terminator = (each: Terminator): Terminator => {
    switch (each.kind) {
      case "goto":
        return each;
      case "branch":
        return { ...each, condition: expr(each.condition) };
      case "return":
      case "throw":
        return { ...each, value: expr(each.value), range: at(each.range) };
    }
  };
  const block = (each: Block): Block => ({
    instructions: each.instructions.map(instruction),
    terminator: terminator(each.terminator),
    ...(each.handler === undefined
      ? {}
      : {
          handler: {
            ...each.handler,
            variable: variable(each.handler.variable),
          },
        }),
  });
  return (target) => ({
    ...target,
    id: id(target.id),
    parent: target.parent === undefined ? undefined : id(target.parent),
    ...(target.self === undefined ? {} : { self: variable(target.self) }),
    parameters: target.parameters.map((each) => ({
      ...each,
      variable: variable(each.variable),
      range: at(each.range),
    })),
    blocks: target.blocks.map(block),
    range: at(target.range),
  });
}

/** What an import of that name gives, where the module it names is known. */
function readExport(
  { module, variables, sites }: Placed,
  name: string | undefined,
  written: Import,
): Expr {
  const { range } = written;
  if (module.language === "python") {
    // Every name of the module itself can be imported.
    const own = module.variables.flatMap((each, i) =>
      each.owner === 0 && each.name !== "" ? [{ name: each.name, id: i }] : [],
    );
    if (name === undefined)
      return {
        kind: "object",
        members: own.map((each) => ({
          kind: "entry",
          key: { kind: "const", value: each.name, range },
          value: { kind: "var", variable: each.id + variables, range },
        })),
        // One object stands for the module, wherever it is imported.
        site: sites + siteStride - 1,
        range,
      };
    const found = own.find((each) => each.name === name);
    return found === undefined
      ? written
      : { kind: "var", variable: found.id + variables, range };
  }
  const exports: Expr = {
    kind: "var",
    variable: module.exports + variables,
    range,
  };
  // A module of the old kind is its own default.
  if (name === undefined || (name === "default" && !exportsDefault(module)))
    return exports;
  return {
    kind: "field",
    object: exports,
    key: { kind: "const", value: name, range },
    range,
  };
}

function exportsDefault({ functions, exports }: Module): boolean {
  return (functions[0]?.blocks ?? []).some(({ instructions }) =>
    instructions.some(
      (each) =>
        each.kind === "assign" &&
        each.place.kind === "field" &&
        each.place.object.kind === "var" &&
        each.place.object.variable === exports &&
        each.place.key.kind === "const" &&
        each.place.key.value === "default",
    ),
  );
}

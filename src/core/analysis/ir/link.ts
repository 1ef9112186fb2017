/**
 * Joins a module with those it imports into one: their functions, variables and sites are numbered behind its own, and an
 * import that is known becomes a read of what the other module exports. Ranges of other files lie behind the end of the
 * text, so that nothing that is said of them is taken for a place in this file.
 */
import { functionExpr, op, type Addition } from "./builder.ts";
import { typeNamed, type Expr, type Import, type Module } from "./ir.ts";
import { moverOf, type Mapping } from "./move.ts";

/** A module and which other one each of its imports means, as an index; undefined where that is not known. */
export interface Linkable {
  readonly path: string;
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

/** Where the places of other files begin: behind every text. */
const elsewhere = 2 ** 32;

export interface Linked {
  readonly module: Module;
  /** What has been lowered of the file since, as a part of the linked module. */
  readonly adopt: (addition: Addition) => Addition;
}

/** A module that needs no other, or of which no other is known. */
export const unlinked = (module: Module): Linked => ({
  module,
  adopt: (addition) => addition,
});

/** @param needed in the order in which they run */
export function linkModules(
  own: Linkable,
  needed: readonly Linkable[],
): Linked {
  let functions = 0;
  let variables = 0;
  let offset = 0;
  const place = (each: Linkable, i: number): Placed => {
    const at = { functions, variables, sites: i * siteStride, offset };
    functions += each.module.functions.length;
    variables += each.module.variables.length;
    offset = Math.max(offset, elsewhere) + each.module.text.length + 2;
    return { ...each, ...at };
  };
  const main = place(own, 0);
  const others = needed.map((each, i) => place(each, i + 1));
  const placed = [main, ...others];
  return {
    module: {
      ...main.module,
      functions: placed.flatMap((each) => {
        const moved = moverOf(mappingOf(each, placed));
        return each.module.functions.map((one) => moved(one));
      }),
      variables: placed.flatMap((each) =>
        each.module.variables.map(({ name, owner }) => ({
          name,
          owner: owner + each.functions,
        })),
      ),
      imported: others.map((each) => each.functions),
      others: others.map(({ path, module: other, offset: at, variables }) => ({
        path,
        text: other.text,
        offset: at,
        exports: other.exports + variables,
      })),
    },
    adopt: (addition) => {
      // New numbers go behind those of all modules.
      const behind = (last: number, own: number) => (number: number) =>
        number < own ? number : number + last - own;
      const id = behind(functions, main.module.functions.length);
      const moved = moverOf({
        ...mappingOf(main, placed),
        id,
        variable: behind(variables, main.module.variables.length),
      });
      return {
        target: addition.target && moved(addition.target),
        functions: addition.functions.map((each) => moved(each)),
        variables: addition.variables.map(({ name, owner }) => ({
          name,
          owner: id(owner),
        })),
      };
    },
  };
}

function mappingOf(self: Placed, all: readonly Placed[]): Mapping {
  return {
    offset: (offset) => offset + self.offset,
    variable: (variable) => variable + self.variables,
    id: (id) => id + self.functions,
    site: (site) => site + self.sites,
    imported: (expr) => {
      const target = self.target(expr.from, expr.name);
      const from = target === undefined ? undefined : all[target.index];
      return target === undefined || from === undefined
        ? expr
        : expr.name?.startsWith(typeNamed) === true
          ? readType(from, expr.name.slice(typeNamed.length), expr, all)
          : readExport(from, target.whole ? undefined : expr.name, expr);
    },
  };
}

/** Some value of a type, where what declares it is known. */
function readType(
  from: Placed,
  name: string,
  written: Import,
  all: readonly Placed[],
): Expr {
  const id = typeIn(from, name, all, 0);
  return id === undefined
    ? written
    : op("of-type", [functionExpr(id, written.range)], written.range);
}

/** How many files a type is handed on through. */
const handsBound = 4;

/** In the file itself, or in one whose types it hands on. */
function typeIn(
  { module, functions, target }: Placed,
  name: string,
  all: readonly Placed[],
  hands: number,
): number | undefined {
  const own = module.types?.get(name);
  if (own !== undefined) return own + functions;
  if (hands === handsBound) return undefined;
  for (const from of module.typesFrom ?? []) {
    const next = all[target(from, undefined)?.index ?? -1];
    const found = next && typeIn(next, name, all, hands + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What an import of that name gives, where the module it names is known. */
function readExport(
  { path, module, variables, sites }: Placed,
  name: string | undefined,
  written: Import,
): Expr {
  const { range } = written;
  // There are types, and what has them is elsewhere.
  if (path.endsWith(".d.ts")) return written;
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

/**
 * Python's names: whatever a function binds anywhere in its body is its own from the start, unless `global` or
 * `nonlocal` says otherwise. Class bodies and comprehensions are resolved by their own rules where they are lowered.
 */
import { notOwn } from "../import-paths.ts";
import type { Node } from "../syntax-node.ts";
import type { VariableId } from "../../ir/ir.ts";

export interface Scope {
  readonly find: (name: string) => VariableId | undefined;
  /** Declares a name of this scope, or gives the variable it already has. */
  readonly declare: (name: string) => VariableId;
  /** Makes a name of this scope mean a variable that is already there. */
  readonly bind: (name: string, variable: VariableId) => void;
}

export function createScope(
  parent: Scope | undefined,
  addVariable: (name: string) => VariableId,
): Scope {
  const own = new Map<string, VariableId>();
  return {
    find: (name) => own.get(name) ?? parent?.find(name),
    declare: (name) => {
      let found = own.get(name);
      if (found === undefined) {
        found = addVariable(name);
        own.set(name, found);
      }
      return found;
    },
    bind: (name, variable) => void own.set(name, variable),
  };
}

const innerScopes = new Set([
  "lambda",
  "list_comprehension",
  "dictionary_comprehension",
  "set_comprehension",
  "generator_expression",
]);

/** Names that statements in `body` bind, without those of functions and classes inside it. */
export function boundNames(body: Node): ReadonlySet<string> {
  const bound = new Set<string>();
  const elsewhere = new Set<string>();
  const bindTarget = (target: Node | null): void => {
    if (target === null) return;
    if (target.type === "identifier") bound.add(target.text);
    // `case Colour.RED` compares, it binds nothing.
    else if (target.type === "dotted_name" && target.namedChildren.length > 1)
      return;
    // The class of `case Point(x=0)` and its attribute are no names to bind.
    else if (
      target.type === "class_pattern" ||
      target.type === "keyword_pattern"
    )
      target.namedChildren.slice(1).forEach(bindTarget);
    else if (target.type !== "attribute" && target.type !== "subscript")
      target.namedChildren.forEach(bindTarget);
  };
  const visit = (node: Node): void => {
    switch (node.type) {
      case "function_definition":
      case "class_definition":
        bindTarget(node.childForFieldName("name"));
        return;
      case "global_statement":
      case "nonlocal_statement":
        for (const name of node.namedChildren) elsewhere.add(name.text);
        return;
      case "assignment":
      case "augmented_assignment":
      case "for_statement":
        bindTarget(node.childForFieldName("left"));
        break;
      case "named_expression":
        bindTarget(node.childForFieldName("name"));
        break;
      case "as_pattern_target":
      case "case_pattern":
        bindTarget(node);
        break;
      case "import_statement":
      case "import_from_statement":
        for (const { local } of importedNames(node)) bound.add(local);
        return;
    }
    if (innerScopes.has(node.type)) {
      // A walrus inside a comprehension binds outside of it.
      for (const each of node.descendantsOfType("named_expression"))
        bindTarget(each.childForFieldName("name"));
      return;
    }
    node.namedChildren.forEach(visit);
  };
  visit(body);
  for (const name of elsewhere) bound.delete(name);
  return bound;
}

export interface ImportedName {
  /** The name it gets in this file. */
  readonly local: string;
  readonly from: string;
  /** Undefined: the module itself. */
  readonly name?: string;
}

/** The module of `from texts import *`, where there is one such module that may be the project's own. */
export function importedWhole(root: Node): string | undefined {
  const modules = root.namedChildren.flatMap((statement) =>
    statement.type === "import_from_statement" &&
    statement.namedChildren.some(({ type }) => type === "wildcard_import")
      ? (statement.childForFieldName("module_name")?.text ?? [])
      : [],
  );
  const own = modules.filter((from) => !notOwn.test(from));
  return own.length === 1 ? own[0] : undefined;
}

export function importedNames(statement: Node): readonly ImportedName[] {
  const from = statement.childForFieldName("module_name")?.text;
  return statement.childrenForFieldName("name").map((node) => {
    const aliased = node.type === "aliased_import";
    const name = (aliased ? node.childForFieldName("name") : node)?.text ?? "";
    const alias = aliased ? node.childForFieldName("alias")?.text : undefined;
    if (from !== undefined) return { local: alias ?? name, from, name };
    // `import a.b` binds `a`.
    return alias === undefined
      ? { local: name.split(".")[0] ?? name, from: name.split(".")[0] ?? name }
      : { local: alias, from: name };
  });
}

/**
 * Which declaration a name means, by the language's own scoping. Names are declared for a whole scope before its code is
 * lowered, so that a function may use what is declared below it.
 */
import type { Node } from "../syntax-node.ts";
import type { VariableId } from "../../ir/ir.ts";
import type { FunctionBuilder } from "../../ir/builder.ts";

export interface Scope {
  readonly find: (name: string) => VariableId | undefined;
  readonly declare: (name: string) => VariableId;
}

export function createScope(
  parent: Scope | undefined,
  owner: FunctionBuilder,
): Scope {
  const names = new Map<string, VariableId>();
  return {
    find: (name) => names.get(name) ?? parent?.find(name),
    declare: (name) => {
      const known = names.get(name);
      if (known !== undefined) return known;
      const declared = owner.addVariable(name);
      names.set(name, declared);
      return declared;
    },
  };
}

/** Declares what `let`, `const`, `class`, `function`, `enum` and `import` among `statements` bind. */
export function declareLexical(
  scope: Scope,
  statements: readonly Node[],
): void {
  for (const statement of statements) {
    switch (statement.type) {
      case "lexical_declaration":
      case "variable_declaration":
        for (const part of statement.namedChildren)
          if (part.type === "variable_declarator")
            declarePattern(scope, part.childForFieldName("name"));
        break;
      case "function_declaration":
      case "generator_function_declaration":
      case "class_declaration":
      case "abstract_class_declaration":
      case "enum_declaration":
        declarePattern(scope, statement.childForFieldName("name"));
        break;
      case "import_statement":
        declareImports(scope, statement);
        break;
      case "expression_statement":
        if (statement.firstNamedChild?.type === "internal_module")
          declareLexical(scope, statement.namedChildren);
        break;
      case "internal_module":
      case "module": {
        const [name] = namesOf(statement.childForFieldName("name"));
        if (name !== undefined) scope.declare(name);
        break;
      }
      case "export_statement":
      case "ERROR":
        declareLexical(scope, statement.namedChildren);
        break;
      default:
    }
  }
}

/** `A` and `B` of `namespace A.B`; none where it is named by a text, as a module that is declared elsewhere. */
export const namesOf = (name: Node | null): readonly string[] =>
  name === null || name.type === "string" ? [] : name.text.split(/\s*\.\s*/u);

/** Declares `var`s anywhere below `node`, but not those of functions within. */
export function declareVars(scope: Scope, node: Node): void {
  for (const child of node.namedChildren) {
    if (isFunctionLike(child.type)) continue;
    if (child.type === "variable_declaration")
      for (const part of child.namedChildren)
        declarePattern(scope, part.childForFieldName("name"));
    if (
      child.type === "for_in_statement" &&
      child.childForFieldName("kind")?.text === "var"
    )
      declarePattern(scope, child.childForFieldName("left"));
    if (hasStatements(child.type)) declareVars(scope, child);
  }
}

/** Declares every name that a binding pattern binds. */
export function declarePattern(scope: Scope, pattern: Node | null): void {
  if (pattern === null) return;
  switch (pattern.type) {
    case "identifier":
    case "type_identifier":
    case "shorthand_property_identifier_pattern":
      scope.declare(pattern.text);
      break;
    case "pair_pattern":
      declarePattern(scope, pattern.childForFieldName("value"));
      break;
    case "assignment_pattern":
    case "object_assignment_pattern":
      declarePattern(scope, pattern.childForFieldName("left"));
      break;
    case "object_pattern":
    case "array_pattern":
    case "rest_pattern":
      for (const child of pattern.namedChildren) declarePattern(scope, child);
      break;
    default:
  }
}

function declareImports(scope: Scope, node: Node): void {
  for (const child of node.namedChildren) {
    if (child.type === "import_specifier")
      declarePattern(
        scope,
        child.childForFieldName("alias") ?? child.childForFieldName("name"),
      );
    else if (child.type === "identifier") scope.declare(child.text);
    else declareImports(scope, child);
  }
}

export function isFunctionLike(type: string): boolean {
  return (
    type === "function_declaration" ||
    type === "generator_function_declaration" ||
    type === "function_expression" ||
    type === "generator_function" ||
    type === "arrow_function" ||
    type === "method_definition" ||
    type === "class_declaration" ||
    type === "abstract_class_declaration" ||
    type === "class"
  );
}

const containers = new Set([
  "statement_block",
  "if_statement",
  "else_clause",
  "for_statement",
  "for_in_statement",
  "while_statement",
  "do_statement",
  "try_statement",
  "catch_clause",
  "finally_clause",
  "switch_statement",
  "switch_body",
  "switch_case",
  "switch_default",
  "labeled_statement",
  "export_statement",
  "ERROR",
]);
const hasStatements = (type: string): boolean => containers.has(type);

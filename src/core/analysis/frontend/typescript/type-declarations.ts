/** Where a file declares its types, and what stands there. */
import type { Node } from "../syntax-node.ts";
import { typeDepth } from "../types.ts";
import { localName, specifiersOfWorkspace } from "./imported-types.ts";

/** The declarations of a file's types, by their names, and of its functions that have parameters for types, or are guards: `load()`. */
export type TypeDeclarations = ReadonlyMap<string, Node>;

export function typeDeclarationsIn(root: Node): TypeDeclarations {
  const found = new Map<string, Node>();
  addDeclarations(found, root.namedChildren, "");
  return found;
}

function addDeclarations(
  found: Map<string, Node>,
  statements: readonly Node[],
  prefix: string,
): void {
  const add = (name: Node | null, node: Node, after = ""): void => {
    if (name !== null) found.set(`${prefix}${name.text}${after}`, node);
  };
  for (const statement of statements) {
    const node = statement.childForFieldName("declaration") ?? statement;
    const name = node.childForFieldName("name");
    switch (node.type) {
      case "interface_declaration":
      case "type_alias_declaration":
      case "enum_declaration":
      case "class_declaration":
      case "abstract_class_declaration":
        add(name, node);
        break;
      case "import_statement":
        for (const each of specifiersOfWorkspace(node))
          add(localName(each), each);
        break;
      case "internal_module":
      case "module":
        addDeclarations(
          found,
          node.childForFieldName("body")?.namedChildren ?? [],
          `${prefix}${name?.text ?? ""}.`,
        );
        break;
      case "ambient_declaration":
      case "expression_statement":
        addDeclarations(found, node.namedChildren.filter(holdsTypes), prefix);
        break;
      default:
        for (const each of [node, ...node.namedChildren]) {
          const made = each.childForFieldName("value") ?? each;
          if (
            /function/u.test(made.type) &&
            (made.childForFieldName("type_parameters") !== null ||
              isGuard(made))
          )
            add(each.childForFieldName("name"), made, "()");
        }
    }
  }
}

/** Whether the result of a function says something of what it is given. */
export const isGuard = (made: Node): boolean =>
  /^(?:type_predicate|asserts)_/u.test(
    made.childForFieldName("return_type")?.type ?? "",
  );

const holdsTypes = ({ type }: Node): boolean =>
  /(?:_declaration|^internal_module|^module)$/u.test(type);

/** What has the members of a type: its own braces, and those of the types that it extends. */
export function bodiesOf(
  types: TypeDeclarations,
  type: Node,
  depth = 0,
): readonly Node[] {
  if (depth > typeDepth) return [];
  const inner = (each: Node): readonly Node[] =>
    bodiesOf(types, each, depth + 1);
  switch (type.type) {
    case "object_type":
    case "interface_body":
    case "class_body":
      return [type];
    case "type_identifier": {
      const declaration = declarationOf(types, type);
      return declaration === undefined ? [] : inner(declaration);
    }
    case "intersection_type":
    case "extends_type_clause":
      return type.namedChildren.flatMap(inner);
    case "type_alias_declaration":
    case "interface_declaration":
    case "class_declaration":
    case "abstract_class_declaration":
    case "class_heritage":
    case "extends_clause":
      return type.namedChildren
        .filter(({ field }) => field !== "name")
        .flatMap(inner);
    default:
      return [];
  }
}

/** What a name of a type stands for in this file; undefined for a parameter of a type or function, and for any other. */
export function declarationOf(
  types: TypeDeclarations,
  name: Node | null,
): Node | undefined {
  const found = name === null ? undefined : types.get(name.text);
  if (found === undefined) return undefined;
  for (let at = name?.parent ?? null; at !== null; at = at.parent)
    if (
      at
        .childForFieldName("type_parameters")
        ?.namedChildren.some(
          (each) => each.childForFieldName("name")?.text === name?.text,
        ) === true
    )
      return undefined;
  return found;
}

/** The type itself, of an annotation, in parentheses, or `readonly`. */
export function withoutMarks(type: Node | null): Node | null {
  switch (type?.type) {
    case "type_annotation":
    case "parenthesized_type":
    case "readonly_type":
      return withoutMarks(type.firstNamedChild);
    default:
      return type;
  }
}

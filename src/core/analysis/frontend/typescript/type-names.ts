/** The names that type annotations mention: those are all that is read of types. */
import type { Node } from "../syntax-node.ts";

/** What a name of the file stands for: the names that its declaration mentions. */
export type TypeAliases = ReadonlyMap<string, readonly string[]>;

/** Names of the types that a type annotation mentions, in order, each before those that it stands for. */
export function typeNames(
  { aliases }: { readonly aliases: TypeAliases },
  node: Node | null,
): readonly string[] {
  const names = new Set<string>();
  const add = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    for (const meant of aliases.get(name) ?? []) add(meant);
  };
  for (const name of namesUnder(node)) add(name);
  return [...names];
}

function namesUnder(node: Node | null): readonly string[] {
  if (node === null) return [];
  return [
    ...(node.type === "type_identifier" ? [node.text] : []),
    ...node.namedChildren.flatMap(namesUnder),
  ];
}

/**
 * `type Evt = PreSignUpTriggerEvent`, `interface Evt extends PreSignUpTriggerEvent`,
 * `import { PreSignUpTriggerEvent as Evt }`.
 */
export function typeAliasesIn(root: Node): TypeAliases {
  const aliases = new Map<string, readonly string[]>();
  for (const child of root.namedChildren) {
    const node = child.childForFieldName("declaration") ?? child;
    const name = node.childForFieldName("name")?.text ?? "";
    switch (node.type) {
      case "type_alias_declaration":
        aliases.set(name, meantBy(node.childForFieldName("value")));
        break;
      case "interface_declaration":
        aliases.set(
          name,
          node.namedChildren
            .filter(({ type }) => type === "extends_type_clause")
            .flatMap(namesUnder),
        );
        break;
      case "import_statement":
        for (const [local, imported] of renamedIn(node))
          aliases.set(local, [imported]);
        break;
      default:
    }
  }
  return aliases;
}

/** A function that takes an event is of the type of a handler; an object that holds one is another matter. */
function meantBy(value: Node | null): readonly string[] {
  switch (value?.type) {
    case "type_identifier":
    case "generic_type":
    case "parenthesized_type":
    case "intersection_type":
    case "union_type":
    case "readonly_type":
      return namesUnder(value);
    case "function_type":
      return namesUnder(value)
        .filter((name) => event.test(name))
        .map((name) => name.replace(event, "TriggerHandler"));
    default:
      return [];
  }
}

const event = /TriggerEvent$/u;

function renamedIn(
  node: Node,
): readonly (readonly [local: string, imported: string])[] {
  if (node.type !== "import_specifier")
    return node.namedChildren.flatMap(renamedIn);
  const name = node.childForFieldName("name");
  const alias = node.childForFieldName("alias");
  return name === null || alias === null ? [] : [[alias.text, name.text]];
}

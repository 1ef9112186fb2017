/** Types that a file has from others of the workspace, or hands on from there. */
import type { Node } from "../syntax-node.ts";
import type { Range } from "../../../text/position.ts";
import { typeNamed, type Expr } from "../../ir/ir.ts";
import { readString } from "./literals.ts";
import { ofWorkspace } from "./names.ts";

/** `x as y` of an import. */
const specifiersIn = (node: Node): readonly Node[] =>
  node.type === "import_specifier"
    ? [node]
    : node.namedChildren.flatMap(specifiersIn);

/** The names that an import has from another file of the workspace. */
export const specifiersOfWorkspace = (statement: Node): readonly Node[] =>
  ofWorkspace.test(sourceOf(statement)) ? specifiersIn(statement) : [];

/** Of `x as y` the `y`. */
export const localName = (specifier: Node): Node | null =>
  specifier.childForFieldName("alias") ?? specifier.childForFieldName("name");

/** Some value of the type that an import or export names of another file. */
export function importedType(specifier: Node, range: Range): Expr | undefined {
  const name = specifier.childForFieldName("name")?.text;
  return name === undefined
    ? undefined
    : {
        kind: "import",
        from: sourceOf(specifier),
        name: `${typeNamed}${name}`,
        range,
      };
}

/** The file that the statement around names; empty where it names none. */
function sourceOf(node: Node): string {
  const source = node.childForFieldName("source");
  if (source !== null) return readString(source.text);
  return node.parent === null ? "" : sourceOf(node.parent);
}

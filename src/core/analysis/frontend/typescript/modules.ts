/** Lowers imports and exports. Both module systems end as reads of `import` and writes to the object of exports. */
import { rangeOf, type Node } from "../syntax-node.ts";
import { constant, field, variable } from "../../ir/builder.ts";
import type { Expr } from "../../ir/ir.ts";
import type { Context } from "./context.ts";
import { typeFunction, valueOfType } from "./declared-types.ts";
import { importedType, localName } from "./imported-types.ts";
import { lowerName, noteImport } from "./names.ts";
import { readString } from "./literals.ts";

export function lowerImport(context: Context, node: Node): void {
  const range = rangeOf(node);
  const from = readString(node.childForFieldName("source")?.text ?? "");
  const bind = (local: Node | null, name: string | undefined): void => {
    if (local === null) return;
    context.parts.assignTo(
      context,
      local,
      { kind: "import", from, ...(name === undefined ? {} : { name }), range },
      range,
    );
    noteImport(context, local.text, from);
  };
  const visit = (at: Node): void => {
    for (const child of at.namedChildren) {
      if (child.type === "import_specifier") {
        const name = child.childForFieldName("name");
        bind(child.childForFieldName("alias") ?? name, name?.text);
      } else if (child.type === "namespace_import")
        bind(child.firstNamedChild, undefined);
      else if (child.type === "import_require_clause") {
        const source = child.childForFieldName("source");
        const local = child.firstNamedChild;
        if (local !== null)
          context.parts.assignTo(
            context,
            local,
            { kind: "import", from: readString(source?.text ?? ""), range },
            range,
          );
      } else if (child.type === "identifier") bind(child, "default");
      else visit(child);
    }
  };
  visit(node);
}

export function lowerExport(
  context: Context,
  node: Node,
  lowerDeclaration: (declaration: Node) => void,
): void {
  const { builder, module, parts } = context;
  const range = rangeOf(node);
  const exportAs = (name: string, value: Expr): void => {
    builder.assign(
      field(variable(module.exports, range), constant(name, range), range),
      value,
      range,
    );
  };
  // What other files can know of a type.
  const exportType = (name: Node, value: Expr | undefined): void => {
    if (value !== undefined)
      module.addType(name.text, typeFunction(context, value, range));
  };
  const declaration = node.childForFieldName("declaration");
  if (declaration !== null) {
    const type = declaration.childForFieldName("name");
    if (type !== null && context.types.get(type.text) === declaration)
      exportType(type, valueOfType(context, { type, range }));
    lowerDeclaration(declaration);
    const isDefault = node.children.some(({ type }) => type === "default");
    for (const name of declaredNames(declaration))
      exportAs(
        isDefault ? "default" : name.text,
        lowerName(context, name.text, rangeOf(name)),
      );
    return;
  }
  const value = node.childForFieldName("value");
  if (value !== null) {
    exportAs(
      "default",
      parts.expression(
        { ...context, about: { name: "default", types: [] } },
        value,
      ),
    );
    return;
  }
  const clause = node.namedChildren.find(
    ({ type }) => type === "export_clause",
  );
  const source = node.childForFieldName("source");
  if (clause === undefined) {
    if (source !== null) {
      exportAll(context, node, readString(source.text));
      return;
    }
    // `export = value` of TypeScript.
    const assigned = node.children.some(({ type }) => type === "=")
      ? node.lastNamedChild
      : null;
    if (assigned !== null)
      builder.assign(
        variable(module.exports, range),
        parts.expression(context, assigned),
        range,
      );
    return;
  }
  for (const specifier of clause.namedChildren) {
    const name = specifier.childForFieldName("name");
    if (name === null) continue;
    const as = localName(specifier) ?? name;
    exportType(
      as,
      source === null
        ? valueOfType(context, { type: name, range })
        : importedType(specifier, range),
    );
    exportAs(
      as.text,
      source === null
        ? lowerName(context, name.text, rangeOf(name))
        : {
            kind: "import",
            from: readString(source.text),
            name: name.text,
            range,
          },
    );
  }
}

function declaredNames(declaration: Node): readonly Node[] {
  const name = declaration.childForFieldName("name");
  if (name !== null) return [name];
  return declaration.namedChildren
    .map((child) => child.childForFieldName("name"))
    .filter((each) => each?.type === "identifier") as Node[];
}

/** `export * from "./other"`, `export * as other from "./other"`. */
function exportAll(
  { builder, module }: Context,
  node: Node,
  from: string,
): void {
  const range = rangeOf(node);
  const exports = variable(module.exports, range);
  const other: Expr = { kind: "import", from, range };
  const name = node.namedChildren.find(
    ({ type }) => type === "namespace_export",
  )?.firstNamedChild;
  if (name !== undefined && name !== null)
    builder.assign(
      field(exports, constant(name.text, range), range),
      other,
      range,
    );
  else {
    module.addTypesFrom(from);
    builder.assign(
      exports,
      builder.object(
        [exports, other].map((value) => ({ kind: "spread", value })),
        range,
      ),
      range,
    );
  }
}

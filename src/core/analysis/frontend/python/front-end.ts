/** Python: its grammar, and the lowering of its trees to the IR. Never throws, however broken the text. */
import { hasIterables } from "../iterables.ts";
import { rangeOf, type Node } from "../syntax-node.ts";
import { createModuleBuilder } from "../../ir/builder.ts";
import type { FrontEnd } from "../frontend.ts";
import { missingColons } from "./colons.ts";
import type { Context, Parts } from "./context.ts";
import { lowerCondition, lowerExpression } from "./expressions.ts";
import { hintedClasses } from "./declared-types.ts";
import { lowerFunction } from "./functions.ts";
import { exportHandlers } from "./handlers.ts";
import { assignTo } from "./patterns.ts";
import { instancesIn, methodsWith, recordOf } from "./classes.ts";
import { managersIn } from "./managers.ts";
import { boundNames, createScope, importedWhole } from "./scope.ts";
import { lowerStatements } from "./statements.ts";

const parts: Parts = {
  statements: lowerStatements,
  expression: lowerExpression,
  condition: lowerCondition,
  assignTo,
  functionValue: lowerFunction,
};

export const pythonFrontEnd: FrontEnd = {
  grammars: { python: "tree-sitter-python.wasm" },
  lower(tree, text) {
    const root = tree.read();
    const module = createModuleBuilder("python", text);
    const builder = module.main;
    const scope = createScope(undefined, (name) => builder.addVariable(name));
    const classes = root.descendantsOfType("class_definition");
    for (const name of boundNames(root)) scope.declare(name);
    const everything = importedWhole(root);
    const context: Context = {
      parts,
      module,
      builder,
      scope,
      text,
      iterables: hasIterables(text),
      dataClasses: new Set(),
      wrappers: new Map(),
      handedOn: new Map(),
      classes: new Map(),
      hinted: hintedClasses(classes),
      managers: managersIn(root, scope),
      properties: new Set(
        classes.flatMap((each) =>
          methodsWith(each, /^(?:functools\.)?(?:cached_)?property$/u),
        ),
      ),
      setters: new Set(
        classes.flatMap((each) => methodsWith(each, /^\w+\.setter$/u)),
      ),
      instances: instancesIn(root),
      ...(everything === undefined ? {} : { everything }),
    };
    // A function may make objects of a class that stands further down.
    for (const each of classes) {
      const name = each.childForFieldName("name")?.text ?? "";
      const found = scope.find(name);
      if (found !== undefined) context.classes.set(found, recordOf(each));
    }
    parts.statements(context, root.namedChildren);
    exportHandlers(context, root);
    for (const comment of root.descendantsOfType("comment"))
      module.addComment({
        text: comment.text.replace(/^#+/, "").trim(),
        range: rangeOf(comment),
      });
    for (const broken of brokenNodes(root)) module.addBroken(rangeOf(broken));
    return {
      module: module.finish({ start: text.length, end: text.length }),
    };
  },
  missing: missingColons,
};

function brokenNodes(node: Node): readonly Node[] {
  if (node.isError || node.isMissing) return [node];
  return node.hasError ? node.children.flatMap(brokenNodes) : [];
}

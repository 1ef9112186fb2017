/**
 * The front-end for JavaScript and TypeScript, with and without JSX: ties the parts of the lowering together. Types are
 * read for the names they mention, and for what they say of values that are not known.
 */
import { choosesModule } from "../chosen-modules.ts";
import { hasIterables } from "../iterables.ts";
import { rangeOf, type Node } from "../syntax-node.ts";
import { createModuleBuilder, type ModuleBuilder } from "../../ir/builder.ts";
import type { FrontEnd, Lowered } from "../frontend.ts";
import { missingClosers } from "./closers.ts";
import { commentsIn } from "./comments.ts";
import { nobody, type Context, type Parts } from "./context.ts";
import { typeDeclarationsIn } from "./type-declarations.ts";
import { lowerEdited } from "./edited.ts";
import { lowerExpression } from "./expressions.ts";
import { lowerCondition } from "./operators.ts";
import { lowerClass, lowerFunction } from "./functions.ts";
import { assignTo } from "./patterns.ts";
import { shortenedHelpers } from "./shortened.ts";
import { createScope, declareVars } from "./scope.ts";
import { lowerStatements } from "./statements.ts";
import { typeAliasesIn } from "./type-names.ts";

const parts: Parts = {
  statements: lowerStatements,
  expression: lowerExpression,
  condition: lowerCondition,
  assignTo,
  functionValue: lowerFunction,
  classValue: lowerClass,
};

export const typescriptFrontEnd: FrontEnd = {
  grammars: {
    javascript: "tree-sitter-javascript.wasm",
    javascriptreact: "tree-sitter-javascript.wasm",
    typescript: "tree-sitter-typescript.wasm",
    typescriptreact: "tree-sitter-tsx.wasm",
  },
  missing: missingClosers,
  lower(tree, text): Lowered {
    const root = tree.read();
    const module = createModuleBuilder("javascript", text);
    const scope = createScope(undefined, module.main);
    const context: Context = {
      parts,
      module,
      builder: module.main,
      scope,
      text,
      shortened: shortenedHelpers(text),
      iterables: hasIterables(text),
      choosesModule: choosesModule(text),
      aliases: typeAliasesIn(root),
      types: typeDeclarationsIn(root),
      result: undefined,
      argumentsOf: undefined,
      yielded: undefined,
      about: nobody,
      given: nobody,
      accessors: new Map(),
      getters: new Set(gettersIn(text)),
      imported: new Set(),
      late: [],
      bodies: new Map(),
    };
    declareVars(scope, root);
    lowerStatements(context, root.namedChildren);
    for (const lower of context.late) lower();
    for (const comment of commentsIn(root)) module.addComment(comment);
    if (tree.hasError) collectBroken(root, module);
    return {
      module: module.finish({ start: text.length, end: text.length }),
      lowerEdited: (edited, edit) => lowerEdited(context, edited, edit),
    };
  },
};

/** By how they are written: a function may read one before its class is seen. */
const gettersIn = (text: string): readonly string[] =>
  Array.from(
    text.matchAll(/\bget\s+(#?[\w$]+)\s*\(/gu),
    ([, name = ""]) => name,
  );

function collectBroken(node: Node, module: ModuleBuilder): void {
  if (node.isError || node.isMissing) module.addBroken(rangeOf(node));
  else if (node.hasError)
    for (const child of node.children) collectBroken(child, module);
}

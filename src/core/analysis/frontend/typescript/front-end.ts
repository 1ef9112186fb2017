/**
 * The front-end for JavaScript and TypeScript, with and without JSX: ties the parts of the lowering together. Types are
 * read for the names they mention, and for what they say of values that are not known.
 */
import { choosesModule } from "../chosen-modules.ts";
import { hasIterables } from "../iterables.ts";
import { rangeOf, type Node } from "../syntax-node.ts";
import {
  createModuleBuilder,
  unknown,
  type ModuleBuilder,
} from "../../ir/builder.ts";
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

/** Nesting that is looked into. What is nested deeper is unknown: nobody writes it, and the stack has an end. */
const depthBound = 300;

function createParts(): Parts {
  let depth = 0;
  const nested = <T>(work: () => T, tooDeep: () => T): T => {
    if (depth >= depthBound) return tooDeep();
    depth++;
    try {
      return work();
    } finally {
      depth--;
    }
  };
  return {
    statements: (context, nodes) => {
      nested(
        () => {
          lowerStatements(context, nodes);
        },
        () => undefined,
      );
    },
    expression: (context, node) =>
      nested(
        () => lowerExpression(context, node),
        () => unknown({ start: 0, end: 0 }, [], true),
      ),
    condition: (context, node, whenTrue, whenFalse) => {
      nested(
        () => {
          lowerCondition(context, node, whenTrue, whenFalse);
        },
        () => {
          context.builder.branch(
            unknown({ start: 0, end: 0 }, [], true),
            whenTrue,
            whenFalse,
          );
        },
      );
    },
    assignTo,
    functionValue: lowerFunction,
    classValue: lowerClass,
  };
}

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
      parts: createParts(),
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

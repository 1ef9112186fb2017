/**
 * What the parts of the Python lowering share, and how they call each other without importing each other in circles.
 * `front-end.ts` ties them together.
 */
import type { Node } from "../syntax-node.ts";
import type { Range } from "../../../text/position.ts";
import type { FunctionBuilder, ModuleBuilder } from "../../ir/builder.ts";
import type { BlockId, Expr, Var, VariableId } from "../../ir/ir.ts";
import type { RecordClass } from "./classes.ts";
import type { Manager } from "./managers.ts";
import type { Scope } from "./scope.ts";

export interface Parts {
  readonly statements: (context: Context, nodes: readonly Node[]) => void;
  readonly expression: (context: Context, node: Node | null) => Expr;
  /** Jumps to one of the two by the truth of the expression. */
  readonly condition: (
    context: Context,
    node: Node | null,
    whenTrue: BlockId,
    whenFalse: BlockId,
  ) => void;
  readonly assignTo: (
    context: Context,
    target: Node | null,
    value: Expr,
    range: Range,
  ) => void;
  /** A `def` or a `lambda`. */
  readonly functionValue: (
    context: Context,
    node: Node,
    about: FunctionAbout,
  ) => Expr;
}

/** What stands around a function. */
export interface FunctionAbout {
  readonly decorators: readonly Node[];
  /** For a method: the object that its first parameter is. */
  readonly self: Var | undefined;
}

export interface Context {
  readonly parts: Parts;
  readonly module: ModuleBuilder;
  readonly builder: FunctionBuilder;
  readonly scope: Scope;
  /** The file's classes that hold what their type hints name, by their names. */
  readonly hinted: ReadonlyMap<string, Node>;
  /** The hint of what the function around gives back. */
  readonly result?: Node | undefined;
  readonly text: string;
  /** See `iterables.ts`. */
  readonly iterables: boolean;
  /** Variables that hold an event data class or a part of one; see `data-classes.ts`. */
  readonly dataClasses: Set<VariableId>;
  /** Variables that surely hold the object itself, and its class. */
  readonly wrappers: Map<VariableId, string>;
  /** `*args` and `**kwargs` of a function -> what a call that spreads them hands on. */
  readonly handedOn: Map<VariableId, readonly Var[]>;
  /** Variables that hold a class of this file, whose call makes an object, and the fields that a data class is given. */
  readonly classes: Map<VariableId, RecordClass>;
  /** Variables that hold a generator which makes a manager for `with`. */
  readonly managers: ReadonlyMap<VariableId, Manager>;
  /** In a generator: the list of what it gives. */
  readonly yielded?: Var | undefined;
  /** In the code of managers, by where they begin: what stands in the place of their `yield`. */
  readonly yielding?: {
    readonly run: (given: Expr) => void;
    readonly managers: readonly number[];
  };
  /** In methods of a class that has one base class: what `super()` has its methods from. */
  readonly base?: Var;
  /** Names of methods of this file's classes that are read like attributes. */
  readonly properties: ReadonlySet<string>;
  /** Those of them that a method sets. */
  readonly setters: ReadonlySet<string>;
  /** Names of variables that hold an object of a class of another file, which may have properties. */
  readonly instances: ReadonlySet<string>;
  /** What is being assigned to, which is not read. */
  readonly target?: Node | undefined;
  /** What fails to find a key is caught here. */
  readonly lookupsFail?: boolean;
  /** The one module of which every name is imported. */
  readonly everything?: string;
}

/** Children that mean something to the program. */
export const meaningful = (node: Node): readonly Node[] =>
  node.namedChildren.filter(
    ({ type }) => type !== "comment" && type !== "line_continuation",
  );

/** Anonymous tokens among the children, in order: operators, keywords. */
export const tokensOf = (node: Node): readonly string[] =>
  node.children.filter(({ isNamed }) => !isNamed).map(({ type }) => type);

/** What stands above a class or a function. */
export const decoratorsOf = ({ parent }: Node): readonly Node[] =>
  parent?.type === "decorated_definition"
    ? parent.namedChildren.filter(({ type }) => type === "decorator")
    : [];

/** Identifiers inside a type annotation or a decorator, in order. */
export function namesIn(node: Node | null): readonly string[] {
  if (node === null) return [];
  if (node.type === "identifier") return [node.text];
  // "PreSignUpTriggerEvent" in quotes is an annotation as well.
  if (node.type === "string_content") return node.text.match(/\w+/g) ?? [];
  return node.namedChildren.flatMap(namesIn);
}

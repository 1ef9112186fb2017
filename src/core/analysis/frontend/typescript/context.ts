/**
 * What the parts of the lowering share, and how they call each other: statements hold expressions, expressions hold
 * functions, functions hold statements. `front-end.ts` ties the knot.
 */
import type { Node } from "../syntax-node.ts";
import type { Range } from "../../../text/position.ts";
import type { FunctionBuilder, ModuleBuilder } from "../../ir/builder.ts";
import type {
  BlockId,
  Expr,
  FunctionId,
  Var,
  VariableId,
} from "../../ir/ir.ts";
import type { Scope } from "./scope.ts";
import type { Declared } from "../types.ts";
import type { TypeDeclarations } from "./type-declarations.ts";
import type { TypeAliases } from "./type-names.ts";

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
  /** Assigns `value` to what a pattern, a name or a member expression means. */
  readonly assignTo: (
    context: Context,
    target: Node | null,
    value: Expr,
    range: Range,
  ) => void;
  readonly functionValue: (
    context: Context,
    node: Node,
    about: FunctionAbout,
  ) => Expr;
  readonly classValue: (context: Context, node: Node) => Expr;
}

/** What stands around a function and says what it is: its name, and types written beside it. */
export interface FunctionAbout {
  readonly name: string;
  readonly types: readonly string[];
  /** A method of a class. */
  readonly method?: true;
  /** The value of a class's field. */
  readonly field?: true;
  /** A function of a written object, which is its `this`. */
  readonly member?: true;
}

/** See `state-machine.ts`. */
export interface Steps {
  /** What the compiler calls the state of the generator. */
  readonly state: string;
  /** Holds what the last step got: a value that was waited for, or what was thrown. */
  readonly sent: Var;
}

export interface Context {
  readonly parts: Parts;
  readonly module: ModuleBuilder;
  readonly builder: FunctionBuilder;
  readonly scope: Scope;
  /** The function whose `arguments` these are: an arrow function has those of the one around it. */
  readonly argumentsOf: FunctionBuilder | undefined;
  readonly text: string;
  /** See `chosen-modules.ts`. */
  readonly choosesModule: boolean;
  /** See `shortened.ts`. */
  readonly shortened: ReadonlyMap<string, string>;
  /** See `iterables.ts`. */
  readonly iterables: boolean;
  /** What names of types in the file stand for. */
  readonly aliases: TypeAliases;
  readonly types: TypeDeclarations;
  /** What the function around is declared to give back. */
  readonly result: Declared | undefined;
  /** In a generator: the list of what it gives. */
  readonly yielded: Var | undefined;
  /** In a generator that was taken apart into steps. */
  readonly steps?: Steps | undefined;
  /** What is known about the function that is the value being lowered; empty for any other. */
  readonly about: FunctionAbout;
  /** The same of one that the function around gives back: the types of what makes a handler are the handler's. */
  readonly given: FunctionAbout;
  /** Members of a class that its getters and setters are, by the variable that holds it, or its `this`. */
  readonly accessors: Map<VariableId, ReadonlySet<string>>;
  /** Names of getters, of classes or defined by a call, as compilers do it: a member of such a name may be one. */
  readonly getters: Set<string>;
  /** Variables that hold what another file of the workspace exports. */
  readonly imported: Set<VariableId>;
  /** What is lowered behind the module's own code: what it exports by functions that are run when somebody reads it. */
  readonly late: (() => void)[];
  /** What is being assigned to, which is not read. */
  readonly target?: Node | undefined;
  /** The functions of the module's own code that have a body in braces, to lower one again when it is edited. */
  readonly bodies: Map<FunctionId, FunctionBody>;
}

export interface FunctionBody {
  readonly context: Context;
  readonly about: FunctionAbout;
  /** Of the node to read again: the function's own, or that of the variable that is declared with it as its value. */
  readonly range: Range;
  readonly type: string;
  readonly functionType: string;
  /** What the rest of the file calls it; empty where it has none or several. */
  readonly name: string;
  /** Between there and the body stands its head. */
  readonly nameEnd: number;
  readonly body: Range;
}

/** The type of a node that gives a variable its name, its type and its value. */
export const declarator = "variable_declarator";

export const nobody: FunctionAbout = { name: "", types: [] };

/** For an expression that is a part of another: whatever is known of that one's value is not known of it. */
export const ofPart = (context: Context): Context =>
  context.about === nobody ? context : { ...context, about: nobody };

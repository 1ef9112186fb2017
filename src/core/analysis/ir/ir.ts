/**
 * The small language that every front-end lowers to and the interpreter runs. Sugar has ended before it: what is left
 * is pure expressions, a handful of instructions, and control flow between blocks. Whatever a front-end does not
 * understand is an `unknown` expression with its range, so that lowering never fails and nothing is guessed.
 */
import type { Range } from "../../text/position.ts";

/** Index into `Module.variables`. A name is resolved by its front-end; each declaration is one variable. */
export type VariableId = number;
/** Index into `Module.functions`. */
export type FunctionId = number;
/** Index into `FunctionIr.blocks`. */
export type BlockId = number;

export type Constant = string | number | boolean | null | undefined;

export type Operator =
  // tests: a boolean comes out
  | "not"
  | "truthy"
  | "equal"
  | "not-equal"
  /** `a < b` and `a <= b`; the two others are these, the other way round. */
  | "less"
  | "at-most"
  /** An ordering of something else. */
  | "compare"
  /** Each operand is a test: `a < b < c`. */
  | "all"
  /** `key in container`, Python's `in`, `instanceof`, `isinstance`. */
  | "contains"
  // values
  /** `+` of two operands: sum, joined text or joined lists. */
  | "add"
  /** `a - b` of numbers. */
  | "subtract"
  | "multiply"
  /** `a % b`: the rest of a division, or Python's text with values put in. */
  | "percent"
  /** Any other operator that gives a number. */
  | "arithmetic"
  | "to-text"
  | "to-number"
  /** `typeof x`: the name of a type as text. */
  | "type-name"
  /** `a | b`, `a & b` of Python: of sets a set; the third operand, which has the members of both, where one is an object. */
  | "union"
  /** An element of a list, set or text, the variable of a loop: that of the round, any where no round is known. */
  | "element"
  /** Whether there is an element. */
  | "not-empty"
  /** Of a loop over a list that is known to the last item: the number of its first round, of the one after, and whether there is one more. */
  /** Whether the items of a loop can be looked at one by one. */
  | "listed"
  | "first-round"
  | "next-round"
  | "has-round"
  /** A promise for the operand, which is awaited when it is a promise itself. */
  | "promise"
  /** Some value of a type of another file: what the function gives that stands for the type there. */
  | "of-type"
  /** Of a text, the member of one of Python's plain enumerations that has it for its value. */
  | "enum-member"
  /** A map that has the operand under any key. */
  | "map-of"
  /** The first operand, or any of the others where nothing is known about it: what a type says of a value. */
  | "declared";

export interface Const {
  readonly kind: "const";
  readonly value: Constant;
  readonly range: Range;
}
export interface Var {
  readonly kind: "var";
  readonly variable: VariableId;
  readonly range: Range;
}
/** A name that the file does not declare, with its dotted path as long as it is plain: `console`, `JSON`, `os`. */
export interface Global {
  readonly kind: "global";
  readonly name: string;
  readonly range: Range;
}
/** Some value of a type, of which nothing else is known; `texts`: a list of texts. */
export type SomeType =
  "text" | "number" | "boolean" | "list" | "texts" | "object";
export interface Some {
  readonly kind: "some";
  readonly type: SomeType;
  readonly range: Range;
}
/** What `import` or `require` gives: the module's name as written and, if only one of its exports, that one. */
export interface Import {
  readonly kind: "import";
  readonly from: string;
  /** Undefined: the whole module; `default` for a default import. */
  readonly name?: string;
  readonly range: Range;
}
/** `object.key`, `object["key"]`, `object[key]`. */
export interface Field {
  readonly kind: "field";
  readonly object: Expr;
  readonly key: Expr;
  /** `object?.key`: undefined where the object is null or undefined. */
  readonly optional?: boolean;
  /** The member that this attribute stands for where the object is an event data class; empty: the event itself. */
  readonly attribute?: string;
  readonly range: Range;
}
export type ObjectMember =
  | { readonly kind: "entry"; readonly key: Expr; readonly value: Expr }
  | { readonly kind: "spread"; readonly value: Expr };
export interface ObjectExpr {
  readonly kind: "object";
  readonly members: readonly ObjectMember[];
  /** Identity of the allocation; see `ModuleBuilder.site`. */
  readonly site: number;
  readonly range: Range;
}
export interface ListItem {
  readonly value: Expr;
  readonly spread: boolean;
}
export interface ListExpr {
  readonly kind: "list";
  readonly items: readonly ListItem[];
  readonly site: number;
  readonly range: Range;
}
/** Text put together from parts: template literals, f-strings. Constant parts are `const` expressions. */
export interface Concat {
  readonly kind: "concat";
  readonly parts: readonly Expr[];
  readonly range: Range;
}
export interface Op {
  readonly kind: "op";
  readonly op: Operator;
  readonly operands: readonly Expr[];
  readonly range: Range;
}
export interface FunctionExpr {
  readonly kind: "function";
  readonly function: FunctionId;
  readonly range: Range;
}
/** Not understood: could be anything, and `uses` could be changed by it. */
export interface Unknown {
  readonly kind: "unknown";
  readonly uses: readonly Expr[];
  /** True where the front-end met something it does not understand; false for what nobody can know (a loop's end). */
  readonly partial: boolean;
  readonly range: Range;
}

/** Pure: evaluating one has no effect. Calls are instructions whose result is a variable. */
export type Expr =
  | Const
  | Some
  | Var
  | Global
  | Import
  | Field
  | ObjectExpr
  | ListExpr
  | Concat
  | Op
  | FunctionExpr
  | Unknown;

export type Place =
  Var | (Omit<Field, "optional"> & { readonly optional?: never });

/** How the name of what is imported begins where it is a type. */
export const typeNamed = "type ";

/** The name of an argument whose members are Python's keywords: `**values`. */
export const spreadKeywords = "**";

/** How the name of a method begins that gives each object of a class the fields that are its own, before its constructor runs. */
export const fieldsOfClass = "(fields)";

/**
 * What a front-end calls for a dict with some members of another one, `{k: v for … if v}`: with a text, what is asked of
 * their values (`all`, `true`, `not-none`); with names and a boolean, all that have these names or all others.
 */
export const filteredDict = "dict.filtered";

/** What a front-end calls for what a loop goes through, where the file has objects that say that themselves. */
export const itemsOfObject = "(items)";

export interface Argument {
  readonly value: Expr;
  readonly spread: boolean;
  /** Python keyword arguments. */
  readonly name?: string;
  readonly nameRange?: Range;
}

export interface Assign {
  readonly kind: "assign";
  readonly place: Place;
  readonly value: Expr;
  /** The whole statement, or the declaration's part that assigns. */
  readonly range: Range;
}
export interface Delete {
  readonly kind: "delete";
  readonly object: Expr;
  readonly key: Expr;
  readonly range: Range;
}
/** A method call has a `field` as callee; its object is then the receiver. */
export interface Call {
  readonly kind: "call";
  readonly result: VariableId;
  readonly callee: Expr;
  readonly arguments: readonly Argument[];
  readonly construct: boolean;
  /** `fn?.()`: gives undefined where there is nothing to call. */
  readonly optional?: true;
  /** A member is read that a class of another file may have as a getter or property: only that is called. */
  readonly read?: true;
  /** How often each of the loops around it goes round, of those that count up to a limit. */
  readonly rounds?: readonly Expr[];
  /** Identity of the call, which tells calls of one function apart. */
  readonly site: number;
  readonly range: Range;
}
export interface Await {
  readonly kind: "await";
  readonly result: VariableId;
  readonly value: Expr;
  readonly range: Range;
}
export type Instruction = Assign | Delete | Call | Await;

export interface Goto {
  readonly kind: "goto";
  readonly block: BlockId;
}
export interface Branch {
  readonly kind: "branch";
  readonly condition: Expr;
  readonly whenTrue: BlockId;
  readonly whenFalse: BlockId;
}
export interface Return {
  readonly kind: "return";
  readonly value: Expr;
  /** The return statement; for an end that nobody wrote, the last character of the function. */
  readonly range: Range;
  /** Set where control falls off the end: where a statement could be added, and what stands before it on its line. */
  readonly openEnd?: OpenEnd;
  /** The class of the object around the value that is given back in its place: `PreSignUpTriggerEvent`. */
  readonly wrapper?: string;
}
export interface OpenEnd {
  readonly offset: number;
  /** Text to put before and after a new statement so that it stands on a line of its own. */
  readonly before: string;
  readonly after: string;
}
export interface Throw {
  readonly kind: "throw";
  readonly value: Expr;
  readonly range: Range;
}
export type Terminator = Goto | Branch | Return | Throw;

export interface Block {
  readonly instructions: readonly Instruction[];
  readonly terminator: Terminator;
  /** Where control goes when something in this block throws, and the variable that receives what was thrown. */
  readonly handler?: { readonly block: BlockId; readonly variable: VariableId };
}

export interface Variable {
  readonly name: string;
  /** The function that declares it; temporaries of a front-end have the name "". */
  readonly owner: FunctionId;
}

export interface Parameter {
  readonly variable: VariableId;
  /** Empty for a destructured parameter. */
  readonly name: string;
  /** Names in its type annotation, in order: `PreSignUpTriggerEvent`. */
  readonly types: readonly string[];
  readonly rest: boolean;
  /** It has a default, and a call may leave it out. */
  readonly optional: boolean;
  /** Some value of its type, for where nothing is known about what it is given. */
  readonly declared?: Expr;
  /** Python's `**values`: an object of the keywords that no other parameter has. */
  readonly keywords?: true;
  readonly range: Range;
}

export interface FunctionIr {
  readonly id: FunctionId;
  /** Undefined for the module's own code. */
  readonly parent: FunctionId | undefined;
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly async: boolean;
  readonly generator: boolean;
  /** Of a generator whose code runs the same whoever asks it for more: the list of what it has given. */
  readonly yields?: VariableId;
  /** A method of a class, which nobody calls without an object of that class. */
  readonly method?: boolean;
  /** The variable that stands for the object it is called on: `this`, `self`. */
  readonly self?: VariableId;
  /** Names of types and decorators that stand at the function as a whole: `PreSignUpTriggerHandler`. */
  readonly types: readonly string[];
  readonly blocks: readonly Block[];
  readonly range: Range;
}

export interface Comment {
  /** Without its delimiters, trimmed. */
  readonly text: string;
  readonly range: Range;
}

/** The text of another file, and where its places begin. */
export interface OtherText {
  readonly path: string;
  readonly text: string;
  readonly offset: number;
  /** The object that holds what it exports. */
  readonly exports: VariableId;
}

export interface Module {
  readonly language: "javascript" | "python";
  readonly text: string;
  /** After an edit, `text` is the one before and, from here on, the one after it. */
  readonly editedAt?: number;
  /** The first is the module's own code, run once when it is loaded. */
  readonly functions: readonly FunctionIr[];
  readonly variables: readonly Variable[];
  /** The code of the modules that are linked to it, in the order in which it runs before the module's own. */
  readonly imported?: readonly FunctionId[];
  /** Of the modules that are linked to it. */
  readonly others?: readonly OtherText[];
  /** The object that holds what the module exports, as the module's code fills it: `module.exports`. */
  readonly exports: VariableId;
  /** The types that the module exports: functions without parameters that give some value of them. */
  readonly types?: ReadonlyMap<string, FunctionId>;
  /** The modules whose types it exports as well: `export * from "./types"`. */
  readonly typesFrom?: readonly string[];
  readonly comments: readonly Comment[];
  /** Ranges that the parser could not read. */
  readonly broken: readonly Range[];
}

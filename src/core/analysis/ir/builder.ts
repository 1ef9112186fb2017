/**
 * Puts a module together, function by function. A front-end says what happens in order; the builder keeps the blocks,
 * the temporaries, and the way out of loops, `try` and `finally`. What is emitted after a jump lands in a block that
 * nothing reaches, so a front-end never has to ask whether code is dead.
 */
import type { Range } from "../../text/position.ts";
import type {
  Argument,
  Block,
  BlockId,
  Comment,
  Expr,
  FunctionId,
  FunctionIr,
  Instruction,
  Module,
  ObjectMember,
  ListItem,
  OpenEnd,
  Operator,
  Parameter,
  Place,
  SomeType,
  Terminator,
  Var,
  Variable,
  VariableId,
} from "./ir.ts";

interface DraftBlock {
  readonly instructions: Instruction[];
  terminator: Terminator | undefined;
  readonly handler: Block["handler"];
}

type Scope =
  | {
      readonly kind: "breakable";
      readonly label: string | undefined;
      readonly breakTo: BlockId;
      /** Undefined for `switch` and labelled blocks. */
      readonly continueTo: BlockId | undefined;
      readonly rounds: Expr | undefined;
    }
  | { readonly kind: "catch"; readonly handler: NonNullable<Block["handler"]> }
  | { readonly kind: "finally"; readonly emit: () => void };

export interface FunctionHead {
  readonly name: string;
  readonly async: boolean;
  readonly generator: boolean;
  readonly yields?: VariableId;
  readonly method?: boolean;
  readonly self?: VariableId;
  readonly types: readonly string[];
  readonly range: Range;
}

export interface CallOptions {
  readonly construct?: boolean;
  readonly optional?: boolean;
  readonly read?: boolean;
}

export interface ModuleBuilder {
  readonly language: Module["language"];
  /** The builder of the module's own code. */
  readonly main: FunctionBuilder;
  /** Holds the object of exports, empty at first; assign to its fields. */
  readonly exports: VariableId;
  /**
   * Starts a function; its expression is `functionExpr(builder.id)`. End it with `finish`. A `RangeError` where it, with
   * those in it, takes more blocks than a text of its length can need.
   */
  startFunction(parent: FunctionId, head: FunctionHead): FunctionBuilder;
  addVariable(name: string, owner: FunctionId): VariableId;
  /** A type that the module exports. */
  addType(name: string, id: FunctionId): void;
  /** A module whose types this one exports as well: `export * from "./types"`. */
  addTypesFrom(from: string): void;
  addComment(comment: Comment): void;
  addBroken(range: Range): void;
  /** Ends the module's own code and gives the module. */
  finish(end: Range): Module;
  /** Once the module is finished: lowers one of its functions anew, under its number. The module stays as it is. */
  lowerAgain(id: FunctionId, lower: () => void): Addition;
}

/** What takes the place of a function, with numbers behind those of the module for all that is new in it. */
export interface Addition {
  readonly target: FunctionIr | undefined;
  /** The functions within. */
  readonly functions: readonly FunctionIr[];
  readonly variables: readonly Variable[];
}

/** Lowers a condition that jumps to one of the two. */
export type Test = (whenTrue: BlockId, whenFalse: BlockId) => void;

export interface FunctionBuilder {
  readonly id: FunctionId;
  readonly parameters: readonly Parameter[];
  addParameter(parameter: Parameter): void;
  addVariable(name: string): VariableId;
  newBlock(): BlockId;
  /** What is emitted from now on goes to `block`. */
  enter(block: BlockId): void;
  assign(place: Place, value: Expr, range: Range): void;
  remove(object: Expr, key: Expr, range: Range): void;
  call(
    callee: Expr,
    args: readonly Argument[],
    range: Range,
    options?: CallOptions,
  ): Var;
  await(value: Expr, range: Range): Var;
  /** A fresh variable that holds `value`, for an expression that is used twice or could change. */
  hold(value: Expr): Var;
  object(members: readonly ObjectMember[], range: Range): Expr;
  list(items: readonly ListItem[], range: Range): Expr;
  goto(block: BlockId): void;
  branch(condition: Expr, whenTrue: BlockId, whenFalse: BlockId): void;
  /** Jumps by `left and right` or `left or right`; the right test runs only where the left one does not decide. */
  branchOnBoth(
    operator: "and" | "or",
    left: Test,
    right: Test,
    whenTrue: BlockId,
    whenFalse: BlockId,
  ): void;
  /** Runs the open `finally` parts, then leaves. */
  return(value: Expr, range: Range, openEnd?: OpenEnd, wrapper?: string): void;
  throw(value: Expr, range: Range): void;
  /** Both leave through open `finally` parts; false when there is nothing to leave. */
  break(label?: string): boolean;
  continue(label?: string): boolean;
  withBreakable(
    targets: {
      readonly label?: string | undefined;
      readonly breakTo: BlockId;
      readonly continueTo?: BlockId;
      /** How often it goes round, where it counts. */
      readonly rounds?: Expr | undefined;
    },
    body: () => void,
  ): void;
  /**
   * `body`, then `after` if it ran to its end. What `body` throws goes to `onThrow` (the catch clause; undefined: there
   * is none) in the variable handed to it. `cleanup` (the finally clause) runs on every way out; it is called once for
   * each of them, with what was thrown where that goes on behind it.
   */
  tryCatch(parts: {
    readonly body: () => void;
    readonly onThrow: ((thrown: Var) => void) | undefined;
    readonly cleanup: ((thrown?: Var) => void) | undefined;
    readonly range: Range;
  }): void;
  /** Ends the function; control that reaches this point returns `value`. */
  finish(value: Expr, range: Range, openEnd?: OpenEnd): FunctionId;
}

/** What is left for a function of the module and those in it. */
interface Room {
  blocks: number;
}

/**
 * What is lowered for each way out (`finally`), or for each way to look at it (a comprehension), is lowered twice as often
 * with each of its kind around it. No text that somebody wrote comes near these blocks.
 */
const mostBlocks = ({ start, end }: Range): number =>
  10_000 + 2 * (end - start);

export function createModuleBuilder(
  language: Module["language"],
  text: string,
): ModuleBuilder {
  const functions: (FunctionIr | undefined)[] = [];
  const variables: Variable[] = [];
  const types = new Map<string, FunctionId>();
  const typesFrom: string[] = [];
  const comments: Comment[] = [];
  const broken: Range[] = [];
  /** By function. */
  const rooms: Room[] = [];
  let sites = 0;
  /** The number that the next function takes, where it has one already. */
  let taken: FunctionId | undefined;

  const addVariable = (name: string, owner: FunctionId): VariableId =>
    variables.push({ name, owner }) - 1;

  function startFunction(
    parent: FunctionId | undefined,
    head: FunctionHead,
  ): FunctionBuilder {
    const id = taken ?? functions.push(undefined) - 1;
    taken = undefined;
    const room =
      parent === undefined || parent === main.id
        ? { blocks: mostBlocks(head.range) }
        : (rooms[parent] as Room);
    rooms[id] = room;
    const parameters: Parameter[] = [];
    const blocks: DraftBlock[] = [];
    const scopes: Scope[] = [];

    const newBlock = (): BlockId => {
      if (room.blocks-- <= 0)
        throw new RangeError("The text becomes more than is looked at.");
      const handler = scopes.findLast((scope) => scope.kind === "catch");
      return (
        blocks.push({
          instructions: [],
          terminator: undefined,
          handler: handler?.handler,
        }) - 1
      );
    };
    let current = newBlock();
    const block = (): DraftBlock => blocks[current] as DraftBlock;
    const emit = (instruction: Instruction): void => {
      block().instructions.push(instruction);
    };
    const end = (terminator: Terminator): void => {
      block().terminator ??= terminator;
      current = newBlock();
    };
    const temporary = (range: Range): Var => ({
      kind: "var",
      variable: addVariable("", id),
      range,
    });
    const goto = (target: BlockId): void => {
      end({ kind: "goto", block: target });
    };

    /** Runs `emitCleanup` of the finally clauses above `depth`, innermost first, each outside of its own protection. */
    const unwindTo = (depth: number): void => {
      const left = scopes.splice(depth);
      for (let i = left.length - 1; i >= 0; i--) {
        const scope = left[i];
        if (scope?.kind !== "finally") continue;
        scopes.push(...left.slice(0, i));
        const outside = newBlock();
        goto(outside);
        current = outside;
        scope.emit();
        scopes.length = depth;
      }
      scopes.push(...left);
    };

    const leave = (kind: "break" | "continue", label?: string): boolean => {
      for (let depth = scopes.length - 1; depth >= 0; depth--) {
        const scope = scopes[depth];
        if (scope?.kind !== "breakable") continue;
        if (label !== undefined && scope.label !== label) continue;
        if (label === undefined && scope.continueTo === undefined) {
          // `continue` passes a switch; a plain `break` passes a labelled block, which has a label and no loop.
          if (kind === "continue" || scope.label !== undefined) continue;
        }
        const target = kind === "break" ? scope.breakTo : scope.continueTo;
        if (target === undefined) continue;
        unwindTo(depth);
        goto(target);
        return true;
      }
      return false;
    };

    const builder: FunctionBuilder = {
      id,
      parameters,
      addParameter: (parameter) => void parameters.push(parameter),
      addVariable: (name) => addVariable(name, id),
      newBlock,
      enter: (target) => {
        current = target;
      },
      assign: (place, value, range) => {
        emit({ kind: "assign", place, value, range });
      },
      remove: (object, key, range) => {
        emit({ kind: "delete", object, key, range });
      },
      call: (callee, args, range, options = {}) => {
        const result = temporary(range);
        const rounds = scopes.flatMap((scope) =>
          scope.kind === "breakable" ? (scope.rounds ?? []) : [],
        );
        emit({
          kind: "call",
          result: result.variable,
          callee,
          arguments: args,
          construct: options.construct ?? false,
          ...(options.optional ? { optional: true } : {}),
          ...(options.read ? { read: true } : {}),
          ...(rounds.length === 0 ? {} : { rounds }),
          site: sites++,
          range,
        });
        return result;
      },
      await: (value, range) => {
        const result = temporary(range);
        emit({ kind: "await", result: result.variable, value, range });
        return result;
      },
      hold: (value) => {
        const result = temporary(value.range);
        emit({
          kind: "assign",
          place: result,
          value,
          range: value.range,
        });
        return result;
      },
      object: (members, range) => ({
        kind: "object",
        members,
        site: sites++,
        range,
      }),
      list: (items, range) => ({ kind: "list", items, site: sites++, range }),
      goto,
      branch: (condition, whenTrue, whenFalse) => {
        end({ kind: "branch", condition, whenTrue, whenFalse });
      },
      branchOnBoth: (operator, left, right, whenTrue, whenFalse) => {
        const rest = newBlock();
        if (operator === "and") left(rest, whenFalse);
        else left(whenTrue, rest);
        current = rest;
        right(whenTrue, whenFalse);
      },
      return: (value, range, openEnd, wrapper) => {
        const held = scopes.some((scope) => scope.kind === "finally")
          ? builder.hold(value)
          : value;
        unwindTo(0);
        end({
          kind: "return",
          value: held,
          range,
          ...(openEnd === undefined ? {} : { openEnd }),
          ...(wrapper === undefined ? {} : { wrapper }),
        });
      },
      throw: (value, range) => {
        end({ kind: "throw", value, range });
      },
      break: (label) => leave("break", label),
      continue: (label) => leave("continue", label),
      withBreakable: ({ label, breakTo, continueTo, rounds }, body) => {
        scopes.push({ kind: "breakable", label, breakTo, continueTo, rounds });
        body();
        scopes.pop();
      },
      tryCatch: ({ body, onThrow, cleanup, range }) => {
        const after = newBlock();
        const caught = temporary(range);
        const failed = temporary(range);
        if (cleanup !== undefined)
          scopes.push({ kind: "finally", emit: cleanup });
        const onFailure = cleanup === undefined ? undefined : newBlock();
        if (onFailure !== undefined)
          scopes.push({
            kind: "catch",
            handler: { block: onFailure, variable: failed.variable },
          });
        const onCatch = onThrow === undefined ? undefined : newBlock();
        if (onCatch !== undefined)
          scopes.push({
            kind: "catch",
            handler: { block: onCatch, variable: caught.variable },
          });
        const start = newBlock();
        goto(start);
        current = start;
        body();
        const joined = newBlock();
        goto(joined);
        if (onCatch !== undefined) {
          scopes.pop();
          current = onCatch;
          onThrow?.(caught);
          goto(joined);
        }
        if (onFailure !== undefined) {
          scopes.pop();
          scopes.pop();
          current = onFailure;
          cleanup?.(failed);
          end({ kind: "throw", value: failed, range });
        }
        current = joined;
        if (cleanup !== undefined) {
          // Back outside of the protection of this statement.
          const outside = newBlock();
          goto(outside);
          current = outside;
          cleanup();
        }
        goto(after);
        current = after;
      },
      finish: (value, range, openEnd) => {
        builder.return(value, range, openEnd);
        functions[id] = {
          id,
          parent,
          ...head,
          parameters,
          blocks: blocks.map((draft) => ({
            instructions: draft.instructions,
            terminator: draft.terminator ?? {
              kind: "return",
              value: { kind: "const", value: undefined, range },
              range,
            },
            ...(draft.handler === undefined ? {} : { handler: draft.handler }),
          })),
        };
        return id;
      },
    };
    return builder;
  }

  const whole = { start: 0, end: text.length };
  const main = startFunction(undefined, {
    name: "",
    async: false,
    generator: false,
    types: [],
    range: whole,
  });
  const exports = addVariable("exports", main.id);
  const start = { start: 0, end: 0 };
  main.assign(variable(exports, start), main.object([], start), start);
  return {
    language,
    main,
    exports,
    startFunction,
    addVariable,
    addType: (name, id) => void types.set(name, id),
    addTypesFrom: (from) => void typesFrom.push(from),
    addComment: (comment) => void comments.push(comment),
    addBroken: (range) => void broken.push(range),
    finish: (range) => {
      main.finish({ kind: "const", value: undefined, range }, range);
      return {
        language,
        text,
        // A function that a front-end started and never finished cannot be: startFunction and finish come in pairs.
        functions: functions.filter((each) => each !== undefined),
        variables,
        exports,
        ...(types.size === 0 ? {} : { types }),
        ...(typesFrom.length === 0 ? {} : { typesFrom }),
        comments,
        broken,
      };
    },
    lowerAgain: (id, lower) => {
      const before = functions[id];
      const known = {
        functions: functions.length,
        variables: variables.length,
      };
      taken = id;
      try {
        lower();
        return {
          target: functions[id],
          functions: functions
            .slice(known.functions)
            .filter((each) => each !== undefined),
          variables: variables.slice(known.variables),
        };
      } finally {
        taken = undefined;
        functions[id] = before;
        functions.length = known.functions;
        variables.length = known.variables;
      }
    },
  };
}

export const constant = (
  value: string | number | boolean | null | undefined,
  range: Range,
): Expr => ({ kind: "const", value, range });

export const some = (type: SomeType, range: Range): Expr => ({
  kind: "some",
  type,
  range,
});

export const variable = (id: VariableId, range: Range): Var => ({
  kind: "var",
  variable: id,
  range,
});

export const field = (
  object: Expr,
  key: Expr,
  range: Range,
): Place & { kind: "field" } => ({ kind: "field", object, key, range });

export const op = (
  operator: Operator,
  operands: readonly Expr[],
  range: Range,
): Expr => ({ kind: "op", op: operator, operands, range });

export const functionExpr = (id: FunctionId, range: Range): Expr => ({
  kind: "function",
  function: id,
  range,
});

export const unknown = (
  range: Range,
  uses: readonly Expr[] = [],
  partial = false,
): Expr => ({ kind: "unknown", uses, partial, range });

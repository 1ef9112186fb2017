/**
 * Copies functions with other numbers and places: for a module that becomes a part of another one, and for a function
 * that has changed. Invariant: nothing else about them changes.
 */
import type { Range } from "../../text/position.ts";
import type {
  Block,
  Expr,
  FunctionId,
  FunctionIr,
  Import,
  Instruction,
  Place,
  Terminator,
  VariableId,
} from "./ir.ts";

/** What is left out stays as it is. */
export interface Mapping {
  readonly offset?: (offset: number) => number;
  readonly variable?: (variable: VariableId) => VariableId;
  readonly id?: (target: FunctionId) => FunctionId;
  readonly site?: (site: number) => number;
  /** With its new place. */
  readonly imported?: (expr: Import) => Expr;
}

const same = <T>(each: T): T => each;

export function moverOf({
  offset = same,
  variable = same,
  id = same,
  site = same,
  imported = same,
}: Mapping): (target: FunctionIr) => FunctionIr {
  const at = ({ start, end }: Range): Range => ({
    start: offset(start),
    end: offset(end),
  });

  const expr = (each: Expr): Expr => {
    const range = at(each.range);
    switch (each.kind) {
      case "const":
      case "some":
      case "global":
        return { ...each, range };
      case "import":
        return imported({ ...each, range });
      case "var":
        return { ...each, variable: variable(each.variable), range };
      case "field":
        return {
          ...each,
          object: expr(each.object),
          key: expr(each.key),
          range,
        };
      case "object":
        return {
          ...each,
          members: each.members.map((member) =>
            member.kind === "entry"
              ? { ...member, key: expr(member.key), value: expr(member.value) }
              : { ...member, value: expr(member.value) },
          ),
          site: site(each.site),
          range,
        };
      case "list":
        return {
          ...each,
          items: each.items.map((item) => ({
            ...item,
            value: expr(item.value),
          })),
          site: site(each.site),
          range,
        };
      case "concat":
        return { ...each, parts: each.parts.map(expr), range };
      case "op":
        return { ...each, operands: each.operands.map(expr), range };
      case "function":
        return { ...each, function: id(each.function), range };
      case "unknown":
        return { ...each, uses: each.uses.map(expr), range };
    }
  };
  const place = (each: Place): Place =>
    each.kind === "var"
      ? { ...each, variable: variable(each.variable), range: at(each.range) }
      : {
          ...each,
          object: expr(each.object),
          key: expr(each.key),
          range: at(each.range),
        };
  const instruction = (each: Instruction): Instruction => {
    const range = at(each.range);
    switch (each.kind) {
      case "assign":
        return {
          ...each,
          place: place(each.place),
          value: expr(each.value),
          range,
        };
      case "delete":
        return {
          ...each,
          object: expr(each.object),
          key: expr(each.key),
          range,
        };
      case "await":
        return {
          ...each,
          result: variable(each.result),
          value: expr(each.value),
          range,
        };
      case "call":
        return {
          ...each,
          result: variable(each.result),
          callee: expr(each.callee),
          arguments: each.arguments.map((one) => ({
            ...one,
            value: expr(one.value),
            ...(one.nameRange === undefined
              ? {}
              : { nameRange: at(one.nameRange) }),
          })),
          ...(each.rounds === undefined
            ? {}
            : { rounds: each.rounds.map(expr) }),
          site: site(each.site),
          range,
        };
    }
  };
  const terminator = (each: Terminator): Terminator => {
    switch (each.kind) {
      case "goto":
        return each;
      case "branch":
        return { ...each, condition: expr(each.condition) };
      case "throw":
        return { ...each, value: expr(each.value), range: at(each.range) };
      case "return":
        return {
          ...each,
          value: expr(each.value),
          range: at(each.range),
          ...(each.openEnd === undefined
            ? {}
            : {
                openEnd: {
                  ...each.openEnd,
                  offset: offset(each.openEnd.offset),
                },
              }),
        };
    }
  };
  const block = (each: Block): Block => ({
    instructions: each.instructions.map(instruction),
    terminator: terminator(each.terminator),
    ...(each.handler === undefined
      ? {}
      : {
          handler: {
            ...each.handler,
            variable: variable(each.handler.variable),
          },
        }),
  });
  return (target) => ({
    ...target,
    id: id(target.id),
    parent: target.parent === undefined ? undefined : id(target.parent),
    ...(target.self === undefined ? {} : { self: variable(target.self) }),
    ...(target.yields === undefined ? {} : { yields: variable(target.yields) }),
    parameters: target.parameters.map((each) => ({
      ...each,
      variable: variable(each.variable),
      ...(each.declared === undefined ? {} : { declared: expr(each.declared) }),
      range: at(each.range),
    })),
    blocks: target.blocks.map(block),
    range: at(target.range),
  });
}

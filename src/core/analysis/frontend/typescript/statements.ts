/** Lowers statements: declarations, branches, loops, switches, try, jumps, imports, exports and namespaces. */
import { inPattern } from "../../../text/in-pattern.ts";
import { throughItems } from "../iterables.ts";
import { countedRounds } from "../counted-rounds.ts";
import { roundsOf } from "../rounds.ts";
import { classMade, noteImport, noteInstance } from "./names.ts";
import { rangeOf, type Node } from "../syntax-node.ts";
import { readString } from "./literals.ts";
import { constant, field, op, variable } from "../../ir/builder.ts";
import type { Expr, Place, Var } from "../../ir/ir.ts";
import { nobody, type Context } from "./context.ts";
import { declared, declaredBy } from "./declared-types.ts";
import { shownBy } from "./type-guards.ts";
import { lowerStep, lowerSteps } from "./state-machine.ts";
import { typeNames } from "./type-names.ts";
import { lowerExport, lowerImport } from "./modules.ts";
import {
  createScope,
  declareLexical,
  declarePattern,
  declareVars,
  namesOf,
} from "./scope.ts";

/** Lowers the statements of one block; functions first, as they are there from its start. */
export function lowerStatements(
  outer: Context,
  statements: readonly Node[],
): void {
  const scope = createScope(outer.scope, outer.builder);
  declareLexical(scope, statements);
  const context: Context = { ...outer, scope, about: nobody };
  hoistFunctions(context, statements);
  for (const statement of statements) lowerStatement(context, statement);
}

function hoistFunctions(context: Context, statements: readonly Node[]): void {
  for (const statement of statements) {
    if (isFunctionDeclaration(statement))
      context.parts.assignTo(
        context,
        statement.childForFieldName("name"),
        context.parts.functionValue(context, statement, nobody),
        rangeOf(statement),
      );
    else if (statement.type === "export_statement" || statement.isError)
      hoistFunctions(context, statement.namedChildren);
  }
}

const isFunctionDeclaration = (node: Node): boolean =>
  node.type === "function_declaration" ||
  node.type === "generator_function_declaration";

function lowerStatement(context: Context, node: Node): void {
  const { builder, parts } = context;
  const range = rangeOf(node);
  switch (node.type) {
    case "comment":
    case "empty_statement":
    case "debugger_statement":
    case "function_declaration":
    case "generator_function_declaration":
    case "interface_declaration":
    case "type_alias_declaration":
    case "ambient_declaration":
      return;
    case "expression_statement":
      for (const child of node.namedChildren)
        if (child.type === "internal_module") lowerNamespace(context, child);
        else if (child.type !== "comment") {
          parts.expression(context, child);
          shownBy(context, child, "asserts")?.();
        }
      return;
    case "internal_module":
    case "module":
      lowerNamespace(context, node);
      return;
    case "lexical_declaration":
    case "variable_declaration":
      for (const part of node.namedChildren)
        if (part.type === "variable_declarator") {
          lowerDeclarator(context, part);
          noteRequired(context, part);
          const name = part.childForFieldName("name")?.text ?? "";
          const value = part.childForFieldName("value");
          // `var Flow = _Flow;`: the class, or an object of it, by another name.
          if (value?.type === "identifier")
            noteInstance(context, name, value.text, "here");
          else if (node.childForFieldName("kind")?.text === "const")
            noteInstance(context, name, classMade(value));
        }
      return;
    case "class_declaration":
    case "abstract_class_declaration":
      parts.assignTo(
        context,
        node.childForFieldName("name"),
        parts.classValue(context, node),
        range,
      );
      return;
    case "enum_declaration":
      lowerEnum(context, node);
      return;
    case "import_statement":
      lowerImport(context, node);
      return;
    case "export_statement":
      lowerExport(context, node, (child) => {
        lowerStatement(context, child);
      });
      return;
    case "statement_block":
      parts.statements(context, node.namedChildren);
      return;
    case "if_statement":
      lowerIf(context, node);
      return;
    case "switch_statement":
      lowerSwitch(context, node);
      return;
    case "while_statement":
    case "do_statement":
    case "for_statement":
    case "for_in_statement":
      lowerLoop(context, node, undefined);
      return;
    case "labeled_statement": {
      const label = node.childForFieldName("label")?.text ?? "";
      const body = node.childForFieldName("body");
      if (body === null) return;
      if (/^(?:while|do|for|for_in)_statement$/u.test(body.type)) {
        lowerLoop(context, body, label);
        return;
      }
      const after = builder.newBlock();
      builder.withBreakable({ label, breakTo: after }, () => {
        lowerStatement(context, body);
      });
      builder.goto(after);
      builder.enter(after);
      return;
    }
    case "break_statement":
      builder.break(node.childForFieldName("label")?.text);
      return;
    case "continue_statement":
      builder.continue(node.childForFieldName("label")?.text);
      return;
    case "return_statement": {
      const value = node.namedChildren.find(({ type }) => type !== "comment");
      if (lowerStep(context, value, range) || lowerSteps(context, value))
        return;
      builder.return(
        value === undefined
          ? constant(undefined, range)
          : declared(
              context,
              context.result,
              parts.expression({ ...context, about: context.given }, value),
            ),
        range,
      );
      return;
    }
    case "throw_statement":
      builder.throw(parts.expression(context, node.firstNamedChild), range);
      return;
    case "try_statement":
      lowerTry(context, node);
      return;
    case "ERROR":
      lowerBroken(context, node);
      return;
    default:
      parts.expression(context, node);
  }
}

/** What could not be read: what is whole in it still counts, and so does `place = value` whose statement is broken. */
function lowerBroken(context: Context, node: Node): void {
  const children = node.children;
  for (let i = 0; i < children.length; i++) {
    const child = children[i];
    if (child?.isNamed !== true) continue;
    const value = children[i + 2];
    if (children[i + 1]?.type === "=" && value?.isNamed === true) {
      context.parts.assignTo(
        context,
        child,
        context.parts.expression(context, value),
        { start: child.startIndex, end: value.endIndex },
      );
      i += 2;
    } else if (!isFunctionDeclaration(child)) lowerStatement(context, child);
  }
}

function lowerDeclarator(context: Context, node: Node): void {
  const name = node.childForFieldName("name");
  const value = node.childForFieldName("value");
  const range = rangeOf(node);
  const lowered: Expr =
    value === null
      ? constant(undefined, range)
      : context.parts.expression(
          {
            ...context,
            about: {
              name: name?.type === "identifier" ? name.text : "",
              types: typeNames(context, node.childForFieldName("type")),
            },
          },
          value,
        );
  context.parts.assignTo(
    context,
    name,
    declared(context, declaredBy(node.childForFieldName("type")), lowered),
    range,
  );
}

function lowerEnum(context: Context, node: Node): void {
  const { builder, parts } = context;
  const members = node.childForFieldName("body")?.namedChildren ?? [];
  let next = 0;
  const entries = members.flatMap((member) => {
    const name =
      member.type === "enum_assignment"
        ? member.childForFieldName("name")
        : member;
    if (name === null || name.type === "comment") return [];
    const value =
      member.type === "enum_assignment"
        ? parts.expression(context, member.childForFieldName("value"))
        : constant(next, rangeOf(member));
    const key = constant(name.text, rangeOf(name));
    const entry = { kind: "entry", key, value } as const;
    if (value.kind !== "const" || typeof value.value !== "number")
      return [entry];
    next = value.value + 1;
    // The names of numbers can be asked for as well.
    return [
      entry,
      {
        kind: "entry",
        key: constant(value.value, rangeOf(member)),
        value: key,
      } as const,
    ];
  });
  parts.assignTo(
    context,
    node.childForFieldName("name"),
    builder.object(entries, rangeOf(node)),
    rangeOf(node),
  );
}

/** An object with what its statements export; one of the same name goes on where the former has ended. */
function lowerNamespace(context: Context, node: Node): void {
  const { builder, module, parts } = context;
  const range = rangeOf(node);
  const body = node.childForFieldName("body");
  const [name, ...inner] = namesOf(node.childForFieldName("name"));
  const known = name === undefined ? undefined : context.scope.find(name);
  if (body === null || known === undefined) return;
  const step = (place: Place): Var => {
    builder.assign(
      place,
      builder.object([{ kind: "spread", value: place }], range),
      range,
    );
    return builder.hold(place);
  };
  let object = step(variable(known, range));
  for (const each of inner)
    object = step(field(object, constant(each, range), range));
  const scope = createScope(context.scope, builder);
  declareVars(scope, body);
  parts.statements(
    {
      ...context,
      scope,
      module: { ...module, exports: object.variable },
      about: nobody,
    },
    body.namedChildren,
  );
}

function lowerIf(context: Context, node: Node): void {
  const { builder, parts } = context;
  const whenTrue = builder.newBlock();
  const whenFalse = builder.newBlock();
  const after = builder.newBlock();
  parts.condition(
    context,
    node.childForFieldName("condition"),
    whenTrue,
    whenFalse,
  );
  builder.enter(whenTrue);
  lowerBranch(context, node.childForFieldName("consequence"));
  builder.goto(after);
  builder.enter(whenFalse);
  const alternative = node.childForFieldName("alternative");
  if (alternative !== null)
    lowerBranch(
      context,
      alternative.type === "else_clause"
        ? alternative.lastNamedChild
        : alternative,
    );
  builder.goto(after);
  builder.enter(after);
}

function lowerBranch(context: Context, node: Node | null): void {
  if (node !== null) context.parts.statements(context, [node]);
}

function lowerSwitch(context: Context, node: Node): void {
  const { builder, parts } = context;
  const value = parts.expression(context, node.childForFieldName("value"));
  // What a case shows of a variable, or of `result.kind`, it shows of where that came from.
  const whole = value.kind === "field" ? value.object : value;
  const subject = whole.kind === "var" ? value : builder.hold(value);
  const cases = (node.childForFieldName("body")?.namedChildren ?? []).filter(
    ({ type }) => type === "switch_case" || type === "switch_default",
  );
  const after = builder.newBlock();
  const bodies = cases.map(() => builder.newBlock());
  let otherwise = after;
  for (const [i, each] of cases.entries()) {
    const body = bodies[i] ?? after;
    if (each.type === "switch_default") {
      otherwise = body;
      continue;
    }
    const value = each.childForFieldName("value");
    const next = builder.newBlock();
    const range = value === null ? rangeOf(each) : rangeOf(value);
    // `switch (true)` asks whether a case is true: the case is then the condition.
    if (node.childForFieldName("value")?.text === "(true)")
      parts.condition(context, value, body, next);
    else
      builder.branch(
        op("equal", [subject, parts.expression(context, value)], range),
        body,
        next,
      );
    builder.enter(next);
  }
  builder.goto(otherwise);
  const scope = createScope(context.scope, builder);
  const inside = { ...context, scope };
  const contents = cases.map((each) =>
    each.namedChildren.filter(
      (child) => child !== each.childForFieldName("value"),
    ),
  );
  declareLexical(scope, contents.flat());
  hoistFunctions(inside, contents.flat());
  builder.withBreakable({ breakTo: after }, () => {
    for (const [i, body] of bodies.entries()) {
      builder.enter(body);
      for (const statement of contents[i] ?? [])
        lowerStatement(inside, statement);
      builder.goto(bodies[i + 1] ?? after);
    }
  });
  builder.enter(after);
}

/** `for (let i = 0; i < list.length; i++)`, where nothing else changes `i`: the places of a list, one after the other. */
function countedLoop(
  node: Node,
):
  | { readonly place: Node; readonly length: Node; readonly list: Node }
  | undefined {
  if (node.type !== "for_statement") return undefined;
  let first = node.childForFieldName("initializer")?.firstNamedChild;
  // `for (_i = 0, _a = list; …)`, as compilers write it.
  if (first?.type === "sequence_expression") first = first.firstNamedChild;
  const place = first?.childForFieldName(
    first.type === "assignment_expression" ? "left" : "name",
  );
  const written = node.childForFieldName("condition");
  const condition =
    written?.type === "expression_statement"
      ? written.firstNamedChild
      : written;
  const length = condition?.childForFieldName("right");
  const list = length?.childForFieldName("object");
  const name = place?.text ?? "";
  if (
    (first?.childForFieldName("value") ?? first?.childForFieldName("right"))
      ?.text !== "0" ||
    !/^[\w$]+$/u.test(name) ||
    condition?.childForFieldName("left")?.text !== name ||
    condition.childForFieldName("operator")?.text !== "<" ||
    length?.type !== "member_expression" ||
    length.childForFieldName("property")?.text !== "length" ||
    !/^(?:identifier|member_expression)$/u.test(list?.type ?? "") ||
    place == null ||
    list == null
  )
    return undefined;
  const increment = node.childForFieldName("increment")?.text ?? "";
  const body = node.childForFieldName("body")?.text ?? "";
  const own = inPattern(name);
  return [`${name}++`, `++${name}`, `${name} += 1`].includes(increment) &&
    !new RegExp(
      `(?<![\\w.$])${own}\\s*(?:\\+\\+|--|[-+*/]?=(?!=))|(?:\\+\\+|--)${own}(?![\\w$])`,
      "u",
    ).test(body)
    ? { place, length, list }
    : undefined;
}

function lowerLoop(
  outer: Context,
  node: Node,
  label: string | undefined,
): void {
  const { builder, parts } = outer;
  const range = rangeOf(node);
  const scope = createScope(outer.scope, builder);
  const context: Context = { ...outer, scope, about: nobody };
  const test = builder.newBlock();
  const body = builder.newBlock();
  const step = builder.newBlock();
  const after = builder.newBlock();
  let items: Expr | undefined;
  const counted = countedLoop(node);
  if (node.type === "for_statement") {
    const initializer = node.childForFieldName("initializer");
    if (initializer !== null) {
      declareLexical(scope, [initializer]);
      lowerStatement(context, initializer);
    }
    if (counted !== undefined) {
      builder.hold(parts.expression(context, counted.length));
      items = builder.hold(parts.expression(context, counted.list));
    }
  } else if (node.type === "for_in_statement") {
    if (node.childForFieldName("kind")?.text !== "var")
      if (node.childForFieldName("kind") !== null)
        declarePattern(scope, node.childForFieldName("left"));
    const value = parts.expression(context, node.childForFieldName("right"));
    items =
      node.childForFieldName("operator")?.text === "of"
        ? builder.hold(throughItems(context, value))
        : builder.call(
            { kind: "global", name: "Object.keys", range: value.range },
            [{ value, spread: false }],
            value.range,
          );
  }
  const rounds = items === undefined ? undefined : roundsOf(builder, items);
  if (items !== undefined)
    builder.branch(op("not-empty", [items], items.range), body, after);
  else builder.goto(node.type === "do_statement" ? body : test);
  builder.enter(test);
  const condition = node.childForFieldName("condition");
  if (rounds !== undefined) builder.branch(rounds.hasMore, body, after);
  else if (condition === null || condition.type === "empty_statement")
    builder.goto(body);
  else
    parts.condition(
      context,
      condition.type === "expression_statement"
        ? condition.firstNamedChild
        : condition,
      body,
      after,
    );
  builder.enter(body);
  if (rounds !== undefined)
    parts.assignTo(
      context,
      counted?.place ?? node.childForFieldName("left"),
      counted === undefined ? rounds.element : rounds.count,
      range,
    );
  const limited = countedRounds(node, (each) =>
    parts.expression(context, each),
  );
  const targets = { label, breakTo: after, continueTo: step, rounds: limited };
  builder.withBreakable(targets, () => {
    lowerBranch(context, node.childForFieldName("body"));
  });
  builder.goto(step);
  builder.enter(step);
  const increment = node.childForFieldName("increment");
  if (increment !== null) parts.expression(context, increment);
  rounds?.next();
  builder.goto(test);
  builder.enter(after);
  rounds?.end();
}

function lowerTry(context: Context, node: Node): void {
  const { builder } = context;
  const handler = node.childForFieldName("handler");
  const finalizer = node
    .childForFieldName("finalizer")
    ?.childForFieldName("body");
  builder.tryCatch({
    range: rangeOf(node),
    body: () => {
      lowerBranch(context, node.childForFieldName("body"));
    },
    onThrow:
      handler === null
        ? undefined
        : (thrown) => {
            const scope = createScope(context.scope, builder);
            const parameter = handler.childForFieldName("parameter");
            declarePattern(scope, parameter);
            const inside = { ...context, scope };
            context.parts.assignTo(inside, parameter, thrown, rangeOf(handler));
            lowerBranch(inside, handler.childForFieldName("body"));
          },
    cleanup:
      finalizer === null || finalizer === undefined
        ? undefined
        : () => {
            lowerBranch(context, finalizer);
          },
  });
}

/** `const { Name } = require("./file")` */
function noteRequired(context: Context, declarator: Node): void {
  const value = declarator.childForFieldName("value");
  const names = declarator.childForFieldName("name");
  if (
    value?.type !== "call_expression" ||
    names === null ||
    value.childForFieldName("function")?.text !== "require"
  )
    return;
  const from = readString(
    value.childForFieldName("arguments")?.firstNamedChild?.text ?? "",
  );
  for (const each of names.type === "object_pattern"
    ? names.namedChildren
    : [names])
    noteImport(context, (each.childForFieldName("value") ?? each).text, from);
}

/** Lowers statements. A statement of an unknown kind is skipped, but what stands inside it is still looked at. */
import { declared } from "./declared-types.ts";
import { throughItems } from "../iterables.ts";
import { countedRounds } from "../counted-rounds.ts";
import { roundsOf } from "../rounds.ts";
import { rangeOf, type Node } from "../syntax-node.ts";
import { emitYield } from "../yields.ts";
import { constant, field, op, unknown, variable } from "../../ir/builder.ts";
import type { Var } from "../../ir/ir.ts";
import { lowerClass } from "./classes.ts";
import { meaningful, type Context } from "./context.ts";
import { decorate } from "./decorators.ts";
import { lowerBinary } from "./expressions.ts";
import { lookingUp } from "./lookups.ts";
import { lowerWith } from "./managers.ts";
import { lowerPlace, matchCase } from "./patterns.ts";
import { importedNames } from "./scope.ts";

export function lowerStatements(
  context: Context,
  nodes: readonly Node[],
): void {
  for (const node of nodes) lowerStatement(context, node);
}

function lowerStatement(context: Context, node: Node): void {
  const { builder, parts, scope } = context;
  const range = rangeOf(node);
  const inner = (name: string): Node | null => node.childForFieldName(name);
  switch (node.type) {
    case "comment":
    case "pass_statement":
    case "global_statement":
    case "nonlocal_statement":
    case "type_alias_statement":
    case "future_import_statement":
      return;
    case "expression_statement":
      for (const child of meaningful(node)) lowerStatement(context, child);
      return;
    case "augmented_assignment":
      lowerAugmented(context, node);
      return;
    case "import_statement":
    case "import_from_statement":
      for (const { local, from, name } of importedNames(node)) {
        builder.assign(
          variable(scope.declare(local), range),
          {
            kind: "import",
            from,
            ...(name === undefined ? {} : { name }),
            range,
          },
          range,
        );
      }
      return;
    case "function_definition":
    case "decorated_definition": {
      const definition =
        node.type === "function_definition" ? node : inner("definition");
      if (definition?.type === "class_definition") {
        lowerClass(context, definition);
      } else if (definition !== null) {
        const decorators = node.namedChildren.filter(
          ({ type }) => type === "decorator",
        );
        const value = decorate(
          context,
          parts.functionValue(context, definition, {
            decorators,
            self: undefined,
          }),
          decorators,
        );
        parts.assignTo(
          context,
          definition.childForFieldName("name"),
          value,
          rangeOf(definition),
        );
      }
      return;
    }
    case "class_definition":
      lowerClass(context, node);
      return;
    case "return_statement": {
      const [value] = meaningful(node);
      const given =
        value === undefined
          ? constant(null, range)
          : parts.expression(context, value);
      const wrapper =
        value?.type === "identifier" && given.kind === "var"
          ? context.wrappers.get(given.variable)
          : undefined;
      builder.return(
        declared(context, context.result ?? null, given),
        range,
        undefined,
        wrapper,
      );
      return;
    }
    case "raise_statement":
      builder.throw(
        parts.expression(context, meaningful(node)[0] ?? null),
        range,
      );
      return;
    case "break_statement":
      builder.break();
      return;
    case "continue_statement":
      builder.continue();
      return;
    case "delete_statement":
      for (const each of meaningful(node)) {
        const targets =
          each.type === "expression_list" ? meaningful(each) : [each];
        for (const target of targets) {
          const place = lowerPlace(context, target);
          if (place?.kind === "field")
            builder.remove(place.object, place.key, range);
        }
      }
      return;
    case "assert_statement": {
      const after = builder.newBlock();
      const failed = builder.newBlock();
      parts.condition(context, meaningful(node)[0] ?? null, after, failed);
      builder.enter(failed);
      builder.throw(unknown(range), range);
      builder.enter(after);
      return;
    }
    case "if_statement":
      lowerIf(context, node);
      return;
    case "for_statement":
    case "while_statement":
      lowerLoop(context, node);
      return;
    case "try_statement":
      lowerTry(context, node);
      return;
    case "with_statement":
      lowerWith(context, node);
      return;
    case "yield": {
      const [value] = meaningful(node);
      const given =
        value === undefined
          ? constant(null, range)
          : parts.expression(context, value);
      if (context.yielding !== undefined) context.yielding.run(given);
      else if (context.yielded !== undefined)
        emitYield(
          context.builder,
          context.yielded,
          given,
          node.children.some(({ type }) => type === "from"),
          range,
        );
      return;
    }
    case "match_statement":
      lowerMatch(context, node);
      return;
    case "ERROR":
      lowerStatements(context, meaningful(node));
      return;
    case "block":
      block(context, node);
      return;
    default:
      // An expression, also where the text is half typed.
      parts.expression(context, node);
  }
}

const block = (context: Context, node: Node | null): void => {
  if (node !== null) context.parts.statements(context, node.namedChildren);
};

function lowerAugmented(context: Context, node: Node): void {
  const { builder, parts } = context;
  const range = rangeOf(node);
  const left = node.childForFieldName("left");
  const right = node.childForFieldName("right");
  const operator = node.childForFieldName("operator")?.type.slice(0, -1) ?? "";
  const before = parts.expression(context, left);
  // In place, unlike `a = a | {...}`: other names of the same dict see it.
  if (operator === "|") {
    const update = field(before, constant("update", range), range);
    const value = parts.expression(context, right);
    const isDict = right?.type === "dictionary";
    const held = isDict || value.kind === "var" ? value : builder.hold(value);
    builder.call(update, [{ value: held, spread: false }], range);
    if (!isDict)
      parts.assignTo(
        context,
        left,
        op("union", [before, held, before], range),
        range,
      );
    return;
  }
  parts.assignTo(
    context,
    left,
    lowerBinary(
      operator,
      before,
      parts.expression(context, right),
      context,
      node,
      true,
    ),
    range,
  );
}

function lowerIf(context: Context, node: Node): void {
  const { builder, parts } = context;
  const after = builder.newBlock();
  const branches = [node, ...node.childrenForFieldName("alternative")];
  for (const branch of branches) {
    if (branch.type === "else_clause") {
      block(context, branch.childForFieldName("body"));
      break;
    }
    const taken = builder.newBlock();
    const next = builder.newBlock();
    parts.condition(
      context,
      branch.childForFieldName("condition"),
      taken,
      next,
    );
    builder.enter(taken);
    block(context, branch.childForFieldName("consequence"));
    builder.goto(after);
    builder.enter(next);
  }
  builder.goto(after);
  builder.enter(after);
}

function lowerLoop(context: Context, node: Node): void {
  const { builder, parts } = context;
  const head = builder.newBlock();
  const body = builder.newBlock();
  const ended = builder.newBlock();
  const after = builder.newBlock();
  const right = node.childForFieldName("right");
  const iterated =
    node.type === "for_statement"
      ? builder.hold(throughItems(context, parts.expression(context, right)))
      : undefined;
  const rounds =
    iterated === undefined ? undefined : roundsOf(builder, iterated);
  if (iterated === undefined) builder.goto(head);
  else builder.branch(op("not-empty", [iterated], iterated.range), body, ended);
  builder.enter(head);
  if (rounds === undefined)
    parts.condition(context, node.childForFieldName("condition"), body, ended);
  else builder.branch(rounds.hasMore, body, ended);
  builder.enter(body);
  const next = rounds === undefined ? head : builder.newBlock();
  const counted = countedRounds(node, (each) =>
    parts.expression(context, each),
  );
  const targets = { breakTo: after, continueTo: next, rounds: counted };
  builder.withBreakable(targets, () => {
    const left = node.childForFieldName("left");
    if (rounds !== undefined && left !== null)
      parts.assignTo(context, left, rounds.element, rangeOf(left));
    block(context, node.childForFieldName("body"));
  });
  if (rounds !== undefined) {
    builder.goto(next);
    builder.enter(next);
    rounds.next();
  }
  builder.goto(head);
  builder.enter(ended);
  block(
    context,
    node.childForFieldName("alternative")?.childForFieldName("body") ?? null,
  );
  builder.goto(after);
  builder.enter(after);
  rounds?.end();
}

function lowerTry(context: Context, node: Node): void {
  const { builder } = context;
  const clauses = (type: string): readonly Node[] =>
    node.namedChildren.filter((child) => child.type.startsWith(type));
  const handlers = clauses("except");
  const [otherwise] = clauses("else");
  const [last] = clauses("finally");
  builder.tryCatch({
    range: rangeOf(node),
    body: () => {
      const caught = handlers.map(({ text }) => headOf(text));
      block(lookingUp(context, caught), node.childForFieldName("body"));
      block(context, otherwise?.childForFieldName("body") ?? null);
    },
    onThrow:
      handlers.length === 0
        ? undefined
        : (thrown) => {
            lowerHandlers(context, handlers, thrown);
          },
    cleanup:
      last === undefined
        ? undefined
        : () => {
            block(context, bodyOf(last));
          },
  });
}

const bodyOf = (clause: Node): Node | null =>
  clause.namedChildren.find(({ type }) => type === "block") ?? null;

const headOf = (clause: string): string => clause.split(/:\s/u, 1)[0] ?? "";

/** What has caught these has caught all that a client of a service raises: of AWS both are needed. */
const ofService: readonly RegExp[] = [
  /\bClientError\b[^]*\bBotoCoreError\b|\bBotoCoreError\b[^]*\bClientError\b/u,
  /\b(?:RequestException|(?:httpx|aiohttp)\.\w*Error|RedisError|SQLAlchemyError|(?:psycopg2?|pymysql)\.\w*Error|PyMongoError|TwilioException)\b/u,
];

/** Which clause catches is not known, unless it catches everything; what none of them catches goes on. */
function lowerHandlers(
  context: Context,
  handlers: readonly Node[],
  thrown: Var,
): void {
  const { builder, parts } = context;
  const after = builder.newBlock();
  const written = handlers.map(({ text }) => headOf(text)).join("\n");
  const catchTheService = ofService.some((each) => each.test(written));
  for (const handler of handlers) {
    const value = handler.childForFieldName("value");
    const isAliased = value?.type === "as_pattern";
    const caught = isAliased ? value.firstNamedChild : value;
    const catchesAll =
      caught === null ||
      /^(Base)?Exception$/.test(caught.text) ||
      (catchTheService && handler === handlers.at(-1));
    const taken = builder.newBlock();
    const next = builder.newBlock();
    if (catchesAll) builder.goto(taken);
    else builder.branch(unknown(rangeOf(handler)), taken, next);
    builder.enter(taken);
    if (isAliased)
      parts.assignTo(
        context,
        value.childForFieldName("alias")?.firstNamedChild ?? null,
        thrown,
        rangeOf(value),
      );
    block(context, bodyOf(handler));
    builder.goto(after);
    builder.enter(next);
  }
  builder.throw(thrown, thrown.range);
  builder.enter(after);
}

function lowerMatch(context: Context, node: Node): void {
  const { builder, parts } = context;
  const written = node.childrenForFieldName("subject");
  const [only] = written;
  const several =
    written.length === 1 && only?.type === "tuple" ? meaningful(only) : written;
  const subjects = several.map((each) =>
    builder.hold(parts.expression(context, each)),
  );
  const after = builder.newBlock();
  for (const clause of node.childForFieldName("body")?.namedChildren ?? []) {
    if (clause.type !== "case_clause") continue;
    const patterns = clause.namedChildren.filter(
      ({ type }) => type === "case_pattern",
    );
    const matched = builder.newBlock();
    const taken = builder.newBlock();
    const next = builder.newBlock();
    matchCase(context, patterns, subjects, rangeOf(clause), next);
    builder.goto(matched);
    builder.enter(matched);
    const guard = clause.childForFieldName("guard");
    if (guard === null) builder.goto(taken);
    else parts.condition(context, guard.firstNamedChild, taken, next);
    builder.enter(taken);
    block(context, clause.childForFieldName("consequence"));
    builder.goto(after);
    builder.enter(next);
  }
  builder.goto(after);
  builder.enter(after);
}

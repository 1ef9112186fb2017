/** Prints a module's IR for golden tests and bug reports: one line per instruction, names where there are any. */
import type { Block, Expr, Instruction, Module, Terminator } from "./ir.ts";

export function printModule(module: Module): string {
  const name = (id: number): string => {
    const written = module.variables[id]?.name ?? "";
    return written === "" ? `%${String(id)}` : `${written}%${String(id)}`;
  };
  const show = (expr: Expr): string => {
    switch (expr.kind) {
      case "const":
        return expr.value === undefined
          ? "undefined"
          : JSON.stringify(expr.value);
      case "var":
        return name(expr.variable);
      case "global":
        return `global ${expr.name}`;
      case "import":
        return `import ${[expr.from, ...(expr.name === undefined ? [] : [expr.name])].join(".")}`;
      case "some":
        return `some ${expr.type}`;
      case "field":
        return `${show(expr.object)}${expr.optional === true ? "?" : ""}[${show(expr.key)}]`;
      case "object":
        return `{${expr.members
          .map((member) =>
            member.kind === "spread"
              ? `...${show(member.value)}`
              : `${show(member.key)}: ${show(member.value)}`,
          )
          .join(", ")}}`;
      case "list":
        return `[${expr.items.map(({ value, spread }) => `${spread ? "..." : ""}${show(value)}`).join(", ")}]`;
      case "concat":
        return `concat(${expr.parts.map(show).join(", ")})`;
      case "op":
        return `${expr.op}(${expr.operands.map(show).join(", ")})`;
      case "function":
        return `function #${String(expr.function)}`;
      case "unknown":
        return `unknown(${expr.uses.map(show).join(", ")})`;
    }
  };
  const instruction = (each: Instruction): string => {
    switch (each.kind) {
      case "assign":
        return `${show(each.place)} = ${show(each.value)}`;
      case "delete":
        return `delete ${show(each.object)}[${show(each.key)}]`;
      case "await":
        return `${name(each.result)} = await ${show(each.value)}`;
      case "call":
        return `${name(each.result)} = ${each.construct ? "new" : "call"} ${show(each.callee)}(${each.arguments
          .map(
            (argument) =>
              `${argument.spread ? "..." : ""}${argument.name === undefined ? "" : `${argument.name}=`}${show(argument.value)}`,
          )
          .join(", ")})`;
    }
  };
  const terminator = (each: Terminator): string => {
    switch (each.kind) {
      case "goto":
        return `goto ${String(each.block)}`;
      case "branch":
        return `branch ${show(each.condition)} ? ${String(each.whenTrue)} : ${String(each.whenFalse)}`;
      case "return":
        return `${each.openEnd === undefined ? "return" : "end"} ${show(each.value)}`;
      case "throw":
        return `throw ${show(each.value)}`;
    }
  };
  const printBlock = (block: Block, id: number): string =>
    [
      `  ${String(id)}:${block.handler === undefined ? "" : ` (throws to ${String(block.handler.block)} as ${name(block.handler.variable)})`}`,
      ...block.instructions.map((each) => `    ${instruction(each)}`),
      `    ${terminator(block.terminator)}`,
    ].join("\n");

  return module.functions
    .map((each) => {
      const reached = reachable(each.blocks);
      const head = `${each.async ? "async " : ""}${each.generator ? "generator " : ""}function #${String(each.id)} ${each.name}(${each.parameters
        .map(({ variable, rest }) => `${rest ? "..." : ""}${name(variable)}`)
        .join(", ")})`;
      return [
        head.trimEnd(),
        ...each.blocks.flatMap((block, id) =>
          reached.has(id) ? [printBlock(block, id)] : [],
        ),
      ].join("\n");
    })
    .join("\n\n");
}

function reachable(blocks: readonly Block[]): ReadonlySet<number> {
  const reached = new Set<number>();
  const visit = (id: number): void => {
    const block = blocks[id];
    if (block === undefined || reached.has(id)) return;
    reached.add(id);
    if (block.handler !== undefined) visit(block.handler.block);
    if (block.terminator.kind === "goto") visit(block.terminator.block);
    if (block.terminator.kind === "branch") {
      visit(block.terminator.whenTrue);
      visit(block.terminator.whenFalse);
    }
  };
  visit(0);
  return reached;
}

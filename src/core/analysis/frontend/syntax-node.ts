/**
 * A node of a text's tree, as the front-ends see it. Invariant: it is whole from the start and holds nothing of the
 * parser, so that it costs nothing to ask and outlives the parser's own tree.
 */

import type { Range } from "../../text/position.ts";

/** A class, because a file has thousands of them. */
export class Node {
  readonly type: string;
  /** By a rule of the grammar; any other is characters of the text: `(`, `async`. */
  readonly isNamed: boolean;
  /** Put in by the parser, where the text lacks it. */
  readonly isMissing: boolean;
  /** It could not be read, or is missing, or something in it is so. */
  readonly hasError: boolean;
  /** What it is to its parent, where the grammar says. */
  readonly field: string | null;
  readonly startIndex: number;
  readonly endIndex: number;
  /** Null also for a node that was read alone. */
  readonly parent: Node | null;
  readonly children: readonly Node[] = [];
  readonly #source: string;

  /** Stands as the last child of its parent. */
  constructor(
    source: string,
    parent: Node | null,
    type: string,
    field: string | null,
    startIndex: number,
    endIndex: number,
    isNamed: boolean,
    isMissing: boolean,
  ) {
    this.#source = source;
    this.parent = parent;
    this.type = type;
    this.field = field;
    this.startIndex = startIndex;
    this.endIndex = endIndex;
    this.isNamed = isNamed;
    this.isMissing = isMissing;
    this.hasError = isMissing || this.isError;
    (parent?.children as Node[] | undefined)?.push(this);
    if (this.hasError)
      for (let at = parent; at?.hasError === false; at = at.parent)
        (at as { hasError: boolean }).hasError = true;
  }

  /** It is what the parser could not read. */
  get isError(): boolean {
    return this.type === "ERROR";
  }

  /**
   * Changes places with its first child and stays the outer one of the two: of `(await f)(x)`, a call, it makes
   * `await (f(x))`, an await. What either holds besides stays with it.
   */
  exchange(): void {
    const [first, ...others] = this.children;
    const operand = first?.children.at(-1);
    if (first === undefined || operand?.isNamed !== true) return;
    const inner = new Node(
      this.#source,
      null,
      this.type,
      operand.field,
      operand.startIndex,
      this.endIndex,
      true,
      false,
    );
    Object.assign(operand, { field: first.field });
    inner.#hold([operand, ...others]);
    Object.assign(this, { type: first.type });
    this.#hold([...first.children.slice(0, -1), inner]);
  }

  #hold(children: readonly Node[]): void {
    const hasError = children.some((each) => each.hasError);
    Object.assign(this, { children, hasError });
    for (const each of children) Object.assign(each, { parent: this });
  }

  get text(): string {
    return this.#source.slice(this.startIndex, this.endIndex);
  }

  get namedChildren(): readonly Node[] {
    return this.children.filter(isNamed);
  }

  get firstNamedChild(): Node | null {
    return this.children.find(isNamed) ?? null;
  }

  get lastNamedChild(): Node | null {
    return this.children.findLast(isNamed) ?? null;
  }

  childForFieldName(name: string): Node | null {
    for (const child of this.children) if (child.field === name) return child;
    return null;
  }

  childrenForFieldName(name: string): readonly Node[] {
    return this.children.filter(({ field }) => field === name);
  }

  /** In order of place, the node itself among them. */
  descendantsOfType(type: string): readonly Node[] {
    const found: Node[] = [];
    const pending: Node[] = [this];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (node.type === type) found.push(node);
      for (let i = node.children.length - 1; i >= 0; i--)
        pending.push(node.children[i] as Node);
    }
    return found;
  }
}

export const rangeOf = ({ startIndex, endIndex }: Node): Range => ({
  start: startIndex,
  end: endIndex,
});

/** What stands in a node, such as the arguments of a call; nothing in none. */
export const withoutComments = (node: Node | null): readonly Node[] =>
  (node?.namedChildren ?? []).filter(({ type }) => type !== "comment");

const isNamed = (node: Node): boolean => node.isNamed;

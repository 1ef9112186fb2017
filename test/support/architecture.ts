/**
 * Checks source files against the shape of the project. Works on texts, so that the checker itself can be shown a wrong
 * one. Paths are relative to the repository, with `/`.
 */
import ts from "typescript";
import { posix } from "node:path";

export type Sources = ReadonlyMap<string, string>;

/** What files below a folder, or one file, may import. */
export interface ImportRule {
  /** A folder with `/` at its end, in which `*` stands for one name, or a file. The longest that fits a file rules it. */
  readonly of: string;
  /** Folders and files whose values and types may be imported, besides the folder itself. */
  readonly may: readonly string[];
  /** Folders and files of which only types may be imported. */
  readonly types?: readonly string[];
  /** Package names; `node:` and `@scope/` stand for all that begin so. */
  readonly packages?: readonly string[];
}

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
}

/** A sentence for every import that no rule allows. */
export function findForbiddenImports(
  sources: Sources,
  rules: readonly ImportRule[],
): readonly string[] {
  return [...sources].flatMap(([path, text]) => {
    const rule = ruleFor(path, rules);
    if (rule === undefined) return [`${path}: no rule says what it may import`];
    const own = rule.of.endsWith("/")
      ? path.slice(0, lengthOfMatch(rule.of, path))
      : path;
    return importsOf(path, text)
      .filter((it) => !isAllowed(it, path, own, rule))
      .map(({ specifier }) => `${path} must not import ${specifier}`);
  });
}

function isAllowed(
  { specifier, typeOnly }: Import,
  path: string,
  own: string,
  rule: ImportRule,
): boolean {
  if (!specifier.startsWith("."))
    return (rule.packages ?? []).some(
      (name) =>
        specifier === name ||
        specifier.startsWith(/[:/]$/.test(name) ? name : `${name}/`),
    );
  const target = resolve(path, specifier);
  if (target.startsWith(own)) return true;
  const fits = (place: string): boolean => lengthOfMatch(place, target) > 0;
  return rule.may.some(fits) || (typeOnly && (rule.types ?? []).some(fits));
}

function ruleFor(
  path: string,
  rules: readonly ImportRule[],
): ImportRule | undefined {
  let best: ImportRule | undefined;
  for (const rule of rules)
    if (
      lengthOfMatch(rule.of, path) >
      (best === undefined ? 0 : lengthOfMatch(best.of, path))
    )
      best = rule;
  return best;
}

/** How much of `path` the place covers; 0 when it does not lie there. A folder's own files only: `src/x/.`. */
function lengthOfMatch(place: string, path: string): number {
  const rootOnly = place.endsWith("/.");
  const pattern = (rootOnly ? place.slice(0, -1) : place)
    .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^/]+");
  const tail = rootOnly ? "(?=[^/]+$)" : place.endsWith("/") ? "" : "$";
  return new RegExp(`^${pattern}${tail}`).exec(path)?.[0].length ?? 0;
}

/** Each cycle of value imports, as `a -> b -> a`. Types vanish before anything runs. */
export function findCycles(sources: Sources): readonly string[] {
  const edges = new Map(
    [...sources].map(([path, text]) => [
      path,
      importsOf(path, text)
        .filter((it) => !it.typeOnly && !it.dynamic)
        .map((it) => resolve(path, it.specifier))
        .filter((target) => sources.has(target)),
    ]),
  );
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) cycles.push([...trail.slice(at), path].join(" -> "));
    if (at >= 0 || done.has(path)) return;
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return cycles;
}

/** Where a file that must be pure reaches for the world around it. */
export function findImpurities(sources: Sources): readonly string[] {
  const worldly = new Set([
    ...["process", "fetch", "console", "require", "Buffer", "globalThis"],
    ...["setTimeout", "setInterval", "setImmediate"],
  ]);
  return [...sources].flatMap(([path, text]) => {
    const file = parse(path, text);
    const declared = new Set<string>();
    const used: string[] = [];
    const visit = (node: ts.Node): void => {
      if (isDeclarationOf(node)) declared.add(node.text);
      else if (ts.isIdentifier(node) && isValue(node)) {
        const { parent } = node;
        if (worldly.has(node.text)) used.push(node.text);
        if (node.text === "Date" && isClockReading(parent)) used.push("Date");
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return used
      .filter((name) => !declared.has(name))
      .map((name) => `${path} uses ${name}`);
  });
}

/** `Date.now` or `new Date()`; a date made of a given time is pure. */
function isClockReading(parent: ts.Node): boolean {
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name.text === "now") ||
    (ts.isNewExpression(parent) && (parent.arguments ?? []).length === 0)
  );
}

function isDeclarationOf(node: ts.Node): node is ts.Identifier {
  if (!ts.isIdentifier(node)) return false;
  const { parent } = node;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isImportSpecifier(parent)) &&
    parent.name === node
  );
}

function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  const isName =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isParameter(parent) ||
    (ts.isBindingElement(parent) && parent.propertyName === node) ||
    ts.isTypeReferenceNode(parent) ||
    ts.isQualifiedName(parent);
  return !isName;
}

/** Files that begin with code: nobody learns there what they are for. */
export function findUnintroduced(sources: Sources): readonly string[] {
  return [...sources]
    .filter(([, text]) => !/^(#!.*\n)?\s*(\/\*\*|\/\/)/.test(text))
    .map(([path]) => `${path} does not open with a comment`);
}

/** Default exports, barrels, and names that say nothing. */
export function findBadHabits(sources: Sources): readonly string[] {
  return [...sources].flatMap(([path, text]) => {
    const problems: string[] = [];
    const { statements } = parse(path, text);
    const name = posix.basename(path);
    if (/^(utils?|helpers?|common|misc|.*manager)\.ts$/.test(name))
      problems.push(`${path}: the name says nothing about what is in it`);
    if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/.test(name))
      problems.push(`${path}: file names are in kebab-case`);
    if (statements.some(isDefaultExport))
      problems.push(`${path} has a default export`);
    const isReexport = (node: ts.Statement): boolean =>
      ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined;
    if (statements.length > 0 && statements.every(isReexport))
      problems.push(`${path} only passes on what others export`);
    return problems;
  });
}

function isDefaultExport(node: ts.Statement): boolean {
  if (ts.isExportAssignment(node)) return true;
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(
      ({ kind }) => kind === ts.SyntaxKind.DefaultKeyword,
    )
  );
}

function importsOf(path: string, text: string): readonly Import[] {
  const found: Import[] = [];
  const add = (from: ts.Node, typeOnly: boolean, dynamic = false): void => {
    if (ts.isStringLiteralLike(from))
      found.push({ specifier: from.text, typeOnly, dynamic });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier)
      add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (
      ts.isCallExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ImportKeyword &&
      node.arguments[0] !== undefined
    )
      add(node.arguments[0], false, true);
    ts.forEachChild(node, visit);
  };
  visit(parse(path, text));
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  return (
    clause.name === undefined &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.length > 0 &&
    names.elements.every((element) => element.isTypeOnly)
  );
}

function resolve(path: string, specifier: string): string {
  return posix.join(posix.dirname(path), specifier);
}

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

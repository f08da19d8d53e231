/**
 * What the style of this repository asks of its sources and a compiler does not see.
 *
 * Each check is a function from sources, as text, to complaints; none reads a file. They are run
 * over the repository, and over small inputs on which each must complain, by test/tidy.test.ts.
 */
import { posix } from 'node:path';
import ts from 'typescript';
import { PRIVILEGES, isWithin, layerOf } from './layers.ts';

/** A file of the repository: its path from the root, with slashes, and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** One import of a file. */
interface Import {
  /** The file, for a relative import; else the name of the module. */
  readonly target: string;
  readonly line: number;
  readonly isLocal: boolean;
  readonly isTypeOnly: boolean;
}

/** Most lines of a file and of a function, the first and the last included. */
export const FILE_LINES_MAX = 600;
export const FUNCTION_LINES_MAX = 70;

/** Every complaint about the sources of a repository, as `path:line: complaint`. */
export function complaints(sources: readonly Source[]): readonly string[] {
  const each = sources.flatMap((source) => [
    ...layerComplaints(source),
    ...privilegeComplaints(source),
    ...sizeComplaints(source),
    ...nameComplaints(source),
    ...wordComplaints(source),
  ]);
  return [...each, ...cycleComplaints(sources)];
}

/** Imports that go from a layer to one that it must not know. */
export function layerComplaints(source: Source): readonly string[] {
  const from = layerOf(source.path);
  if (!from) return [say(source, 1, 'belongs to no layer of src/dev/layers.ts')];
  const found: string[] = [];
  for (const { target, line, isLocal, isTypeOnly } of importsOf(source)) {
    if (!isLocal || isWithin(target, from.path)) continue;
    const isAllowed = (path: string): boolean => isWithin(target, path);
    if (from.imports.some(isAllowed) || (isTypeOnly && from.types.some(isAllowed))) continue;
    const only = from.types.some(isAllowed) ? ' other than by its types' : '';
    found.push(say(source, line, `${from.path} must not import ${target}${only}`));
  }
  return found;
}

/** Modules and globals that are used where they must not be. */
export function privilegeComplaints(source: Source): readonly string[] {
  const barred = PRIVILEGES.filter(
    ({ files }) => !files.some((path) => isWithin(source.path, path)),
  );
  const used = [
    ...importsOf(source).map(({ target, line }) => ({ name: target, line })),
    ...globalsOf(source),
  ];
  return barred.flatMap(({ what, names }) =>
    used
      .filter(({ name }) => names.includes(name))
      .map(({ name, line }) => say(source, line, `must not use ${name}: it is ${what}`)),
  );
}

/** Files and functions that are too long. The callback of a `describe` is a table and is free. */
export function sizeComplaints(source: Source): readonly string[] {
  const found: string[] = [];
  const lines = source.text.replace(/\n$/, '').split('\n').length;
  if (lines > FILE_LINES_MAX) {
    found.push(say(source, FILE_LINES_MAX + 1, `has ${lines} lines, at most ${FILE_LINES_MAX}`));
  }
  const file = parse(source);
  visit(file, (node) => {
    if (!ts.isFunctionLike(node) || isDescribed(node)) return;
    const first = lineOf(file, node.getStart(file));
    const length = lineOf(file, node.end) - first + 1;
    if (length <= FUNCTION_LINES_MAX) return;
    found.push(say(source, first, `function of ${length} lines, at most ${FUNCTION_LINES_MAX}`));
  });
  return found;
}

/** Paths that are not in kebab-case. */
export function nameComplaints(source: Source): readonly string[] {
  const isTidy = /^(?:[a-z0-9]+(?:-[a-z0-9]+)*[./])+[a-z]+$/.test(source.path);
  return isTidy ? [] : [say(source, 1, 'the path is not in kebab-case')];
}

/** Words that must not stay. Each is written with a `~` inside, so that it is not found here. */
const BANNED = [
  ['FIX~ME', 'fix it, or make it an issue'],
  ['REPL~ACE:', 'write what the scaffold left to you'],
  ['/wo~rk/', 'no paths of one machine'],
  ['/ro~ot/', 'no paths of one machine'],
  ['/ho~me/', 'no paths of one machine'],
  ['it.on~ly', 'run all tests'],
  ['describe.on~ly', 'run all tests'],
  ['.sk~ip(', 'repair the test or delete it'],
].map(([word = '', instead]) => ({ word: word.replace('~', ''), instead }));

/** Lines with a word that must not stay. */
export function wordComplaints(source: Source): readonly string[] {
  return source.text
    .split('\n')
    .flatMap((text, index) =>
      BANNED.filter(({ word }) => text.includes(word)).map(({ word, instead }) =>
        say(source, index + 1, `contains ${word.replace(/:$/, '')}: ${instead}`),
      ),
    );
}

/**
 * Files that need each other's values to load. Each circle is told once. Two types that speak of
 * each other, as an mheap and its mcentrals do, make no circle: imports of types are erased.
 */
export function cycleComplaints(sources: readonly Source[]): readonly string[] {
  const graph = new Map(
    sources.map((source) => {
      const values = importsOf(source).filter(({ isTypeOnly }) => !isTypeOnly);
      return [source.path, values.map(({ target }) => target)] as const;
    }),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push(`${path}:1: circle: ${[...trail.slice(start), path].join(' -> ')}`);
    if (start >= 0 || done.has(path)) return;
    for (const target of graph.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return found;
}

function say(source: Source, line: number, complaint: string): string {
  return `${source.path}:${line}: ${complaint}`;
}

/** Imports of every form: declarations, re-exports, `import()` and types by `import('…')`. */
function importsOf(source: Source): readonly Import[] {
  const file = parse(source);
  const found: Import[] = [];
  visit(file, (node) => {
    const specifier = specifierOf(node);
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const isLocal = specifier.text.startsWith('.');
    found.push({
      target: isLocal ? posix.join(posix.dirname(source.path), specifier.text) : specifier.text,
      line: lineOf(file, specifier.getStart(file)),
      isLocal,
      isTypeOnly: bringsTypesOnly(node),
    });
  });
  return found;
}

/** What an import imports from; undefined for every other node. */
function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  }
  const isCall = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isCall ? node.arguments[0] : undefined;
}

/** Whether nothing is left of an import when the types are gone. */
function bringsTypesOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  if (!ts.isImportDeclaration(node)) return false;
  return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

/** Names that are used and not given here, with `.` members of names; `globalThis.` is left out. */
function globalsOf(source: Source): readonly { readonly name: string; readonly line: number }[] {
  const file = parse(source);
  const found: { readonly name: string; readonly line: number }[] = [];
  visit(file, (node) => {
    const name = globalNameOf(node);
    if (name) found.push({ name, line: lineOf(file, node.getStart(file)) });
  });
  return found;
}

function globalNameOf(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node)) return isGivenName(node) ? undefined : node.text;
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
    return node.arguments?.length ? undefined : `new ${node.expression.text}`;
  }
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const whole = node.getText().replace(/^globalThis\.?/, '');
  return /^[A-Za-z.]+$/.test(whole) ? whole : undefined;
}

/** Whether an identifier names something (a property, a parameter) instead of using it. */
function isGivenName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  if (ts.isBindingElement(parent) && parent.propertyName === node) return true;
  return 'name' in parent && parent.name === node;
}

/** Whether a function is the last argument of `describe(…)` or `describe.each(…)(…)`. */
function isDescribed(node: ts.Node): boolean {
  if (!ts.isCallExpression(node.parent)) return false;
  return /^describe\b/.test(node.parent.expression.getText());
}

const parsed = new WeakMap<Source, ts.SourceFile>();

function parse(source: Source): ts.SourceFile {
  const known = parsed.get(source);
  if (known) return known;
  const file = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.ESNext, true);
  parsed.set(source, file);
  return file;
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/** Line of a position, from 1. */
function lineOf(file: ts.SourceFile, position: number): number {
  return file.getLineAndCharacterOfPosition(position).line + 1;
}

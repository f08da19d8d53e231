// oxlint-disable typescript/switch-exhaustiveness-check -- most kinds of nodes are of no concern
/**
 * Loops that write to elements of arrays by their counter: all that they may write to is known before they run.
 *
 *     for (let i = from; i < to; i += 1) { … words[i] = … }        words, from `from` to `to` - 1
 */
import type { AnyNode, Expression, Identifier } from 'acorn';
import { nodesOf } from './nodes.ts';
import { isPure } from './purity.ts';

type Loop = Extract<AnyNode, { type: 'ForStatement' }>;

export interface CountedWrites {
  readonly counter: string;
  readonly from: Expression;
  /** Of what it is before the loop, it stays so. */
  readonly to: Expression;
  /** The same arrays throughout the loop. */
  readonly arrays: readonly Identifier[];
}

/** What a loop writes to by its counter; undefined where that is nothing, or cannot be known before. */
export function countedWrites({ init, test, update, body }: Loop): CountedWrites | undefined {
  if (init?.type !== 'VariableDeclaration' || init.declarations.length !== 1) return undefined;
  const [{ id, init: from } = { id: undefined }] = init.declarations;
  if (id?.type !== 'Identifier' || !from || !isPure(from)) return undefined;
  if (test?.type !== 'BinaryExpression' || test.operator !== '<') return undefined;
  if (!isNamed(test.left, id.name) || !isUpwards(update, id.name)) return undefined;
  const { right: to } = test;
  if (to.type !== 'Identifier' && to.type !== 'Literal') return undefined;
  const nodes = [...nodesOf(body)];
  if (nodes.some(isScope)) return undefined;
  const changed = new Set(nodes.flatMap(changedNames));
  if (changed.has(id.name) || (to.type === 'Identifier' && changed.has(to.name))) return undefined;
  const written = nodes.flatMap((node) => writtenArray(node, id.name));
  const arrays = new Map(written.map((array) => [array.name, array]));
  for (const name of changed) arrays.delete(name);
  if (arrays.size === 0) return undefined;
  return { counter: id.name, from, to, arrays: [...arrays.values()] };
}

function isNamed(node: AnyNode, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

function isUpwards(update: AnyNode | null | undefined, counter: string): boolean {
  if (update?.type === 'UpdateExpression')
    return update.operator === '++' && isNamed(update.argument, counter);
  if (update?.type !== 'AssignmentExpression' || update.operator !== '+=') return false;
  const { left, right } = update;
  return isNamed(left, counter) && right.type === 'Literal' && Number(right.value) > 0;
}

/** A function or a class: something of its own, that declares names. */
function isScope({ type }: AnyNode): boolean {
  return /Function|^Class/.test(type);
}

/** Names that are declared or written by a node, and perhaps others. */
function changedNames(node: AnyNode): readonly string[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return namesIn(node.id);
    case 'UpdateExpression':
      return namesIn(node.argument);
    case 'AssignmentExpression':
      return node.left.type === 'MemberExpression' ? [] : namesIn(node.left);
    case 'ForInStatement':
    case 'ForOfStatement':
      return namesIn(node.left);
    default:
      return [];
  }
}

function namesIn(node: AnyNode): readonly string[] {
  if (node.type === 'MemberExpression') return [];
  return [...nodesOf(node)].flatMap((each) => (each.type === 'Identifier' ? [each.name] : []));
}

/** The array, where a node writes to `array[counter]`. */
function writtenArray(node: AnyNode, counter: string): readonly Identifier[] {
  if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return [];
  const { object, property, computed } = node.left;
  if (!computed || object.type !== 'Identifier' || !isNamed(property, counter)) return [];
  return [object];
}

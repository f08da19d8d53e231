// oxlint-disable typescript/switch-exhaustiveness-check -- most kinds of nodes are of no concern
/**
 * Private fields whose lists nobody else has: one empty list in them is as good as another.
 *
 *     #entries = [];
 *     reset() { this.#entries = []; }          over an empty one: nothing to note, and nothing to do
 */
import type { AnyNode, Node } from 'acorn';
import { childrenOf } from './nodes.ts';

type Class = Extract<AnyNode, { type: 'ClassDeclaration' | 'ClassExpression' }>;
type Member = Extract<AnyNode, { type: 'MemberExpression' }>;

/** What may be asked of a list without its being handed on. */
const DISCREET: readonly string[] = ['length', 'push', 'pop', 'entries', 'at', 'includes'];

/** Names of the private fields of a class that only ever hold lists of their own. */
export function confinedLists(node: Class): ReadonlySet<string> {
  const lists = new Set<string>();
  const given = new Set<string>();
  const uses = [...usesIn(node.body)];
  for (const { name, isPrivate, as } of uses) if (isPrivate && as === 'made') lists.add(name);
  // A local list that is put into a field and is used for nothing else, is the field's.
  const locals = new Set(uses.flatMap((use) => (use.given === undefined ? [] : [use.given])));
  for (const local of locals) {
    const ofIt = uses.filter(({ name, isPrivate }) => name === local && !isPrivate);
    const isOwn = ofIt.every(({ as }, i) => as === (i === 0 ? 'made' : as) && as !== 'other');
    if (isOwn && ofIt.findIndex(({ as }) => as === 'given') === ofIt.length - 1) given.add(local);
  }
  for (const use of uses) {
    const isFine = use.as === 'made' || use.as === 'asked' || given.has(use.given ?? '');
    if (use.isPrivate && !isFine) lists.delete(use.name);
  }
  return lists;
}

/** One place where a field of `this`, or a variable, stands. */
interface Use {
  readonly name: string;
  readonly isPrivate: boolean;
  /** made: a new list is put there; asked: it is looked at or changed; given: it is put into a field. */
  readonly as: 'made' | 'asked' | 'given' | 'other';
  /** The variable whose value is put there. */
  readonly given?: string;
}

function* usesIn(node: Node): Generator<Use, void> {
  const any = node as AnyNode;
  const [target, value] = writeIn(any);
  if (target !== undefined) {
    const { name, isPrivate } = target;
    if (value?.type === 'ArrayExpression') {
      yield { name, isPrivate, as: 'made' };
      yield* usesIn(value);
      return;
    }
    if (value?.type === 'Identifier' && isPrivate) {
      yield { name, isPrivate, as: 'other', given: value.name };
      yield { name: value.name, isPrivate: false, as: 'given' };
      return;
    }
  }
  if (any.type === 'MemberExpression' && isDiscreet(any)) {
    const asked = nameOf(any.object);
    if (asked !== undefined) {
      yield { ...asked, as: 'asked' };
      if (any.computed) yield* usesIn(any.property);
      return;
    }
  }
  const used = nameOf(any);
  if (used !== undefined) yield { ...used, as: 'other' };
  for (const child of childrenOf(any)) yield* usesIn(child);
}

type Name = Pick<Use, 'name' | 'isPrivate'>;

/** What is written, and to where, where that has a name. */
function writeIn(node: AnyNode): readonly [target: Name | undefined, value?: AnyNode | undefined] {
  switch (node.type) {
    case 'AssignmentExpression':
      return node.operator === '=' ? [nameOf(node.left), node.right] : [undefined];
    case 'VariableDeclarator':
      return [nameOf(node.id), node.init ?? undefined];
    case 'PropertyDefinition':
      return [nameOf(node.key), node.value ?? undefined];
    default:
      return [undefined];
  }
}

/** A variable or a private field of `this`. */
function nameOf(node: AnyNode): Name | undefined {
  if (node.type === 'Identifier') return { name: node.name, isPrivate: false };
  // Of another than `this` as well: a private field of the same class.
  if (node.type === 'PrivateIdentifier') return { name: node.name, isPrivate: true };
  const isOwn =
    node.type === 'MemberExpression' &&
    node.object.type === 'ThisExpression' &&
    node.property.type === 'PrivateIdentifier';
  return isOwn ? nameOf(node.property) : undefined;
}

function isDiscreet({ property, computed }: Member): boolean {
  return computed || (property.type === 'Identifier' && DISCREET.includes(property.name));
}

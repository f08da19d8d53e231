// oxlint-disable typescript/switch-exhaustiveness-check -- most kinds of nodes are of no concern
/** Walking a syntax tree. */
import type { AnyNode, Node } from 'acorn';

type Member = Extract<AnyNode, { type: 'MemberExpression' }>;

/** Its parts, in the order of the text, each place once. */
export function childrenOf(node: AnyNode): readonly Node[] {
  const parts = Object.entries(node).filter(([key]) => !(key === 'key' && isShorthand(node)));
  const nodes = parts.flatMap(([, part]) => (Array.isArray(part) ? part : [part])).filter(isNode);
  return nodes.toSorted((a, b) => a.start - b.start);
}

/** The node and all below it. */
export function* nodesOf(node: Node): Generator<AnyNode, void> {
  yield node as AnyNode;
  for (const child of childrenOf(node as AnyNode)) yield* nodesOf(child);
}

function isShorthand(node: AnyNode): boolean {
  return node.type === 'Property' && node.shorthand;
}

function isNode(part: unknown): part is Node {
  return typeof part === 'object' && part !== null && 'type' in part && 'start' in part;
}

/** What a write writes to, but for local variables. */
export function targetsOf(left: AnyNode): readonly Member[] {
  switch (left.type) {
    case 'MemberExpression':
      return [left];
    case 'ArrayPattern':
      return left.elements.flatMap((part) => (part === null ? [] : targetsOf(part)));
    case 'ObjectPattern':
      return left.properties.flatMap((part) =>
        targetsOf((part.type === 'Property' ? part.value : part) as AnyNode),
      );
    case 'AssignmentPattern':
      return targetsOf(left.left);
    case 'RestElement':
      return targetsOf(left.argument);
    default:
      return [];
  }
}

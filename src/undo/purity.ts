// oxlint-disable typescript/switch-exhaustiveness-check -- most kinds of nodes are not pure
/** What may be evaluated twice. */
import type { AnyNode, Expression, PrivateIdentifier, Super } from 'acorn';

type Member = Extract<AnyNode, { type: 'MemberExpression' }>;
type Target = Expression | Super | PrivateIdentifier;

/** Whether evaluating it twice is like evaluating it once. Getters are expected to be. */
export function isPure(node: Target): boolean {
  switch (node.type) {
    case 'Identifier':
    case 'ThisExpression':
    case 'Literal':
      return true;
    case 'MemberExpression':
      return isPure(node.object) && (!node.computed || isPure(node.property));
    case 'BinaryExpression':
    case 'LogicalExpression':
      return isPure(node.left) && isPure(node.right);
    case 'UnaryExpression':
      return node.operator !== 'delete' && isPure(node.argument);
    case 'ConditionalExpression':
      return isPure(node.test) && isPure(node.consequent) && isPure(node.alternate);
    case 'ChainExpression':
      return isPure(node.expression);
    default:
      return false;
  }
}

export function isPurePlace({ object, property, computed }: Member): boolean {
  return isPure(object) && (!computed || isPure(property));
}

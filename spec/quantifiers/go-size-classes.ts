/** Size classes as subjects. */
import type { Bytes } from '../../src/base/units.ts';
import { defineQuantifier } from '../invariant.ts';
import { MAX_SMALL_SIZE } from '../views/go.ts';
import { only } from './only.ts';

/** By number, class 0 for large objects included. */
export const sizeClasses = defineQuantifier<'go', number>({
  every: 'size class',
  level: 'go',
  isConstant: true,
  all: ({ go }) => [...go.sizeclasses.classToSize.keys()],
});

/** All: the sizes next to where the class changes. Touched: those that the client asked for. */
export const requests = defineQuantifier<'go', { readonly size: Bytes }>({
  every: 'small request',
  level: 'go',
  isConstant: true,
  all: ({ go }) =>
    go.sizeclasses.classToSize
      .slice(1)
      .flatMap((slot) => [{ size: slot - 1 }, { size: slot }, { size: slot + 1 }])
      .filter(isSmall),
  touched: ({ client }) => only(client.placed, isSmall),
});

function isSmall({ size }: { readonly size: Bytes }): boolean {
  return size > 0 && size <= MAX_SMALL_SIZE;
}

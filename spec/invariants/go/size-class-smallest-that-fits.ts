import { altered, goView } from '../../fixtures/go.ts';
import { block } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { requests } from '../../quantifiers/go-size-classes.ts';
import { go119 } from '../../sources.ts';

export const sizeClassSmallestThatFits = defineInvariant({
  id: 'go/size-class-smallest-that-fits',
  holds: 'a small request gets the smallest size class whose slots hold it',
  because:
    'a smaller class hands out too few bytes, a larger one wastes the difference at every request',
  implies: ['go/free-slots-zero-unless-needzero', 'go/live-blocks-hold-allocated-slots'],
  sources: [go119('msize.go', 'roundupsize'), go119('mksizeclasses.go', 'printClasses')],
  when: 'always',
  cost: 'O(1)',
  every: requests,
  check({ size }, { go: { sizeclasses } }) {
    const { classToSize } = sizeclasses;
    const given = sizeclasses.classOf(size);
    if (given > 0 && classToSize[given - 1]! < size && size <= classToSize[given]!)
      return undefined;
    const smallest = classToSize.findIndex((slot, sizeclass) => sizeclass > 0 && size <= slot);
    return { at: `${size} bytes`, expected: `class ${smallest}`, actual: `class ${given}` };
  },
  examples: {
    holds: [goView(), goView({ client: { placed: [block({ size: 33 })] } })],
    violates: [
      altered(
        goView({ client: { placed: [block({ size: 1025 })] } }),
        ({ go: { sizeclasses } }) => {
          const { classOf } = sizeclasses;
          sizeclasses.classOf = (size) => (size === 1025 ? 32 : classOf(size));
        },
      ),
    ],
  },
});

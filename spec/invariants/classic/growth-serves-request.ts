import { classicDid, classicView } from '../../fixtures/classic.ts';
import { defineInvariant } from '../../invariant.ts';
import { classicGrown } from '../../quantifiers/classic-steps.ts';
import { derived } from '../../sources.ts';

export const classicGrowthServesRequest = defineInvariant({
  id: 'classic/growth-serves-request',
  holds: 'a request for which the heap grew is served',
  because: 'memory is obtained, and the client is told that there is none',
  sources: [
    derived(
      'a growth of less than a mebibyte, which Go 1.10 did not find again: mheap.go, allocSpanLocked',
    ),
  ],
  when: 'always',
  cost: 'O(choices)',
  every: classicGrown,
  check({ npages, bytes }, { classic: { log } }) {
    const isServed = log.choices.some((choice) => choice.npages === npages);
    if (isServed) return undefined;
    return {
      at: `request for ${npages} pages`,
      expected: 'a span',
      actual: `none of ${bytes} bytes`,
    };
  },
  examples: {
    holds: [classicView(), classicDid({ growth: {}, choice: { npages: 3 } })],
    violates: [classicDid({ growth: {} })],
  },
});

import { MIB } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { heapGrowths } from '../../quantifiers/collector-steps.ts';
import { go119 } from '../../sources.ts';

/** heapLive grows to so much of a trigger of 3.8 MiB. */
const grown = (heapLive: number, isDue: boolean): FixtureView =>
  altered(goView(), ({ go }) => {
    go.stats.heapLive = heapLive;
    go.collector.isDue = isDue;
  }).after(goView());

export const cycleDueAtTrigger = defineInvariant({
  id: 'go/cycle-due-at-trigger',
  holds: 'a cycle is due as soon as heapLive grew to the trigger, where none runs',
  because:
    'the trigger is tested where heapLive grows and nowhere else: the heap outgrows its goal',
  sources: [go119('malloc.go', 'mallocgc: shouldhelpgc'), go119('mgc.go', 'gcTrigger.test')],
  when: 'always',
  cost: 'O(1)',
  every: heapGrowths,
  check({ heapLive, trigger, isDue }) {
    if (heapLive < trigger || isDue) return undefined;
    return {
      at: `heapLive ${heapLive}, trigger ${trigger}`,
      expected: 'a cycle is due',
      actual: 'none is',
    };
  },
  examples: {
    holds: [goView(), grown(MIB, false), grown(4 * MIB, true)],
    violates: [grown(4 * MIB, false)],
  },
});

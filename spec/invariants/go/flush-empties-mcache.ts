import { CACHED, HEAP_BASE, SWEPT, altered, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { answer } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { flushes } from '../../quantifiers/mcache-steps.ts';
import { go119, source } from '../../sources.ts';
import type { Loose } from '../../fixtures/loose.ts';
import type { MCacheView } from '../../views/go.ts';

/** The first of two mcaches is flushed by the command; `after` is what it has then. */
const flushed = (after: Partial<MCacheView> = {}, from = SWEPT - 2): FixtureView => {
  const before = altered(goView({ procs: 2 }), ({ go }) => (go.procs[0]!.mcache.flushGen = from));
  return altered(goView({ procs: 2 }), ({ go }) => {
    Object.assign(go.procs[0]!.mcache satisfies Loose<MCacheView>, after);
  }).after(before);
};

export const flushEmptiesMcache = defineInvariant({
  id: 'go/flush-empties-mcache',
  holds: 'an mcache that was flushed has no span, no tiny block, and no freed slot',
  because:
    'what it had was of the cycle before: it is swept now, by others too, and may be free already',
  implies: ['go/reusable-slots-legal'],
  sources: [
    go119('mcache.go', '(*mcache).releaseAll'),
    source('Go 1.26 runtime/mcache.go, (*mcache).releaseAll: reusable lists'),
  ],
  when: 'always',
  cost: 'O(span classes)',
  every: flushes,
  check({ p, after: { alloc, reusable, tiny, tinyoffset, tinyAllocs } }) {
    const spans = alloc.filter(({ nelems }) => nelems > 0).length;
    const slots = reusable.reduce((sum, { length }) => sum + length, 0);
    const left = [spans, slots, tiny, tinyoffset, tinyAllocs];
    if (left.every((number) => number === 0)) return undefined;
    const [names, expected] = ['spans, slots, tiny, tinyoffset, tinyAllocs', left.map(() => 0)];
    return { at: `mcache of P${p}: ${names}`, expected: expected.join(), actual: left.join() };
  },
  examples: {
    holds: [
      flushed(),
      flushed({ tiny: HEAP_BASE }, SWEPT),
      altered(goView({ client: { answers: [answer()] } }), ({ go }) => {
        go.procs[0]!.mcache.tiny = HEAP_BASE;
      }).after(altered(goView(), ({ go }) => (go.procs[0]!.mcache.flushGen = SWEPT - 2))),
      goView({ spans: [span({ sweepgen: CACHED })] }).after(goView()),
    ],
    violates: [
      flushed({ tiny: HEAP_BASE }),
      flushed({ tinyoffset: 8 }),
      flushed({ tinyAllocs: 1 }),
      flushed({ reusable: [[HEAP_BASE]] }),
      flushed({ alloc: [span()] }),
    ],
  },
});

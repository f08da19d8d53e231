import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { thePhase } from '../../quantifiers/go-collector.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK } from '../../views/go.ts';

export const limiterFollowsPhase = defineInvariant({
  id: 'go/limiter-follows-phase',
  holds:
    'the limiter counts the collector its share of time exactly while a cycle marks, and no transition is left half-way',
  because:
    'its bucket fills by time that the program had, or does not by time that the collector took',
  sources: [
    go119(
      'mgclimit.go',
      '(*gcCPULimiterState).startGCTransition: transitioning GC to the same state as before?',
    ),
    go119('mgclimit.go', '(*gcCPULimiterState).finishGCTransition'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: thePhase,
  check({ gcphase, pacer }) {
    const { gcEnabled, transitioning } = pacer.limiter;
    const isMarking = gcphase === GC_MARK;
    if (gcEnabled === isMarking && !transitioning) return undefined;
    const name = (enabled: boolean): string => `gcEnabled ${enabled}`;
    const actual = transitioning ? `${name(gcEnabled)}, in a transition` : name(gcEnabled);
    return { at: `limiter in phase ${gcphase}`, expected: name(isMarking), actual };
  },
  examples: {
    holds: [goView(), goView({ gcphase: GC_MARK })],
    violates: [
      altered(goView(), ({ go }) => (go.pacer.limiter.gcEnabled = true)),
      altered(goView({ gcphase: GC_MARK }), ({ go }) => (go.pacer.limiter.gcEnabled = false)),
      altered(goView(), ({ go }) => (go.pacer.limiter.transitioning = true)),
    ],
  },
});

import { goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { withController } from '../../fixtures/go-pacer.ts';
import { defineInvariant } from '../../invariant.ts';
import { pacerAfterCycle } from '../../quantifiers/go-pacer.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK, GC_OFF } from '../../views/go.ts';

/** sweepgen of a heap that was never collected. */
const NEVER_COLLECTED = 2;

const marking = goView({ gcphase: GC_MARK });

export const pacerAssistPositive = defineInvariant({
  id: 'go/pacer-assist-positive',
  holds:
    'from the first cycle on, each byte allocated calls for marking, and each byte marked allows allocation; both are finite',
  because:
    'at 0 nobody helps and the heap outgrows its goal; below 0 an allocation is paid for by allocating',
  sources: [go119('mgcpacer.go', '(*gcControllerState).revise')],
  when: 'always',
  cost: 'O(1)',
  every: pacerAfterCycle,
  check({ controller: { assistWorkPerByte: work, assistBytesPerWork: bytes } }, { go }) {
    if (go.gcphase === GC_OFF && go.sweepgen === NEVER_COLLECTED) return undefined;
    if (work > 0 && work < Infinity && bytes > 0 && bytes < Infinity) return undefined;
    return { at: 'assist ratio', expected: 'above 0 and finite', actual: `${work} and ${bytes}` };
  },
  examples: {
    holds: [goView(), marking, assisted(goView({ sweepgen: NEVER_COLLECTED }), 0, 0)],
    violates: [
      assisted(goView({ sweepgen: NEVER_COLLECTED, gcphase: GC_MARK }), 0, 0),
      assisted(goView(), -1, -1),
      assisted(marking, 1, Infinity),
    ],
  },
});

function assisted(view: FixtureView, work: number, bytes: number): FixtureView {
  return withController(view, { assistWorkPerByte: work, assistBytesPerWork: bytes });
}

import { hex } from '../../../src/base/units.ts';
import { CACHED, STALE, SWEPT, UNSWEPT, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { spansInUse } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';

const spanOf = (sweepgen: number, sweepDone: boolean): FixtureView =>
  goView({ sweepDone, spans: [span({ sweepgen })] });

export const sweepgenInProtocol = defineInvariant({
  id: 'go/sweepgen-in-protocol',
  holds:
    'the sweepgen of a span says swept or cached, or while sweeping goes on also that it needs sweeping',
  because:
    'a span outside of the protocol is neither swept nor owned: it leaks, or is taken by two at once',
  sources: [go119('mheap.go', 'mspan.sweepgen'), go119('mgcsweep.go', '(*activeSweep).end')],
  when: 'quiescent',
  cost: 'O(1)',
  every: spansInUse,
  check({ startAddr, sweepgen }, { go }) {
    const ahead = sweepgen - go.sweepgen;
    if (ahead === 0 || ahead === 3) return undefined;
    if (!go.sweepDone && (ahead === -2 || ahead === 1)) return undefined;
    const expected = go.sweepDone ? '0 or 3 ahead of the heap' : '-2, 0, 1 or 3 ahead of the heap';
    return { at: `sweepgen of ${hex(startAddr)}`, expected, actual: String(ahead) };
  },
  examples: {
    holds: [
      spanOf(SWEPT, true),
      spanOf(CACHED, true),
      spanOf(UNSWEPT, false),
      spanOf(STALE, false),
    ],
    violates: [
      spanOf(UNSWEPT, true),
      spanOf(STALE, true),
      spanOf(SWEPT - 1, false),
      spanOf(SWEPT - 4, false),
    ],
  },
});

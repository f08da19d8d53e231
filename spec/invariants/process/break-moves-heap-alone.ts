import { hex } from '../../../src/base/units.ts';
import { processView, region, step } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import type { View } from '../../invariant.ts';
import { breakMoves } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import type { RegionView } from '../../views/process.ts';

const HEAP = region({ start: 0x50_0000, kind: 'heap' });
const OTHER = region({ start: 0x60_0000 });

const of = (before: readonly RegionView[], regions: readonly RegionView[]): View => {
  const moved = step({ command: 'brk +4096', broke: [0x50_1000, 0x50_2000] });
  return processView({ regions, step: moved }, processView({ regions: before }));
};

export const breakMovesHeapAlone = defineInvariant({
  id: 'process/break-moves-heap-alone',
  holds: 'a move of the break changes nothing outside of what it moves over',
  because: 'growing the heap would take a mapping, shrinking it another',
  sources: [source('man 2 brk'), source('Linux mm/mmap.c, SYSCALL_DEFINE1(brk)')],
  when: 'always',
  cost: 'O(regions)',
  every: breakMoves,
  check({ command, changed }) {
    if (changed === undefined) return undefined;
    const { kind, start, end } = changed;
    return {
      at: command,
      expected: 'no other region changed',
      actual: `${kind} at ${hex(start)}…${hex(end)}`,
    };
  },
  examples: {
    holds: [
      of([HEAP], [region({ start: 0x50_0000, end: 0x50_2000, kind: 'heap' })]),
      of([HEAP, OTHER], [HEAP, OTHER]),
    ],
    violates: [of([HEAP, OTHER], [HEAP]), of([HEAP], [HEAP, OTHER])],
  },
});

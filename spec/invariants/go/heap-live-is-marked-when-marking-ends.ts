import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { cycleEnds } from '../../quantifiers/page-log.ts';
import { go119 } from '../../sources.ts';

export const heapLiveIsMarkedWhenMarkingEnds = defineInvariant({
  id: 'go/heap-live-is-marked-when-marking-ends',
  holds: 'when marking ends, heapLive is what was marked',
  because:
    'it goes on from an estimate that grows with every cycle, and cycles follow each other ever faster',
  sources: [
    go119('mgcpacer.go', '(*gcControllerState).resetLive'),
    go119('mgc.go', 'gcMark: heapLive = bytesMarked'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: cycleEnds,
  check: ({ heapLive, heapMarked }) => expectEqual('heapLive', heapMarked, heapLive),
  examples: {
    holds: [goView(), ended(0, 0), ended(4096, 4096)],
    violates: [ended(8192, 4096), ended(0, 64)],
  },
});

/** A heap in which a cycle ended. */
function ended(heapLive: number, heapMarked: number) {
  return altered(goView(), ({ goTouched }) => goTouched.cycleEnds.push({ heapLive, heapMarked }));
}

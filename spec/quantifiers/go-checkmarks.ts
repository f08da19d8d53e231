/** What checkmark mode found, as subjects. */
import { bitAt } from '../../src/base/bits.ts';
import type { Addr } from '../../src/base/units.ts';
import { defineQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import { WORD_BYTES } from '../views/go.ts';
import type { CheckmarksView } from '../views/go-collector.ts';
import { arenaOf } from '../views/chunk-pages.ts';
import { ownerOf, slotAt } from '../views/go-slots.ts';
import { NONE } from './only.ts';

/** An object that a cycle reached, and whether the first of its words has the bit. */
export interface Checkmarkable {
  readonly object: Addr;
  readonly isSet: boolean;
}

/** Of a heap in checkmark mode, whether or not its cycle came to its end. */
export const checkmarks = defineQuantifier<'go', CheckmarksView>({
  every: 'cycle in checkmark mode',
  level: 'go',
  all: ({ go }) => (go.collector.checkmarks === undefined ? NONE : [go.collector.checkmarks]),
});

/** Judged where a cycle ended by the last command. */
export const checkmarkable = defineQuantifier<'go', Checkmarkable>({
  every: 'block that the roots reached in checkmark mode',
  level: 'go',
  onEvents: true,
  all: reachedObjects,
  touched: reachedObjects,
});

function reachedObjects(view: ViewOf<'go'>): readonly Checkmarkable[] {
  const { go, client } = view;
  const collection = client.collections.at(-1);
  if (collection === undefined || go.arenas[0]?.checkmarks === undefined) return NONE;
  const found: Checkmarkable[] = [];
  for (const { addr, size } of collection.reachable) {
    const span = size === 0 ? undefined : ownerOf(go, addr);
    if (span === undefined) continue;
    const object = span.startAddr + slotAt(span, addr) * span.elemsize;
    const bits = arenaOf(go, object)?.checkmarks;
    const bit = (object % go.geometry.heapArenaBytes) / WORD_BYTES;
    found.push({ object, isSet: bits !== undefined && bitAt(bits, bit) });
  }
  return found;
}

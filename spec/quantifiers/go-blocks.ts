/** The client's blocks as a Go heap holds them, as subjects. */
import type { Addr } from '../../src/base/units.ts';
import { defineQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import type { Block, Collection } from '../views/client.ts';
import { isTiny, ownerOf, slotAt } from '../views/go-slots.ts';
import { NONE, only } from './only.ts';

/** But for those of size 0, which are all at one address outside the heap. */
export const blocksInHeap = defineQuantifier<'go', Block>({
  every: 'live block',
  level: 'go',
  all: ({ client }) => only(client.live, isInHeap),
  touched: ({ client }) => only(client.placed, isInHeap),
});

/** Those that were zeroed when they were new. */
export const pointerBlocks = defineQuantifier<'go', Block>({
  every: 'live block with pointers',
  level: 'go',
  all: ({ client }) => only(client.live, hasPointers),
  touched: ({ client }) => only(client.placed, hasPointers),
});

/** Every live block, whenever a cycle ended. */
export const survivors = defineQuantifier<'go', Block>({
  every: 'live block that does not await its finalizer, after a cycle',
  level: 'go',
  onEvents: true,
  all: ({ client }) => only(client.live, isMarked),
  touched: ({ client }) => (client.collections.length === 0 ? NONE : only(client.live, isMarked)),
});

export const tinyBlocks = defineQuantifier<'go', Block>({
  every: 'live block of less than 16 bytes without pointers',
  level: 'go',
  all: ({ client }) => only(client.live, isTiny),
  touched: ({ client }) => only(client.placed, isTiny),
});

/** A live block, and another one that lies in the same slot and may not: only tiny blocks share one. */
export interface Tenancy {
  readonly block: Block;
  readonly slot: Addr;
  readonly other: Block | undefined;
}

/** All: counted slot by slot. Touched: where the oracle found an overlap, which two blocks of a slot have. */
export const tenancies = defineQuantifier<'go', Tenancy>({
  every: 'live block in a slot',
  level: 'go',
  all: tenanciesOf,
  touched: (view) => {
    const shared = only(view.client.placements, isShared);
    return shared.length === 0 ? NONE : tenanciesOf(view).filter(isShared);
  },
});

function tenanciesOf({ go, client }: ViewOf<'go'>): Tenancy[] {
  const tenants = new Map<Addr, Block>();
  const found: Tenancy[] = [];
  for (const block of client.live) {
    const span = block.size === 0 ? undefined : ownerOf(go, block.addr);
    if (span === undefined) continue;
    const slot = span.startAddr + slotAt(span, block.addr) * span.elemsize;
    const first = tenants.get(slot);
    const mayShare = first === undefined || (isTiny(first) && isTiny(block));
    if (first === undefined) tenants.set(slot, block);
    found.push({ block, slot, other: mayShare ? undefined : first });
  }
  return found;
}

function isShared({ other }: { readonly other: Block | undefined }): boolean {
  return other !== undefined;
}

/** A cycle, with the slots that it marked and what the roots reached. */
export interface Cycle {
  readonly marked: number;
  readonly collection: Collection;
}

/** The last one of the last command: the log keeps no more. */
export const lastCycle = defineQuantifier<'go', Cycle>({
  every: 'cycle',
  level: 'go',
  onEvents: true,
  all: ({ client, goTouched }) => cyclesOf(client.collections, goTouched.cycles),
  touched: ({ client, goTouched }) => cyclesOf(client.collections, goTouched.cycles),
});

function cyclesOf(collections: readonly Collection[], cycles: readonly number[]): readonly Cycle[] {
  const marked = cycles.at(-1);
  const collection = collections.at(-1);
  return marked === undefined || collection === undefined ? NONE : [{ marked, collection }];
}

/** What awaits its finalizer is marked by the sweep. */
function isMarked(block: Block): boolean {
  return isInHeap(block) && !block.awaitsFinalizer;
}

function hasPointers(block: Block): boolean {
  return block.pointerWords > 0;
}

function isInHeap(block: Block): boolean {
  return block.size > 0;
}

/**
 * What a running cycle knows of the client's blocks: which are marked, which wait to be scanned, and what these lead to.
 *
 * Counted from the marks, the work buffers, the barrier buffers and the stacks that are still to be scanned; pointers are
 * read from memory, at the words of live blocks that may hold some.
 */
import { bitAt } from '../../src/base/bits.ts';
import type { Addr } from '../../src/base/units.ts';
import type { ViewOf } from '../invariant.ts';
import type { Block } from './client.ts';
import { WORD_BYTES } from './go.ts';
import type { GoView } from './go.ts';
import { ownerOf, slotAt } from './go-slots.ts';

/** A pointer in a live block that is marked and scanned. */
export interface BlackPointer {
  readonly from: Block;
  readonly word: number;
  readonly target: Block;
  /** Whether the target is marked, or something that the cycle still has to look at leads to it. */
  readonly isSafe: boolean;
}

/** Every pointer from a black block to a live one. */
export function blackPointersOf({ go, client }: ViewOf<'go'>): BlackPointer[] {
  const blocks = new Map<Addr, Block>();
  for (const block of client.live) if (block.size > 0) blocks.set(block.addr, block);
  const queued = greyOf(go);
  const pending = pendingOf(go).filter((addr) => !isMarked(go, addr));
  const coming = closureOf(go, blocks, [...queued, ...pending]);
  const found: BlackPointer[] = [];
  for (const from of blocks.values()) {
    if (from.pointerWords === 0 || queued.has(from.addr) || !isMarked(go, from.addr)) continue;
    for (const [word, target] of pointersIn(go, blocks, from)) {
      const isSafe = coming.has(target.addr) || isMarked(go, target.addr);
      found.push({ from, word, target, isSafe });
    }
  }
  return found;
}

/** Objects in work buffers, oblets counted as their objects. */
function greyOf(go: GoView): Set<Addr> {
  const grey = new Set<Addr>();
  const { gcws, lists } = go.collector;
  const buffers = [...lists.full, ...gcws.flatMap(({ wbuf1, wbuf2 }) => [wbuf1, wbuf2])];
  for (const buffer of buffers) {
    for (const object of buffer?.objects ?? []) grey.add(baseOf(go, object));
  }
  return grey;
}

/** What barriers noted and stacks hold that is still to be marked. */
function pendingOf({ collector }: GoView): Addr[] {
  const pending = collector.wbBufs.flat();
  for (let g = 0; g < collector.stacks; g += 1) {
    if (collector.scannedStacks[g] !== true) pending.push(...collector.stackRoots(g));
  }
  return pending;
}

/** All white blocks that these lead to: what is marked already is not looked at again. */
function closureOf(go: GoView, blocks: ReadonlyMap<Addr, Block>, from: readonly Addr[]): Set<Addr> {
  const reached = new Set(from);
  for (const addr of reached) {
    const block = blocks.get(addr);
    if (block === undefined) continue;
    for (const [, { addr: next }] of pointersIn(go, blocks, block)) {
      if (!isMarked(go, next)) reached.add(next);
    }
  }
  return reached;
}

function* pointersIn(
  { memory }: GoView,
  blocks: ReadonlyMap<Addr, Block>,
  { addr, pointerWords }: Block,
): Iterable<readonly [word: number, target: Block]> {
  for (let word = 0; word < pointerWords; word += 1) {
    const at = addr + word * WORD_BYTES;
    const { words } = memory.slab(at);
    const half = (at & (memory.slabBytes - 1)) >>> 2;
    const pointer = ((words[half] as number) >>> 0) + (words[half + 1] as number) * 2 ** 32;
    const target = pointer === 0 ? undefined : blocks.get(pointer);
    if (target !== undefined) yield [word, target];
  }
}

function isMarked(go: GoView, addr: Addr): boolean {
  const span = ownerOf(go, addr);
  return span !== undefined && bitAt(span.gcmarkBits, slotAt(span, addr));
}

/** First byte of the object that `addr` lies in. */
function baseOf(go: GoView, addr: Addr): Addr {
  const span = ownerOf(go, addr);
  return span === undefined ? addr : span.startAddr + slotAt(span, addr) * span.elemsize;
}

/** Walks over the physical pages of the simulated operating system. */
import { ctz32 } from '../../src/base/bits.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import { pageAddr } from './chunk-pages.ts';
import { PAGE_BYTES } from './go.ts';
import type { ChunkView } from './go.ts';
import type { OsView, PageState } from './os.ts';

/** First physical page that has a byte of the `bytes` at `addr` and is not in `state`; -1 when all are. */
export function firstPageNot(os: OsView, state: PageState, addr: Addr, bytes: Bytes): Addr {
  if (bytes === 0) return -1;
  const { physPageBytes } = os;
  const end = addr + bytes;
  for (let page = addr - (addr % physPageBytes); page < end; page += physPageBytes) {
    if (os.stateAt(page) !== state) return page;
  }
  return -1;
}

/** The name of a state, as runtime/mem.go has it. */
export function stateName(state: PageState): string {
  return ['none', 'reserved', 'prepared', 'ready'][state] as string;
}

/**
 * First page of a chunk, among those whose bit is set in `pages`, that is not wholly in `state`; -1 when all are.
 *
 * @cost O(pages set)
 */
export function firstChunkPageNot(
  os: OsView,
  state: PageState,
  chunk: ChunkView,
  pages: Int32Array,
): number {
  for (let w = 0; w < pages.length; w += 1) {
    for (let bits = pages[w] as number; bits !== 0; bits &= bits - 1) {
      const page = w * 32 + ctz32(bits);
      if (firstPageNot(os, state, pageAddr(chunk, page), PAGE_BYTES) >= 0) return page;
    }
  }
  return -1;
}

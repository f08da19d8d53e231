/** Walks over the physical pages of the simulated operating system. */
import { ctz32 } from '../../src/base/bits.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import { pageAddr } from './chunk-pages.ts';
import { PAGE_BYTES } from './go.ts';
import type { ChunkView } from './go.ts';
import type { OsView, PageRun, PageState } from './os.ts';

/** So many pages next to each other are asked for one by one: that is cheaper than all runs of the system. */
const FEW_PAGES = 32;

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
 * @cost O(runs of pages set, runs of physical pages); O(pages set) where it finds one
 */
export function firstChunkPageNot(
  os: OsView,
  state: PageState,
  chunk: ChunkView,
  pages: Int32Array,
): number {
  let runs: readonly PageRun[] | undefined;
  for (let from = nextPage(pages, 0, true); from >= 0;) {
    const end = nextPage(pages, from, false);
    const to = end < 0 ? pages.length * 32 : end;
    if (to - from > FEW_PAGES) runs ??= os.runs();
    if (!isCovered(runs, state, pageAddr(chunk, from), (to - from) * PAGE_BYTES)) {
      for (let page = from; page < to; page += 1)
        if (firstPageNot(os, state, pageAddr(chunk, page), PAGE_BYTES) >= 0) return page;
    }
    from = end < 0 ? -1 : nextPage(pages, end, true);
  }
  return -1;
}

/** Whether one of the runs, where they are known, is in that state and has all these bytes. */
function isCovered(
  runs: readonly PageRun[] | undefined,
  state: PageState,
  addr: Addr,
  bytes: Bytes,
): boolean {
  if (runs === undefined) return false;
  for (const run of runs) {
    if (run.addr > addr) return false;
    if (addr < run.addr + run.bytes) {
      return run.state === state && addr + bytes <= run.addr + run.bytes;
    }
  }
  return false;
}

/** The next page from `from` on whose bit is as asked; -1 when there is none. */
function nextPage(pages: Int32Array, from: number, isSet: boolean): number {
  for (let w = from >>> 5; w < pages.length; w += 1) {
    const word = isSet ? (pages[w] as number) : ~(pages[w] as number);
    const bits = w === from >>> 5 ? word & (-1 << (from & 31)) : word;
    if (bits !== 0) return w * 32 + ctz32(bits);
  }
  return -1;
}

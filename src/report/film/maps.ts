/** What is drawn of a heap: its pages and slots where it shows them, or its blocks, as cells. */
import type { CellRun } from './cells.ts';
import { FIELD, SPAN_STATES } from './film.ts';
import type { Region } from './film.ts';
import type { Heap } from './reel.ts';
import { decodeRuns } from './runs.ts';

export interface CellMap {
  /** Stays as long as the map is there. */
  readonly id: string;
  readonly title: string;
  readonly runs: readonly CellRun[];
  /** What one cell is, in words: `page`, `slot`, `16 B`. */
  readonly unit: string;
  /** Address of the first cell and bytes of each, where that says something. */
  readonly base: number;
  readonly cellBytes: number;
  /** In front of an address: the letter of a region. */
  readonly prefix: string;
  /** Where a bar stands between two cells; -1: nowhere. */
  readonly bar: number;
}

export interface Span {
  readonly key: string;
  /** An index, or an address. */
  readonly name: string;
  readonly addr: number;
  readonly npages: number;
  readonly pageBytes: number;
  /** One of `SPAN_STATES`. */
  readonly state: number;
  readonly elemsize: number;
  readonly isNoscan: boolean;
  readonly nelems: number;
  /** In front of a slot: freeindex; -1 where there is none. */
  readonly bar: number;
  readonly taken: number;
  readonly where: string;
  readonly slots: string;
}

export interface Block {
  readonly key: string;
  readonly name: string;
  readonly region: number;
  readonly addr: number;
  readonly size: number;
  readonly usable: number;
}

export function spansOf(heap: Heap): readonly Span[] {
  const spans: Span[] = [];
  for (const [key, text] of heap) if (key.startsWith('span:')) spans.push(spanOf(key, text));
  return spans.sort((a, b) => Number(a.name) - Number(b.name));
}

function spanOf(key: string, text: string): Span {
  const fields = text.split(FIELD);
  const number = (i: number): number => Number(fields[i]);
  return {
    key,
    name: key.slice('span:'.length),
    addr: number(0),
    npages: number(1),
    pageBytes: number(2),
    state: number(3),
    elemsize: number(4),
    isNoscan: number(5) === 1,
    nelems: number(6),
    bar: number(7),
    taken: number(8),
    where: fields[9] ?? '',
    slots: fields[10] ?? '',
  };
}

export function blocksOf(heap: Heap): readonly Block[] {
  const blocks: Block[] = [];
  for (const [key, text] of heap) {
    if (!key.startsWith('block:')) continue;
    const [region = 0, addr = 0, size = 0, usable = 0] = text.split(FIELD).map(Number);
    blocks.push({ key, name: key.slice('block:'.length), region, addr, size, usable });
  }
  return blocks.sort((a, b) => a.region - b.region || a.addr - b.addr);
}

const LETTERS = ['', 'K', 'M', 'G', 'T', 'P'];

/** `64`, `1K`, `1.5K`, `2M`: short enough for a cell. */
export function shortSize(bytes: number): string {
  const power = Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const letter = LETTERS[power];
  return letter === undefined
    ? String(bytes)
    : `${Math.round((bytes / 1024 ** power) * 10) / 10}${letter}`;
}

/** Of seven: sizes that are near each other have different ones. */
function toneOf(bytes: number): number {
  return 1 + (Math.floor(Math.log2(Math.max(1, bytes)) * 2) % 7);
}

/** The pages of a heap, stretch after stretch; none where it shows none. */
export function pageMaps(heap: Heap): readonly CellMap[] {
  const spans = spansOf(heap);
  const maps: CellMap[] = [];
  for (const [key, text] of heap)
    if (key.startsWith('pages:')) maps.push(pageMap(key, text, spans));
  return maps.sort((a, b) => a.base - b.base);
}

function pageMap(key: string, text: string, spans: readonly Span[]): CellMap {
  const base = Number(key.slice('pages:'.length));
  const [size = '', pages = ''] = text.split(FIELD);
  const pageBytes = Number(size);
  const symbols = decodeRuns(pages);
  const length = symbols.reduce((sum, { count }) => sum + count, 0);
  const owners: (Span | undefined)[] = Array.from({ length });
  for (const span of spans) {
    const from = (span.addr - base) / pageBytes;
    const to = Math.min(length, from + span.npages);
    for (let page = Math.max(0, from); page < to; page += 1) owners[page] = span;
  }
  const runs: CellRun[] = [];
  let page = 0;
  for (const { symbol, count } of symbols) {
    const end = page + count;
    while (page < end) {
      const from = page;
      const owner = owners[page];
      while (page < end && owners[page] === owner) page += 1;
      runs.push(pageRun(symbol, page - from, owner));
    }
  }
  return {
    id: key,
    title: `pages from 0x${base.toString(16)}, ${pageSize(pageBytes)} each`,
    runs,
    unit: 'page',
    base,
    cellBytes: pageBytes,
    prefix: '',
    bar: -1,
  };
}

function pageSize(bytes: number): string {
  return bytes >= 1024 ? `${bytes / 1024} KiB` : `${bytes} B`;
}

function pageRun(symbol: string, count: number, owner: Span | undefined): CellRun {
  const isFree = owner?.state === SPAN_STATES.free && '.~'.includes(symbol);
  if (owner !== undefined && isFree) return { count, keys: [owner.key], tone: 0, symbol, text: '' };
  const isOwned = owner !== undefined && 'sm!'.includes(symbol);
  if (!isOwned) return { count, keys: [], tone: 0, symbol, text: '' };
  const hasSlots = owner.state === SPAN_STATES.slots;
  const tone = hasSlots ? toneOf(owner.elemsize) : 8;
  const text = hasSlots ? shortSize(owner.elemsize) : '';
  return { count, keys: [owner.key], tone, symbol, text };
}

/** The slots of a span, each with the names of the blocks in it. */
export function slotMap(span: Span, heap: Heap): CellMap {
  const blocks = blocksBySlot(span, heap);
  const runs: CellRun[] = [];
  let slot = 0;
  for (const { symbol, count } of decodeRuns(span.slots)) {
    const tone = symbol === '.' ? 0 : (SLOT_TONES[symbol] ?? 8);
    for (const end = slot + count; slot < end;) {
      const from = slot;
      const inside = blocks.get(slot) ?? [];
      // A slot with blocks stands alone; others go together, up to the next of these.
      slot += 1;
      if (inside.length === 0) while (slot < end && !blocks.has(slot)) slot += 1;
      const keys = inside.map(({ key }) => key);
      const text = inside.map(({ name }) => name).join(' ');
      runs.push({ count: slot - from, keys, tone, symbol, text });
    }
  }
  return {
    id: `slots:${span.key}`,
    title: `slots of span ${span.name}, ${span.elemsize} B each`,
    runs,
    unit: 'slot',
    base: span.addr,
    cellBytes: span.elemsize,
    prefix: '',
    bar: span.bar,
  };
}

function blocksBySlot(
  { addr: base, elemsize, nelems }: Span,
  heap: Heap,
): ReadonlyMap<number, readonly Block[]> {
  const found = new Map<number, Block[]>();
  for (const block of blocksOf(heap)) {
    const from = Math.max(0, Math.floor((block.addr - base) / elemsize));
    const end = block.addr + Math.max(1, block.usable) - base;
    for (let slot = from; slot < Math.min(Math.ceil(end / elemsize), nelems); slot += 1) {
      const known = found.get(slot);
      if (known === undefined) found.set(slot, [block]);
      else known.push(block);
    }
  }
  return found;
}

const SLOT_TONES: Readonly<Record<string, number>> = { '#': 1, '@': 2, t: 3, '*': 4, r: 5, b: 7 };

/** Where the blocks of any allocator lie, region after region. */
export function blockMaps(
  heap: Heap,
  regions: readonly Region[],
  unit: number,
): readonly CellMap[] {
  const blocks = blocksOf(heap);
  return regions.map(({ name, base, bytes }, region) => {
    const where = name === '' ? `from 0x${base.toString(16)}` : name;
    const inside = blocks.filter((each) => each.region === region);
    return {
      id: `region:${region}`,
      title: `memory ${where}, ${unit} B a cell`,
      runs: blockRuns(inside, bytes, unit),
      unit: `${unit} B`,
      base,
      cellBytes: unit,
      prefix: name === '' ? '' : `${name}+`,
      bar: -1,
    };
  });
}

/** Bytes of a cell: as many as blocks lie apart, at most 16. */
export function unitOf(heaps: Iterable<readonly Block[]>): number {
  let unit = 16;
  for (const blocks of heaps)
    for (const { addr } of blocks) while (unit > 1 && addr % unit !== 0) unit /= 2;
  return unit;
}

/** @param blocks  of one region, ascending */
function blockRuns(blocks: readonly Block[], bytes: number, unit: number): readonly CellRun[] {
  const runs: CellRun[] = [];
  let cell = 0;
  let last: Block | undefined;
  for (const block of blocks) {
    const from = Math.floor(block.addr / unit);
    const to = Math.ceil((block.addr + Math.max(1, block.usable, block.size)) / unit);
    if (from > cell) runs.push({ ...FREE, count: from - cell });
    // Cells of two blocks are neither's.
    const shared = Math.min(cell, to) - from;
    if (shared > 0 && last !== undefined) {
      takeBack(runs, Math.max(0, cell - from));
      const text = `${last.name} ${block.name}`;
      runs.push({ count: shared, keys: [last.key, block.key], tone: 6, symbol: 'x', text });
      if (cell > to) runs.push({ ...runOf(last), count: cell - to });
    }
    const own = to - Math.max(from, cell);
    if (own > 0) runs.push({ ...runOf(block), count: own });
    if (to > cell) [cell, last] = [to, block];
  }
  const left = Math.ceil(bytes / unit) - cell;
  return left > 0 ? [...runs, { ...FREE, count: left }] : runs;
}

const FREE: Omit<CellRun, 'count'> = { keys: [], tone: 0, symbol: '.', text: '' };

function runOf({ key, name, size }: Block): Omit<CellRun, 'count'> {
  return { keys: [key], tone: toneOf(size), symbol: '#', text: name };
}

/** Takes cells off the end. */
function takeBack(runs: CellRun[], cells: number): void {
  for (let left = cells; left > 0;) {
    const run = runs.pop();
    if (run === undefined) return;
    if (run.count > left) runs.push({ ...run, count: run.count - left });
    left -= run.count;
  }
}

/** Whose inside a heap shows. */
export function kindOf(heap: Heap): 'go' | 'tcmalloc' | 'other' {
  if (heap.has('row:page heap')) return 'tcmalloc';
  return heap.has('row:gc') ? 'go' : 'other';
}

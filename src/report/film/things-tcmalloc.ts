/** Spans and pages of a TCMalloc, for a film. */
import type { Block } from '../../../spec/views/client.ts';
import { IN_USE } from '../../../spec/views/tc-span.ts';
import type { TcSpanView } from '../../../spec/views/tc-span.ts';
import type { RegionView, TcmallocView } from '../../../spec/views/tcmalloc.ts';
import { hex } from '../../base/units.ts';
import {
  foundIn,
  objectBytes,
  objectCount,
  objectSymbols,
  tcPageSymbol,
  tcPlacesOf,
} from '../heap-tcmalloc.ts';
import type { Found } from '../heap-tcmalloc.ts';
import { FIELD, SPAN_STATES } from './film.ts';
import type { Thing } from './film.ts';
import { encodeRuns } from './runs.ts';

export function* tcmallocThings(
  tc: TcmallocView,
  live: readonly Block[],
): Generator<Thing, void, undefined> {
  const { spans, regions, geometry } = tc;
  const found = foundIn(tc, live);
  for (const span of spans) {
    const name = hex(span.page * geometry.pageBytes);
    yield [`span:${name}`, spanText(span, tc, found)];
  }
  for (const region of joined(regions)) {
    const pages = encodeRuns(pageSymbols(region, spans));
    yield [`pages:${region.page * geometry.pageBytes}`, [geometry.pageBytes, pages].join(FIELD)];
  }
}

function spanText(span: TcSpanView, tc: TcmallocView, found: Found): string {
  const { page, npages, location, sizeClass, refcount } = span;
  const { pageBytes } = tc.geometry;
  const place = [page * pageBytes, npages, pageBytes];
  const where = tcPlacesOf(span, tc, found);
  if (location !== IN_USE)
    return [...place, SPAN_STATES.free, 0, 0, 0, -1, 0, where, ''].join(FIELD);
  const symbols = objectSymbols(span, tc, found);
  const taken = sizeClass === 0 ? symbols.filter((symbol) => symbol === '#').length : refcount;
  const slots = [objectBytes(span, tc), 0, objectCount(span, tc), -1, taken];
  return [...place, SPAN_STATES.slots, ...slots, where, encodeRuns(symbols)].join(FIELD);
}

/** Regions that lie next to each other as one, ascending. */
function joined(regions: readonly RegionView[]): readonly RegionView[] {
  const whole: RegionView[] = [];
  for (const { page, npages } of regions.toSorted((a, b) => a.page - b.page)) {
    const last = whole.at(-1);
    if (last === undefined || last.page + last.npages !== page) whole.push({ page, npages });
    else whole[whole.length - 1] = { page: last.page, npages: last.npages + npages };
  }
  return whole;
}

function pageSymbols(
  { page, npages }: RegionView,
  spans: readonly TcSpanView[],
): readonly string[] {
  const owners = Array.from({ length: npages }, (): TcSpanView[] => []);
  for (const span of spans) {
    const from = Math.max(0, span.page - page);
    const to = Math.min(npages, span.page + span.npages - page);
    for (let i = from; i < to; i += 1) owners[i]?.push(span);
  }
  return owners.map(tcPageSymbol);
}

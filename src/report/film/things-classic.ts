/** Spans and pages of a classic Go heap, for a film. */
import { SPAN_IN_USE, PAGE_BYTES } from '../../../spec/views/go.ts';
import type { ClassicSpanView, ClassicView } from '../../../spec/views/classic.ts';
import { hex } from '../../base/units.ts';
import { classicPageSymbols, classicSpanText, liveSpans } from '../heap-classic.ts';
import { slotSymbolsIn } from '../heap-go.ts';
import { FIELD, SPAN_STATES } from './film.ts';
import type { Thing } from './film.ts';
import { encodeRuns } from './runs.ts';

export function* classicThings(classic: ClassicView): Generator<Thing, void, undefined> {
  for (const span of liveSpans(classic))
    yield [`span:${hex(span.startAddr)}`, spanText(span, classic)];
  const { reservation } = classic;
  if (reservation === undefined) return;
  const pages = encodeRuns(classicPageSymbols(classic));
  yield [`pages:${reservation.arenaStart}`, [PAGE_BYTES, pages].join(FIELD)];
}

function spanText(span: ClassicSpanView, classic: ClassicView): string {
  const { startAddr, npages, elemsize, spanclass, nelems, freeindex, allocCount, state } = span;
  const place = [startAddr, npages, PAGE_BYTES];
  const where = classicSpanText(span, classic);
  if (state !== SPAN_IN_USE)
    return [...place, SPAN_STATES.free, 0, 0, 0, -1, 0, where, ''].join(FIELD);
  const slots = [elemsize, spanclass % 2, nelems, freeindex, allocCount];
  const symbols = encodeRuns(slotSymbolsIn(span, classic.mcaches));
  return [...place, SPAN_STATES.slots, ...slots, where, symbols].join(FIELD);
}

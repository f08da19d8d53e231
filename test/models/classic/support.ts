/** A classic heap to look closely at. */
import { goClassicSubject } from '../../../models/classic/subject.ts';
import type { HeapConfig, Subject } from '../../../spec/subject.ts';
import type { ClassicSpanView, ClassicView, ReservationView } from '../../../spec/views/classic.ts';
import { SPAN_FREE } from '../../../spec/views/classic.ts';
import { PAGE_BYTES, SPAN_DEAD } from '../../../spec/views/go.ts';

export type Classic = Subject & { readonly classic: ClassicView };

export function classicOf(geometry: string, over: Partial<HeapConfig> = {}): Classic {
  return goClassicSubject.create({ procs: 1, geometry, faults: [], ...over }) as Classic;
}

/** Large blocks of so many pages each. */
export function largeOf(heap: Classic, ...pages: readonly number[]): number[] {
  return pages.map((npages) => heap.malloc(npages * PAGE_BYTES, 0, false));
}

export function reservationOf({ classic: { reservation } }: Classic): ReservationView {
  if (reservation === undefined) throw new Error('nothing is reserved');
  return reservation;
}

/** `5 2. 1~`: the spans of the arena by address, free ones with a dot, given back ones with a tilde. */
export function layout({ classic }: Classic): string {
  return classic.allspans
    .filter(({ state }) => state !== SPAN_DEAD)
    .toSorted((a, b) => a.startAddr - b.startAddr)
    .map((span) => `${span.npages}${signOf(span)}`)
    .join(' ');
}

function signOf({ state, npages, npreleased }: ClassicSpanView): string {
  if (state !== SPAN_FREE) return '';
  return npreleased === npages ? '~' : npreleased === 0 ? '.' : `.${npreleased}~`;
}

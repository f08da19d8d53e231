/**
 * The page heap: spans of whole pages, made and taken back.
 *
 *     NORMAL ──── carve ────────► IN_USE          NORMAL ── release ──► RETURNED
 *     RETURNED ── carve, commit ► IN_USE          IN_USE ── free ─────► NORMAL
 *
 * A request is searched for by length, a normal span before a returned one of the same length; then in the two sets, where the
 * shortest that fits is taken. What is left of a span is a free span behind it. A span that is freed joins its free neighbours
 * of the same location; normal ones never join returned ones. Only when nothing fits does the heap grow.
 *
 * Keeps: tcmalloc/commit-identity, spans-tile-regions and the others of the page heap.
 * Source: gperftools page_heap.cc.
 * Differs: a growth whose page map or span record finds no memory is undone, where gperftools keeps the region without any
 *   span, or ends the process. Left out: the aggressive mode, sampling.
 */
import type { Bytes, Pages } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import { IN_USE, NORMAL, RETURNED } from '../../spec/views/tc-span.ts';
import { RATE_MIN } from '../../spec/views/tcmalloc.ts';
import type { PageNumber } from '../../spec/views/tc-span.ts';
import type { PageHeapView, RegionView } from '../../spec/views/tcmalloc.ts';
import type { TcmallocEvents } from '../../spec/views/tcmalloc-log.ts';
import { FreeSpans } from './free-spans.ts';
import type { Geometry } from './geometry.ts';
import type { Metadata } from './metadata.ts';
import type { PageMap } from './page-map.ts';
import { Span } from './span.ts';
import type { System } from './system.ts';

const ALL: Pages = Infinity;

export interface PageHeapParts {
  readonly geometry: Geometry;
  readonly system: System;
  readonly metadata: Metadata;
  readonly pageMap: PageMap;
  readonly events: TcmallocEvents;
  readonly memoryLimit: Bytes | undefined;
}

export class PageHeap implements PageHeapView {
  readonly normal: FreeSpans;
  readonly returned: FreeSpans;
  systemBytes: Bytes = 0;
  committedBytes: Bytes = 0;
  unmappedBytes: Bytes = 0;
  freeBytes: Bytes = 0;
  scavengeCounter = 0;
  readonly releaseRate: number = 1;
  readonly memoryLimit: Bytes | undefined;
  /** All that there are. */
  readonly spans = new Set<Span>();
  readonly regions: RegionView[] = [];
  /** Of the lists, and behind them the set, where the next release goes on. */
  releaseAt = 0;
  readonly #geometry: Geometry;
  readonly #system: System;
  readonly #metadata: Metadata;
  readonly #map: PageMap;
  readonly #events: TcmallocEvents;

  constructor({ geometry, system, metadata, pageMap, events, memoryLimit }: PageHeapParts) {
    this.#geometry = geometry;
    this.#system = system;
    this.#metadata = metadata;
    this.#map = pageMap;
    this.#events = events;
    this.memoryLimit = memoryLimit;
    this.normal = new FreeSpans(geometry.listPages);
    this.returned = new FreeSpans(geometry.listPages);
  }

  /** A span in use of at least that many pages; undefined where there is no memory. */
  make(pages: Pages): Span | undefined {
    const npages = this.#rounded(pages);
    // For what will be left over.
    if (!this.#hasRecords(1)) return undefined;
    return this.#search(npages) ?? this.#coalesced(npages) ?? this.#grown(npages);
  }

  /** The same for objects of a class: every page of it says whose it is. */
  makeOfClass(pages: Pages, sizeClass: number): Span | undefined {
    const span = this.make(pages);
    if (span === undefined) return undefined;
    this.#map.forgetClass(span.page);
    span.sizeClass = sizeClass;
    for (let page = span.page + 1; page < span.end - 1; page += 1) this.#map.set(page, span);
    return span;
  }

  /** The same, beginning at a multiple of `alignment` pages. */
  makeAligned(pages: Pages, alignment: Pages): Span | undefined {
    const npages = this.#rounded(pages);
    const span = this.make(npages + this.#rounded(alignment));
    if (span === undefined) return undefined;
    const skipped = Math.ceil(span.page / alignment) * alignment - span.page;
    const aligned = skipped === 0 ? span : this.split(span, skipped);
    if (aligned === undefined) return this.#undone(span);
    if (skipped > 0) this.free(span);
    if (aligned.npages === npages) return aligned;
    const rest = this.split(aligned, npages);
    if (rest === undefined) return this.#undone(aligned);
    this.free(rest);
    return aligned;
  }

  /** Takes what is behind the first `npages` off a span of no class, as a span of its own; undefined without a record. */
  split(span: Span, npages: Pages): Span | undefined {
    if (!(npages > 0 && npages < span.npages && span.location === IN_USE && span.sizeClass === 0))
      throw new Fatal(`split: ${span.npages} pages after ${npages}`);
    if (!this.#hasRecords(1)) return undefined;
    const rest = this.#record(span.page + npages, span.npages - npages);
    span.npages = npages;
    this.#map.set(span.end - 1, span);
    this.#events.spanChanged(span);
    return rest;
  }

  /** Takes a span back. */
  free(span: Span): void {
    const { npages } = span;
    if (span.location !== IN_USE) throw new Fatal(`page heap: the span is freed twice`);
    if (this.#map.get(span.page) !== span || this.#map.get(span.end - 1) !== span)
      throw new Fatal(`page heap: the page map does not know the span that is freed`);
    span.sizeClass = 0;
    span.location = NORMAL;
    this.#merge(span);
    this.#tick(npages);
  }

  /** Gives back at least so many pages, if there are: whole spans, until the system refuses one. How many they were. */
  releaseAtLeast(npages: Pages): Pages {
    const { pageBytes, listPages } = this.#geometry;
    const freeBefore = this.freeBytes / pageBytes;
    const residentBefore = this.#system.os.residentBytes;
    let [released, refused] = [0, false];
    while (released < npages && this.freeBytes > 0 && !refused) {
      for (let visits = 0; visits <= listPages && released < npages; visits += 1) {
        const span = this.#nextToRelease();
        if (span === undefined) continue;
        const pages = this.#release(span);
        refused = pages === 0;
        if (refused) break;
        released += pages;
      }
    }
    const givenBack = residentBefore - this.#system.os.residentBytes;
    this.#events.released({ asked: npages, freeBefore, released, givenBack, refused });
    return released;
  }

  /** Whether so many pages more stay within the limit, once spans were given back for them. */
  #ensureLimit(npages: Pages, releases = true): boolean {
    if (this.memoryLimit === undefined) return true;
    const { pageBytes } = this.#geometry;
    const limit = Math.floor(this.memoryLimit / pageBytes);
    let taken = Math.ceil((this.#system.taken - this.unmappedBytes) / pageBytes);
    if (taken + npages > limit && releases) {
      const released = this.releaseAtLeast(taken + npages - limit);
      if (released > 0) this.#events.reached('tcmalloc/limit-released');
      taken -= released;
    }
    if (taken + npages <= limit) return true;
    if (!releases) return false;
    this.#events.reached('tcmalloc/limit-refused');
    this.#system.refuse();
    return false;
  }

  #rounded(pages: Pages): Pages {
    const { minSpanPages } = this.#geometry;
    return Math.ceil(pages / minSpanPages) * minSpanPages;
  }

  #search(npages: Pages): Span | undefined {
    for (let length = npages; length <= this.#geometry.listPages; length += 1) {
      const normal = this.normal.newest(length);
      if (normal !== undefined) {
        this.#events.reached('tcmalloc/list-from-normal');
        return this.#carve(normal, npages);
      }
      if (this.returned.newest(length) === undefined || !this.#ensureLimit(npages)) continue;
      // What was given back for the limit may have joined it.
      const returned = this.returned.newest(length);
      if (returned === undefined) continue;
      this.#events.reached('tcmalloc/list-from-returned');
      return this.#carve(returned, npages);
    }
    return this.#searchSets(npages);
  }

  /** The shortest that fits; a returned one only if it is shorter than each normal one. */
  #searchSets(npages: Pages): Span | undefined {
    const normal = this.normal.longer.fit(npages);
    const returned = this.returned.longer.fit(npages);
    const chosen = shorter(normal, returned);
    if (chosen === undefined) return undefined;
    // What is given back for the limit may join it.
    if (chosen === returned && !this.#ensureLimit(npages, false))
      return this.#ensureLimit(npages) ? this.#searchSets(npages) : undefined;
    this.#events.largeSearched(npages, chosen);
    this.#events.reached(
      chosen === normal ? 'tcmalloc/large-from-normal' : 'tcmalloc/large-from-returned',
    );
    return this.#carve(chosen, npages);
  }

  /** Puts the first pages of a free span to use. There is a record for the rest. */
  #carve(span: Span, npages: Pages): Span {
    const { location: locationBefore, npages: lengthBefore } = span;
    const left = lengthBefore - npages;
    this.#removeFree(span);
    span.location = IN_USE;
    let rest: Span | undefined;
    if (left > 0) {
      rest = this.#record(span.page + npages, left);
      rest.location = locationBefore;
      span.npages = npages;
      this.#map.set(span.end - 1, span);
      this.#addFree(rest);
    }
    if (locationBefore === RETURNED) this.#commit(span);
    this.#events.spanChanged(span);
    this.#events.carved({
      span,
      npages,
      lengthBefore,
      locationBefore,
      locationAfter: span.location,
      lengthAfter: span.npages,
      rest: rest && choiceOf(rest),
    });
    return span;
  }

  #commit(span: Span): void {
    const bytes = this.#bytes(span);
    this.#system.commit(this.#addr(span.page), bytes);
    this.committedBytes += bytes;
  }

  /** Gives back everything first, where that would let spans join that the heap would grow beside. */
  #coalesced(npages: Pages): Span | undefined {
    const { freeBytes, unmappedBytes, systemBytes } = this;
    const { coalesceBytes, pageBytes } = this.#geometry;
    if (freeBytes === 0 || unmappedBytes === 0) return undefined;
    if (freeBytes + unmappedBytes < systemBytes / 4) return undefined;
    const times = (bytes: Bytes): number => Math.floor(bytes / coalesceBytes);
    if (times(systemBytes) === times(systemBytes + npages * pageBytes)) return undefined;
    this.#events.reached('tcmalloc/growth-coalesced-first');
    this.releaseAtLeast(ALL);
    return this.#search(npages);
  }

  #grown(npages: Pages): Span | undefined {
    const asked = [Math.max(npages, this.#geometry.growPages)];
    let region = this.#obtain(asked[0] as Pages);
    if (region === undefined && npages < (asked[0] as Pages)) {
      asked.push(npages);
      region = this.#obtain(npages);
      if (region !== undefined) this.#events.reached('tcmalloc/growth-exact');
    }
    this.#events.grew({ npages, asked, served: region !== undefined });
    if (region === undefined) {
      this.#events.reached('tcmalloc/growth-failed');
      return undefined;
    }
    if (region.npages > (asked.at(-1) as Pages)) this.#events.reached('tcmalloc/growth-longer');
    this.free(this.#record(region.page, region.npages));
    return this.#search(npages);
  }

  /** Pages of the system, with all that a span of them needs. */
  #obtain(npages: Pages): RegionView | undefined {
    const { pageBytes } = this.#geometry;
    if (!this.#ensureLimit(npages)) return undefined;
    const range = this.#system.alloc(npages * pageBytes);
    if (range === undefined) return undefined;
    const region = { page: this.#system.pageOf(range.addr), npages: range.bytes / pageBytes };
    if (!this.#map.ensure(region.page - 1, region.npages + 2) || !this.#hasRecords(2)) {
      this.#system.undo(range.addr, range.bytes);
      return undefined;
    }
    this.regions.push(region);
    this.systemBytes += range.bytes;
    this.committedBytes += range.bytes;
    return region;
  }

  /** Joins a free span that is on no list to its free neighbours of the same location, and puts it on its list. */
  #merge(span: Span): void {
    const below = this.#map.get(span.page - 1);
    if (below !== undefined && this.#joins(span, below)) {
      this.#removeFree(below);
      span.page = below.page;
      span.npages += below.npages;
      this.#map.set(span.page, span);
      this.#forget(below);
      this.#events.reached('tcmalloc/merged-left');
    }
    const above = this.#map.get(span.end);
    if (above !== undefined && this.#joins(span, above)) {
      this.#removeFree(above);
      span.npages += above.npages;
      this.#map.set(span.end - 1, span);
      this.#forget(above);
      this.#events.reached('tcmalloc/merged-right');
    }
    this.#addFree(span);
    this.#events.spanChanged(span);
  }

  #joins({ location }: Span, neighbour: Span): boolean {
    if (neighbour.location === IN_USE) return false;
    if (neighbour.location === location) return true;
    this.#events.reached('tcmalloc/neighbours-differ');
    return false;
  }

  /** Now and then, after so many pages came free, gives some back. */
  #tick(npages: Pages): void {
    const { releaseDelayPages, releaseDelayMaxPages } = this.#geometry;
    this.scavengeCounter -= npages;
    if (this.scavengeCounter >= 0) return;
    if (this.releaseRate <= RATE_MIN) {
      this.scavengeCounter = releaseDelayPages;
      return;
    }
    const released = this.releaseAtLeast(1);
    if (released > 0) this.#events.reached('tcmalloc/released-by-rate');
    this.scavengeCounter =
      released === 0
        ? releaseDelayPages
        : Math.min(releaseDelayMaxPages, (1000 / this.releaseRate) * released);
    this.#events.ticked({ released, counter: this.scavengeCounter });
  }

  /** The oldest of a list, or the smallest of the set: of the one whose turn it is. */
  #nextToRelease(): Span | undefined {
    const { listPages } = this.#geometry;
    this.releaseAt = this.releaseAt > listPages ? 1 : this.releaseAt + 1;
    if (this.releaseAt > listPages) return this.normal.longer.first;
    return this.normal.byLength[this.releaseAt]?.tail;
  }

  /** Gives a normal span back; 0 where the system refuses. */
  #release(span: Span): Pages {
    const { npages } = span;
    const bytes = this.#bytes(span);
    if (!this.#system.release(this.#addr(span.page), bytes)) {
      this.#events.reached('tcmalloc/release-refused');
      return 0;
    }
    this.committedBytes -= bytes;
    this.#removeFree(span);
    span.location = RETURNED;
    const isLong = npages > this.#geometry.listPages;
    this.#events.reached(isLong ? 'tcmalloc/released-from-set' : 'tcmalloc/released-from-list');
    this.#merge(span);
    return npages;
  }

  #addFree(span: Span): void {
    if (span.location === NORMAL) {
      this.freeBytes += this.#bytes(span);
      this.normal.add(span);
    } else {
      this.unmappedBytes += this.#bytes(span);
      this.returned.add(span);
    }
  }

  #removeFree(span: Span): void {
    if (span.location === NORMAL) {
      this.freeBytes -= this.#bytes(span);
      this.normal.remove(span);
    } else {
      this.unmappedBytes -= this.#bytes(span);
      this.returned.remove(span);
    }
  }

  /** Sees to it that there is memory for so many records more. */
  #hasRecords(count: number): boolean {
    let taken = 0;
    while (taken < count && this.#metadata.take('span')) taken += 1;
    for (let left = taken; left > 0; left -= 1) this.#metadata.give('span');
    if (taken < count) this.#events.reached('tcmalloc/metadata-refused');
    return taken === count;
  }

  /** A span in use, for which there is a record. */
  #record(page: PageNumber, npages: Pages): Span {
    this.#metadata.take('span');
    const span = new Span(page, npages);
    this.spans.add(span);
    this.#map.set(page, span);
    this.#map.set(span.end - 1, span);
    this.#events.spanChanged(span);
    return span;
  }

  #forget(span: Span): void {
    this.spans.delete(span);
    this.#metadata.give('span');
  }

  #undone(span: Span): undefined {
    this.free(span);
    return undefined;
  }

  #addr(page: PageNumber): number {
    return page * this.#geometry.pageBytes;
  }

  #bytes({ npages }: Span): Bytes {
    return npages * this.#geometry.pageBytes;
  }
}

/** The returned one only if it is strictly shorter. */
function shorter(normal: Span | undefined, returned: Span | undefined): Span | undefined {
  if (normal === undefined || returned === undefined) return normal ?? returned;
  return returned.npages < normal.npages ? returned : normal;
}

function choiceOf({ page, npages, location }: Span): Pick<Span, 'page' | 'npages' | 'location'> {
  return { page, npages, location };
}

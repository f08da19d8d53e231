/**
 * What the last command did inside TCMalloc, made from its events.
 *
 * What a step has to be compared with is looked up in the view when the event comes: an event of a choice comes before it is
 * carried out.
 */
import { clear } from '../../src/base/lists.ts';
import type { Addr, Bytes, Pages } from '../../src/base/units.ts';
import type { Touched } from './touched.ts';
import type { TcmallocMarkId } from '../marks/tcmalloc.ts';
import type { Location, PageNumber, TcSpanView } from './tc-span.ts';

/** Free spans that a request may be served from. */
export interface SpanChoice {
  readonly page: PageNumber;
  readonly npages: Pages;
  readonly location: Location;
}

/** The free spans of one location: see SpanListsView in tcmalloc.ts. */
interface FreeLists {
  readonly lists: readonly (readonly TcSpanView[])[];
  readonly set: readonly TcSpanView[];
}

/** What of a page heap a choice is compared with. */
interface Choices {
  readonly normal: FreeLists;
  readonly returned: FreeLists;
  readonly memoryLimit: Bytes | undefined;
}

/** A request that none of the lists could serve, and what it is to have of the sets. */
export interface LargeSearch {
  readonly npages: Pages;
  /** The smallest that fits of each set, the lowest of those; undefined where none does. */
  readonly normal: SpanChoice | undefined;
  readonly returned: SpanChoice | undefined;
  readonly chosen: SpanChoice;
}

export interface Carving {
  readonly span: TcSpanView;
  /** As asked for. */
  readonly npages: Pages;
  /** Of the span before. */
  readonly lengthBefore: Pages;
  readonly locationBefore: Location;
  readonly locationAfter: Location;
  readonly lengthAfter: Pages;
  /** What was left over; undefined where nothing was. */
  readonly rest: SpanChoice | undefined;
}

export interface Growth {
  readonly npages: Pages;
  /** What was asked for, one after the other. */
  readonly asked: readonly Pages[];
  /** The longest free span that could have served it without growing; 0 where there was none. */
  readonly fitting: Pages;
  readonly served: boolean;
}

export interface Release {
  readonly asked: Pages;
  readonly freeBefore: Pages;
  readonly released: Pages;
  /** By which what the system has behind the process became less. */
  readonly givenBack: Bytes;
  readonly refused: boolean;
}

export interface ScavengeTick {
  readonly released: Pages;
  readonly counter: number;
}

export interface Fetch {
  readonly thread: number;
  readonly sizeClass: number;
  /** Of the thread's list, when it was made. */
  readonly lengthBefore: number;
  readonly wanted: number;
  readonly got: number;
}

export interface Removal {
  readonly sizeClass: number;
  readonly wanted: number;
  readonly got: number;
  /** Whether new objects were wanted, and there was no memory for them. */
  readonly ranOut: boolean;
}

export interface MaxLengthStep {
  readonly thread: number;
  readonly sizeClass: number;
  readonly by: 'fetch' | 'cut' | 'scavenge';
  readonly before: number;
  readonly after: number;
  readonly batch: number;
}

export interface Population {
  readonly span: TcSpanView;
  readonly sizeClass: number;
  readonly objects: number;
  readonly first: Addr;
  readonly last: Addr;
}

/** One object that goes back to its span. */
export interface Homecoming {
  readonly addr: Addr;
  /** Of the list that it was on. */
  readonly sizeClass: number;
  /** Of its span; -1 where there is none. */
  readonly spanClass: number;
  readonly refcountBefore: number;
}

export interface Resize {
  readonly from: Addr;
  readonly to: Addr;
  readonly usableBefore: Bytes;
  readonly size: Bytes;
  /** What a new block of that size has. */
  readonly usable: Bytes;
}

export interface SizedFree {
  readonly addr: Addr;
  readonly hinted: number;
  readonly sizeClass: number;
}

/** Where a thread's list is. */
export interface ListPlace {
  readonly thread: number;
  readonly sizeClass: number;
}

/** What TCMalloc reports on its slow paths. */
export interface TcmallocEvents {
  /** The span was made, freed, or changed in whatever way but by objects of its class. */
  spanChanged(span: TcSpanView): void;
  /** Objects of the class came to its central list, or left it. */
  centralChanged(sizeClass: number): void;
  /** A block of the class was freed to a list that was neither cut nor scavenged by it. */
  listGrew(thread: number, sizeClass: number): void;
  /** A list was cut, or a cache scavenged. */
  listShrank(thread: number, sizeClass: number): void;
  /** Before the span is put to use. */
  largeSearched(npages: Pages, chosen: TcSpanView): void;
  carved(carving: Carving): void;
  /** Before what was obtained is anywhere. */
  grew(growth: Omit<Growth, 'fitting'>): void;
  released(release: Release): void;
  ticked(tick: ScavengeTick): void;
  fetched(fetch: Fetch): void;
  removed(removal: Removal): void;
  maxLengthSet(step: MaxLengthStep): void;
  populated(population: Population): void;
  cameHome(homecoming: Homecoming): void;
  resized(resize: Resize): void;
  freedSized(free: SizedFree): void;
  /** A thread's cache is gone. */
  cacheLeft(thread: number): void;
  reached(mark: TcmallocMarkId): void;
}

export class TcmallocLog implements TcmallocEvents, Touched {
  readonly spans: TcSpanView[] = [];
  readonly classes: number[] = [];
  /** Lists that grew by a free and were not cut by it. */
  readonly grown: ListPlace[] = [];
  readonly searches: LargeSearch[] = [];
  readonly carvings: Carving[] = [];
  readonly growths: Growth[] = [];
  readonly releases: Release[] = [];
  readonly ticks: ScavengeTick[] = [];
  readonly fetches: Fetch[] = [];
  readonly removals: Removal[] = [];
  readonly maxLengths: MaxLengthStep[] = [];
  readonly populations: Population[] = [];
  readonly homecomings: Homecoming[] = [];
  readonly resizes: Resize[] = [];
  readonly sizedFrees: SizedFree[] = [];
  readonly left: number[] = [];
  readonly marks = new Set<TcmallocMarkId>();
  eventful = false;
  #heap: Choices | undefined;

  /** What choices are compared with from here on. */
  attach(heap: Choices): void {
    this.#heap = heap;
  }

  client(): void {
    this.eventful = true;
  }

  clear(): void {
    if (!this.eventful) return;
    this.eventful = false;
    for (const list of [this.spans, this.classes, this.grown, this.homecomings, this.left])
      clear(list);
    for (const list of [this.searches, this.carvings, this.growths, this.releases, this.ticks])
      clear(list);
    for (const list of [this.fetches, this.removals, this.maxLengths, this.populations])
      clear(list);
    for (const list of [this.resizes, this.sizedFrees]) clear(list);
  }

  spanChanged(span: TcSpanView): void {
    this.eventful = true;
    if (!this.spans.includes(span)) this.spans.push(span);
  }

  centralChanged(sizeClass: number): void {
    this.eventful = true;
    if (!this.classes.includes(sizeClass)) this.classes.push(sizeClass);
  }

  listGrew(thread: number, sizeClass: number): void {
    this.eventful = true;
    this.grown.push({ thread, sizeClass });
  }

  listShrank(thread: number, sizeClass: number): void {
    this.eventful = true;
    const at = this.grown.findIndex((it) => it.thread === thread && it.sizeClass === sizeClass);
    if (at >= 0) this.grown.splice(at, 1);
  }

  largeSearched(npages: Pages, chosen: TcSpanView): void {
    const best = (spans: readonly TcSpanView[] = []): SpanChoice | undefined => {
      let found: TcSpanView | undefined;
      for (const span of spans) {
        if (span.npages < npages) continue;
        if (found === undefined || isBefore(span, found)) found = span;
      }
      return found && choiceOf(found);
    };
    const normal = best(this.#heap?.normal.set);
    const returned = best(this.#heap?.returned.set);
    this.searches.push({ npages, normal, returned, chosen: choiceOf(chosen) });
  }

  carved(carving: Carving): void {
    this.carvings.push(carving);
  }

  grew(growth: Omit<Growth, 'fitting'>): void {
    this.eventful = true;
    this.growths.push({ ...growth, fitting: this.#longestFree() });
  }

  released(release: Release): void {
    this.eventful = true;
    this.releases.push(release);
  }

  ticked(tick: ScavengeTick): void {
    this.ticks.push(tick);
  }

  fetched(fetch: Fetch): void {
    this.eventful = true;
    this.fetches.push(fetch);
  }

  removed(removal: Removal): void {
    this.eventful = true;
    this.removals.push(removal);
  }

  maxLengthSet(step: MaxLengthStep): void {
    this.eventful = true;
    this.maxLengths.push(step);
  }

  populated(population: Population): void {
    this.populations.push(population);
  }

  cameHome(homecoming: Homecoming): void {
    this.eventful = true;
    this.homecomings.push(homecoming);
  }

  resized(resize: Resize): void {
    this.eventful = true;
    this.resizes.push(resize);
  }

  freedSized(free: SizedFree): void {
    this.eventful = true;
    this.sizedFrees.push(free);
  }

  cacheLeft(thread: number): void {
    this.eventful = true;
    this.left.push(thread);
  }

  reached(mark: TcmallocMarkId): void {
    this.marks.add(mark);
  }

  /**
   * Of those that take no more memory: returned ones only where nothing is limited. Where something is, a returned span that is the
   * shortest that fits may be refused, and then no normal one is looked for; so nothing is said where there are any.
   */
  #longestFree(): Pages {
    if (this.#heap === undefined) return 0;
    const { normal, returned, memoryLimit } = this.#heap;
    const [ready, gone] = [normal, returned].map(({ lists, set }) => [...lists.flat(), ...set]);
    if (memoryLimit !== undefined && gone!.length > 0) return 0;
    const spans = [...ready!, ...gone!];
    return spans.reduce((longest, { npages }) => Math.max(longest, npages), 0);
  }
}

/** By length, then by address. */
function isBefore(a: TcSpanView, b: TcSpanView): boolean {
  return a.npages < b.npages || (a.npages === b.npages && a.page < b.page);
}

function choiceOf({ page, npages, location }: TcSpanView): SpanChoice {
  return { page, npages, location };
}

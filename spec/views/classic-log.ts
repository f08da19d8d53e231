/**
 * What the last command did inside a classic Go heap, made from its events.
 *
 * What a step has to be compared with is looked up when the event comes, among all spans and not on the heap's own lists: an
 * event of a choice, or of a span that goes free, comes before anything is changed.
 */
import { clear } from '../../src/base/lists.ts';
import type { Addr, Pages } from '../../src/base/units.ts';
import type { ClassicMarkId } from '../marks/classic.ts';
import { SPAN_FREE } from './classic.ts';
import type { ClassicSpanView } from './classic.ts';
import { PAGE_BYTES } from './go.ts';
import type { Touched } from './touched.ts';

/** What is told of a run of pages at one moment. */
export interface SpanNote {
  readonly startAddr: Addr;
  readonly npages: Pages;
  readonly npreleased: Pages;
  readonly needzero: number;
  readonly unusedsince: number;
}

/** A free span that was put to use, and which ones there were. */
export interface ClassicChoice {
  readonly npages: Pages;
  readonly chosen: SpanNote;
  /** The fewest pages of a free span that fits; 0 where none does. */
  readonly fewest: Pages;
  /** Of those that have so few, where the lowest one starts. */
  readonly lowest: Addr;
  readonly isLarge: boolean;
}

/** A free span that was longer than what was asked for. */
export interface ClassicSplit {
  readonly npages: Pages;
  readonly before: SpanNote;
  readonly taken: SpanNote;
  readonly rest: SpanNote;
}

/** A span that became free. */
export interface ClassicJoin {
  readonly freed: SpanNote;
  /** The free spans that touched it, below and above. */
  readonly lower: SpanNote | undefined;
  readonly upper: SpanNote | undefined;
  /** What came of them. */
  readonly joined: SpanNote;
}

export interface ClassicGrowth {
  readonly npages: Pages;
  /** Pages that the system was asked for, one after the other. */
  readonly asked: readonly Pages[];
  /** Where what it gave starts; 0 where it gave nothing. */
  readonly addr: Addr;
  readonly bytes: number;
  /** `arenaUsed` before. */
  readonly usedBefore: Addr;
  /** The fewest pages of a free span that would have served; 0 where there was none. */
  readonly fitting: Pages;
}

export interface ClassicRelease {
  readonly span: SpanNote;
  /** Whether by the scavenger itself, which goes by age. */
  readonly isByAge: boolean;
  readonly cycles: number;
  /** Pages that it gave back, which it had. */
  readonly given: Pages;
}

/** What a classic heap reports on its slow paths. */
export interface ClassicEvents {
  /** The span was made, freed, cached, swept, or changed otherwise than by its objects. */
  spanChanged(span: ClassicSpanView): void;
  /** Before the span leaves its list. */
  chosen(npages: Pages, span: ClassicSpanView, isLarge: boolean): void;
  split(npages: Pages, before: SpanNote, taken: ClassicSpanView, rest: ClassicSpanView): void;
  /** Before it is joined with its neighbours. */
  freeing(span: ClassicSpanView): void;
  /** The last one that was freeing is free, and this is the span that its pages belong to. */
  freed(span: ClassicSpanView): void;
  /** Before anything is asked for. */
  growing(npages: Pages, usedBefore: Addr): void;
  /** What was asked for, and what came. */
  grew(asked: readonly Pages[], addr: Addr, bytes: number): void;
  released(span: ClassicSpanView, isByAge: boolean, cycles: number, given: Pages): void;
  swept(span: ClassicSpanView): void;
  reached(mark: ClassicMarkId): void;
}

export class ClassicLog implements ClassicEvents, Touched {
  readonly spans: ClassicSpanView[] = [];
  readonly choices: ClassicChoice[] = [];
  readonly splits: ClassicSplit[] = [];
  readonly joins: ClassicJoin[] = [];
  readonly growths: ClassicGrowth[] = [];
  readonly releases: ClassicRelease[] = [];
  readonly marks = new Set<ClassicMarkId>();
  eventful = false;
  #allspans: readonly ClassicSpanView[] = [];
  /** Spans that are going free, with what touches each: joining may nest, where a rest goes free. */
  readonly #freeing: Omit<ClassicJoin, 'joined'>[] = [];
  #growing: Pick<ClassicGrowth, 'npages' | 'usedBefore' | 'fitting'> | undefined;

  /** Whose spans are looked at from here on. */
  attach(allspans: readonly ClassicSpanView[]): void {
    this.#allspans = allspans;
  }

  client(): void {
    this.eventful = true;
  }

  clear(): void {
    if (!this.eventful) return;
    this.eventful = false;
    clear(this.spans);
    for (const list of [this.choices, this.splits, this.joins, this.growths, this.releases])
      clear(list);
    clear(this.#freeing);
    this.#growing = undefined;
  }

  spanChanged(span: ClassicSpanView): void {
    this.eventful = true;
    if (!this.spans.includes(span)) this.spans.push(span);
  }

  chosen(npages: Pages, span: ClassicSpanView, isLarge: boolean): void {
    this.eventful = true;
    let fewest = 0;
    let lowest = 0;
    for (const each of this.#allspans) {
      if (each.state !== SPAN_FREE || each.npages < npages) continue;
      if (fewest !== 0 && each.npages > fewest) continue;
      if (each.npages !== fewest || each.startAddr < lowest) lowest = each.startAddr;
      fewest = each.npages;
    }
    this.choices.push({ npages, chosen: noteOf(span), fewest, lowest, isLarge });
  }

  split(npages: Pages, before: SpanNote, taken: ClassicSpanView, rest: ClassicSpanView): void {
    this.splits.push({ npages, before, taken: noteOf(taken), rest: noteOf(rest) });
  }

  freeing(span: ClassicSpanView): void {
    this.eventful = true;
    const end = span.startAddr + span.npages * PAGE_BYTES;
    let lower: SpanNote | undefined;
    let upper: SpanNote | undefined;
    for (const each of this.#allspans) {
      if (each.state !== SPAN_FREE || each === span) continue;
      if (each.startAddr === end) upper = noteOf(each);
      if (each.startAddr + each.npages * PAGE_BYTES === span.startAddr) lower = noteOf(each);
    }
    this.#freeing.push({ freed: noteOf(span), lower, upper });
  }

  freed(span: ClassicSpanView): void {
    this.spanChanged(span);
    const begun = this.#freeing.pop();
    if (begun !== undefined) this.joins.push({ ...begun, joined: noteOf(span) });
  }

  growing(npages: Pages, usedBefore: Addr): void {
    this.eventful = true;
    let fitting = 0;
    for (const { state, npages: length } of this.#allspans)
      if (state === SPAN_FREE && length >= npages && (fitting === 0 || length < fitting))
        fitting = length;
    this.#growing = { npages, usedBefore, fitting };
  }

  grew(asked: readonly Pages[], addr: Addr, bytes: number): void {
    if (this.#growing !== undefined) this.growths.push({ ...this.#growing, asked, addr, bytes });
    this.#growing = undefined;
  }

  released(span: ClassicSpanView, isByAge: boolean, cycles: number, given: Pages): void {
    this.spanChanged(span);
    this.releases.push({ span: noteOf(span), isByAge, cycles, given });
  }

  swept(span: ClassicSpanView): void {
    this.spanChanged(span);
  }

  reached(mark: ClassicMarkId): void {
    this.marks.add(mark);
  }
}

export function noteOf(span: ClassicSpanView): SpanNote {
  const { startAddr, npages, npreleased, needzero, unusedsince } = span;
  return { startAddr, npages, npreleased, needzero, unusedsince };
}

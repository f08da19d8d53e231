/**
 * A recorded process, run again by the model: asked for the same, it must answer the same addresses.
 *
 * What a process asks for is taken from the recording: objects, manual spans, when the sweeper took one more span, when
 * cycles began and what was marked when they ended, when the scavenger ran and for how much. What the model answers is
 * compared: the address of every object, the pages of every span, which span the sweeper took, how much was scavenged,
 * and MemStats where the process asked for them. The heap begins empty, as the process did.
 */
import type { Addr, Bytes, Pages } from '../base/units.ts';
import { hex } from '../base/units.ts';
import { GC_OFF, PAGE_BYTES } from '../../spec/views/go.ts';
import type { GoHeap } from '../../models/go/go-heap.ts';
import { LINUX64 } from '../../models/go/geometry.ts';
import { Os } from '../../models/os/os.ts';
import { Answers, listening } from './answers.ts';
import { Tally, lastWords } from './part.ts';
import type { Difference, Part } from './part.ts';
import { pacedLike } from './paces.ts';
import { IDENTITY_COUNT, brokenIdentity, statsOf, unlike } from './stats.ts';
import { rebased } from './trace.ts';
import type { RecordedStats, TraceEvent } from './trace.ts';

/** The model's class: the healthy one, or that of a mutant. */
export type GoHeapClass = typeof GoHeap;

type Request<K extends TraceEvent['kind']> = TraceEvent & { readonly kind: K };
type Allocation = Request<'malloc' | 'manual'>;

/** What a process got for an allocation. */
interface Got {
  readonly addr: Addr;
  /** Those that came from the page heap for it. */
  readonly spans: readonly Request<'span'>[];
  /** Bases of spans that were swept for it. */
  readonly swept: readonly Addr[];
  /** For it. */
  readonly scavenged: Bytes;
}

/** Compares a recording with the model, up to the first difference. */
export function compareTrace(events: readonly TraceEvent[], Heap: GoHeapClass): Part {
  const run = new Replay(rebased(events, LINUX64), Heap);
  run.all();
  const { compared, difference } = run;
  return difference === undefined ? { compared } : { compared, difference };
}

class Replay {
  readonly compared = new Tally();
  difference: Difference | undefined;
  readonly #events: readonly TraceEvent[];
  readonly #answers = new Answers();
  readonly #go: GoHeap;
  readonly #deeds = { mallocs: 0, cycles: 0 };
  /** What the running cycle marks, for the model to mark the same. */
  #marked: Addr[] = [];

  constructor(events: readonly TraceEvent[], Heap: GoHeapClass) {
    this.#events = events;
    const os = new Os({ addressLimit: LINUX64.addressLimit, faults: [] });
    const geometry = { ...LINUX64, physHugePageBytes: hugePageBytesOf(events) };
    this.#go = new Heap(geometry, os, {
      procs: 1,
      gogc: gogcOf(events),
      events: listening(this.#answers),
    });
  }

  all(): void {
    let next = 0;
    while (next < this.#events.length && this.difference === undefined) {
      const at = next;
      const words = lastWords(() => {
        next = this.#request(at);
        return '';
      });
      if (words !== '') next = this.#differ(at, 'do as the process did', 'went on', words);
    }
  }

  /** Runs the request that begins at `from`, and those nested in it; the index behind it. */
  #request(from: number): number {
    const event = this.#events[from] as TraceEvent;
    switch (event.kind) {
      case 'malloc':
      case 'manual':
        if (this.#hasSweptMore(from)) return this.#events.length;
        return this.#allocation(from, event);
      case 'manual-free':
        this.#freeManual(from, event.base);
        break;
      case 'sweep':
        this.#sweep(from, event.base);
        break;
      case 'gc-start':
        if (this.#hasSweptMore(from)) break;
        this.#marked = [];
        this.#go.steps.start({
          stacks: 1,
          stack: () => [],
          globals: () => [],
          words: () => this.#marked,
        });
        break;
      case 'gc-end':
        return this.#endCycle(from, event);
      case 'scavenge':
        this.#scavenge(from, event);
        break;
      case 'finalizer':
        this.#finalizer(event);
        break;
      case 'taken':
        this.#takeFinalizers();
        break;
      case 'finalized':
        this.#finalized(from, event.addr);
        break;
      case 'flush':
        for (const mcache of this.#go.mcaches) mcache.releaseAll();
        break;
      case 'stats':
        this.#stats(from, event.stats);
        break;
      case 'swept':
        this.#swept(from, event.base);
        break;
      case 'system':
        break;
      case 'done':
      case 'span':
      case 'paced':
        this.#differ(from, 'nothing', event.kind, 'an answer without a request');
        break;
    }
    return from + 1;
  }

  /**
   * A stack may grow in the middle of an allocation, and take a manual span. Those before the allocation's own span
   * come first; the others after it.
   */
  #allocation(from: number, event: Allocation): number {
    const spans: Request<'span'>[] = [];
    const swept: Addr[] = [];
    const held: number[] = [];
    let scavenged = 0;
    let at = from + 1;
    for (;;) {
      const inner = this.#events[at];
      if (inner === undefined) return this.#differ(from, textOf(event), 'no answer', 'none asked');
      if (inner.kind === 'done') break;
      if (inner.kind === 'span') spans.push(inner);
      else if (inner.kind === 'swept') swept.push(inner.base);
      else if (inner.kind === 'scavenge') scavenged += inner.released;
      // That it takes a span to sweep is up to the model, which knows its debt.
      else if (inner.kind !== 'sweep') {
        if (spans.length > 0) held.push(at);
        else this.#request(at);
        at = this.#skip(at) - 1;
      }
      if (this.difference !== undefined) return this.#events.length;
      at += 1;
    }
    const { addr } = this.#events[at] as Request<'done'>;
    this.#allocate(from, event, { addr, spans, swept, scavenged });
    for (const later of held) if (this.difference === undefined) this.#request(later);
    return this.difference === undefined ? at + 1 : this.#events.length;
  }

  /** The index behind the request at `at`, which is not run. */
  #skip(at: number): number {
    const { kind } = this.#events[at] as TraceEvent;
    if (kind !== 'malloc' && kind !== 'manual') return at + 1;
    let next = at + 1;
    while (next < this.#events.length && this.#events[next]?.kind !== 'done') {
      next = this.#skip(next);
    }
    return next + 1;
  }

  #allocate(from: number, event: Allocation, { addr, spans, swept, scavenged }: Got): void {
    const go = this.#go;
    this.#answers.spans.length = 0;
    this.#answers.scavenged = 0;
    const before = this.#answers.swept.length;
    go.heap.p = event.hasP ? 0 : -1;
    const answer =
      event.kind === 'malloc'
        ? go.malloc(event.size, event.noscan ? 0 : -1, false)
        : (go.heap.allocManual(event.npages)?.startAddr ?? 0);
    go.heap.p = 0;
    const request = textOf(event);
    const [wanted, had] = [spansText(spans), spansText(this.#answers.spans)];
    const also = this.#answers.swept.splice(before);
    const i = firstUnlike(swept, also);
    if (i >= 0) {
      const what = `${request}, and the span that is swept ${i === 0 ? 'first' : `after ${i}`}`;
      this.#differ(from, what, placeText(swept[i]), placeText(also[i]));
    } else if (wanted !== had) this.#differ(from, request, wanted, had);
    else if (this.#answers.scavenged !== scavenged) {
      const what = `${request}, and the memory that is given back for it`;
      this.#differ(from, what, `${scavenged} bytes`, `${this.#answers.scavenged} bytes`);
    } else if (answer !== addr) this.#differ(from, request, hex(addr), hex(answer));
    if (this.difference !== undefined) return;
    if (scavenged > 0) this.compared.add('scavenges for an allocation');
    if (event.kind === 'malloc') {
      this.#deeds.mallocs += 1;
      this.compared.add('addresses of objects');
      this.compared.add('spans of objects', spans.length);
      this.compared.add('spans swept', swept.length);
    } else this.compared.add('manual spans');
  }

  #freeManual(from: number, base: Addr): void {
    const { heap } = this.#go;
    const span = heap.spanOf(base);
    if (span?.startAddr !== base) this.#differ(from, `free ${hex(base)}`, 'a manual span', 'none');
    else heap.freeManual(span);
  }

  /** What it swept is compared by the event that follows, if any. */
  #sweep(from: number, base: Addr): void {
    const { swept } = this.#answers;
    const before = swept.length;
    this.#go.steps.sweep(1);
    const model = swept[before] ?? 0;
    if (model !== base) this.#differ(from, 'sweep one span', placeText(base), placeText(model));
  }

  #swept(from: number, base: Addr): void {
    const model = this.#answers.swept.shift() ?? 0;
    if (model === base) this.compared.add('spans swept');
    else this.#differ(from, 'sweep in passing', placeText(base), placeText(model));
  }

  /**
   * While marking runs, an object that gets a finalizer is scanned at once, and again by the root jobs unless those are
   * done. The model does its own when the cycle ends.
   */
  #finalizer({ addr, isSet, isLate }: Request<'finalizer'>): void {
    const { heap, specials } = this.#go;
    const { gcphase } = heap;
    if (isLate) heap.gcphase = GC_OFF;
    if (isSet) specials.setFinalizer(addr);
    else specials.clearFinalizer(addr);
    heap.gcphase = gcphase;
  }

  /** That an object is the client's again does not mark it: the recording says what is marked. */
  #finalized(from: number, addr: Addr): void {
    const { running } = this.#go.heap.specials;
    // Older recordings do not say when they were taken.
    if (running.length === 0) this.#takeFinalizers();
    const model = running.pop();
    if (model === addr) this.compared.add('finalizers run');
    else this.#differ(from, 'run a finalizer', placeText(addr), placeText(model));
  }

  #takeFinalizers(): void {
    const { finq, running } = this.#go.heap.specials;
    running.push(...finq.splice(0));
  }

  /** Whether the model swept what the process did not, before event `from`. */
  #hasSweptMore(from: number): boolean {
    const [first] = this.#answers.swept;
    if (first !== undefined)
      this.#differ(from, 'sweep in passing, before that', placeText(undefined), placeText(first));
    return first !== undefined;
  }

  /** The goals after a cycle: from what the recording alone knows, and otherwise from the model's own heap. */
  #paced(at: number, event: Request<'paced'>): void {
    const { goals } = event;
    const model = pacedLike(this.#go, event);
    const names = unlike(goals, model);
    if (names.length === 0) this.compared.add('goals of the pacer', Object.keys(goals).length);
    else this.#differ(at, 'goals of the pacer', valuesText(goals, names), valuesText(model, names));
  }

  #endCycle(from: number, { spans }: Request<'gc-end'>): number {
    const { heap, steps } = this.#go;
    for (const { base, nelems, marks } of spans) {
      const span = heap.spanOf(base);
      if (span?.startAddr !== base || span.nelems !== nelems) {
        const go = `a span of ${nelems} slots at ${hex(base)}`;
        return this.#differ(from, 'end a cycle', go, 'none');
      }
      for (let slot = 0; slot < nelems; slot += 1) {
        const isMarked = (((marks[slot >>> 5] as number) >>> (slot & 31)) & 1) === 1;
        if (isMarked) this.#marked.push(base + slot * span.elemsize);
      }
    }
    let next = from + 1;
    this.#answers.whenPaced = () => {
      next = this.#beforeFlush(next);
    };
    steps.finish();
    const wanted = this.#marked.length;
    if (heap.slotsMarked !== wanted) {
      return this.#differ(from, 'end a cycle', `${wanted} marks`, `${heap.slotsMarked} marks`);
    }
    this.#deeds.cycles += 1;
    this.compared.add('collections');
    this.compared.add('marks', wanted);
    return next;
  }

  /** What a process does between the end of a cycle and the flush of its mcache; the index behind it. */
  #beforeFlush(from: number): number {
    let next = from;
    while (this.difference === undefined) {
      const event = this.#events[next];
      if (event?.kind === 'paced') {
        this.#paced(next, event);
        next += 1;
      } else if (event?.kind === 'manual' || event?.kind === 'manual-free') {
        next = this.#request(next);
      } else break;
    }
    return next;
  }

  #scavenge(from: number, { wanted, released }: Request<'scavenge'>): void {
    const pages = this.#go.scavenge(Math.ceil(wanted / PAGE_BYTES));
    const bytes: Bytes = pages * PAGE_BYTES;
    if (bytes === released) this.compared.add('scavenges');
    else this.#differ(from, `scavenge ${wanted} bytes`, `${released} bytes`, `${bytes} bytes`);
  }

  #stats(from: number, go: RecordedStats): void {
    const broken = brokenIdentity(go);
    if (broken !== undefined) {
      this.#differ(from, 'MemStats', `not ${broken}`, broken);
      return;
    }
    const model = statsOf(this.#go, this.#deeds);
    const names = unlike(go, model);
    if (names.length > 0) {
      this.#differ(from, 'MemStats', valuesText(go, names), valuesText(model, names));
      return;
    }
    this.compared.add('numbers of MemStats', Object.keys(go).length);
    this.compared.add('identities between them', IDENTITY_COUNT);
  }

  /** @returns  the index behind all */
  #differ(event: number, request: string, go: string, model: string): number {
    this.difference ??= { at: `event ${event + 1}`, request, go, model };
    return this.#events.length;
  }
}

function hugePageBytesOf(events: readonly TraceEvent[]): Bytes {
  const system = events.find((event) => event.kind === 'system');
  return system?.hugePageBytes ?? 0;
}

/** GOGC of the process, which no collection would tell before its first cycle; off for one that had none. */
function gogcOf(events: readonly TraceEvent[]): number {
  return events.find((event) => event.kind === 'paced')?.inputs.gcPercent ?? -1;
}

function textOf(event: Allocation): string {
  if (event.kind === 'manual') return `a manual span of ${event.npages} pages`;
  return `malloc ${event.size}${event.noscan ? ' noscan' : ''}`;
}

function spansText(spans: readonly { readonly base: Addr; readonly npages: Pages }[]): string {
  const texts = spans.map(({ base, npages }) => `a span of ${npages} pages at ${hex(base)}`);
  return texts.join(', ') || 'no span';
}

/** Where two lists differ first; -1 when they are the same. */
function firstUnlike(go: readonly Addr[], model: readonly Addr[]): number {
  const length = Math.max(go.length, model.length);
  return Array.from({ length }, (_, i) => i).findIndex((i) => go[i] !== model[i]);
}

function valuesText<N extends string>(
  values: Readonly<Record<N, number>>,
  names: readonly N[],
): string {
  return names.map((name) => `${name} ${values[name]}`).join(', ');
}

function placeText(base: Addr | undefined): string {
  return base === undefined || base === 0 ? 'none' : `the one at ${hex(base)}`;
}

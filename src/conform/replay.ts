/**
 * A recorded process, run again by the model: asked for the same, it must answer the same addresses.
 *
 * What a process asks for is taken from the recording: objects, manual spans, when the sweeper took one more span, when
 * cycles began and what was marked when they ended, when the scavenger ran and for how much. What the model answers is
 * compared: the address of every object, the pages of every span, which span the sweeper took, how much was scavenged.
 * The heap begins empty, as the process did.
 */
import type { Addr, Bytes, Pages } from '../base/units.ts';
import { hex } from '../base/units.ts';
import { PAGE_BYTES } from '../../spec/views/go.ts';
import type { GoEvents, SpanView } from '../../spec/views/go.ts';
import { GoHeap } from '../../models/go/go-heap.ts';
import { LINUX64 } from '../../models/go/geometry.ts';
import type { MSpan } from '../../models/go/mspan.ts';
import { sweepone } from '../../models/go/sweep.ts';
import { Os } from '../../models/os/os.ts';
import type { TraceEvent } from './trace.ts';

/** Where the model first answered something else than the process got. */
export interface Difference {
  /** Index of the event that began the request. */
  readonly event: number;
  readonly request: string;
  readonly go: string;
  readonly model: string;
}

/** How many answers were compared. */
export interface Compared {
  mallocs: number;
  spans: number;
  manualSpans: number;
  sweeps: number;
  cycles: number;
  marks: number;
  scavenges: number;
}

export interface Replayed {
  readonly compared: Compared;
  readonly difference: Difference | undefined;
}

/** The model's events that answers are read from. */
class Answers implements GoEvents {
  readonly spans: { base: Addr; npages: Pages }[] = [];
  /** The first span swept since `clear`; 0 for none. */
  swept: Addr = 0;

  clear(): void {
    this.spans.length = 0;
    this.swept = 0;
  }

  spanAllocated({ startAddr, npages }: SpanView): void {
    this.spans.push({ base: startAddr, npages });
  }

  spanSwept({ startAddr }: SpanView): void {
    if (this.swept === 0) this.swept = startAddr;
  }

  spanFreed(): void {}
  spanCached(): void {}
  spanUncached(): void {}
  spanFiled(): void {}
  pagesAllocated(): void {}
  pagesFreed(): void {}
  pageCacheFilled(): void {}
  pageCacheUsed(): void {}
  pagesScavenged(): void {}
  heapGrown(): void {}
  slotFreed(): void {}
  cycleStarted(): void {}
  cycleEnded(): void {}
  paced(): void {}
}

export function replay(events: readonly TraceEvent[]): Replayed {
  const run = new Replay(events);
  run.all();
  return { compared: run.compared, difference: run.difference };
}

class Replay {
  readonly compared: Compared = {
    mallocs: 0,
    spans: 0,
    manualSpans: 0,
    sweeps: 0,
    cycles: 0,
    marks: 0,
    scavenges: 0,
  };
  difference: Difference | undefined;
  readonly #events: readonly TraceEvent[];
  readonly #answers = new Answers();
  readonly #go: GoHeap;
  /** What the running cycle marks, for the model to mark the same. */
  #marked: Addr[] = [];

  constructor(events: readonly TraceEvent[]) {
    this.#events = events;
    const os = new Os({ addressLimit: LINUX64.addressLimit, faults: [] });
    const geometry = { ...LINUX64, physHugePageBytes: hugePageBytesOf(events) };
    this.#go = new GoHeap(geometry, os, { procs: 1, gogc: -1, events: this.#answers });
  }

  all(): void {
    let next = 0;
    while (next < this.#events.length && this.difference === undefined) next = this.#request(next);
  }

  /** Runs the request that begins at `from`, and those nested in it; the index behind it. */
  #request(from: number): number {
    const event = this.#events[from] as TraceEvent;
    switch (event.kind) {
      case 'malloc':
      case 'manual':
        return this.#allocation(from, event);
      case 'manual-free':
        this.#go.heap.freeManual(this.#go.heap.spanOf(event.base) as MSpan);
        break;
      case 'sweep':
        this.#sweep(from, event.base);
        break;
      case 'gc-start':
        this.#marked = [];
        this.#go.steps.start({ stacks: 1, stack: () => [], words: () => this.#marked });
        break;
      case 'gc-end':
        this.#endCycle(from, event);
        break;
      case 'scavenge':
        this.#scavenge(from, event);
        break;
      case 'system':
        break;
      case 'done':
      case 'span':
        this.#differ(from, 'nothing', event.kind, 'an answer without a request');
        break;
    }
    return from + 1;
  }

  /**
   * A stack may grow in the middle of an allocation, and take a manual span. Those before the allocation's own span
   * come first; the others after it.
   */
  #allocation(from: number, event: TraceEvent & { kind: 'malloc' | 'manual' }): number {
    const own: (TraceEvent & { kind: 'span' })[] = [];
    let at = from + 1;
    let held: number | undefined;
    for (;;) {
      const inner = this.#events[at];
      if (inner === undefined) return this.#differ(from, textOf(event), 'no answer', '');
      if (inner.kind === 'done') break;
      if (inner.kind === 'span') {
        own.push(inner);
        at += 1;
      } else if (own.length === 0) at = this.#request(at);
      else {
        held ??= at;
        at = this.#skip(at);
      }
      if (this.difference !== undefined) return at;
    }
    const done = this.#events[at] as TraceEvent & { kind: 'done' };
    this.#allocate(from, event, { addr: done.addr, spans: own });
    for (let later = held; later !== undefined && later < at;) later = this.#request(later);
    return at + 1;
  }

  /** The index behind the request at `at`, which is not run. */
  #skip(at: number): number {
    const { kind } = this.#events[at] as TraceEvent;
    if (kind !== 'malloc' && kind !== 'manual') return at + 1;
    let next = at + 1;
    while (next < this.#events.length && this.#events[next]?.kind !== 'done')
      next = this.#skip(next);
    return next + 1;
  }

  #allocate(
    from: number,
    event: TraceEvent & { kind: 'malloc' | 'manual' },
    { addr, spans }: { addr: Addr; spans: readonly { base: Addr; npages: Pages }[] },
  ): void {
    const go = this.#go;
    this.#answers.clear();
    go.heap.p = event.hasP ? 0 : -1;
    const answer =
      event.kind === 'malloc'
        ? go.malloc(event.size, event.noscan ? 0 : -1, false)
        : ((go.heap.allocManual(event.npages) as MSpan).startAddr ?? 0);
    go.heap.p = 0;
    if (event.kind === 'malloc') this.compared.mallocs += 1;
    else this.compared.manualSpans += 1;
    this.compared.spans += spans.length;
    const [wanted, got] = [
      spans.map(spanText).join(', '),
      this.#answers.spans.map(spanText).join(', '),
    ];
    if (wanted !== got) this.#differ(from, textOf(event), wanted || 'no span', got || 'no span');
    else if (answer !== addr) this.#differ(from, textOf(event), hex(addr), hex(answer));
  }

  #sweep(from: number, base: Addr): void {
    this.#answers.clear();
    sweepone(this.#go.heap);
    this.compared.sweeps += 1;
    const { swept } = this.#answers;
    if (swept !== base) this.#differ(from, 'sweep one span', placeText(base), placeText(swept));
  }

  #endCycle(from: number, { spans }: TraceEvent & { kind: 'gc-end' }): void {
    const { heap, steps } = this.#go;
    for (const { base, nelems, marks } of spans) {
      const span = heap.spanOf(base) as MSpan;
      if (span?.startAddr !== base || span.nelems !== nelems) {
        this.#differ(from, 'end of a cycle', `a span of ${nelems} slots at ${hex(base)}`, 'none');
        return;
      }
      for (let slot = 0; slot < nelems; slot += 1) {
        if ((((marks[slot >>> 5] as number) >>> (slot & 31)) & 1) === 1)
          this.#marked.push(base + slot * span.elemsize);
      }
    }
    steps.finish();
    this.compared.cycles += 1;
    this.compared.marks += this.#marked.length;
    const marked = `${this.#marked.length} marks`;
    if (heap.slotsMarked !== this.#marked.length)
      this.#differ(from, 'end of a cycle', marked, `${heap.slotsMarked} marks`);
  }

  #scavenge(from: number, { wanted, released }: TraceEvent & { kind: 'scavenge' }): void {
    const pages = this.#go.scavenge(Math.ceil(wanted / PAGE_BYTES));
    this.compared.scavenges += 1;
    const bytes: Bytes = pages * PAGE_BYTES;
    if (bytes !== released)
      this.#differ(from, `scavenge ${wanted} bytes`, `${released} bytes`, `${bytes} bytes`);
  }

  #differ(event: number, request: string, go: string, model: string): number {
    this.difference = { event, request, go, model };
    return this.#events.length;
  }
}

function hugePageBytesOf(events: readonly TraceEvent[]): Bytes {
  const system = events.find((event) => event.kind === 'system');
  return system?.hugePageBytes ?? 0;
}

function textOf(event: TraceEvent & { kind: 'malloc' | 'manual' }): string {
  if (event.kind === 'manual') return `a manual span of ${event.npages} pages`;
  return `malloc ${event.size}${event.noscan ? ' noscan' : ''}`;
}

function spanText({ base, npages }: { readonly base: Addr; readonly npages: Pages }): string {
  return `a span of ${npages} pages at ${hex(base)}`;
}

function placeText(base: Addr): string {
  return base === 0 ? 'none left' : `the one at ${hex(base)}`;
}

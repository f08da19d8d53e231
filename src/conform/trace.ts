/** The records of a real process, as src/adapters/go/runtime/conform.go writes them. */
import { BadInput } from '../base/errors.ts';
import type { Addr, Bytes, Pages } from '../base/units.ts';
import type { Geometry } from '../../models/go/geometry.ts';

/** What happened in the process, in order. */
export type TraceEvent =
  | {
      readonly kind: 'malloc';
      readonly size: Bytes;
      readonly noscan: boolean;
      readonly hasP: boolean;
    }
  /** An allocation, of an object or of a manual span, is done. */
  | { readonly kind: 'done'; readonly addr: Addr }
  | { readonly kind: 'manual'; readonly npages: Pages; readonly hasP: boolean }
  /** A span came from the page heap. */
  | { readonly kind: 'span'; readonly base: Addr; readonly npages: Pages }
  | { readonly kind: 'manual-free'; readonly base: Addr }
  /** The sweeper, or who allocates, takes one more span; base 0 when none was left. */
  | { readonly kind: 'sweep'; readonly base: Addr }
  | { readonly kind: 'gc-start' }
  /** Marking is over: bit i of `marks` is slot i of the span at `base`. */
  | { readonly kind: 'gc-end'; readonly spans: readonly MarkedSpan[] }
  /** The system's pages; no huge ones are 0. */
  | { readonly kind: 'system'; readonly pageBytes: Bytes; readonly hugePageBytes: Bytes }
  | { readonly kind: 'scavenge'; readonly wanted: Bytes; readonly released: Bytes }
  /** An object gets a finalizer, or loses what it may have. */
  | {
      readonly kind: 'finalizer';
      readonly addr: Addr;
      readonly isSet: boolean;
      /** After the running cycle looked for objects with finalizers. */
      readonly isLate: boolean;
    }
  /** The finalizer of an object ran. */
  | { readonly kind: 'finalized'; readonly addr: Addr }
  /** All finalizers that are due are taken, to be run from here on. */
  | { readonly kind: 'taken' }
  /** The caches of all processors are flushed. */
  | { readonly kind: 'flush' }
  | { readonly kind: 'stats'; readonly stats: RecordedStats }
  /** A span is swept, by whomever. */
  | { readonly kind: 'swept'; readonly base: Addr }
  /** The pacer computed its goals. */
  | { readonly kind: 'paced'; readonly inputs: PacedInputs; readonly goals: PacedGoals };

/** In the order of their words. Those with a capital are fields of MemStats. */
const STATS = [
  'Mallocs',
  'Frees',
  'TotalAlloc',
  'HeapAlloc',
  'HeapObjects',
  'HeapSys',
  'HeapIdle',
  'HeapInuse',
  'HeapReleased',
  /** Bytes of manual spans. */
  'manualInUse',
  'pagesInUse',
  /** Bytes that the page allocator knows. */
  'mapped',
  'heapLive',
  'heapMarked',
  'NumGC',
] as const;

/** What the pacer computes its goals from that a recording does not tell otherwise, in the order of their words. */
const INPUTS = [
  'gcPercent',
  'lastHeapGoal',
  'lastHeapScan',
  'lastStackScan',
  'globalsScan',
  'consMark',
] as const;

/** What it computes. What Go has no bound for is Infinity. */
const GOALS = [
  'heapGoal',
  'trigger',
  'runway',
  'sweepPagesPerByte',
  'sweepHeapLiveBasis',
  'pagesSweptBasis',
  'lastHeapInUse',
  'scavengeGoal',
] as const;

/** Those that are no integers. */
const FLOATS: readonly string[] = ['consMark', 'sweepPagesPerByte'];

export type PacedInputs = Readonly<Record<(typeof INPUTS)[number], number>>;
export type PacedGoals = Readonly<Record<(typeof GOALS)[number], number>>;

export type RecordedStats = Readonly<Record<(typeof STATS)[number], number>>;

export interface MarkedSpan {
  readonly base: Addr;
  readonly nelems: number;
  readonly marks: Int32Array;
}

const WORD_BYTES = 8;
const NO_BOUND = 0xffff_ffff_ffff_ffffn;
/** Words of a record, but for what may come after it. */
const RECORD = 3;

/**
 * The events of a recording.
 *
 * @param source  where it comes from, for messages
 * @throws {BadInput} where it ends in the middle, or holds a record of no kind
 */
export function parseTrace(bytes: Uint8Array, source: string): TraceEvent[] {
  const words = new Words(bytes, source);
  const events: TraceEvent[] = [];
  let spans: MarkedSpan[] = [];
  while (!words.isAtEnd()) {
    const [kind, a, b] = words.record();
    if (kind === MARKED) {
      spans.push({ base: a, nelems: b, marks: words.bits(b) });
    } else if (kind === GC_END) {
      events.push({ kind: 'gc-end', spans });
      spans = [];
    } else if (kind === MEM_STATS) {
      words.expect(a, STATS.length);
      events.push({ kind: 'stats', stats: words.named(STATS) });
    } else if (kind === PACED) {
      words.expect(a, INPUTS.length + GOALS.length);
      const inputs = words.named(INPUTS);
      events.push({ kind: 'paced', inputs, goals: words.named(GOALS) });
    } else if (kind === FULL) {
      throw words.problem('the process allocated more between two cycles than it can record');
    } else {
      const event = plainEvent(kind, a, b);
      if (event === undefined) throw words.problem(`a record of kind ${kind}`);
      events.push(event);
    }
  }
  return events;
}

const MARKED = 8;
const GC_END = 9;
const FULL = 12;
const MEM_STATS = 14;
const PACED = 17;

/** The event of a record that has nothing after it. */
function plainEvent(kind: number, a: number, b: number): TraceEvent | undefined {
  const hasP = (b & 2) === 2;
  switch (kind) {
    case 1:
      return { kind: 'malloc', size: a, noscan: (b & 1) === 1, hasP };
    case 2:
      return { kind: 'done', addr: a };
    case 3:
      return { kind: 'manual', npages: a, hasP };
    case 4:
      return { kind: 'span', base: a, npages: b };
    case 5:
      return { kind: 'manual-free', base: a };
    case 6:
      return { kind: 'sweep', base: a };
    case 7:
      return { kind: 'gc-start' };
    case 10:
      return { kind: 'scavenge', wanted: a, released: b };
    case 11:
      return { kind: 'system', pageBytes: a, hugePageBytes: b };
    case 13:
      return { kind: 'flush' };
    case 15:
      return { kind: 'finalizer', addr: a, isSet: (b & 1) === 1, isLate: (b & 2) === 2 };
    case 16:
      return { kind: 'swept', base: a };
    case 18:
      return { kind: 'finalized', addr: a };
    case 19:
      return { kind: 'taken' };
    default:
      return undefined;
  }
}

/**
 * The same events as if the process had its first arena where the model's is. They are the same place unless somebody
 * else had it.
 */
export function rebased(
  events: readonly TraceEvent[],
  { heapArenaBytes, arenaHints }: Pick<Geometry, 'heapArenaBytes' | 'arenaHints'>,
): readonly TraceEvent[] {
  const first = events.find((event) => event.kind === 'span')?.base ?? 0;
  const arena = first - (first % heapArenaBytes);
  const shift = arena - (arenaHints[0] ?? 0);
  if (first === 0 || shift === 0) return events;
  const moved = (base: Addr): Addr => (base === 0 ? 0 : base - shift);
  return events.map((event) => {
    if ('addr' in event) return { ...event, addr: moved(event.addr) };
    if (event.kind === 'gc-end') {
      return { ...event, spans: event.spans.map((span) => ({ ...span, base: moved(span.base) })) };
    }
    return 'base' in event ? { ...event, base: moved(event.base) } : event;
  });
}

class Words {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #source: string;
  #at = 0;

  constructor(bytes: Uint8Array, source: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#source = source;
  }

  isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  record(): readonly [kind: number, a: number, b: number] {
    this.#need(RECORD);
    return [this.#word(), this.#word(), this.#word()];
  }

  /** A bitmap of `count` bits, in whole words. */
  bits(count: number): Int32Array {
    const words = Math.ceil(count / 64);
    this.#need(words);
    const bits = new Int32Array(words * 2);
    for (let i = 0; i < bits.length; i += 1) bits[i] = this.#view.getInt32(this.#at + i * 4, true);
    this.#at += words * WORD_BYTES;
    return bits;
  }

  /** Refuses a record with another count of numbers than `known`, or too few words for them. */
  expect(count: number, known: number): void {
    if (count !== known) throw this.problem(`a record of ${count} numbers, not ${known}`);
    this.#need(count);
  }

  /** Words that are there, with a name each. */
  named<N extends string>(names: readonly N[]): Record<N, number> {
    const values = names.map((name) => [
      name,
      FLOATS.includes(name) ? this.#float() : this.#word(),
    ]);
    return Object.fromEntries(values) as Record<N, number>;
  }

  problem(what: string): BadInput {
    const place = { file: this.#source, line: 0, column: 0 };
    return new BadInput(place, `at byte ${this.#at}: ${what}`);
  }

  #need(words: number): void {
    if (this.#at + words * WORD_BYTES <= this.#bytes.length) return;
    throw this.problem('the recording ends in the middle of a record');
  }

  #float(): number {
    const value = this.#view.getFloat64(this.#at, true);
    this.#at += WORD_BYTES;
    return value;
  }

  /** Infinity for the largest number, which says that there is no bound; others of 2**53 and more lose their last bits. */
  #word(): number {
    const value = this.#view.getBigUint64(this.#at, true);
    this.#at += WORD_BYTES;
    return value === NO_BOUND ? Infinity : Number(value);
  }
}

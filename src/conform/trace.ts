/** The records of a real process, as src/adapters/go/runtime/conform.go writes them. */
import { BadInput } from '../base/errors.ts';
import type { Addr, Bytes, Pages } from '../base/units.ts';

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
  /** The sweeper took a span; base 0 when none was left. */
  | { readonly kind: 'sweep'; readonly base: Addr }
  | { readonly kind: 'gc-start' }
  /** Marking is over: bit i of `marks` is slot i of the span at `base`. */
  | { readonly kind: 'gc-end'; readonly spans: readonly MarkedSpan[] }
  /** The system's pages; no huge ones are 0. */
  | { readonly kind: 'system'; readonly pageBytes: Bytes; readonly hugePageBytes: Bytes }
  | { readonly kind: 'scavenge'; readonly wanted: Bytes; readonly released: Bytes };

export interface MarkedSpan {
  readonly base: Addr;
  readonly nelems: number;
  readonly marks: Int32Array;
}

const WORD_BYTES = 8;
/** Words of a record. */
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
    switch (kind) {
      case 1:
        events.push({ kind: 'malloc', size: a, noscan: (b & 1) === 1, hasP: (b & 2) === 2 });
        break;
      case 2:
        events.push({ kind: 'done', addr: a });
        break;
      case 3:
        events.push({ kind: 'manual', npages: a, hasP: (b & 2) === 2 });
        break;
      case 4:
        events.push({ kind: 'span', base: a, npages: b });
        break;
      case 5:
        events.push({ kind: 'manual-free', base: a });
        break;
      case 6:
        events.push({ kind: 'sweep', base: a });
        break;
      case 7:
        events.push({ kind: 'gc-start' });
        break;
      case 8:
        spans.push({ base: a, nelems: b, marks: words.bits(b) });
        break;
      case 9:
        events.push({ kind: 'gc-end', spans });
        spans = [];
        break;
      case 10:
        events.push({ kind: 'scavenge', wanted: a, released: b });
        break;
      case 11:
        events.push({ kind: 'system', pageBytes: a, hugePageBytes: b });
        break;
      case 12:
        throw words.problem('the process allocated more between two cycles than it can record');
      default:
        throw words.problem(`a record of kind ${kind}`);
    }
  }
  return events;
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

  problem(what: string): BadInput {
    const place = { file: this.#source, line: 0, column: 0 };
    return new BadInput(place, `at byte ${this.#at}: ${what}`);
  }

  #need(words: number): void {
    if (this.#at + words * WORD_BYTES <= this.#bytes.length) return;
    throw this.problem('the recording ends in the middle of a record');
  }

  /** Numbers of 2**53 and more, as a request for all there is, lose their last bits. */
  #word(): number {
    const value = Number(this.#view.getBigUint64(this.#at, true));
    this.#at += WORD_BYTES;
    return value;
  }
}

/**
 * A recorded trace: what a real program asked of its allocator, as one of our programs.
 *
 * Recorders name a block by its address, which is used again for other blocks; the formats that people write name it by
 * a number or a word. Either is a *key* here: it stands for a block from its allocation to its free, so each block gets
 * a label and the keys end in this file. What is live at the end of the trace stays so.
 */
import type { HeapConfig } from '../../spec/subject.ts';
import type { Addr, Bytes } from '../base/units.ts';
import { DEFAULT_GEOMETRY, NOSCAN, OP } from '../program/program.ts';
import type { Program } from '../program/program.ts';

/** What a format calls a block while it is live: an address, or an id. */
export type Key = number | string;

/** The key of no block. */
export const NULL_ADDR: Addr = 0;

export interface Trace {
  /**
   * Lines of the file that hold an operation. In a file of mtrace a realloc (`<` and `>`) is two, and the number is
   * what `grep -c '^@'` counts.
   */
  readonly events: number;
  /** Frees, and reallocs of, blocks that the trace has not seen allocated. */
  readonly skippedFrees: number;
  /** Calls that the traced allocator refused: they say nothing of ours, and are no commands. */
  readonly refused: number;
  /** What the trace cannot have got right, or that of it which was left out. */
  readonly gaps: readonly Gap[];
  readonly program: Program;
  /** The line that each command of the program is from, from 1. */
  readonly lines: Uint32Array;
}

/** Something amiss in a trace, which is a program all the same. */
export interface Gap {
  readonly what: keyof typeof GAPS;
  readonly count: number;
  /** Where it happened first, from 1. */
  readonly line: number;
}

/** What is amiss: one and many. */
const GAPS = {
  unseen: [
    'ends the life of a block that was not seen allocated: left out',
    'end the lives of blocks that were not seen allocated: left out',
  ],
  reused: [
    'allocates at the address of a live block: a free is missing, the old block stays',
    'allocate at the addresses of live blocks: frees are missing, the old blocks stay',
  ],
  misnamed: [
    'is a call that libc makes itself, which ltrace names wrongly: left out',
    'are calls that libc makes itself, which ltrace names wrongly: left out',
  ],
} as const;

/** `12: 3 calls free blocks …`, without the name of the file. */
export function gapText({ what, count, line }: Gap): string {
  const [one, many] = GAPS[what];
  return count === 1 ? `${line}: this ${one}` : `${line}: from here on, ${count} lines ${many}`;
}

/** What the program names as its subject; it can be run on any. */
const SUBJECT = 'go';
const HEAP: HeapConfig = { procs: 1, geometry: DEFAULT_GEOMETRY, faults: [] };

/** Writes the program of a trace, operation by operation. Lines are numbers, from 1. */
export class TraceBuilder {
  readonly #commands: number[] = [];
  readonly #lines: number[] = [];
  /** Labels of the blocks that are live. */
  readonly #live = new Map<Key, number>();
  readonly #gaps = new Map<Gap['what'], Gap>();
  #labels = 0;
  #refused = 0;
  /** Lines that hold an operation; whoever reads them counts. */
  events = 0;

  malloc(line: number, key: Key, size: Bytes): void {
    this.#push(line, OP.MALLOC, this.#name(line, key), size, NOSCAN);
  }

  /** @param alignment  bytes, of a memalign, posix_memalign, aligned_alloc or aligned new */
  memalign(line: number, key: Key, size: Bytes, alignment: Bytes): void {
    this.#push(line, OP.MEMALIGN, this.#name(line, key), alignment, size);
  }

  calloc(line: number, key: Key, count: number, size: Bytes): void {
    this.#push(line, OP.CALLOC, this.#name(line, key), count, size);
  }

  /** @param old  as `take` gave it when the call began */
  realloc(line: number, old: number | undefined, key: Key, size: Bytes): void {
    if (old === undefined) this.malloc(line, key, size);
    else this.#push(line, OP.REALLOC, this.#name(line, key), old, size);
  }

  free(line: number, key: Key): void {
    this.release(line, this.take(line, key));
  }

  /** @param label  as `take` gave it when the call began */
  release(line: number, label: number | undefined): void {
    if (label !== undefined) this.#push(line, OP.FREE, label, 0, 0);
  }

  /** A call that the traced allocator refused. */
  refuse(): void {
    this.#refused += 1;
  }

  /** Takes a block's key from it, as a call that frees or moves it does; undefined where no block has the key. */
  take(line: number, key: Key): number | undefined {
    const label = this.#live.get(key);
    this.#live.delete(key);
    if (label === undefined && key !== NULL_ADDR) this.gap('unseen', line);
    return label;
  }

  /** Gives a block its key back, since the call that would have moved it was refused. */
  restore(key: Key, label: number | undefined): void {
    if (label !== undefined) this.#live.set(key, label);
  }

  isLive(key: Key): boolean {
    return this.#live.has(key);
  }

  /** Notes that something is amiss. */
  gap(what: Gap['what'], line: number): void {
    const first = this.#gaps.get(what);
    this.#gaps.set(what, { what, count: (first?.count ?? 0) + 1, line: first?.line ?? line });
  }

  finish(): Trace {
    return {
      events: this.events,
      skippedFrees: this.#gaps.get('unseen')?.count ?? 0,
      refused: this.#refused,
      gaps: [...this.#gaps.values()].toSorted((a, b) => a.line - b.line),
      program: { subject: SUBJECT, heap: HEAP, commands: Float64Array.from(this.#commands) },
      lines: Uint32Array.from(this.#lines),
    };
  }

  /** A label for the block that has the key from now on. */
  #name(line: number, key: Key): number {
    if (this.#live.has(key)) this.gap('reused', line);
    const label = this.#labels;
    this.#labels += 1;
    this.#live.set(key, label);
    return label;
  }

  #push(line: number, op: number, a: number, b: number, c: number): void {
    this.#lines.push(line);
    this.#commands.push(op, a, b, c, 0, 0);
  }
}

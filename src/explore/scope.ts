/** What an exploration covers: a heap, what a client may do to it, and how far. */
import type { HeapConfig } from '../../spec/subject.ts';
import type { Command } from '../program/edit.ts';
import { NOSCAN, OP, STRIDE } from '../program/program.ts';
import type { Program } from '../program/program.ts';

export interface Scope {
  readonly heap: HeapConfig;
  /** Commands that need no block, as processor 0 runs them: each processor may. */
  readonly bare: readonly Command[];
  /** Sizes of blocks, in bytes: of blocks without pointers. */
  readonly sizes: readonly number[];
  /** Blocks that the client holds at once, at most. */
  readonly blocks: number;
  /** Commands of a program at most. */
  readonly depth: number;
}

const SCAVENGE: Command = [OP.SCAVENGE, 1, 0, 0, 0];

/**
 * Of Go, three blocks of a class with two slots a span, on two processors. Small enough to be gone through, and spans are
 * filled, emptied, cached, filed, swept, given back and taken again.
 */
export const DEFAULT_SCOPE: Scope = {
  heap: { procs: 2, geometry: 'default', faults: [] },
  bare: [[OP.GC, 0, 0, 0, 0], SCAVENGE],
  sizes: [4096],
  blocks: 3,
  depth: 10,
};

/**
 * By subject. Of TCMalloc, three blocks of the class of 32 bytes in its tiny geometry, two of which fill a span, and threads
 * that end: lists are cut, batches go through the transfer cache, and spans are given up, released and committed again.
 */
export const SCOPES: Readonly<Record<string, Scope>> = {
  go: DEFAULT_SCOPE,
  tcmalloc: {
    ...DEFAULT_SCOPE,
    heap: { procs: 2, geometry: 'tiny', faults: [] },
    bare: [[OP.GOEXIT, 0, 0, 0, 0], SCAVENGE],
    sizes: [32],
  },
};

/** Programs of the scope, as numbers of commands. */
export class Commands {
  /** All that may stand in a program of the scope. */
  readonly table: readonly Command[];
  readonly #scope: Scope;
  /** Of the mallocs of a label, and of the frees of it: `#perLabel` of them, one label after the other. */
  readonly #perLabel: number;

  constructor(scope: Scope) {
    const { heap, bare, sizes, depth } = scope;
    const processors = Array.from({ length: heap.procs }, (_, p) => p);
    const labels = Array.from({ length: depth }, (_, label) => label);
    this.#scope = scope;
    this.#perLabel = heap.procs * (1 + sizes.length);
    this.table = [
      ...bare.flatMap((command) => processors.map((p) => command.with(4, p) as unknown as Command)),
      ...labels.flatMap((label): Command[] => [
        ...processors.map((p): Command => [OP.FREE, label, 0, 0, p]),
        ...sizes.flatMap((size) =>
          processors.map((p): Command => [OP.MALLOC, label, size, NOSCAN, p]),
        ),
      ]),
    ];
  }

  /**
   * Numbers of those that may come next, in a fixed order. Each may run on any processor, so that it does not matter
   * which of them is which.
   *
   * @param live   labels of the blocks that the client holds
   * @param label  of the next block
   */
  next(live: readonly number[], label: number): readonly number[] {
    const { heap, bare, blocks, sizes } = this.#scope;
    const numbers = Array.from({ length: bare.length * heap.procs }, (_, number) => number);
    for (const freed of live) {
      for (let p = 0; p < heap.procs; p += 1) numbers.push(this.#firstOf(freed) + p);
    }
    if (live.length >= blocks) return numbers;
    const first = this.#firstOf(label) + heap.procs;
    for (let i = 0; i < heap.procs * sizes.length; i += 1) numbers.push(first + i);
    return numbers;
  }

  isMaker(number: number): boolean {
    return this.table[number]?.[0] === OP.MALLOC;
  }

  /** The program that these are. */
  program(subject: string, numbers: ArrayLike<number>): Program {
    const commands = new Float64Array(numbers.length * STRIDE);
    for (let i = 0; i < numbers.length; i += 1) {
      commands.set(this.table[numbers[i] as number] as Command, i * STRIDE);
    }
    return { subject, heap: this.#scope.heap, commands };
  }

  #firstOf(label: number): number {
    const { bare, heap } = this.#scope;
    return bare.length * heap.procs + label * this.#perLabel;
  }
}

/** The Go programs that are traced; their sources are in src/adapters/go/programs. */
export interface TracedProgram {
  /** Name of its folder. */
  readonly id: string;
  readonly what: string;
  /** How much it does: its second argument, after the seed. */
  readonly size: number;
  /** How much of it is kept as a golden recording; 0 for none. */
  readonly goldenSize: number;
}

/** Programs that each fill slots, collect, and fill again: as many as there are collections. */
export const SLOTS: TracedProgram = {
  id: 'slots',
  what: 'slots of spans before and after collections with random survivors',
  size: 2000,
  goldenSize: 150,
};

export const REAL_PROGRAMS: readonly TracedProgram[] = [
  { id: 'trees', what: 'a program of binary trees', size: 60, goldenSize: 25 },
  { id: 'words', what: 'a program of strings and maps', size: 6, goldenSize: 0 },
  {
    id: 'blobs',
    what: 'a program of buffers of all sizes, and FreeOSMemory',
    size: 8000,
    goldenSize: 1600,
  },
];

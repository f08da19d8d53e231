/** The Go programs that are traced; their sources are in src/adapters/go/programs. */
export interface TracedProgram {
  /** Name of its folder. */
  readonly id: string;
  readonly what: string;
  /** GOGC while it runs: low ones make for more collections, besides those that it asks for. */
  readonly gogc: number;
  /** How much it does: its second argument, after the seed. */
  readonly size: number;
  /** How much of it is kept as a golden recording; 0 for none. */
  readonly goldenSize: number;
}

/** Programs that each fill slots, collect, and fill again: as many as there are collections. */
export const SLOTS: TracedProgram = {
  id: 'slots',
  what: 'slots of spans before and after collections with random survivors',
  gogc: 100,
  size: 2000,
  goldenSize: 150,
};

export const REAL_PROGRAMS: readonly TracedProgram[] = [
  { id: 'trees', what: 'a program of binary trees', gogc: 5, size: 60, goldenSize: 25 },
  { id: 'words', what: 'a program of strings and maps', gogc: 10, size: 6, goldenSize: 0 },
  {
    id: 'workers',
    what: 'a program of goroutines, stacks that grow, and finalizers',
    gogc: 10,
    size: 12,
    goldenSize: 4,
  },
  {
    id: 'blobs',
    what: 'a program of buffers of all sizes, and FreeOSMemory',
    gogc: 20,
    size: 8000,
    goldenSize: 1600,
  },
  {
    id: 'holes',
    what: 'a program that leaves holes, grows, and pays for it by scavenging',
    gogc: 100,
    size: 40,
    goldenSize: 0,
  },
];

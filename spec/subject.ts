/**
 * The contract of an allocator under test.
 *
 * A subject answers a client's calls; the harness keeps its own record of the live blocks (the oracle) and
 * never asks the subject what is live. Addresses and sizes are plain numbers of bytes. A call that the subject
 * must not serve throws a `Refusal` and changes nothing; a subject that finds its own state broken throws
 * `Fatal`, as Go's `throw` does. Any other exception is a crash. Both are findings, never errors of the harness.
 *
 * Optional parts (`switchP`, `gc`, …) are offered by being there. A white-box subject also offers views of its
 * inside (`go`, `os`), which the invariants of that level read.
 */
import type { Addr, Bytes, Pages } from '../src/base/units.ts';
import type { Contract } from './contract.ts';
import type { Mark } from './mark.ts';
import type { Scheduler } from './scheduler.ts';
import type { ClassicView } from './views/classic.ts';
import type { GoView } from './views/go.ts';
import type { OsView } from './views/os.ts';
import type { RuntimeView } from './views/runtime.ts';
import type { StacksView } from './views/stacks.ts';
import type { TcmallocView } from './views/tcmalloc.ts';
import type { Touched } from './views/touched.ts';

/** Why a call was refused. */
export type RefusalKind =
  /** The size is not an integer in 0…the subject's maximum: NaN, a fraction, negative, too large. */
  | 'bad-size'
  /** The alignment is none that the call takes. */
  | 'bad-alignment'
  /** The address is not the start of an allocated block: wild, interior, or freed already. */
  | 'bad-free'
  /** The operating system gave no memory. */
  | 'out-of-memory';

/** A call that was not served. The heap is as it was before, but for memory that was being obtained. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The subject found its own state broken and gave up: Go's `throw`. */
export class Fatal extends Error {
  override readonly name = 'Fatal';
}

/**
 * Subjects may be loaded twice (a mutant has modules of its own), so the two are told apart by name and not
 * by class identity.
 */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && error.name === 'Refusal';
}

/** A stretch of memory: the same bytes as 32-bit little-endian words and as bytes. */
export interface Slab {
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
}

/**
 * Byte-addressed memory, in slabs.
 *
 * The byte at `addr` is `slab(addr).bytes[addr % slabBytes]`. `slabBytes` is a power of two, so `addr & (slabBytes - 1)`
 * is that offset for every address below 2^53. A slab that is not there yet is made when it is asked for.
 */
export interface Memory {
  readonly slabBytes: Bytes;
  slab(addr: Addr): Slab;
}

/** `pointerWords` of a malloc whose block is pointers from end to end (whole words only). */
export const ALL_WORDS = -1;

/**
 * What a subject saw of its blocks' contents, whose memory cannot be read from here. Places are counted in bytes from the
 * start of the block; -1 says that nothing is wrong.
 */
export interface SeenContents {
  /** Of the last difference that was asked for. */
  readonly expected: number;
  readonly actual: number;
  /** Whether it looked at every block just now, and not only at those of the last command. */
  readonly sawAll: boolean;
  /** First byte of the block of that label that was not as its client had written it. */
  firstDifference(label: number): number;
  /** First byte of a new block that was not zero and had to be. */
  firstNonZero(label: number): number;
}

/** Something that a call must leave as it is, or say: how it was to be, and how it was. */
export interface Observation {
  /**
   * errno after a free, which leaves it as it was; errno after a call that failed; the pointer that a failed
   * posix_memalign was to fill; the usable size of a block that is held for a while.
   */
  readonly of: 'errno-after-free' | 'errno-after-failure' | 'pointer-after-failure' | 'usable-size';
  readonly call: string;
  readonly expected: readonly number[];
  readonly actual: number;
}

/** Commands of a program as they are kept (src/program/program.ts). */
export interface Commands {
  readonly commands: Float64Array;
}

/** An allocator under test. One client thread drives it at a time. */
export interface Subject {
  /** Where it can be read and written from here; one of this and `contents` is there. */
  readonly memory?: Memory | undefined;
  /** Where it cannot. */
  readonly contents?: SeenContents | undefined;

  /** The largest size that malloc may serve at all; beyond it the refusal is `bad-size`. */
  readonly maxSize: Bytes;

  /**
   * A block of at least `size` bytes that overlaps no other.
   *
   * @param size          bytes, 0…maxSize
   * @param pointerWords  8-byte words from the start that may hold pointers: 0 is a block without pointers
   *                      (noscan), ALL_WORDS all whole words. Such blocks are always zeroed.
   * @param zeroed        whether the client relies on zero bytes
   * @throws {Refusal} `bad-size`, `out-of-memory`
   */
  malloc(size: Bytes, pointerWords: number, zeroed: boolean, via?: string): Addr;

  /**
   * Gives a block back.
   *
   * @throws {Refusal} `bad-free`
   */
  free(addr: Addr, via?: string): void;

  /**
   * calloc itself, where the subject has one. Where it has none, the client multiplies and asks malloc for zeroes.
   *
   * @param via  the entry point (spec/entry-points.ts), here and below, where the program says one
   * @throws {Refusal} `bad-size` where count * size overflows, `out-of-memory`
   */
  calloc?(count: number, size: Bytes, via?: string): Addr;

  /**
   * realloc itself. Where the subject has none, the client allocates, copies and frees.
   *
   * @param addr  the start of an allocated block; 0 is the null pointer
   * @returns     the block of `size` bytes, moved or not, with the contents of the old one as far as both reach
   * @throws {Refusal} `bad-size`, `out-of-memory`; the old block stays as it was
   */
  realloc?(addr: Addr, size: Bytes, via?: string): Addr;

  /** @throws {Refusal} as `realloc`, and `bad-size` where count * size overflows */
  reallocarray?(addr: Addr, count: number, size: Bytes): Addr;

  /**
   * A block at a multiple of `alignment`.
   *
   * @throws {Refusal} `bad-alignment`, `bad-size`, `out-of-memory`
   */
  memalign?(alignment: Bytes, size: Bytes, via?: string): Addr;

  /** Gives a block back by a function that is told its size, and 0 or its alignment, as they were asked for. */
  freeSized?(addr: Addr, size: Bytes, alignment: Bytes, via: string): void;

  /** Bytes from `addr`, the start of an allocated block, that its client may use. */
  usableSize(addr: Addr): Bytes;

  /** What every address that malloc gives for this request is a multiple of. */
  alignmentOf(size: Bytes, pointerWords: number): Bytes;

  /**
   * Numbers that tell whether anything changed: equal before and after a refused call. A few tens of counters;
   * the same length always.
   */
  footprint(): readonly number[];

  /** Of subjects of C's malloc family: what they promise. Their malloc takes a third argument, `via`. */
  readonly contract?: Contract;

  /** Names of the functions of the family (spec/entry-points.ts) that it has, where it tells them apart. */
  readonly can?: ReadonlySet<string>;

  /**
   * Says which command of the program comes next, or that it is over: for subjects that ran the whole of it already.
   *
   * @param move  of a command that is several calls, which one; from 0
   */
  beginCommand?(index: number, move?: number): void;

  /** What was seen of the last command besides its answer. */
  observations?(): readonly Observation[];

  /** Makes processor `p` (0…procs-1) the one whose caches serve the next calls. Not asked where there is a scheduler. */
  switchP?(p: number): void;

  /** Goroutines on processors, and calls that are suspended half-way. */
  readonly sched?: Scheduler;

  /** Stores the address of a block, or 0, into the word at `slot` of a block that may hold pointers. */
  writePointer?(slot: Addr, value: Addr): void;

  /** One whole collection: blocks that the roots do not reach (by pointers to a block's first byte) are free afterwards. */
  gc?(roots: readonly Addr[]): void;

  /** The same in steps, for a collector that runs between the client's calls. `gc` first finishes what runs. */
  readonly steps?: CollectorSteps;

  readonly specials?: Specials;

  /** Completes what the last collection left to do lazily. */
  finishSweep?(): void;

  /** Gives up to `npages` free pages back to the operating system; answers how many it gave. */
  scavenge?(npages: Pages): Pages;

  /**
   * Lets the background scavenger run, if it is awake, for up to `quanta` quanta of what it gives back in one go; answers
   * how many it ran.
   */
  backgroundScavenge?(quanta: number): number;

  /** After a collection: finishes the sweep and gives back every free page that no cache holds; how many there were. */
  freeOSMemory?(): Pages;

  /** Returns the memory behind the simulated address space for reuse. The subject is not used afterwards. */
  dispose?(): void;

  readonly os?: OsView;
  readonly go?: GoView;
  readonly runtime?: RuntimeView;
  readonly stacks?: StacksView;
  readonly tcmalloc?: TcmallocView;
  readonly classic?: ClassicView;
  /** What invariants of this subject's own level may see of its inside: live, not a copy of a moment. */
  readonly own?: unknown;
  /** What the calls since the last `clear` touched, for judging only that. */
  readonly touched?: Touched;
  /** Ids of the definition's marks that were reached so far. */
  readonly reached?: ReadonlySet<string>;
}

/** Where a collector finds the roots when it comes to them: each stack holds what its goroutine holds then. */
export interface RootSource {
  readonly stacks: number;
  /** Addresses of blocks, on stack 0…stacks-1. */
  stack(g: number): readonly Addr[];
  /** What global variables hold, by variable: addresses of blocks, or 0. */
  globals(): readonly Addr[];
  /** Words on a stack that may be addresses of anything, or none: what they point into must live. */
  words(g: number): readonly number[];
}

/** What is attached to single blocks: finalizers, and weak pointers to them. */
export interface Specials {
  /** The block is to be handed out by `runFinalizer` once nothing reaches it; false when it is to be already. */
  setFinalizer(addr: Addr): boolean;
  /** Takes that back; false when it is not to be, or its turn has come already. */
  clearFinalizer(addr: Addr): boolean;
  /** A block whose turn has come: it is the caller's again, as it was. 0 when there is none. */
  runFinalizer(): Addr;
  /** A number that stands for the block without keeping it. */
  weakHandle(addr: Addr): number;
  /** The block, which is the caller's again; 0 when it is gone, or its finalizer's turn has come. */
  strongFromWeak(handle: number): Addr;
}

/**
 * What came of a step towards the end of marking: no cycle runs; there is work, so the end cannot begin; a processor's
 * buffers were flushed; marking goes on since that gave new work; marking is over, and with it the cycle; a processor's
 * caches were given back to be swept.
 */
export type Termination =
  | 'not-marking'
  | 'work-left'
  | 'flushed'
  | 'restarted'
  | 'ended'
  | 'mcache-flushed';

/**
 * A collector whose cycle is advanced by calls, each on the current processor, with calls of the client in between.
 *
 * What the roots reach when a cycle ends is live; what they did not reach when it started, and was not made since, is
 * free once it is swept; of the rest the collector may keep what it likes until the next cycle.
 */
export interface CollectorSteps {
  readonly isMarking: boolean;
  /** Whether the heap has grown so far, or so much time has passed, that a cycle should start. */
  readonly isDue: boolean;
  /** Starts a cycle, because it is due or because it was asked for; false when one runs already. */
  start(roots: RootSource, whenDue?: boolean): boolean;
  /** Before a global variable that holds `old` is given `value`, each the address of a block or 0. */
  storeGlobal(old: Addr, value: Addr): void;
  /** Does up to `units` root jobs and objects: how many there were. */
  mark(units: number): number;
  /** Does marking in a client's place as far as it is in debt; false when it is not. */
  assist(): boolean;
  terminate(): Termination;
  /** Lets time pass in which the client does nothing, 0 or more. */
  wait(milliseconds: number): void;
  /** Does all that is left of the running cycle. */
  finish(): void;
  /** Sweeps up to `spans` spans: how many there were. */
  sweep(spans: number): number;
}

/** How a heap is set up: part of a program, so it shrinks with it. */
export interface HeapConfig {
  /** Processors, 1…16. */
  readonly procs: number;
  /** Name of the address-space layout; which there are is the subject's business. */
  readonly geometry: string;
  readonly faults: readonly Fault[];
  /** By how many percent the heap may grow from cycle to cycle: 100 when not given, negative for off. */
  readonly gogc?: number | undefined;
  /** What the heap should not grow beyond; nothing when not given. */
  readonly memoryLimit?: Bytes | undefined;
  /** Whether a collector that can looks a second time at what it marked, when marking is over. */
  readonly checkmark?: boolean | undefined;
}

/** A call to the operating system that it can refuse, by Go's name without `sys`. */
export type OsCall = 'reserve' | 'map';

/** Where the simulated operating system puts the regions that it may choose. */
export type Placement = 'adjacent' | 'gapped' | 'descending' | 'top' | 'longer';

/** One deviation of the operating system from its usual way. */
export type Fault =
  /** The k-th call of the kind (from 1) is refused; with `onwards` all later ones too. */
  | {
      readonly kind: 'refuse';
      readonly call: OsCall;
      readonly k: number;
      readonly onwards: boolean;
    }
  | { readonly kind: 'place'; readonly placement: Placement };

/** An allocator that the harness can make as often as it needs. */
export interface SubjectDefinition {
  readonly id: string;
  readonly title: string;
  /**
   * Which one of its kind it is, for recordings and reports: `jemalloc 5.3.0, x86_64-linux`. With what else the answers
   * depend on, such as the machine.
   */
  readonly version?: string;
  /** The levels whose views it offers besides the client's. */
  readonly offers: readonly Level[];
  /** Geometries that a program may ask for, the default first. */
  readonly geometries: readonly string[];
  /** Sizes at which behaviour changes (class edges, page edges), in ascending order: for the generator. */
  readonly edges: readonly Bytes[];
  /** Places inside of it that a search ought to reach; its subjects say by `reached` which they came to. */
  readonly marks?: readonly Mark[];
  /**
   * Names of the functions of C's malloc family that its subjects have (spec/entry-points.ts), and `limit` where a program may
   * limit their memory: for the generator.
   */
  readonly entries?: readonly string[];
  /** What its subjects promise, where they are of C's malloc family. */
  readonly contract?: Contract;
  /** Threads that a program may have, for subjects that have any: at most as many processors. */
  readonly threads?: number;
  /**
   * The same, faster: what it answers may hang on the programs that it ran before. `create` always starts anew, so that what
   * a program shows is a function of it.
   */
  readonly pooled?: {
    readonly definition: SubjectDefinition;
    /** Forgets the programs that were run. */
    renew(): void;
  };
  /** @param program  that is going to be run, for subjects that run the whole of it elsewhere before they answer */
  create(config: HeapConfig, program?: Commands): Subject;
  /**
   * Makes subjects and runs one program on them by `run`, where they may loop for ever in this process: each such call
   * throws then. `run` may be called twice, and only what the last call answers counts.
   */
  guard?<T>(run: () => T): T;
}

/**
 * Whose state an invariant speaks of: what any client sees, what the client of a collector with `specials` sees, the
 * operating system, the inside of a model: its heap, its scheduler, its stacks; or that of a project's own allocator.
 */
export type Level =
  | 'client'
  | 'gc'
  | 'os'
  | 'go'
  | 'runtime'
  | 'stacks'
  | 'tcmalloc'
  | 'classic'
  | 'process'
  | OwnLevel;

/** The inside of an allocator that a project brings along, by a name that it chooses: `own/pool`. */
export type OwnLevel = `own/${string}`;

export function defineSubject(definition: SubjectDefinition): SubjectDefinition {
  return Object.freeze(definition);
}

/**
 * A program: what a client does to a heap, as plain data.
 *
 * Commands are rows of numbers in one Float64Array, so that stepping costs a few nanoseconds and
 * any size, even NaN, can be said. A block is named by the label that its command gives it, never
 * by an address or a rank: a command whose block is not held when it runs does nothing, so every
 * subsequence of a program is a program.
 *
 *     op   | a              b             c                 text
 *     -----|-------------------------------------------------------------------
 *     MALLOC | new label    size          pointer words     a = malloc 64 ptrs=2
 *     CALLOC | new label    count         size              a = calloc 3 100
 *     REALLOC| new label    old label     size              b = realloc a 100
 *     FREE   | label                                        free a
 *     BADFREE| label or -1  offset / address                badfree a+8, badfree 0x10
 *     WRITE  | label                                        write a
 *     READ   | label                                        read a
 *     LINK   | label        word          label or -1       a[0] -> b, a[0] -> nil
 *     LOAD   | label        word                            root a[0]
 *     DROP   | label                                        drop a
 *     GC     |                                              gc
 *     SCAVENGE | pages                                      scavenge 4
 *     GC_START |                                            gcStart
 *     MARK   | roots and objects                            mark 3
 *     ASSIST |                                              assist
 *     TERMINATE |                                           terminate
 *     SWEEP  | spans                                        sweep 1
 *     WAIT   | milliseconds                                 wait 120001
 *     BGSCAVENGE | quanta                                   bgscavenge 3
 *     FREE_OS_MEMORY |                                      freeOSMemory
 *     FINALIZER | label                                     finalizer a
 *     FINALIZE | times                                      finalize 1
 *     WEAK   | label                                        weak a
 *     UPGRADE | label                                       upgrade a
 *     AMBIGUOUS | label or -1  offset                       ambiguous a+8, ambiguous nil
 *
 *     PROCS  | processors                                   procs 2
 *     GO     |                                              go
 *     GOSCHED |                                             gosched
 *     GOEXIT |                                              goexit
 *     SYSCALL |                                             syscall
 *     SYSEXIT |                                             sysexit
 *     RETAKE |                                              retake
 *     PAUSE  | yield points                                 pause 2
 *     RESUME | yield points                                 resume 1
 *     GLOBAL | label                                        global a
 *     CALL   | bytes                                        call 64
 *     RETURN |                                              return
 *     ADDROF | frames                                       addrof 1
 *
 *     MEMALIGN | new label  alignment     size              b = memalign 64 100
 *     REALLOCARRAY | new label  old label  count            b = reallocarray a 10 8
 *     CHURN  | times        size                            churn 100 16
 *
 * The fifth number is the processor that the command runs on. The sixth is the entry point by which a block is asked for,
 * resized or freed, by its place in spec/entry-points.ts; the size of a REALLOCARRAY; and 0 for every other command.
 *
 * A new block is *held* (it is a root). `drop` lets go of it, `root a[0]` takes hold of what a's
 * word 0 points to. Only held blocks can be named; FREE also needs that no other block points to
 * it, and unlinks what it pointed to. A label is given once: a program that gives it twice is none.
 *
 * `gc` is a whole collection. `gcStart`, `mark`, `assist`, `terminate` and `sweep` are the steps of one
 * that runs between the other commands, each done by the command's processor.
 *
 * `scavenge 4` gives that many free pages back to the operating system, whatever the pacer thinks of it; `bgscavenge 3`
 * lets the background scavenger run for three of its quanta, as far as it is awake and its goals call for it;
 * `freeOSMemory` is a collection after which everything free goes back.
 *
 * `global a` has a global variable hold a, and no stack any more; `drop a` and `free a` make that variable nil.
 *
 * A processor runs a goroutine, which holds the blocks that it asked for. `go` starts one more, `gosched` lets the next
 * one run, `goexit` ends the one that runs and drops what it holds. `syscall` has it go into the system: `retake` takes
 * its processor from it, as does any command on that processor; `sysexit` has it come back. `procs` sets how many of the
 * heap's processors there are; what is said to the others, the last one does.
 *
 * Where stacks are followed, `call 64` has the goroutine call a function with 64 bytes of locals, and `return` has it come
 * back: what it came to hold meanwhile is dropped. `addrof 1` puts the address of a local of the caller (0: of the function
 * itself, 2: of the caller's caller) into a local of the function that runs.
 *
 * `pause 2` has the next malloc, sweep or scavenge of the processor stop at its second yield point, should it come to it. It goes
 * on by `resume`, for so many yield points; or ends before the processor does anything else, is looked at by a
 * collector, or the world stops.
 *
 * `churn 100 16` asks 100 times for a block of 16 bytes and frees it: 200 moves, each judged as a command is.
 *
 * `finalizer a` has a handed out once nothing reaches it, by `finalize`: then it is held again. `upgrade a` takes hold of
 * a by the weak pointer that `weak a` made, where a still is. `ambiguous a+8` puts a word on the stack that may or may
 * not be a pointer; `ambiguous nil` takes all those off.
 */
import type { HeapConfig } from '../../spec/subject.ts';

export const OP = {
  MALLOC: 0,
  CALLOC: 1,
  REALLOC: 2,
  FREE: 3,
  BADFREE: 4,
  WRITE: 5,
  READ: 6,
  LINK: 7,
  LOAD: 8,
  DROP: 9,
  GC: 10,
  SCAVENGE: 11,
  GC_START: 12,
  MARK: 13,
  ASSIST: 14,
  TERMINATE: 15,
  SWEEP: 16,
  FINALIZER: 17,
  FINALIZE: 18,
  WEAK: 19,
  UPGRADE: 20,
  AMBIGUOUS: 21,
  WAIT: 22,
  BGSCAVENGE: 23,
  FREE_OS_MEMORY: 24,
  PROCS: 25,
  GO: 26,
  GOSCHED: 27,
  GOEXIT: 28,
  SYSCALL: 29,
  SYSEXIT: 30,
  RETAKE: 31,
  PAUSE: 32,
  RESUME: 33,
  GLOBAL: 34,
  MEMALIGN: 35,
  REALLOCARRAY: 36,
  CHURN: 37,
  CALL: 38,
  RETURN: 39,
  ADDROF: 40,
} as const;

/** Numbers of a command. */
export const STRIDE = 6;

/** Where the sixth of them stands. */
export const VIA = 5;

/**
 * The geometry of a program that names none: the first of the subject's list, whatever it is
 * called.
 */
export const DEFAULT_GEOMETRY = 'default';

/** Most processors of a heap. */
export const PROCS_MAX = 16;

export interface Program {
  /** Id of the subject that the program was made for: a word. */
  readonly subject: string;
  readonly heap: HeapConfig;
  /** `STRIDE` numbers a command: op, a, b, c, processor, via. Unused ones are 0. */
  readonly commands: Float64Array;
}

export function commandCount(program: Program): number {
  return program.commands.length / STRIDE;
}

/**
 * pointerWords of a MALLOC: `ALL_WORDS` (-1, the default in text), 0 (`noscan`) or a count
 * (`ptrs=N`).
 */
export const NOSCAN = 0;

/** The name of a label: a … z, a1 … z1, a2, … so that no name is a word of the language. */
export function labelName(label: number): string {
  const letter = String.fromCharCode(97 + (label % 26));
  return label < 26 ? letter : `${letter}${Math.floor(label / 26)}`;
}

/** The label of a name that `labelName` gives; -1 for any other text. */
export function labelOf(name: string): number {
  if (!/^[a-z](?:[1-9]\d{0,7})?$/.test(name)) return -1;
  return Number(name.slice(1)) * 26 + (name.charCodeAt(0) - 97);
}

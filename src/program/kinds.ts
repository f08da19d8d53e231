/** Kinds of commands that a rewriting has to know: what they depend on besides the blocks that they name. */
import type { EntryKind } from '../../spec/entry-points.ts';
import { OP } from './program.ts';

/** What they mean depends on where blocks are. */
export const ADDRESS_OPS: readonly number[] = [OP.BADFREE, OP.AMBIGUOUS];

/** Steps of a collection that runs between the others. */
export const STEP_OPS: readonly number[] = [
  OP.GC_START,
  OP.MARK,
  OP.ASSIST,
  OP.TERMINATE,
  OP.SWEEP,
  OP.WAIT,
];

/** A call that stops half-way, and goes on. */
export const PAUSE_OPS: readonly number[] = [OP.PAUSE, OP.RESUME];

/** Calls that can be suspended half-way. */
export const SUSPENDABLE_OPS: readonly number[] = [OP.MALLOC, OP.CALLOC, OP.SWEEP, OP.SCAVENGE];

/** What runs where, and until when what it holds is held. */
export const SCHEDULE_OPS: readonly number[] = [
  OP.CALL,
  OP.RETURN,
  OP.ADDROF,
  OP.PROCS,
  OP.GO,
  OP.GOSCHED,
  OP.GOEXIT,
  OP.SYSCALL,
  OP.SYSEXIT,
  OP.RETAKE,
  ...PAUSE_OPS,
];

/** Commands whose sixth number is an entry point, and of which kind. */
export const ENTRY_KIND: Readonly<Record<number, EntryKind>> = {
  [OP.MALLOC]: 'malloc',
  [OP.CALLOC]: 'calloc',
  [OP.MEMALIGN]: 'memalign',
  [OP.REALLOC]: 'realloc',
  [OP.FREE]: 'free',
};

/** What the commands of a run did, in words. */
import { OP } from '../program/program.ts';
import { counted } from './words.ts';

type Name = readonly [op: number, one: string, many?: string];

const NAMES: readonly Name[] = [
  [OP.MALLOC, 'malloc'],
  [OP.CALLOC, 'calloc'],
  [OP.REALLOC, 'realloc'],
  [OP.MEMALIGN, 'memalign'],
  [OP.REALLOCARRAY, 'reallocarray'],
  [OP.FREE, 'free'],
  [OP.CHURN, 'churn'],
  [OP.BADFREE, 'bad free'],
  [OP.WRITE, 'write'],
  [OP.READ, 'read'],
  [OP.LINK, 'pointer store'],
  [OP.DROP, 'root dropped', 'roots dropped'],
  [OP.LOAD, 'root taken', 'roots taken'],
  [OP.GC, 'collection'],
  [OP.SCAVENGE, 'scavenge'],
  [OP.GC_START, 'cycle started', 'cycles started'],
  [OP.MARK, 'mark step'],
  [OP.ASSIST, 'assist'],
  [OP.TERMINATE, 'termination step'],
  [OP.SWEEP, 'sweep step'],
  [OP.WAIT, 'wait'],
  [OP.BGSCAVENGE, 'background scavenge'],
  [OP.FREE_OS_MEMORY, 'release of everything free', 'releases of everything free'],
  [OP.FINALIZER, 'finalizer set', 'finalizers set'],
  [OP.FINALIZE, 'finalizer run', 'finalizers run'],
  [OP.WEAK, 'weak pointer'],
  [OP.UPGRADE, 'weak pointer upgraded', 'weak pointers upgraded'],
  [OP.AMBIGUOUS, 'ambiguous root'],
  [OP.GLOBAL, 'block published', 'blocks published'],
  [OP.PROCS, 'GOMAXPROCS change'],
  [OP.GO, 'goroutine started', 'goroutines started'],
  [OP.GOSCHED, 'goroutine yielded', 'goroutines yielded'],
  [OP.GOEXIT, 'goroutine ended', 'goroutines ended'],
  [OP.CALL, 'function called', 'functions called'],
  [OP.RETURN, 'return'],
  [OP.ADDROF, 'address of a local taken', 'addresses of locals taken'],
  [OP.SYSCALL, 'system call'],
  [OP.SYSEXIT, 'return from the system', 'returns from the system'],
  [OP.RETAKE, 'processor retaken', 'processors retaken'],
  [OP.PAUSE, 'pause'],
  [OP.RESUME, 'call resumed', 'calls resumed'],
];

/**
 * `1,204 mallocs`, `3 collections`; what did not occur is left out.
 *
 * @param effective  commands that did something, by op
 */
export function deeds(effective: readonly number[]): readonly string[] {
  return done(effective).map(([times, one, many]) => counted(times, one, many));
}

/** How often something was done. */
export interface DeedCount {
  readonly what: string;
  readonly count: number;
}

/** The same, for machines. */
export function deedCounts(effective: readonly number[]): readonly DeedCount[] {
  return done(effective).map(([count, what]) => ({ what, count }));
}

type Done = readonly [times: number, one: string, many: string | undefined];

function done(effective: readonly number[]): readonly Done[] {
  return NAMES.map(([op, one, many]): Done => [effective[op] ?? 0, one, many]).filter(
    ([times]) => times > 0,
  );
}

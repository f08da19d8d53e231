/**
 * Commands that are one word with at most one operand: how each reads.
 *
 * Parsing, printing, labels and the shrinker's numbers go by this table; a command of this shape is
 * added by a row here and by what it does (src/engine/client.ts).
 */
import { OP } from './program.ts';

export interface PlainForm {
  readonly op: number;
  readonly word: string;
  /** A block, a number of something, or nothing. */
  readonly operand: 'none' | 'label' | 'count';
  /** What a count is of, for messages. */
  readonly of: string;
}

function form(op: number, word: string, operand: PlainForm['operand'], of = ''): PlainForm {
  return { op, word, operand, of };
}

export const PLAIN: readonly PlainForm[] = [
  form(OP.FREE, 'free', 'label'),
  form(OP.WRITE, 'write', 'label'),
  form(OP.READ, 'read', 'label'),
  form(OP.DROP, 'drop', 'label'),
  form(OP.GC, 'gc', 'none'),
  form(OP.SCAVENGE, 'scavenge', 'count', 'a count of pages'),
  form(OP.GC_START, 'gcStart', 'none'),
  form(OP.MARK, 'mark', 'count', 'a count of roots and objects'),
  form(OP.ASSIST, 'assist', 'none'),
  form(OP.TERMINATE, 'terminate', 'none'),
  form(OP.SWEEP, 'sweep', 'count', 'a count of spans'),
  form(OP.WAIT, 'wait', 'count', 'a count of milliseconds'),
  form(OP.BGSCAVENGE, 'bgscavenge', 'count', 'a count of quanta'),
  form(OP.FREE_OS_MEMORY, 'freeOSMemory', 'none'),
  form(OP.FINALIZER, 'finalizer', 'label'),
  form(OP.FINALIZE, 'finalize', 'count', 'a count of blocks'),
  form(OP.WEAK, 'weak', 'label'),
  form(OP.UPGRADE, 'upgrade', 'label'),
  form(OP.GLOBAL, 'global', 'label'),
  form(OP.PROCS, 'procs', 'count', 'a count of processors'),
  form(OP.GO, 'go', 'none'),
  form(OP.GOSCHED, 'gosched', 'none'),
  form(OP.CALL, 'call', 'count', 'a count of bytes'),
  form(OP.RETURN, 'return', 'none'),
  form(OP.ADDROF, 'addrof', 'count', 'a count of frames'),
  form(OP.GOEXIT, 'goexit', 'none'),
  form(OP.SYSCALL, 'syscall', 'none'),
  form(OP.SYSEXIT, 'sysexit', 'none'),
  form(OP.RETAKE, 'retake', 'none'),
  form(OP.PAUSE, 'pause', 'count', 'a count of yield points'),
  form(OP.RESUME, 'resume', 'count', 'a count of yield points'),
];

const BY_OP: ReadonlyMap<number, PlainForm> = new Map(PLAIN.map((each) => [each.op, each]));

/** The form of a command; undefined where it is not of this shape. */
export function plainForm(op: number): PlainForm | undefined {
  return BY_OP.get(op);
}

/** The client's commands to a scheduler: what runs where, and how far it comes. */
import type { Scheduler } from '../../spec/scheduler.ts';
import type { Oracle } from '../../models/reference/oracle.ts';
import { OP } from '../program/program.ts';

/** A command with its operand and its processor. */
export interface Order {
  readonly op: number;
  readonly count: number;
  readonly processor: number;
}

/** Whether a command is about a processor, which then need not run anything. */
export function isAboutProcessor(op: number): boolean {
  return op === OP.RESUME || op === OP.RETAKE || op === OP.SYSEXIT;
}

/** Runs it; whether it did anything. */
export function schedule(
  sched: Scheduler,
  oracle: Oracle,
  { op, count, processor }: Order,
): boolean {
  switch (op) {
    case OP.PROCS:
      return sched.setProcs(count);
    case OP.GO:
      sched.go();
      return true;
    case OP.GOSCHED:
      return sched.gosched();
    case OP.GOEXIT:
      oracle.goroutineEnded(sched.goexit());
      return true;
    case OP.SYSCALL:
      sched.entersyscall();
      return true;
    case OP.SYSEXIT:
      return sched.exitsyscall(processor);
    case OP.RETAKE:
      return sched.retake(processor);
    case OP.PAUSE:
      if (count >= 1) sched.pause(count);
      return count >= 1;
    default:
      return count >= 1 && sched.resume(processor, count);
  }
}

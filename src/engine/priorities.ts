/**
 * A program under a random schedule: its processors run by priority, which changes at a few random points.
 *
 * Each processor is a thread of its commands in their order. The one with the highest priority runs, a command or a yield
 * point at a time, for as long as it can: a command that names a block waits for the commands before it that name it too.
 * At each change point the thread that runs gets the lowest priority. A bug that takes `d` ordering constraints is met
 * with a probability of at least 1 / (n k^(d-1)), for n processors and k steps, where there are d - 1 change points.
 *
 * Source: Burckhardt, Kothari, Musuvathi, Nagarakatte 2010, A randomized scheduler with probabilistic guarantees of
 *   finding bugs (PCT).
 */
import type { Prng } from '../base/prng.ts';
import { commandsOf, withCommands } from '../program/edit.ts';
import type { Command } from '../program/edit.ts';
import { labelColumns } from '../program/labels.ts';
import { OP } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { ALL_STEPS } from './preemptions.ts';

/** What one processor still has to do. */
interface Thread {
  readonly p: number;
  /** Indices of its commands, and how many of them are over. */
  readonly commands: readonly number[];
  over: number;
  /** Yield points of the current command that it has come by; -1 before it began. */
  passed: number;
  /** The highest runs. */
  priority: number;
}

/**
 * @param program  without calls that pause
 * @param stops    at how many yield points each command can be stopped
 * @param changes  change points
 */
export function byPriority(
  program: Program,
  stops: readonly number[],
  { prng, changes }: { readonly prng: Prng; readonly changes: number },
): Program {
  const commands = commandsOf(program);
  const awaited = awaitedBy(commands);
  const isOver = commands.map(() => false);
  const threads = threadsOf(program, commands, prng);
  const steps = stops.reduce((sum, stop) => sum + 1 + stop, 0);
  const changesAt = new Set(Array.from({ length: changes }, () => 1 + prng.below(steps)));
  const script = new Script();
  for (let step = 1, lowest = 0; ; step += 1) {
    const thread = highest(threads, (i) => (awaited[i] ?? []).every((each) => isOver[each]));
    if (thread === undefined) return withCommands(program, script.commands);
    const i = thread.commands[thread.over] as number;
    advance(thread, commands[i] as Command, stops[i] as number, script);
    if (thread.passed < 0) isOver[i] = true;
    if (changesAt.has(step)) thread.priority = lowest -= 1;
  }
}

/** One step: to the next yield point of the command, or to its end. */
function advance(thread: Thread, command: Command, stops: number, script: Script): void {
  thread.passed += 1;
  const isEnd = thread.passed === stops;
  if (thread.passed === 0) script.begin(thread.p, command, isEnd);
  else script.goOn(thread.p, isEnd);
  if (!isEnd) return;
  thread.passed = -1;
  thread.over += 1;
}

function highest(threads: readonly Thread[], isReady: (i: number) => boolean): Thread | undefined {
  let best: Thread | undefined;
  for (const thread of threads) {
    const i = thread.commands[thread.over];
    if (i === undefined || (thread.passed < 0 && !isReady(i))) continue;
    if (best === undefined || thread.priority > best.priority) best = thread;
  }
  return best;
}

function threadsOf({ heap }: Program, commands: readonly Command[], prng: Prng): readonly Thread[] {
  const left = Array.from({ length: heap.procs }, (_, i) => i + 1);
  return Array.from({ length: heap.procs }, (_, p): Thread => {
    const own = commands.flatMap(([, , , , processor], i) =>
      Math.min(processor, heap.procs - 1) === p ? [i] : [],
    );
    const [priority] = left.splice(prng.below(left.length), 1) as [number];
    return { p, commands: own, over: 0, passed: -1, priority };
  });
}

/** By command: the last ones before it that name a block which it names. */
function awaitedBy(commands: readonly Command[]): readonly (readonly number[])[] {
  const last = new Map<number, number>();
  return commands.map((command, i) => {
    const labels = labelColumns(command[0]).map((column) => command[column] as number);
    const awaited = labels.flatMap((label) => last.get(label) ?? []);
    for (const label of labels) if (label >= 0) last.set(label, i);
    return awaited;
  });
}

/** Commands as they come to run, where steps of one call that follow each other are one. */
class Script {
  readonly commands: Command[] = [];

  /** A command up to its first yield point, or to its end. */
  begin(p: number, command: Command, isEnd: boolean): void {
    if (!isEnd) this.commands.push([OP.PAUSE, 1, 0, 0, p]);
    this.commands.push(command);
  }

  goOn(p: number, isEnd: boolean): void {
    const [before, last] = this.commands.slice(-2) as [Command, Command];
    if (isOf(last, OP.RESUME, p)) {
      this.commands.splice(-1, 1, [OP.RESUME, isEnd ? ALL_STEPS : last[1] + 1, 0, 0, p]);
    } else if (isOf(before, OP.PAUSE, p)) {
      const pause: Command = [OP.PAUSE, before[1] + 1, 0, 0, p];
      this.commands.splice(-2, 2, ...(isEnd ? [last] : [pause, last]));
    } else {
      this.commands.push([OP.RESUME, isEnd ? ALL_STEPS : 1, 0, 0, p]);
    }
  }
}

function isOf([op, , , , processor]: Command, kind: number, p: number): boolean {
  return op === kind && processor === p;
}

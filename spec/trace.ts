/**
 * A trace: what an observer noted of one run, so that it can be put beside that of another.
 *
 * There is a note for each command of the program, one behind them when everything that the client does not hold was
 * collected, and counts of what the heap then has. Blocks are named by the command that made them: labels and addresses
 * may be others in the other run. Of a rewritten program, notes and blocks are those of the commands that it was made
 * from (src/engine/trace-run.ts), so two traces that are compared speak of the same commands.
 */
import type { Addr, Bytes } from '../src/base/units.ts';
import type { Violation } from './invariant.ts';
import type { RefusalKind } from './subject.ts';
import type { Answer } from './views/client.ts';

/** One call, and how it went. */
export interface NotedCall {
  readonly call: Answer['call'];
  readonly outcome: 'served' | RefusalKind;
  /** Of the block that malloc gave; 0 otherwise. */
  readonly addr: Addr;
  /** What the client may use of it; 0 otherwise. */
  readonly usable: Bytes;
}

/** What a finalizer's turn or a weak pointer gave. */
export interface NotedReturn {
  readonly by: 'finalizer' | 'weak pointer';
  /** The command that made the block; NO_BLOCK where nothing came back. */
  readonly block: number;
  /** Whether a correct subject could have given nothing else. */
  readonly sure: boolean;
}

/** `block` of a return that gave nothing, or nothing that the client knows. */
export const NO_BLOCK = -1;

/** What came of one command, and what there was after it. */
export interface Note {
  /** Whether it did anything. */
  readonly did: boolean;
  readonly calls: readonly NotedCall[];
  readonly returns: readonly NotedReturn[];
  /** For each block that was read: the first byte that was not as the client wrote it, -1 where all were. */
  readonly readings: readonly number[];
  /** Collections that ended. */
  readonly collections: number;
  /** Whether the subject broke down; then nothing is noted of what follows. */
  readonly brokeDown: boolean;
  /** The subject's own, as `Subject.footprint` gives it, where a collection ended; it is too dear for every command. */
  readonly footprint: readonly number[];
  /** Objects and root jobs that await scanning; 0 where the subject offers no view of its collector. */
  readonly unscanned: number;
  /** Address space that the heap has; 0 where the subject offers no view of the system. */
  readonly reserved: Bytes;
}

/** Numbers by what they count: `objects of class 5`. */
export type Counts = Readonly<Record<string, number>>;

export interface Trace {
  /** By command. */
  readonly notes: readonly Note[];
  /** When the program was over, and all that the client holds no more was collected. */
  readonly end: Note;
  /** Of the heap at that time. */
  readonly counts: Counts;
}

/** What two runs say otherwise, where they should agree. */
export interface Disagreement extends Violation {
  /** Index of the command, from 0; the number of commands for the end. */
  readonly step: number;
}

/** Compares what two runs noted of one command, or of the end. */
export type NoteRule = (first: Note, second: Note) => Violation | undefined;

/**
 * The first disagreement of two traces, by rules for notes and, at the end, for counts.
 *
 * Two runs may part on the way: where a correct subject may refuse a call for want of memory or serve it, or give a
 * block back or not, the one may do this and the other that. From there on each is right in its own way, and nothing
 * is compared any more.
 */
export function firstDisagreement(
  first: Trace,
  second: Trace,
  rules: { readonly notes: readonly NoteRule[]; readonly counts?: CountRule },
): Disagreement | undefined {
  const { length } = first.notes;
  for (let step = 0; step <= length; step += 1) {
    const [a, b] =
      step < length ? [first.notes[step]!, second.notes[step]!] : [first.end, second.end];
    if (doPart(a, b)) return undefined;
    for (const rule of rules.notes) {
      const violation = rule(a, b);
      if (violation !== undefined) return { step, ...violation };
    }
    if (a.brokeDown) return undefined;
  }
  const violation = rules.counts?.(first.counts, second.counts);
  return violation && { step: length, ...violation };
}

/** Whether the runs part here, and both may be right. */
function doPart(a: Note, b: Note): boolean {
  return lacksMemory(a) !== lacksMemory(b) || isUnsure(a, b);
}

function lacksMemory({ calls }: Note): boolean {
  return calls.some(({ outcome }) => outcome === 'out-of-memory');
}

function isUnsure(a: Note, b: Note): boolean {
  const both = [...a.returns, ...b.returns];
  return both.some(({ sure }) => !sure) && returnsText(a) !== returnsText(b);
}

export const sameBreakdowns: NoteRule = (a, b) =>
  same('the subject', breakdownText(a), breakdownText(b));

/** Which calls there were, and whether they were served. */
export const sameOutcomes: NoteRule = (a, b) => {
  const [one, other] = [outcomesText(a), outcomesText(b)];
  return one === other ? undefined : same('the calls', one, other);
};

export const sameAddresses: NoteRule = (a, b) => {
  for (const [i, { addr, usable }] of a.calls.entries()) {
    const other = b.calls[i];
    if (other === undefined || (other.addr === addr && other.usable === usable)) continue;
    return same('the block', placeText(addr, usable), placeText(other.addr, other.usable));
  }
  return undefined;
};

export const sameReturns: NoteRule = (a, b) => {
  const [one, other] = [returnsText(a), returnsText(b)];
  return one === other ? undefined : same('what came back', one, other);
};

/** Whether the contents that were read were as the client wrote them, and if not, from where on. */
export const sameContents: NoteRule = (a, b) => {
  const [one, other] = [a.readings.join(' '), b.readings.join(' ')];
  return one === other ? undefined : same('the first bytes that differ', one, other);
};

/** How many collections ended. */
export const sameCollections: NoteRule = ({ collections: a }, { collections: b }) =>
  same('collections that ended', String(a), String(b));

export const sameEffect: NoteRule = (a, b) => same('the command', effectText(a), effectText(b));

export const sameUnscanned: NoteRule = ({ unscanned: a }, { unscanned: b }) =>
  same('objects and root jobs that await scanning', String(a), String(b));

export const sameFootprint: NoteRule = ({ footprint: a }, { footprint: b }) => {
  const i = a.findIndex((number, at) => number !== b[at]);
  return i < 0 ? undefined : same(`number ${i} of the footprint`, String(a[i]), String(b[i]));
};

/** A rule that holds up to the note in which a collection ends. For one comparison only: it remembers. */
export function untilCollected(rule: NoteRule): NoteRule {
  let isOver = false;
  return (a, b) => {
    isOver ||= a.collections + b.collections > 0;
    return isOver ? undefined : rule(a, b);
  };
}

/** What every answer of an allocator is, but for its addresses. */
export const SAME_ANSWERS: readonly NoteRule[] = [
  sameBreakdowns,
  sameOutcomes,
  sameReturns,
  sameContents,
];

/** All that is noted of commands. */
export const SAME_NOTES: readonly NoteRule[] = [
  ...SAME_ANSWERS,
  sameEffect,
  sameAddresses,
  sameCollections,
  sameUnscanned,
  sameFootprint,
];

/** Compares the counts of two heaps. */
export type CountRule = (first: Counts, second: Counts) => Violation | undefined;

/** The counts whose names `matters` takes are the same; what a heap does not count it has none of. */
export function sameCounts(matters: (name: string) => boolean = () => true): CountRule {
  return (a, b) => {
    for (const name of Object.keys({ ...a, ...b })) {
      const [count, other] = [a[name] ?? 0, b[name] ?? 0];
      if (count !== other && matters(name)) return same(name, String(count), String(other));
    }
    return undefined;
  };
}

/** The violation that two runs do not say the same. */
export function same(at: string, first: string, second: string): Violation | undefined {
  if (first === second) return undefined;
  return { at, expected: `${first}, as in the first run`, actual: `${second} in the second` };
}

function breakdownText({ brokeDown }: Note): string {
  return brokeDown ? 'broke down' : 'went on';
}

function effectText({ did }: Note): string {
  return did ? 'did something' : 'did nothing';
}

function outcomesText({ calls }: Note): string {
  return calls.length === 0
    ? 'none'
    : calls.map(({ call, outcome }) => `${call} ${outcome}`).join(', ');
}

/** A finalizer's turn that gave nothing is none. */
function returnsText({ returns }: Note): string {
  const told = returns.filter(({ by, block }) => by !== 'finalizer' || block !== NO_BLOCK);
  return told.map(({ by, block }) => `${blockText(block)} by a ${by}`).join(', ') || 'nothing';
}

function blockText(block: number): string {
  return block === NO_BLOCK ? 'nothing' : `the block of step ${block}`;
}

function placeText(addr: Addr, usable: Bytes): string {
  return `0x${addr.toString(16)} of ${usable} bytes`;
}

/** Runs a program without judging it, and notes what an observer sees: the trace that a relation compares. */
import { NO_BLOCK } from '../../spec/trace.ts';
import type { Counts, Note, NotedCall, NotedReturn, Trace } from '../../spec/trace.ts';
import type { Place } from '../../spec/relation.ts';
import type { Subject, SubjectDefinition } from '../../spec/subject.ts';
import type { Answer, Block, Return } from '../../spec/views/client.ts';
import { OBJECTS, censusOf, unscannedOf } from '../../spec/views/census.ts';
import type { Oracle } from '../../models/reference/oracle.ts';
import { SHARED_BELOW } from '../../models/reference/oracle.ts';
import { isMaker } from '../program/labels.ts';
import { OP, STRIDE, commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { Client } from './client.ts';
import { guarded, heapOf } from './execute.ts';

/** Collections behind the program: the first lets go of what a cache pins, the second collects it. */
const CLOSING = 2;

/** What a note says where nothing happened any more. */
const SILENT: Note = {
  did: false,
  calls: [],
  returns: [],
  readings: [],
  collections: 0,
  brokeDown: true,
  footprint: [],
  unscanned: 0,
  reserved: 0,
};

/** The trace of one run, with notes and blocks by its own commands. */
export function traceRun(program: Program, definition: SubjectDefinition): Trace {
  return guarded(definition, () => noted(program, definition));
}

function noted(program: Program, definition: SubjectDefinition): Trace {
  const whole = closed(program);
  const subject = definition.create(heapOf(program, definition), whole);
  const client = new Client(subject, whole);
  const observer = new Observer(subject, client.oracle, makersOf(program));
  const count = commandCount(program);
  const notes: Note[] = [];
  for (let step = 0; step < count + CLOSING; step += 1) {
    const isOver = client.oracle.breakdowns.length > 0;
    const did = !isOver && client.run(step);
    notes.push(isOver ? SILENT : observer.note(did));
  }
  const isWhole = client.oracle.breakdowns.length === 0 && isSwept(subject);
  const end = merged(notes.slice(count));
  const counts = isWhole ? countsOf(subject, client.oracle) : {};
  subject.dispose?.();
  return { notes: notes.slice(0, count), end: { ...end, brokeDown: !isWhole }, counts };
}

/** The trace of a rewritten program by the commands of the one that it was made from. */
export function alignTrace({ notes, end, counts }: Trace, places: readonly Place[]): Trace {
  const origins: number[] = notes.map(() => NO_BLOCK);
  for (const [i, { from, to }] of places.entries()) origins.fill(i, from, to);
  const renamed = (note: Note): Note => ({
    ...note,
    returns: note.returns.map((each) => ({ ...each, block: origins[each.block] ?? NO_BLOCK })),
  });
  return {
    notes: places.map(({ from, to }) => renamed(merged(notes.slice(from, to)))),
    end: renamed(end),
    counts,
  };
}

/** Several notes as one: what happened in all, and what there was after the last. */
function merged(notes: readonly Note[]): Note {
  const last = notes.at(-1) ?? SILENT;
  if (notes.length === 1) return last;
  return {
    ...last,
    did: notes.some(({ did }) => did),
    calls: notes.flatMap(({ calls }) => calls),
    returns: notes.flatMap(({ returns }) => returns),
    readings: notes.flatMap(({ readings }) => readings),
    collections: notes.reduce((sum, { collections }) => sum + collections, 0),
  };
}

/** The program with whole collections behind it. */
function closed(program: Program): Program {
  const commands = new Float64Array(program.commands.length + CLOSING * STRIDE);
  commands.set(program.commands);
  for (let at = program.commands.length; at < commands.length; at += STRIDE) commands[at] = OP.GC;
  return { ...program, commands };
}

/** The commands that make blocks, by label. */
function makersOf({ commands }: Program): ReadonlyMap<number, number> {
  const makers = new Map<number, number>();
  for (let at = 0; at < commands.length; at += STRIDE) {
    if (isMaker(commands[at] as number)) makers.set(commands[at + 1] as number, at / STRIDE);
  }
  return makers;
}

/** Sweeps all that is left; false when the subject breaks down over it. */
function isSwept(subject: Subject): boolean {
  try {
    subject.finishSweep?.();
    return true;
  } catch {
    return false;
  }
}

function countsOf({ go }: Subject, oracle: Oracle): Counts {
  if (go !== undefined) return censusOf(go);
  const own = ({ size, pointerWords }: Block): boolean =>
    size > SHARED_BELOW || (size > 0 && pointerWords > 0);
  return { [OBJECTS]: oracle.live.filter(own).length };
}

/** Makes notes of what the last command did. */
class Observer {
  readonly #subject: Subject;
  readonly #oracle: Oracle;
  readonly #makers: ReadonlyMap<number, number>;

  constructor(subject: Subject, oracle: Oracle, makers: ReadonlyMap<number, number>) {
    this.#subject = subject;
    this.#oracle = oracle;
    this.#makers = makers;
  }

  note(did: boolean): Note {
    const { answers, returns, readings, collections, breakdowns } = this.#oracle;
    const { go } = this.#subject;
    const brokeDown = breakdowns.length > 0;
    return {
      did,
      calls: answers.length === 0 ? NONE : answers.map((answer) => this.#call(answer)),
      returns: returns.length === 0 ? NONE : returns.map((each) => this.#return(each)),
      readings: readings.length === 0 ? NONE : readings.map(({ at }) => at),
      collections: collections.length,
      brokeDown,
      footprint: brokeDown || collections.length === 0 ? NONE : this.#subject.footprint(),
      unscanned: go === undefined ? 0 : unscannedOf(go.collector),
      reserved: this.#subject.os?.reservedBytes ?? 0,
    };
  }

  #call({ call, outcome, addr }: Answer): NotedCall {
    const block = addr === 0 ? undefined : this.#oracle.placed.find((each) => each.addr === addr);
    return { call, outcome, addr, usable: block?.usable ?? 0 };
  }

  #return({ by, addr, allowed }: Return): NotedReturn {
    const block = addr === 0 ? undefined : this.#oracle.live.find((each) => each.addr === addr);
    const maker = block === undefined ? undefined : this.#makers.get(block.label);
    return { by, block: maker ?? NO_BLOCK, sure: allowed.length === 1 };
  }
}

const NONE: readonly never[] = [];

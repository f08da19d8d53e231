/**
 * Runs programs one after the other, and each only from where it parts from the one before.
 *
 *     last    a = malloc 8 ; b = malloc 24 ; free a ; gc
 *     next    a = malloc 8 ; b = malloc 24 ; gc            two commands are undone, and one is run
 *
 * The subject, the client, the oracle and the judge run as journaled code (journaled.ts), so that all that a command
 * changed can be put back. What comes out of a run is what `execute` says of the program, to the last number.
 */
import type { AnyInvariant } from '../../spec/invariant.ts';
import type { Run } from '../../src/engine/execute.ts';
import type { Outcome } from '../../src/engine/outcome.ts';
import { STRIDE, commandCount } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import type { Undoable } from '../../src/undo/undoable.ts';

const NOTHING = new Float64Array();
const NO_PROGRAM = { subject: '', heap: { procs: 1, geometry: '', faults: [] }, commands: NOTHING };

export class Rewinder {
  readonly #undoable: Undoable;
  readonly #catalogue: readonly AnyInvariant[];
  #run: Run | undefined;
  /** What the run reads its commands from. */
  #program: Program & { commands: Float64Array } = NO_PROGRAM;
  /** Of the program's heap. */
  #heap = '';
  /** Position of the journal before each command that was run, and behind the last. */
  #positions: number[] = [];

  /** @param catalogue  what to judge by, in this order */
  constructor(undoable: Undoable, catalogue: readonly AnyInvariant[]) {
    this.#undoable = undoable;
    this.#catalogue = catalogue;
  }

  /** What `execute` says of the program, which must be undoable. */
  execute(program: Program): Outcome {
    const run = this.#runOf(program);
    const shared = sharedSteps(
      program.commands,
      this.#program.commands,
      this.#positions.length - 1,
    );
    this.#positions.length = shared + 1;
    const { journal } = this.#undoable;
    journal.undo(this.#positions[shared] as number);
    this.#program.commands = program.commands;
    const count = commandCount(program);
    const outcome = run.toItsEnd(
      (step) => {
        if (step < count) this.#positions.push(journal.position);
      },
      shared,
      count,
    );
    // What broke is to break again: its step is no step to go on from.
    if (outcome.findings.length > 0 || outcome.brokeDown) this.#positions.length = outcome.commands;
    return outcome;
  }

  /** The run of the last program, or a new one where that has another heap. */
  #runOf(program: Program): Run {
    const heap = JSON.stringify([program.subject, program.heap]);
    if (this.#run !== undefined && heap === this.#heap) return this.#run;
    this.#run?.dispose();
    this.#program = { ...program, commands: NOTHING };
    this.#heap = heap;
    const { Run, subject, journal } = this.#undoable;
    this.#run = new Run(this.#program, subject, this.#catalogue);
    journal.forget();
    this.#positions = [0];
    return this.#run;
  }
}

/** How many commands both begin with, `max` at most. */
function sharedSteps(a: Float64Array, b: Float64Array, max: number): number {
  const end = Math.min(a.length, b.length, max * STRIDE);
  for (let at = 0; at < end; at += 1) {
    if (!Object.is(a[at], b[at])) return Math.floor(at / STRIDE);
  }
  return end / STRIDE;
}

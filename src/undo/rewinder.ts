/**
 * Runs programs one after the other, and each only from where it parts from the one before.
 *
 *     last    a = malloc 8 ; b = malloc 24 ; free a ; gc
 *     next    a = malloc 8 ; b = malloc 24 ; gc            two commands are undone, and one is run
 *
 * The subject, the client, the oracle and the judge run as journaled code (journaled.ts), so that all that a command
 * changed can be put back. What comes out of a run is what `execute` says of the program, to the last number.
 */
import { loadRewritten } from '../../models/mutants/load.ts';
import type { Patched } from '../../models/mutants/patch.ts';
import type { AnyInvariant } from '../../spec/invariant.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import type * as executeModule from '../engine/execute.ts';
import type { Run } from '../engine/execute.ts';
import type { Outcome } from '../engine/outcome.ts';
import { OP, STRIDE, commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { Journal } from './journal.ts';
import { JOURNAL, journaled } from './journaled.ts';

/** Rewritten code of the modules that no mutant patches, by the code. */
const rewritten = new Map<string, string>();

const NOTHING = new Float64Array();
const NO_PROGRAM = { subject: '', heap: { procs: 1, geometry: '', faults: [] }, commands: NOTHING };

/** Kinds of commands that leave a call suspended, which cannot be put back. */
const SUSPENDING: readonly number[] = [OP.PAUSE, OP.RESUME];

/** Whether a rewinder can run it. */
export function isRewindable({ commands }: Program): boolean {
  for (let at = 0; at < commands.length; at += STRIDE) {
    if (SUSPENDING.includes(commands[at] as number)) return false;
  }
  return true;
}

export class Rewinder {
  readonly subject: SubjectDefinition;
  readonly #journal = new Journal();
  readonly #engine: typeof executeModule;
  readonly #catalogue: readonly AnyInvariant[];
  #run: Run | undefined;
  /** What the run reads its commands from. */
  #program: Program & { commands: Float64Array } = NO_PROGRAM;
  /** Of the program's heap. */
  #heap = '';
  /** Position of the journal before each command that was run, and behind the last. */
  #positions: number[] = [];

  /**
   * @param model      as `go`
   * @param mutant     its fault, if any
   * @param catalogue  what to judge by, in this order
   */
  constructor(model: string, mutant: Patched | undefined, catalogue: readonly AnyInvariant[]) {
    const rewriting = { rewrite, scope: { [JOURNAL]: this.#journal } };
    const { subject, load } = loadRewritten(rewriting, model, mutant);
    this.subject = subject;
    this.#engine = load('src/engine/execute.ts') as unknown as typeof executeModule;
    this.#catalogue = catalogue;
  }

  /** What `execute` says of it. */
  execute(program: Program): Outcome {
    const run = this.#runOf(program);
    const shared = sharedSteps(
      program.commands,
      this.#program.commands,
      this.#positions.length - 1,
    );
    this.#positions.length = shared + 1;
    this.#journal.undo(this.#positions[shared] as number);
    this.#program.commands = program.commands;
    const count = commandCount(program);
    const outcome = run.toItsEnd(
      (step) => {
        if (step < count) this.#positions.push(this.#journal.position);
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
    this.#run = new this.#engine.Run(this.#program, this.subject, this.#catalogue);
    this.#journal.forget();
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

function rewrite(code: string, path: string): string {
  let text = rewritten.get(code);
  if (text === undefined) {
    text = journaled(code, path);
    rewritten.set(code, text);
  }
  return text;
}

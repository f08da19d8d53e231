/** What an exploration runs: one command more, and back. */
import type { AnyInvariant, Finding, ViewOf } from '../../spec/invariant.ts';
import type { HeapConfig } from '../../spec/subject.ts';
import { pushGoState } from '../../spec/views/go-state.ts';
import { pushTcmallocState } from '../../spec/views/tcmalloc-state.ts';
import { Words } from '../base/hash.ts';
import type { Run } from '../engine/execute.ts';
import type { Command } from '../program/edit.ts';
import { STRIDE } from '../program/program.ts';
import type { Undoable } from '../undo/undoable.ts';

/** One heap. It makes the journal its own. */
export class Machine {
  readonly #run: Run;
  readonly #undoable: Undoable;
  readonly #commands: Float64Array;
  /** The state, while it is hashed. */
  readonly #words = new Words();
  /** Position of the journal before each command. */
  readonly #positions: number[] = [];

  /** @param depth  commands at most */
  constructor(
    undoable: Undoable,
    catalogue: readonly AnyInvariant[],
    heap: HeapConfig,
    depth: number,
  ) {
    const { subject, Run, journal } = undoable;
    this.#undoable = undoable;
    this.#commands = new Float64Array(depth * STRIDE);
    this.#run = new Run(
      { subject: subject.id, heap, commands: this.#commands },
      subject,
      catalogue,
    );
    // What is the same throughout a run is judged now, once for all programs; where it is broken, after each command.
    const { position } = journal;
    if (this.#run.look(0).length > 0) journal.undo(position);
    journal.forget();
  }

  get brokeDown(): boolean {
    return this.#run.brokeDown;
  }

  /** Labels of the blocks that the client holds, in order of address. */
  get live(): readonly number[] {
    const { live } = this.#run.view.client;
    return live.toSorted((a, b) => a.addr - b.addr).map(({ label }) => label);
  }

  /** The same for states that nothing tells apart (spec/views/go-state.ts, tcmalloc-state.ts). */
  get state(): number {
    const { view } = this.#run;
    this.#words.clear();
    if (view.go !== undefined) pushGoState(view as ViewOf<'go'>, this.#words);
    if (view.tcmalloc !== undefined) pushTcmallocState(view as ViewOf<'tcmalloc'>, this.#words);
    return this.#words.hash();
  }

  /** Runs one command more: what broke by it. */
  step(command: Command): readonly Finding[] {
    return this.#run.step(this.#place(command));
  }

  /** Runs one command more, where `step` found nothing broken by it. */
  repeat(command: Command): void {
    this.#run.repeat(this.#place(command));
  }

  /** The command's place in the program, as the last one. */
  #place(command: Command): number {
    const { length: depth } = this.#positions;
    this.#positions.push(this.#undoable.journal.position);
    this.#commands.set(command, depth * STRIDE);
    return depth;
  }

  /** What breaks when the program ends here. The state stays as it is. */
  end(): readonly Finding[] {
    const { journal } = this.#undoable;
    const { position } = journal;
    const findings = this.#run.end(this.#positions.length);
    journal.undo(position);
    return findings;
  }

  /** Undoes all commands but the first `depth`. */
  back(depth: number): void {
    if (depth >= this.#positions.length) return;
    this.#undoable.journal.undo(this.#positions[depth] as number);
    this.#positions.length = depth;
  }
}

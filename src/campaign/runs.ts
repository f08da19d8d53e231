/**
 * Runs the programs of a campaign: many in one process, for subjects that can, and what breaks in one of its own.
 *
 * An allocator is not as new when it runs its tenth program as when it ran its first. Where that is what it takes to break it,
 * what broke it is all that the process ran, as one program.
 */
import type { AnyInvariant } from '../../spec/invariant.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { execute } from '../engine/execute.ts';
import type { Outcome } from '../engine/outcome.ts';
import { commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { joined } from '../program/join.ts';

/** Commands after which a process is done with: as many as are still made smaller in reasonable time. */
const COMMANDS_MAX = 50_000;

export interface Ran {
  /** The program; or, where that alone breaks nothing, all that ran before it in the same process, and it. */
  readonly ran: Program;
  readonly outcome: Outcome;
}

export class Runs {
  /** Runs that broke something in a process that others had used, which did not break again in one of its own. */
  unrepeated = 0;
  readonly #subject: SubjectDefinition;
  readonly #catalogue: readonly AnyInvariant[];
  /** What the process ran. */
  #history: Program[] = [];
  #commands = 0;

  constructor(subject: SubjectDefinition, catalogue: readonly AnyInvariant[]) {
    this.#subject = subject;
    this.#catalogue = catalogue;
    subject.pooled?.renew();
  }

  /** @param mayShare  whether it may run where others ran before */
  run(program: Program, mayShare: boolean): Ran {
    const { pooled } = this.#subject;
    // What memory there is for one program is nothing that another could be joined to.
    const isLimited = program.heap.memoryLimit !== undefined;
    if (pooled === undefined || !mayShare || isLimited) return this.#alone(program);
    this.#history.push(program);
    this.#commands += commandCount(program);
    const outcome = execute(program, pooled.definition, this.#catalogue);
    if (outcome.findings.length > 0) return this.#confirmed(program);
    if (this.#commands >= COMMANDS_MAX) this.#renew();
    return { ran: program, outcome };
  }

  /** What breaks by the program alone, or by all that the process ran; where neither does, nothing is known to be broken. */
  #confirmed(program: Program): Ran {
    const history = this.#history;
    this.#renew();
    const alone = this.#alone(program);
    if (alone.outcome.findings.length > 0) return alone;
    const together = history.length > 1 ? this.#alone(joined(history)) : alone;
    if (together.outcome.findings.length > 0) return together;
    this.unrepeated += 1;
    return alone;
  }

  #alone(program: Program): Ran {
    return { ran: program, outcome: execute(program, this.#subject, this.#catalogue) };
  }

  #renew(): void {
    this.#history = [];
    this.#commands = 0;
    this.#subject.pooled?.renew();
  }
}

/**
 * A program under a system that refuses: each call that it makes and that can be refused is, in a variant of its own.
 *
 * Three variants a call. It is refused alone; it and all that follow are, so that memory is not back; and alone, with the
 * command that was refused over it said once more. Memory is back then, and the commands behind find the block that they
 * name. A call that the program's own plan refuses already is left out.
 *
 * That the request is served when it is said once more needs no rule of its own: a heap may refuse it only when the
 * system refused it memory again (os/out-of-memory-only-after-refusal), and no refusal may lose memory or addresses.
 */
import type { Fault, OsCall } from '../../spec/subject.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import type { Note, Trace } from '../../spec/trace.ts';
import { commandAt } from '../program/edit.ts';
import { expand, freshLabel } from '../program/expand.ts';
import { isMaker } from '../program/labels.ts';
import { STRIDE } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { OS_CALLS } from '../program/words.ts';
import type { Outcome } from './outcome.ts';
import { traceRun } from './trace-run.ts';

/** A refusal of one call, or of it and all that follow. */
export type Refused = Extract<Fault, { readonly kind: 'refuse' }>;

/** The refusals that a program is to be run under, by call and number. @param osCalls  that it makes, as it is */
export function refusalsOf(
  { heap }: Program,
  { osCalls }: Pick<Outcome, 'osCalls'>,
): readonly Refused[] {
  return OS_CALLS.flatMap((call) =>
    Array.from({ length: osCalls[call] }, (_, i) => i + 1)
      .filter((k) => !heap.faults.some((fault) => isRefusedBy(fault, call, k)))
      .flatMap((k): readonly Refused[] => [
        { kind: 'refuse', call, k, onwards: false },
        { kind: 'refuse', call, k, onwards: true },
      ]),
  );
}

/** Makes the variants of one program, which runs without judgement for it. */
export class Refusing {
  readonly #program: Program;
  readonly #definition: SubjectDefinition;
  #plain: Trace | undefined;

  constructor(program: Program, definition: SubjectDefinition) {
    this.#program = program;
    this.#definition = definition;
  }

  /** The program under that refusal; and, where it fails a command that is served otherwise, with that said once more. */
  variants(refused: Refused): readonly Program[] {
    const variant = withFault(this.#program, refused);
    const again = refused.onwards ? undefined : this.#again(variant);
    return again === undefined ? [variant] : [variant, again];
  }

  #again(variant: Program): Program | undefined {
    this.#plain ??= traceRun(this.#program, this.#definition);
    const { notes } = this.#plain;
    const step = traceRun(variant, this.#definition).notes.findIndex(
      (note, i) => isOutOfMemory(note) && !isOutOfMemory(notes[i] as Note),
    );
    if (step < 0 || !isMaker(variant.commands[step * STRIDE] as number)) return undefined;
    const [op, , b, c, processor, via = 0] = commandAt(variant, step);
    const first = [op, freshLabel(variant), b, c, processor, via] as const;
    return expand(variant, (_, i) => (i === step ? { before: [first] } : undefined))?.second;
  }
}

function withFault(program: Program, fault: Fault): Program {
  const { heap } = program;
  return { ...program, heap: { ...heap, faults: [...heap.faults, fault] } };
}

function isRefusedBy(fault: Fault, call: OsCall, k: number): boolean {
  if (fault.kind !== 'refuse' || fault.call !== call) return false;
  return fault.onwards ? k >= fault.k : k === fault.k;
}

/** Whether the command made one call, which was refused: and no call of an earlier one ended by it. */
function isOutOfMemory({ calls }: Note): boolean {
  return calls.length === 1 && calls[0]?.outcome === 'out-of-memory';
}

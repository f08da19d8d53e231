/** Puts down what came of a client's calls: the answer beside what a correct subject may answer, and the block. */
import type { Asked } from '../../spec/entry-points.ts';
import type { Subject } from '../../spec/subject.ts';
import type { Answer } from '../../spec/views/client.ts';
import { OracleBlock } from '../../models/reference/block.ts';
import type { Oracle } from '../../models/reference/oracle.ts';
import type { Reply } from './calls.ts';

/** A call as it is put down, and how the subject was before it. */
export interface Call extends Pick<Answer, 'call' | 'argument' | 'allowed'> {
  /** The footprint before a call that must be refused; undefined where none was taken. */
  readonly before: readonly number[] | undefined;
  /** Calls to the operating system that had been refused by then. */
  readonly osRefusals: number;
}

export type NewBlock = Pick<
  OracleBlock,
  'label' | 'addr' | 'size' | 'pointerWords' | 'usable' | 'alignment' | 'stack'
> & { readonly asked?: Asked };

export class Ledger {
  /** Whether this command allocated, so that a cycle may be due. */
  hasAllocated = false;
  readonly #subject: Subject;
  readonly #oracle: Oracle;
  readonly #changed: () => void;

  /** @param changed  told of each block that is made */
  constructor(subject: Subject, oracle: Oracle, changed: () => void) {
    this.#subject = subject;
    this.#oracle = oracle;
    this.#changed = changed;
  }

  /** @param isRefused  whether the call must be, and change nothing */
  call(
    call: Answer['call'],
    argument: number,
    allowed: Answer['allowed'],
    isRefused = false,
  ): Call {
    const before = isRefused ? this.#subject.footprint() : undefined;
    return { call, argument, allowed, before, osRefusals: this.#subject.os?.refusals ?? 0 };
  }

  answer({ call, argument, allowed, before, osRefusals }: Call, reply: Reply): void {
    const refused = typeof reply === 'string';
    this.#oracle.answers.push({
      call,
      argument,
      outcome: refused ? reply : 'served',
      allowed,
      addr: refused ? 0 : reply,
      changed:
        refused && before !== undefined ? firstChange(before, this.#subject.footprint()) : -1,
      osRefusals: (this.#subject.os?.refusals ?? 0) - osRefusals,
    });
  }

  /** A block that the client was given. */
  place(block: NewBlock, zeroed: boolean): void {
    this.#subject.touched?.client(block.addr);
    const made = new OracleBlock(block);
    made.stack = block.stack;
    made.asked = block.asked;
    this.#oracle.place(made, zeroed);
    this.hasAllocated = true;
    this.#changed();
  }
}

function firstChange(before: readonly number[], after: readonly number[]): number {
  return before.findIndex((number, i) => number !== after[i]);
}

/** Nothing but the client knows of the block. */
export function isFreeable({ incoming, hasSpecials }: OracleBlock): boolean {
  return incoming === 0 && !hasSpecials;
}

/**
 * Asking for blocks and giving them back, of a subject with malloc and free alone. What it has no call for is made of these: a
 * calloc is a malloc that is to be zero, a realloc allocates, copies and frees.
 */
import type { Addr, Bytes } from '../base/units.ts';
import type { Subject } from '../../spec/subject.ts';
import type { Answer } from '../../spec/views/client.ts';
import type { OracleBlock } from '../../models/reference/block.ts';
import { pointerWordsOf } from '../../models/reference/oracle.ts';
import type { Oracle } from '../../models/reference/oracle.ts';
import { tryFree, tryMalloc } from './calls.ts';
import type { Reply, Request } from './calls.ts';
import { NOSCAN } from '../program/program.ts';
import { isFreeable } from './ledger.ts';
import type { Ledger } from './ledger.ts';

export const MUST_SERVE: Answer['allowed'] = ['served'];
export const MAY_LACK_MEMORY: Answer['allowed'] = ['served', 'out-of-memory'];
export const MUST_REFUSE_SIZE: Answer['allowed'] = ['bad-size'];
const MUST_REFUSE_FREE: Answer['allowed'] = ['bad-free'];

export interface RequestContext {
  readonly subject: Subject;
  readonly oracle: Oracle;
  readonly ledger: Ledger;
  /** Whose stack holds what this command asks for. */
  readonly stack: () => number;
  /** Nothing else holds the block. */
  readonly withdraw: (block: OracleBlock) => void;
  readonly store: (from: OracleBlock, word: number, to: OracleBlock | undefined) => void;
  /** Something changed that a call which is half-way may come upon. */
  readonly changed: () => void;
}

/** What commands ask of a subject's heap: each says whether it did anything. */
export interface Requests {
  /** Calls that were suspended before this command, and ended by it. */
  ended: number;
  malloc(label: number, size: Bytes, pointerWords: number, via: number): boolean;
  calloc(label: number, count: number, size: Bytes, via: number): boolean;
  memalign(label: number, alignment: Bytes, size: Bytes, via: number): boolean;
  /** @param old  label of the block, or -1 for the null pointer */
  realloc(label: number, old: number, size: Bytes, via: number): boolean;
  reallocarray(label: number, old: number, count: number, size: Bytes): boolean;
  /** @param label  of the block, or -1 for the null pointer */
  free(label: number, via: number): boolean;
}

export class PlainRequests implements Requests {
  /** Calls that were suspended before this command, and ended by it. */
  ended = 0;
  readonly #context: RequestContext;

  constructor(context: RequestContext) {
    this.#context = context;
  }

  malloc(label: number, size: Bytes, pointerWords: number): boolean {
    this.#malloc(label, { size, pointerWords, zeroed: false });
    return true;
  }

  calloc(label: number, count: number, size: Bytes): boolean {
    const whole = Number.isInteger(count) && Number.isInteger(size) && count >= 0 && size >= 0;
    this.#malloc(label, { size: whole ? count * size : NaN, pointerWords: 0, zeroed: true });
    return true;
  }

  /** A block where it may be: there is no call that says where. */
  memalign(label: number, _alignment: Bytes, size: Bytes): boolean {
    return this.malloc(label, size, NOSCAN);
  }

  /** As Go programs do it: allocate, copy, free. Pointers into the old block would dangle, so there must be none. */
  realloc(label: number, oldLabel: number, size: Bytes): boolean {
    const { oracle } = this.#context;
    const old = oracle.held(oldLabel);
    if (old === undefined || !isFreeable(old)) return false;
    const pointerWords = old.pointerWords === 0 ? 0 : old.pointerWords;
    oracle.read(old);
    this.#malloc(label, { size, pointerWords, zeroed: false });
    const made = oracle.held(label);
    if (made === undefined || oracle.breakdowns.length > 0) return true;
    for (const [word, target] of old.links ?? []) {
      if (word < made.pointerWords) this.#context.store(made, word, target === old ? made : target);
    }
    this.#free(old);
    return true;
  }

  reallocarray(label: number, old: number, count: number, size: Bytes): boolean {
    return this.realloc(label, old, count * size);
  }

  free(label: number): boolean {
    const block = this.#context.oracle.held(label);
    if (block === undefined || !isFreeable(block)) return false;
    this.#free(block);
    return true;
  }

  /** A free that must be refused: nothing of the client's starts there. */
  badFree(label: number, offset: number): boolean {
    const { subject, oracle, ledger } = this.#context;
    const base = label < 0 ? 0 : oracle.addrOf(label);
    if (base === undefined) return false;
    const addr = base + offset;
    if (addr === 0 || oracle.mayStartBlock(addr)) return false;
    // A call that is half-way may have been given the block already.
    if ((subject.sched?.suspended ?? 0) > 0) return false;
    const call = ledger.call('free', addr, MUST_REFUSE_FREE, true);
    ledger.answer(call, tryFree(subject, addr));
    return true;
  }

  #malloc(label: number, request: Request): void {
    const { subject, ledger } = this.#context;
    const { size, pointerWords } = request;
    const valid = Number.isInteger(size) && size >= 0 && size <= subject.maxSize;
    const words = valid ? pointerWordsOf(size, pointerWords) : 0;
    const call = ledger.call('malloc', size, valid ? MAY_LACK_MEMORY : MUST_REFUSE_SIZE, !valid);
    const stack = this.#context.stack();
    const done = (reply: Reply): void => {
      ledger.answer(call, reply);
      if (typeof reply !== 'string' && valid) this.#place(label, { request, words, stack }, reply);
    };
    if (subject.sched?.isPausing === true) this.#mallocPausing(request, done);
    else done(tryMalloc(subject, request));
  }

  /** The answer may come in the middle of a later command. */
  #mallocPausing(request: Request, done: (reply: Reply) => void): void {
    this.#context.subject.sched?.malloc(request, (reply) => {
      this.ended += 1;
      done(typeof reply === 'number' ? reply : reply.kind);
    });
  }

  #place(
    label: number,
    { request, words, stack }: { request: Request; words: number; stack: number },
    addr: Addr,
  ): void {
    const { subject, ledger } = this.#context;
    const { size, pointerWords, zeroed } = request;
    const usable = subject.usableSize(addr);
    const alignment = subject.alignmentOf(size, pointerWords);
    ledger.place(
      { label, addr, size, pointerWords: words, usable, alignment, stack },
      zeroed || words > 0,
    );
  }

  #free(block: OracleBlock): void {
    const { subject, oracle, ledger, withdraw, changed } = this.#context;
    oracle.read(block);
    withdraw(block);
    oracle.release(block);
    const call = ledger.call('free', block.addr, MUST_SERVE);
    ledger.answer(call, tryFree(subject, block.addr));
    changed();
    subject.touched?.client(block.addr);
  }
}

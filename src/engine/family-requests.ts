/**
 * Asking for blocks and giving them back by the functions of C's malloc family (spec/entry-points.ts), as far as the subject
 * has them.
 *
 * A program may say what no careful client does: an alignment that is no power of two, a sized free of a block that was
 * made otherwise, a realloc to nothing. C leaves those undefined or to the allocator, so such a command does nothing, or what
 * the plain function does. src/program/family.ts says which, from the program alone.
 */
import type { Addr, Bytes } from '../base/units.ts';
import { OBJECT_MAX } from '../../spec/contract.ts';
import type { Contract } from '../../spec/contract.ts';
import type { Subject } from '../../spec/subject.ts';
import type { Answer } from '../../spec/views/client.ts';
import { tryCall } from './calls.ts';
import type { Reply } from './calls.ts';
import { familyFree, familyRequest } from '../program/family.ts';
import type { FamilyRequest } from '../program/family.ts';
import { MAY_LACK_MEMORY, MUST_SERVE } from './requests.ts';
import type { RequestContext, Requests } from './requests.ts';

const MUST_REFUSE_SIZE: Answer['allowed'] = ['bad-size', 'out-of-memory'];
const MUST_REFUSE_ALIGNMENT: Answer['allowed'] = ['bad-alignment'];
const MAY_BE_NULL: Answer['allowed'] = ['served', 'out-of-memory'];

export class FamilyRequests implements Requests {
  ended = 0;
  readonly #context: RequestContext;
  readonly #contract: Contract;
  readonly #can: ReadonlySet<string> | undefined;
  /** What the client may hold before a small request can be refused; nothing where memory is limited. */
  readonly #plenty: Bytes;

  /** @param isLimited  whether the program limits the subject's memory */
  constructor(context: RequestContext, contract: Contract, isLimited: boolean) {
    this.#context = context;
    this.#contract = contract;
    this.#can = context.subject.can;
    this.#plenty = isLimited ? 0 : (contract.plenty ?? 0);
  }

  malloc(label: number, size: number, _words: number, via: number): boolean {
    const request = familyRequest({ kind: 'malloc', size, via }, this.#can);
    if (request !== undefined && this.#context.subject.sched?.isPausing === true)
      return this.#askPausing(label, request);
    return this.#ask(label, request, ({ bytes, entry: { name, zeroes } }, subject) =>
      subject.malloc(bytes, 0, zeroes === true, name),
    );
  }

  calloc(label: number, count: number, size: number, via: number): boolean {
    const request = familyRequest({ kind: 'calloc', size, count, via }, this.#can);
    return this.#ask(label, request, ({ count: times, size: each, bytes, entry }, subject) =>
      subject.calloc === undefined
        ? subject.malloc(bytes, 0, true)
        : subject.calloc(times, each, entry.name),
    );
  }

  memalign(label: number, alignment: number, size: number, via: number): boolean {
    if (this.#context.subject.memalign === undefined) return false;
    const request = familyRequest({ kind: 'memalign', size, alignment, via }, this.#can);
    return this.#ask(
      label,
      request,
      ({ bytes, alignment: multiple, entry }, subject) =>
        subject.memalign?.(multiple, bytes, entry.name) ?? 0,
    );
  }

  realloc(label: number, old: number, size: number, via: number): boolean {
    if (this.#context.subject.realloc === undefined) return false;
    const request = familyRequest({ kind: 'realloc', size, via, isOfNull: old < 0 }, this.#can);
    return this.#resize(
      label,
      old,
      request,
      (addr, { bytes, entry }, subject) => subject.realloc?.(addr, bytes, entry.name) ?? 0,
    );
  }

  reallocarray(label: number, old: number, count: number, size: number): boolean {
    if (this.#context.subject.reallocarray === undefined) return false;
    const request = familyRequest(
      { kind: 'reallocarray', size, count, isOfNull: old < 0 },
      this.#can,
    );
    return this.#resize(
      label,
      old,
      request,
      (addr, { count: times, size: each }, subject) =>
        subject.reallocarray?.(addr, times, each) ?? 0,
    );
  }

  free(label: number, via: number): boolean {
    const { subject, oracle, ledger, changed } = this.#context;
    const block = label < 0 ? undefined : oracle.held(label);
    if (label >= 0 && block === undefined) return false;
    const addr = block?.addr ?? 0;
    if (block !== undefined) {
      oracle.read(block);
      oracle.release(block);
    }
    const { tells, name } = familyFree(via, block?.asked, this.#can);
    const call = ledger.call('free', addr, MUST_SERVE);
    const free = (): void => {
      if (block === undefined || tells === undefined || subject.freeSized === undefined)
        subject.free(addr, name);
      else subject.freeSized(addr, block.size, block.asked?.alignment ?? 0, name);
    };
    ledger.answer(
      call,
      tryCall(() => {
        free();
        return 0;
      }),
    );
    changed();
    return true;
  }

  /** A new block by `call`. A command that asks for what C says nothing of does nothing. */
  #ask(
    label: number,
    request: FamilyRequest | undefined,
    call: (request: FamilyRequest, subject: Subject) => Addr,
  ): boolean {
    if (request === undefined) return false;
    const reply = this.#answer(request, (subject) => call(request, subject));
    if (this.#isBlock(reply, request)) this.#place(label, request, reply, 0);
    return true;
  }

  /** The answer may come in the middle of a later command. */
  #askPausing(label: number, request: FamilyRequest): boolean {
    const { subject, ledger } = this.#context;
    const { bytes: size, entry } = request;
    const asked = ledger.call('malloc', size, this.#allowed(request), this.#mustBeRefused(request));
    const zeroed = entry.zeroes === true;
    subject.sched?.malloc({ size, pointerWords: 0, zeroed }, (reply) => {
      this.ended += 1;
      const told = typeof reply === 'number' ? reply : reply.kind;
      ledger.answer(asked, told);
      if (this.#isBlock(told, request)) this.#place(label, request, told, 0);
    });
    return true;
  }

  #resize(
    label: number,
    oldLabel: number,
    request: FamilyRequest | undefined,
    call: (addr: Addr, request: FamilyRequest, subject: Subject) => Addr,
  ): boolean {
    const { oracle, changed } = this.#context;
    const old = oldLabel < 0 ? undefined : oracle.held(oldLabel);
    if (request === undefined || (oldLabel >= 0 && old === undefined)) return false;
    if (old !== undefined) oracle.read(old);
    const reply = this.#answer(request, (subject) => call(old?.addr ?? 0, request, subject));
    if (this.#isBlock(reply, request)) {
      if (old !== undefined) {
        oracle.readMoved(old, reply, request.bytes);
        oracle.release(old);
      }
      this.#place(label, request, reply, old?.asked?.alignment ?? 0);
    }
    changed();
    return true;
  }

  #answer(request: FamilyRequest, call: (subject: Subject) => Addr): Reply {
    const { subject, ledger } = this.#context;
    const { bytes, kind } = request;
    const name = kind === 'reallocarray' ? 'realloc' : kind;
    const asked = ledger.call(name, bytes, this.#allowed(request), this.#mustBeRefused(request));
    const reply = tryCall(() => call(subject));
    // Null is how C says no.
    ledger.answer(asked, reply === 0 ? 'out-of-memory' : reply);
    return reply;
  }

  get #sizeMax(): Bytes {
    return Math.min(OBJECT_MAX, this.#context.subject.maxSize);
  }

  /** What no allocator can serve. */
  #mustBeRefused({ bytes, isMisaligned }: FamilyRequest): boolean {
    return isMisaligned || bytes > this.#sizeMax;
  }

  /** Whether there is a block now. What had to be refused is judged as it is, and nobody's: it cannot be written to its end. */
  #isBlock(reply: Reply, request: FamilyRequest): reply is Addr {
    return typeof reply === 'number' && reply !== 0 && !this.#mustBeRefused(request);
  }

  #allowed({ bytes, alignment, isMisaligned }: FamilyRequest): Answer['allowed'] {
    if (isMisaligned) return MUST_REFUSE_ALIGNMENT;
    if (bytes > this.#sizeMax) return MUST_REFUSE_SIZE;
    if (bytes === 0 && this.#contract.zeroSize !== 'block') return MAY_BE_NULL;
    const after = this.#context.oracle.liveBytes + bytes + alignment;
    return this.#plenty > 0 && after <= this.#plenty ? MUST_SERVE : MAY_LACK_MEMORY;
  }

  /** @param alignment  as asked for; 0 where it was not */
  #promisedAlignment(size: Bytes, alignment: Bytes): Bytes {
    if (size === 0 && this.#contract.alignsNothing !== true) return 1;
    return alignment > 0 ? alignment : this.#context.subject.alignmentOf(size, 0);
  }

  /** @param before  the alignment that the block was asked for with before it was resized */
  #place(label: number, request: FamilyRequest, addr: Addr, before: Bytes): void {
    const { bytes: size, alignment, entry, kind } = request;
    const { subject, ledger, stack } = this.#context;
    const usable = this.#contract.usable === 'unknown' ? size : subject.usableSize(addr);
    ledger.place(
      {
        label,
        addr,
        size,
        pointerWords: 0,
        usable,
        alignment: this.#promisedAlignment(size, alignment),
        stack: stack(),
        asked: { kind, alignment: alignment || before },
      },
      entry.zeroes === true,
    );
  }
}

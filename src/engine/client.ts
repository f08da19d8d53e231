/**
 * The client: runs the commands of a program against a subject, and keeps the oracle abreast.
 *
 * A command whose block is not held does nothing. Each call's answer is put beside what a correct subject may answer;
 * judging is left to the invariants.
 */
import { HarnessError } from '../base/errors.ts';
import type { Addr, Bytes } from '../base/units.ts';
import type { Scheduler } from '../../spec/scheduler.ts';
import type { RootSource, Subject } from '../../spec/subject.ts';
import type { Answer } from '../../spec/views/client.ts';
import { WORD_BYTES } from '../../spec/views/go.ts';
import { GLOBALS, OracleBlock } from '../../models/reference/block.ts';
import { Oracle, pointerWordsOf } from '../../models/reference/oracle.ts';
import { Attachments } from './attachments.ts';
import { Collections } from './collections.ts';
import { Interleaving } from './interleaving.ts';
import { OP, STRIDE } from '../program/program.ts';
import { tryFree, tryMalloc } from './calls.ts';
import type { Reply, Request } from './calls.ts';
import { isAboutProcessor, schedule } from './scheduling.ts';
import type { Program } from '../program/program.ts';

const MUST_SERVE = ['served'] as const;
const MAY_LACK_MEMORY = ['served', 'out-of-memory'] as const;
const MUST_REFUSE_SIZE = ['bad-size'] as const;
const MUST_REFUSE_FREE = ['bad-free'] as const;

export class Client {
  readonly oracle: Oracle;
  /** Commands of each kind that did something, by op. */
  readonly effective: number[] = new Array<number>(Object.keys(OP).length).fill(0);
  peakLiveBytes: Bytes = 0;
  readonly #subject: Subject;
  readonly #program: Program;
  readonly #collections: Collections;
  readonly #attachments: Attachments | undefined;
  readonly #interleaving = new Interleaving();
  #processor = 0;
  /** Whose stack holds what this command asks for. */
  #goroutine = 0;
  /** Whether this command allocated, so that a cycle may be due. */
  #hasAllocated = false;
  /** Calls that were suspended before this command, and ended by it. */
  #ended = 0;

  constructor(subject: Subject, program: Program) {
    this.#subject = subject;
    this.#program = program;
    this.oracle = new Oracle(subject.memory);
    const { sched, specials } = subject;
    this.#attachments = specials && new Attachments(specials, this.oracle);
    this.#collections = new Collections({
      subject,
      oracle: this.oracle,
      interleaving: this.#interleaving,
      roots: rootsOf(this.oracle, () => sched?.goroutines ?? program.heap.procs),
      isPaced: program.heap.gogc !== undefined || program.heap.memoryLimit !== undefined,
    });
  }

  /** Ids of the marks that the client reached by its own commands. */
  get reached(): ReadonlySet<string> {
    return this.#interleaving.reached;
  }

  /** Runs command `index`; whether it did anything. */
  step(index: number): boolean {
    const { commands, heap } = this.#program;
    const at = index * STRIDE;
    const op = commands[at] as number;
    this.oracle.beginStep();
    this.#processor = Math.min(commands[at + 4] as number, heap.procs - 1);
    this.#ended = 0;
    const did = this.#tryRun(op, at) || this.#ended > 0;
    if (did) this.effective[op] = (this.effective[op] as number) + 1;
    if (this.oracle.liveBytes > this.peakLiveBytes) this.peakLiveBytes = this.oracle.liveBytes;
    return did;
  }

  /**
   * Gives everything up and collects: twice, since what a cache pins is only let go of by the first time. Stops where
   * it is worth a look in between.
   */
  *end(): Generator<void, void> {
    const { oracle } = this;
    oracle.beginStep();
    try {
      if ((this.#subject.sched?.suspended ?? 0) > 0) {
        this.#subject.sched?.finishCalls();
        yield;
        oracle.beginStep();
      }
      oracle.words = [];
      oracle.letGoOfAll();
      if (this.#attachments !== undefined) yield* this.#finalizeAll(this.#attachments);
      this.#collections.whole();
      this.#collections.whole();
      this.#subject.finishSweep?.();
    } catch (error) {
      this.#breakDown(error);
    }
    oracle.ended = this.#subject.gc !== undefined;
  }

  /** Has every finalizer run whose turn comes, and takes the others back: those of blocks that keep each other. */
  *#finalizeAll(attachments: Attachments): Generator<void, void> {
    const { oracle } = this;
    while (oracle.live.some(({ finalizer }) => finalizer !== 'none')) {
      this.#collections.whole();
      this.#subject.finishSweep?.();
      yield;
      this.#collections.whole();
      this.#subject.finishSweep?.();
      const ran = attachments.finalizeSurely(Infinity);
      oracle.letGoOfAll();
      if (ran === 0 && !attachments.clearFinalizers()) return;
    }
  }

  /** The subject's memory may be broken as well as its calls. */
  #tryRun(op: number, at: number): boolean {
    const { commands } = this.#program;
    try {
      this.#hasAllocated = false;
      this.#switchP(op);
      const did = this.#run(
        op,
        commands[at + 1] as number,
        commands[at + 2] as number,
        commands[at + 3] as number,
      );
      if (this.#hasAllocated) this.#collections.startWhenDue();
      return did;
    } catch (error) {
      this.#breakDown(error);
      return true;
    }
  }

  /** The command's processor runs a goroutine, and serves; unless it is what the command is about. */
  #switchP(op: number): void {
    const { sched } = this.#subject;
    if (sched === undefined) {
      this.#goroutine = this.#processor;
      this.#subject.switchP?.(this.#processor);
    } else if (!isAboutProcessor(op)) {
      this.#goroutine = sched.run(this.#processor);
    }
  }

  /** @param a,b,c  as the table in src/program/program.ts says for each op */
  #run(op: number, a: number, b: number, c: number): boolean {
    switch (op) {
      case OP.MALLOC:
        return this.#malloc(a, { size: b, pointerWords: c, zeroed: false });
      case OP.CALLOC:
        return this.#calloc(a, b, c);
      case OP.REALLOC:
        return this.#withHeld(b, (old) => this.#realloc(a, old, c));
      case OP.FREE:
        return this.#withHeld(a, (block) => isFreeable(block) && this.#free(block));
      case OP.BADFREE:
        return this.#badFree(a, b);
      case OP.WRITE:
        return this.#withHeld(a, (block) => this.#write(block));
      case OP.READ:
        return this.#withHeld(a, (block) => this.#read(block));
      case OP.LINK:
        return this.#withHeld(a, (block) => this.#link(block, b, c));
      case OP.LOAD:
        return this.#withHeld(a, (block) => this.#load(block, b));
      case OP.GLOBAL:
        return this.#withHeld(a, (block) => this.#publish(block));
      case OP.DROP:
        return this.#withHeld(a, (block) => this.#drop(block));
      case OP.GC:
        return this.#collections.whole();
      case OP.SCAVENGE:
        return this.#scavenge(a);
      case OP.BGSCAVENGE:
        return (this.#subject.backgroundScavenge?.(a) ?? 0) > 0;
      case OP.FREE_OS_MEMORY:
        return this.#collections.freeOSMemory();
      case OP.AMBIGUOUS:
        return this.#subject.steps !== undefined && this.#pushWord(a, b);
      case OP.FINALIZER:
      case OP.FINALIZE:
      case OP.WEAK:
      case OP.UPGRADE:
        return this.#attachments?.run(op, a, this.#goroutine) ?? false;
      case OP.GC_START:
      case OP.MARK:
      case OP.ASSIST:
      case OP.TERMINATE:
      case OP.WAIT:
      case OP.SWEEP:
        return this.#collections.step(op, a);
      default:
        return this.#subject.sched !== undefined && this.#schedule(this.#subject.sched, op, a);
    }
  }

  #withHeld(label: number, run: (block: OracleBlock) => boolean): boolean {
    const block = this.oracle.held(label);
    return block !== undefined && run(block);
  }

  #malloc(label: number, request: Request): boolean {
    const { size, pointerWords } = request;
    const valid = Number.isInteger(size) && size >= 0 && size <= this.#subject.maxSize;
    const words = valid ? pointerWordsOf(size, pointerWords) : 0;
    const before = valid ? undefined : this.#subject.footprint();
    const refused = this.#subject.os?.refusals ?? 0;
    const allowed = valid ? MAY_LACK_MEMORY : MUST_REFUSE_SIZE;
    const stack = this.#goroutine;
    const done = (reply: Reply): void => {
      this.oracle.answers.push(this.#answer('malloc', size, reply, allowed, before, refused));
      if (typeof reply !== 'string' && valid) this.#place(label, { request, words, stack }, reply);
    };
    if (this.#subject.sched?.isPausing === true) this.#mallocPausing(request, done);
    else done(tryMalloc(this.#subject, request));
    return true;
  }

  /** The answer may come in the middle of a later command. */
  #mallocPausing(request: Request, done: (reply: Reply) => void): void {
    this.#subject.sched?.malloc(request, (reply) => {
      this.#ended += 1;
      done(typeof reply === 'number' ? reply : reply.kind);
    });
  }

  /** A block that the client was given. */
  #place(
    label: number,
    { request, words, stack }: { request: Request; words: number; stack: number },
    reply: Addr,
  ): void {
    const { size, pointerWords, zeroed } = request;
    this.#subject.touched?.client(reply);
    const usable = this.#subject.usableSize(reply);
    const alignment = this.#subject.alignmentOf(size, pointerWords);
    const block = new OracleBlock({
      label,
      addr: reply,
      size,
      pointerWords: words,
      usable,
      alignment,
    });
    block.stack = stack;
    this.oracle.place(block, zeroed || words > 0);
    this.#hasAllocated = true;
    this.#interleaving.changed();
  }

  #calloc(label: number, count: number, size: Bytes): boolean {
    const whole = Number.isInteger(count) && Number.isInteger(size) && count >= 0 && size >= 0;
    return this.#malloc(label, { size: whole ? count * size : NaN, pointerWords: 0, zeroed: true });
  }

  /** As Go programs do it: allocate, copy, free. Pointers into the old block would dangle, so there must be none. */
  #realloc(label: number, old: OracleBlock, size: Bytes): boolean {
    if (!isFreeable(old)) return false;
    const pointerWords = old.pointerWords === 0 ? 0 : old.pointerWords;
    this.oracle.read(old);
    this.#malloc(label, { size, pointerWords, zeroed: false });
    const made = this.oracle.held(label);
    if (made === undefined || this.oracle.breakdowns.length > 0) return true;
    for (const [word, target] of old.links ?? []) {
      if (word < made.pointerWords) this.#store(made, word, target === old ? made : target);
    }
    this.#free(old);
    return true;
  }

  #free(block: OracleBlock): boolean {
    const { oracle } = this;
    oracle.read(block);
    this.#withdraw(block);
    oracle.release(block);
    const refused = this.#subject.os?.refusals ?? 0;
    const reply = tryFree(this.#subject, block.addr);
    oracle.answers.push(this.#answer('free', block.addr, reply, MUST_SERVE, undefined, refused));
    this.#interleaving.changed();
    this.#subject.touched?.client(block.addr);
    return true;
  }

  /** A free that must be refused: nothing of the client's starts there. */
  #badFree(label: number, offset: number): boolean {
    const base = label < 0 ? 0 : this.oracle.addrOf(label);
    if (base === undefined) return false;
    const addr = base + offset;
    if (addr === 0 || this.oracle.mayStartBlock(addr)) return false;
    // A call that is half-way may have been given the block already.
    if ((this.#subject.sched?.suspended ?? 0) > 0) return false;
    const before = this.#subject.footprint();
    const refused = this.#subject.os?.refusals ?? 0;
    const reply = tryFree(this.#subject, addr);
    this.oracle.answers.push(this.#answer('free', addr, reply, MUST_REFUSE_FREE, before, refused));
    return true;
  }

  #write(block: OracleBlock): boolean {
    this.oracle.write(block);
    return true;
  }

  #read(block: OracleBlock): boolean {
    this.oracle.read(block);
    return true;
  }

  /** @param target  label of a held block, or -1 for nil */
  #link(from: OracleBlock, word: number, target: number): boolean {
    if (this.#subject.writePointer === undefined || !(word >= 0 && word < from.pointerWords))
      return false;
    const to = target < 0 ? undefined : this.oracle.held(target);
    if (target >= 0 && to === undefined) return false;
    this.#store(from, word, to);
    return true;
  }

  #store(from: OracleBlock, word: number, to: OracleBlock | undefined): void {
    this.oracle.link(from, word, to);
    this.#subject.writePointer?.(from.addr + word * WORD_BYTES, to?.addr ?? 0);
    this.#interleaving.changed();
  }

  #load(from: OracleBlock, word: number): boolean {
    const target = from.links?.get(word);
    if (target === undefined || target.held) return false;
    target.held = true;
    target.stack = from.stack === GLOBALS ? this.#goroutine : from.stack;
    this.#interleaving.changed();
    return true;
  }

  #drop(block: OracleBlock): boolean {
    if (this.#subject.gc === undefined) return false;
    this.#withdraw(block);
    block.held = false;
    this.#interleaving.changed();
    return true;
  }

  /** A global variable holds the block from here on, and no stack. */
  #publish(block: OracleBlock): boolean {
    const { steps } = this.#subject;
    if (steps === undefined || block.stack === GLOBALS) return false;
    steps.storeGlobal(0, block.addr);
    this.oracle.publish(block);
    this.#interleaving.changed();
    return true;
  }

  /** Where a global variable holds the block, nil is stored there. */
  #withdraw(block: OracleBlock): void {
    if (block.stack !== GLOBALS) return;
    this.#subject.steps?.storeGlobal(block.addr, 0);
    this.oracle.withdraw(block);
  }

  /** @param label  of a block, dead or alive, that `offset` counts from; or -1, which takes all words away */
  #pushWord(label: number, offset: number): boolean {
    const { oracle } = this;
    if (label < 0) {
      const had = oracle.words.length > 0;
      oracle.words = [];
      return had;
    }
    const base = oracle.addrOf(label);
    const word = base === undefined ? NaN : base + offset;
    if (!Number.isSafeInteger(word) || !oracle.mayAppear(word, this.#goroutine)) return false;
    oracle.words.push({ word, stack: this.#goroutine });
    return true;
  }

  #schedule(sched: Scheduler, op: number, count: number): boolean {
    if (op === OP.GOEXIT) this.#interleaving.changed();
    return schedule(sched, this.oracle, { op, count, processor: this.#processor });
  }

  #scavenge(npages: number): boolean {
    const { sched } = this.#subject;
    if (this.#subject.scavenge === undefined) return false;
    if (sched?.isPausing === true) sched.scavenge(npages);
    else this.#subject.scavenge(npages);
    return true;
  }

  #breakDown(error: unknown): void {
    if (error instanceof HarnessError) throw error;
    const fatal = error instanceof Error && error.name === 'Fatal';
    const message = error instanceof Error ? error.message : String(error);
    this.oracle.breakdowns.push({ kind: fatal ? 'fatal' : 'crash', message });
  }

  #answer(
    call: Answer['call'],
    argument: number,
    reply: Reply,
    allowed: Answer['allowed'],
    before: readonly number[] | undefined,
    refusedBefore: number,
  ): Answer {
    const refused = typeof reply === 'string';
    return {
      call,
      argument,
      outcome: refused ? reply : 'served',
      allowed,
      addr: refused ? 0 : reply,
      changed:
        refused && before !== undefined ? firstChange(before, this.#subject.footprint()) : -1,
      osRefusals: (this.#subject.os?.refusals ?? 0) - refusedBefore,
    };
  }
}

/** What the client holds, as the collector finds it when it comes to it. */
function rootsOf(oracle: Oracle, stacks: () => number): RootSource {
  return {
    get stacks() {
      return stacks();
    },
    stack: (g) => oracle.stackRoots(g),
    globals: () => oracle.globalRoots(),
    words: (g) => oracle.words.filter(({ stack }) => stack === g).map(({ word }) => word),
  };
}

/** Nothing but the client knows of the block. */
function isFreeable({ incoming, hasSpecials }: OracleBlock): boolean {
  return incoming === 0 && !hasSpecials;
}

function firstChange(before: readonly number[], after: readonly number[]): number {
  return before.findIndex((number, i) => number !== after[i]);
}

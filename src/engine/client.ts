/**
 * The client: runs the commands of a program against a subject, and keeps the oracle abreast.
 *
 * A command whose block is not held does nothing. Each call's answer is put beside what a correct subject may answer;
 * judging is left to the invariants.
 */
import { HarnessError } from '../base/errors.ts';
import type { Addr, Bytes } from '../base/units.ts';
import type { Scheduler } from '../../spec/scheduler.ts';
import type { Observation, RootSource, Subject } from '../../spec/subject.ts';
import { WORD_BYTES } from '../../spec/views/go.ts';
import { GLOBALS } from '../../models/reference/block.ts';
import type { OracleBlock } from '../../models/reference/block.ts';
import { Oracle } from '../../models/reference/oracle.ts';
import { Attachments } from './attachments.ts';
import { Collections } from './collections.ts';
import { Interleaving } from './interleaving.ts';
import { movesAt } from '../program/churn.ts';
import { freshLabel } from '../program/expand.ts';
import { NOSCAN, OP, STRIDE, VIA, commandCount } from '../program/program.ts';
import { FamilyRequests } from './family-requests.ts';
import { Ledger } from './ledger.ts';
import { Locals } from './locals.ts';
import { PlainRequests } from './requests.ts';
import type { RequestContext, Requests } from './requests.ts';
import { isAboutProcessor, schedule } from './scheduling.ts';
import type { Program } from '../program/program.ts';

const NONE: readonly Observation[] = [];

export class Client {
  readonly oracle: Oracle;
  /** Commands of each kind that did something, by op. */
  readonly effective: number[] = new Array<number>(Object.keys(OP).length).fill(0);
  peakLiveBytes: Bytes = 0;
  readonly #subject: Subject;
  readonly #program: Program;
  readonly #collections: Collections;
  readonly #attachments: Attachments | undefined;
  /** Where goroutines' stacks have frames. */
  readonly #locals: Locals | undefined;
  readonly #interleaving = new Interleaving();
  #processor = 0;
  /** Whose stack holds what this command asks for. */
  #goroutine = 0;
  readonly #ledger: Ledger;
  readonly #requests: Requests;
  /** The label of blocks that commands ask for and free, once there was one. */
  #churned: number | undefined;
  /** The same where the subject has malloc and free alone. */
  readonly #plain: PlainRequests | undefined;

  constructor(subject: Subject, program: Program) {
    this.#subject = subject;
    this.#program = program;
    this.oracle = new Oracle(subject);
    const { sched, specials } = subject;
    this.#locals = sched?.frames && new Locals(sched.frames, this.oracle);
    this.#attachments = specials && new Attachments(specials, this.oracle);
    this.#collections = new Collections({
      subject,
      oracle: this.oracle,
      interleaving: this.#interleaving,
      roots: new Roots(this.oracle, () => sched?.goroutines ?? program.heap.procs, this.#locals),
      isPaced: program.heap.gogc !== undefined || program.heap.memoryLimit !== undefined,
    });
    const changed = (): void => this.#interleaving.changed();
    this.#ledger = new Ledger(subject, this.oracle, changed);
    const context: RequestContext = {
      subject,
      oracle: this.oracle,
      ledger: this.#ledger,
      changed,
      stack: () => this.#goroutine,
      withdraw: (block) => this.#withdraw(block),
      store: (from, word, to) => this.#store(from, word, to),
    };
    const { contract } = subject;
    const isLimited = program.heap.memoryLimit !== undefined;
    const isMisused = contract === undefined || contract.misuse === 'refused';
    this.#plain = isMisused ? new PlainRequests(context) : undefined;
    this.#requests =
      contract === undefined
        ? (this.#plain as PlainRequests)
        : new FamilyRequests(context, contract, isLimited);
  }

  /** Ids of the marks that the client reached by its own commands. */
  get reached(): ReadonlySet<string> {
    return this.#interleaving.reached;
  }

  /** How many calls command `index` is, one after the other: each is a step of its own to whoever judges. */
  moves(index: number): number {
    return movesAt(this.#program.commands, index * STRIDE);
  }

  /** Runs all moves of command `index`; whether they did anything. */
  run(index: number): boolean {
    const moves = this.moves(index);
    let did = false;
    for (let move = 0; move < moves; move += 1) did = this.step(index, move) || did;
    return did;
  }

  /** Runs a move of command `index`; whether it did anything. */
  step(index: number, move = 0): boolean {
    const { commands, heap } = this.#program;
    const at = index * STRIDE;
    const op = commands[at] as number;
    this.oracle.beginStep();
    this.#processor = Math.min(commands[at + 4] as number, heap.procs - 1);
    if (this.#plain !== undefined) this.#plain.ended = 0;
    this.#requests.ended = 0;
    const ended = (): number => (this.#plain?.ended ?? 0) + this.#requests.ended;
    const did = this.#tryRun(op, index, move) || ended() > 0;
    this.oracle.observations = this.#subject.observations?.() ?? NONE;
    if (did && move === 0) this.effective[op] = (this.effective[op] as number) + 1;
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
      this.#subject.beginCommand?.(commandCount(this.#program));
      if ((this.#subject.sched?.suspended ?? 0) > 0) {
        this.#subject.sched?.finishCalls();
        yield;
        oracle.beginStep();
      }
      oracle.words = [];
      oracle.letGoOfAll();
      this.#locals?.sync();
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
      this.#locals?.sync();
      if (ran === 0 && !attachments.clearFinalizers()) return;
    }
  }

  /** The subject's memory may be broken as well as its calls. */
  #tryRun(op: number, index: number, move: number): boolean {
    try {
      this.#ledger.hasAllocated = false;
      this.#switchP(op);
      this.#subject.beginCommand?.(index, move);
      const did = this.#run(op, index * STRIDE, move);
      this.#locals?.sync();
      if (this.#ledger.hasAllocated) this.#collections.startWhenDue();
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

  /** What is no size at all is no matter of C. */
  #requestsFor(size: number): Requests {
    const isSize = Number.isInteger(size) && size >= 0;
    return isSize ? this.#requests : (this.#plain ?? this.#requests);
  }

  /** @param at  of the command, whose numbers are as the table in src/program/program.ts says for each op */
  #run(op: number, at: number, move: number): boolean {
    const { commands } = this.#program;
    const a = commands[at + 1] as number;
    const b = commands[at + 2] as number;
    const c = commands[at + 3] as number;
    const via = commands[at + VIA] as number;
    switch (op) {
      case OP.MALLOC:
        return this.#requestsFor(b).malloc(a, b, c, via);
      case OP.CALLOC:
        return this.#requests.calloc(a, b, c, via);
      case OP.MEMALIGN:
        return this.#requests.memalign(a, b, c, via);
      case OP.REALLOC:
        return this.#requests.realloc(a, b, c, via);
      case OP.REALLOCARRAY:
        return this.#requests.reallocarray(a, b, c, via);
      case OP.FREE:
        return this.#requests.free(a, via);
      case OP.CHURN:
        return this.#churn(b, move);
      case OP.BADFREE:
        return this.#plain?.badFree(a, b) ?? false;
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

  /** Asks for a block, and frees it by the next move. */
  #churn(size: number, move: number): boolean {
    if (this.#churned === undefined) this.#churned = freshLabel(this.#program);
    if (move % 2 === 1) return this.#requests.free(this.#churned, 0);
    return this.#requestsFor(size).malloc(this.#churned, size, NOSCAN, 0);
  }

  #withHeld(label: number, run: (block: OracleBlock) => boolean): boolean {
    const block = this.oracle.held(label);
    return block !== undefined && run(block);
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
    if (op === OP.CALL || op === OP.RETURN || op === OP.ADDROF) return this.#frame(op, count);
    return schedule(sched, this.oracle, { op, count, processor: this.#processor });
  }

  #frame(op: number, count: number): boolean {
    const locals = this.#locals;
    if (locals === undefined) return false;
    if (op === OP.CALL) return locals.call(count);
    if (op === OP.ADDROF) return locals.addressOf(this.#goroutine, count);
    this.#interleaving.changed();
    return locals.ret(this.#goroutine);
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
}

/**
 * What the client holds, as the collector finds it when it comes to it.
 *
 * A class, since an object literal with an accessor has a hidden class of its own, which keeps all that it can reach from
 * being freed by the young generation's collections: a run was twice as slow.
 */
class Roots implements RootSource {
  readonly #oracle: Oracle;
  readonly #stacks: () => number;
  readonly #locals: Locals | undefined;

  constructor(oracle: Oracle, stacks: () => number, locals: Locals | undefined) {
    this.#oracle = oracle;
    this.#stacks = stacks;
    this.#locals = locals;
  }

  get stacks(): number {
    return this.#stacks();
  }

  stack(g: number): readonly Addr[] {
    return this.#locals?.registers(g) ?? this.#oracle.stackRoots(g);
  }

  globals(): readonly Addr[] {
    return this.#oracle.globalRoots();
  }

  words(g: number): readonly Addr[] {
    return this.#oracle.words.filter(({ stack }) => stack === g).map(({ word }) => word);
  }
}

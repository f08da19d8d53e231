/** What the client attaches to blocks: finalizers and weak pointers, and what it is given by them. */
import type { Specials } from '../../spec/subject.ts';
import type { OracleBlock } from '../../models/reference/block.ts';
import type { Oracle } from '../../models/reference/oracle.ts';
import { OP } from '../program/program.ts';

/** A weak pointer as the client has it. */
interface WeakPointer {
  readonly block: OracleBlock;
  readonly handle: number;
}

export class Attachments {
  readonly #specials: Specials;
  readonly #oracle: Oracle;
  /** The last weak pointer to the block of each label. */
  readonly #weak = new Map<number, WeakPointer>();

  constructor(specials: Specials, oracle: Oracle) {
    this.#specials = specials;
    this.#oracle = oracle;
  }

  /**
   * @param a  label of a block, or how many finalizers may have their turn
   * @param g  the goroutine whose stack holds what comes back
   */
  run(op: number, a: number, g: number): boolean {
    const block = op === OP.FINALIZER || op === OP.WEAK ? this.#oracle.held(a) : undefined;
    if (op === OP.FINALIZE) return this.#finalize(a, g);
    if (op === OP.UPGRADE) return this.#upgrade(a, g);
    if (block === undefined || block.size === 0) return false;
    return op === OP.FINALIZER ? this.#setFinalizer(block) : this.#makeWeak(block);
  }

  /** Gives up to `times` finalizers their turn; how many had it. */
  finalizeSurely(times: number): number {
    let ran = 0;
    while (ran < times && this.#finalizeOne(false, 0)) ran += 1;
    return ran;
  }

  /** Takes all finalizers back; whether there was one. */
  clearFinalizers(): boolean {
    let isAny = false;
    for (const block of this.#oracle.live) {
      if (block.finalizer === 'none' || !this.#specials.clearFinalizer(block.addr)) continue;
      block.finalizer = 'none';
      isAny = true;
    }
    return isAny;
  }

  #setFinalizer(block: OracleBlock): boolean {
    if (block.finalizer !== 'none') return false;
    block.finalizer = 'set';
    return this.#specials.setFinalizer(block.addr);
  }

  #finalize(times: number, g: number): boolean {
    let taken = 0;
    while (taken < times && this.#finalizeOne(true, g)) taken += 1;
    return taken > 0;
  }

  /** @param mayBeNone  whether blocks whose turn is sure to have come may still wait for the sweep */
  #finalizeOne(mayBeNone: boolean, g: number): boolean {
    const oracle = this.#oracle;
    const awaiting = oracle.awaiting();
    const isSure = awaiting.some(({ finalizer }) => finalizer === 'due');
    const addr = this.#specials.runFinalizer();
    const allowed = awaiting.map((block) => block.addr);
    if (mayBeNone || !isSure) allowed.push(0);
    oracle.returns.push({ by: 'finalizer', addr, allowed });
    const block = awaiting.find((each) => each.addr === addr);
    if (block !== undefined) oracle.finalized(block, g);
    return block !== undefined;
  }

  #makeWeak(block: OracleBlock): boolean {
    block.isWeaklyHeld = true;
    block.weakIsNil = false;
    this.#weak.set(block.label, { block, handle: this.#specials.weakHandle(block.addr) });
    return true;
  }

  #upgrade(label: number, g: number): boolean {
    const weak = this.#weak.get(label);
    if (weak === undefined) return false;
    const { block, handle } = weak;
    const allowed = this.#oracle.upgradable(block);
    const addr = this.#specials.strongFromWeak(handle);
    this.#oracle.returns.push({ by: 'weak pointer', addr, allowed });
    if (addr === block.addr && allowed.includes(addr)) this.#oracle.upgrade(block, g);
    return true;
  }
}

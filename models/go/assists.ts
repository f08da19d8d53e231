/**
 * Mark assists: who allocates while marking runs owes scan work for it. See mgc.ts.
 *
 * Each byte allocated costs `assistWorkPerByte` bytes of scanning. A goroutine in debt first takes credit that the
 * background workers earned, then scans by itself; where there is nothing to scan it waits in a queue that the
 * background workers' next credit pays, the oldest debt first. What is paid in part goes to the back. Who is paid goes
 * on, and so does everybody when the cycle is over.
 *
 * Keeps: go/assist-queue-in-debt.
 * Source: Go 1.19 runtime/mgcmark.go (gcAssistAlloc, gcParkAssist, gcFlushBgCredit).
 */
import type { Bytes } from '../../src/base/units.ts';
import type { MHeap } from './mheap.ts';

/** An assist does at least this much work, so that it does not come back for every object. */
const OVER_ASSIST_WORK: Bytes = 65_536;

export class Assists {
  /** By goroutine: what it may still allocate; negative is debt. */
  readonly assistBytes: Bytes[] = [];
  /** Goroutines that wait for credit, the oldest first. */
  readonly queue: number[] = [];

  readonly #heap: MHeap;

  constructor(heap: MHeap) {
    this.#heap = heap;
  }

  /** For a new cycle: nobody owes anything. */
  reset(): void {
    this.assistBytes.length = 0;
    this.queue.length = 0;
  }

  /** The cycle is over: whoever waits goes on. */
  wakeAll(): void {
    for (const g of this.queue.splice(0)) this.#heap.world.ready(g);
  }

  charge(g: number, bytes: Bytes): void {
    this.assistBytes[g] = (this.assistBytes[g] ?? 0) - bytes;
  }

  /**
   * Works off the debt of goroutine `g`.
   *
   * @param drain  scans up to so many bytes: how many it did
   * @returns      whether there was a debt that is not queued already
   */
  assist(g: number, drain: (scanWork: Bytes) => Bytes): boolean {
    const debt = -(this.assistBytes[g] ?? 0);
    if (debt <= 0 || this.queue.includes(g)) return false;
    const { controller, events, world } = this.#heap;
    const wanted = Math.max(OVER_ASSIST_WORK, Math.trunc(controller.assistWorkPerByte * debt));
    const stolen = Math.min(controller.bgScanCredit, wanted);
    controller.bgScanCredit -= stolen;
    if (stolen > 0) this.#credit(g, stolen);
    const scanned = stolen < wanted ? drain(wanted - stolen) : 0;
    if (stolen < wanted) this.#credit(g, scanned);
    const isQueued = (this.assistBytes[g] as Bytes) < 0;
    if (isQueued) {
      this.queue.push(g);
      world.park();
    }
    events?.assisted(stolen, scanned, isQueued);
    return true;
  }

  /** Background work pays the queued debts first. */
  addCredit(scanWork: Bytes): void {
    const { controller, world } = this.#heap;
    if (this.queue.length === 0) {
      controller.bgScanCredit += scanWork;
      return;
    }
    let bytes = Math.trunc(scanWork * controller.assistBytesPerWork);
    while (this.queue.length > 0 && bytes > 0) {
      const g = this.queue.shift() as number;
      const left = bytes + (this.assistBytes[g] as Bytes);
      this.assistBytes[g] = Math.min(0, left);
      bytes = Math.max(0, left);
      if (left < 0) this.queue.push(g);
      else world.ready(g);
    }
    controller.bgScanCredit += Math.trunc(bytes * controller.assistWorkPerByte);
  }

  /** One byte more than was earned, so that rounding never leaves a debt. */
  #credit(g: number, scanWork: Bytes): void {
    const bytes = 1 + Math.trunc(this.#heap.controller.assistBytesPerWork * scanWork);
    this.assistBytes[g] = (this.assistBytes[g] as Bytes) + bytes;
  }
}

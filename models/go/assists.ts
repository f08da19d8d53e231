/**
 * Mark assists: who allocates while marking runs owes scan work for it. See mgc.ts.
 *
 * Each byte allocated costs `assistWorkPerByte` bytes of scanning. A goroutine in debt first takes credit that the
 * background workers earned, then scans by itself; where there is nothing to scan it waits in a queue that the
 * background workers' next credit pays, the oldest debt first. What is paid in part goes to the back.
 *
 * Keeps: go/assist-queue-in-debt.
 * Source: Go 1.19 runtime/mgcmark.go (gcAssistAlloc, gcParkAssist, gcFlushBgCredit).
 * Differs: a goroutine goes on while its debt waits in the queue.
 */
import type { Bytes } from '../../src/base/units.ts';
import type { GoEvents } from '../../spec/views/go.ts';
import type { GcController } from './gc-controller.ts';

/** An assist does at least this much work, so that it does not come back for every object. */
const OVER_ASSIST_WORK: Bytes = 65_536;

export class Assists {
  /** By processor: what its goroutine may still allocate; negative is debt. */
  readonly assistBytes: Bytes[];
  /** Processors whose goroutines wait for credit, the oldest first. */
  readonly queue: number[] = [];

  readonly #controller: GcController;
  readonly #events: GoEvents | undefined;

  constructor(procs: number, controller: GcController, events: GoEvents | undefined) {
    this.#controller = controller;
    this.#events = events;
    this.assistBytes = new Array<Bytes>(procs).fill(0);
  }

  /** For a new cycle: nobody owes anything. */
  reset(): void {
    this.assistBytes.fill(0);
    this.queue.length = 0;
  }

  charge(p: number, bytes: Bytes): void {
    this.assistBytes[p] = (this.assistBytes[p] as Bytes) - bytes;
  }

  /**
   * Works off the debt of `p`.
   *
   * @param drain  scans up to so many bytes: how many it did
   * @returns      whether there was a debt that is not queued already
   */
  assist(p: number, drain: (scanWork: Bytes) => Bytes): boolean {
    const debt = -(this.assistBytes[p] as Bytes);
    if (debt <= 0 || this.queue.includes(p)) return false;
    const controller = this.#controller;
    const wanted = Math.max(OVER_ASSIST_WORK, Math.trunc(controller.assistWorkPerByte * debt));
    const stolen = Math.min(controller.bgScanCredit, wanted);
    controller.bgScanCredit -= stolen;
    if (stolen > 0) this.#credit(p, stolen);
    const scanned = stolen < wanted ? drain(wanted - stolen) : 0;
    if (stolen < wanted) this.#credit(p, scanned);
    const isQueued = (this.assistBytes[p] as Bytes) < 0;
    if (isQueued) this.queue.push(p);
    this.#events?.assisted(stolen, scanned, isQueued);
    return true;
  }

  /** Background work pays the queued debts first. */
  addCredit(scanWork: Bytes): void {
    const controller = this.#controller;
    if (this.queue.length === 0) {
      controller.bgScanCredit += scanWork;
      return;
    }
    let bytes = Math.trunc(scanWork * controller.assistBytesPerWork);
    while (this.queue.length > 0 && bytes > 0) {
      const p = this.queue.shift() as number;
      const left = bytes + (this.assistBytes[p] as Bytes);
      this.assistBytes[p] = Math.min(0, left);
      bytes = Math.max(0, left);
      if (left < 0) this.queue.push(p);
    }
    controller.bgScanCredit += Math.trunc(bytes * controller.assistWorkPerByte);
  }

  /** One byte more than was earned, so that rounding never leaves a debt. */
  #credit(p: number, scanWork: Bytes): void {
    const bytes = 1 + Math.trunc(this.#controller.assistBytesPerWork * scanWork);
    this.assistBytes[p] = (this.assistBytes[p] as Bytes) + bytes;
  }
}

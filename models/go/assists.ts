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
import type { GcController } from './gc-controller.ts';

/** An assist does at least this much work, so that it does not come back for every object. */
const OVER_ASSIST_WORK: Bytes = 65_536;

export class Assists {
  /** By goroutine: what it may still allocate; negative is debt. */
  readonly assistBytes: Bytes[] = [];
  /** Goroutines that wait for credit, the oldest first. */
  readonly queue: number[] = [];

  readonly #controller: GcController;

  constructor(controller: GcController) {
    this.#controller = controller;
  }

  /** For a new cycle: nobody owes anything. */
  reset(): void {
    this.assistBytes.length = 0;
    this.queue.length = 0;
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
    const controller = this.#controller;
    const wanted = Math.max(OVER_ASSIST_WORK, Math.trunc(controller.assistWorkPerByte * debt));
    const stolen = Math.min(controller.bgScanCredit, wanted);
    controller.bgScanCredit -= stolen;
    if (stolen > 0) this.#credit(g, stolen);
    if (stolen < wanted) this.#credit(g, drain(wanted - stolen));
    if ((this.assistBytes[g] as Bytes) < 0) this.queue.push(g);
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
      const g = this.queue.shift() as number;
      const left = bytes + (this.assistBytes[g] as Bytes);
      this.assistBytes[g] = Math.min(0, left);
      bytes = Math.max(0, left);
      if (left < 0) this.queue.push(g);
    }
    controller.bgScanCredit += Math.trunc(bytes * controller.assistWorkPerByte);
  }

  /** One byte more than was earned, so that rounding never leaves a debt. */
  #credit(g: number, scanWork: Bytes): void {
    const bytes = 1 + Math.trunc(this.#controller.assistBytesPerWork * scanWork);
    this.assistBytes[g] = (this.assistBytes[g] as Bytes) + bytes;
  }
}

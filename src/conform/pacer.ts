/**
 * What a real runtime's pacer, PI controller and CPU limiter did at random, done again by the model; they are recorded
 * by src/adapters/go/tests/pacer_test.go.
 */
import { GcCPULimiter } from '../../models/go/gc-limiter.ts';
import type { GcController, PacedMemory } from '../../models/go/gc-controller.ts';
import { PiController } from '../../models/go/pi-controller.ts';
import { Tally } from './part.ts';
import type { Part } from './part.ts';

type Row = readonly number[];

/** A case: how it begins, and its steps. */
export type Case = readonly [head: Row, ...steps: Row[]];

export interface PacerRecord {
  readonly go: string;
  readonly pacer: readonly Case[];
  readonly pi: readonly Case[];
  readonly limiter: readonly Case[];
}

/** Where a replay left its record. */
export interface PacerDifference {
  readonly step: number;
  readonly row: Row;
  readonly was: Row;
}

interface Counters extends PacedMemory {
  heapFree: number;
  totalAlloc: number;
  totalFree: number;
  mappedReady: number;
}

/** Numbers of a pacer's state in a row. */
const STATE = 13;

/** What a row says for the largest number. */
const LARGEST = -1;

/** What that is in the model, by place in the state: no bound, but for the runway, of which it is just a value. */
const ABOVE_ALL = [Infinity, Infinity, Infinity, Infinity, Infinity, Infinity, 2 ** 64];

/** The first step at which the pacer does something else; undefined when there is none. */
export function replayPacer(
  Controller: typeof GcController,
  [head, ...steps]: Case,
): PacerDifference | undefined {
  const [gogc, memoryLimit, globals] = head as [number, number, number];
  const memory: Counters = { heapFree: 0, totalAlloc: 0, totalFree: 0, mappedReady: 0 };
  const controller = new Controller(memory, { gogc, memoryLimit });
  controller.addGlobals(globals);
  for (const [step, row] of [head, ...steps].entries()) {
    if (step > 0) stepPacer(controller, memory, row);
    const said = row
      .slice(-STATE)
      .map((value, i) => (value === LARGEST ? (ABOVE_ALL[i] ?? value) : value));
    const was = stateOf(controller);
    if (!same(said, was)) return { step, row, was };
  }
  return undefined;
}

/** Compares a recording with the model, of which `Controller` is the pacer. */
export function comparePacer(record: PacerRecord, Controller: typeof GcController): Part {
  const kinds = [
    { kind: 'pacer', cases: record.pacer, again: (each: Case) => replayPacer(Controller, each) },
    { kind: 'PI controller', cases: record.pi, again: replayPi },
    { kind: 'CPU limiter', cases: record.limiter, again: replayLimiter },
  ];
  const compared = new Tally();
  for (const { kind, cases, again } of kinds) {
    for (const [i, each] of cases.entries()) {
      const found = again(each);
      if (found !== undefined) {
        const { step, row, was } = found;
        const at = `case ${i + 1} of the ${kind}, step ${step}`;
        return { compared, difference: { at, request: 'do the same', ...sides(row, was) } };
      }
      compared.add(`${kind} programs`);
      compared.add('steps of them', each.length);
    }
  }
  return { compared };
}

/** The state after a step is the end of its row. */
function sides(row: Row, was: Row): { readonly go: string; readonly model: string } {
  return { go: row.slice(-was.length).join(' '), model: was.join(' ') };
}

function stepPacer(controller: GcController, memory: Counters, row: Row): void {
  const [op = -1, a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = row;
  switch (op) {
    case 0:
      controller.update(a, b);
      return;
    case 1:
      Object.assign(memory, { heapFree: a, totalAlloc: b, totalFree: c, mappedReady: d });
      return;
    case 2:
      controller.setGCPercent(a);
      controller.setMemoryLimit(b);
      controller.commit(c === 1);
      if (d === 1) controller.revise();
      return;
    case 3:
      controller.addScannableStack(undefined, a);
      controller.addGlobals(b);
      return;
    case 4:
      controller.startCycle(a, b, c === 1);
      controller.blackenEnabled = true;
      return;
    case 5:
      controller.heapScanWork += a;
      controller.stackScanWork += b;
      controller.globalsScanWork += c;
      controller.revise();
      return;
    default:
      controller.blackenEnabled = false;
      controller.assistTime = c;
      controller.idleMarkTime = d;
      controller.endCycle(a, b);
      controller.resetLive(e);
      controller.commit(f === 1);
  }
}

function stateOf(controller: GcController): Row {
  const { workers } = controller;
  return [
    controller.heapGoal(),
    controller.memoryLimitHeapGoal(),
    controller.trigger(),
    controller.triggered,
    controller.heapLive,
    controller.heapScan,
    controller.runway,
    controller.consMark,
    controller.assistWorkPerByte,
    controller.assistBytesPerWork,
    workers.fractionalUtilizationGoal,
    workers.dedicatedMarkWorkersNeeded,
    workers.maxIdleMarkWorkers,
  ];
}

export function replayPi([head, ...steps]: Case): PacerDifference | undefined {
  const [kp, ti, tt, min, max] = head as [number, number, number, number, number];
  const pi = new PiController({ kp, ti, tt, min, max });
  for (const [step, row] of steps.entries()) {
    const [input, setpoint, period, output, ok] = row as [number, number, number, number, number];
    const was = [pi.next(input, setpoint, period), pi.ok ? 1 : 0];
    if (!same([output, ok], was)) return { step, row, was };
  }
  return undefined;
}

export function replayLimiter([head, ...steps]: Case): PacerDifference | undefined {
  const [start, procs] = head as [number, number];
  const limiter = new GcCPULimiter(start, procs);
  let now = start;
  for (const [step, row] of steps.entries()) {
    now = stepLimiter(limiter, row) ?? now;
    const { fill, capacity, overflow, limiting } = limiter;
    const was = [fill, capacity, overflow, limiting ? 1 : 0, limiter.needUpdate(now) ? 1 : 0];
    if (!same(row.slice(-5), was)) return { step, row, was };
  }
  return undefined;
}

/** The time that it is then, where the step says it. */
function stepLimiter(limiter: GcCPULimiter, [op = -1, a = 0, b = 0]: Row): number | undefined {
  switch (op) {
    case 0:
      limiter.startGCTransition(a === 1, b);
      return b;
    case 1:
      limiter.finishGCTransition(a);
      return a;
    case 2:
      limiter.addAssistTime(a);
      return undefined;
    case 3:
      limiter.addIdleTime(a);
      return undefined;
    case 4:
      limiter.update(a);
      return a;
    default:
      limiter.resetCapacity(a, b);
      return a;
  }
}

function same(said: Row, was: Row): boolean {
  return (
    said.length === was.length &&
    said.every((value, i) => Object.is(value, was[i]) || value === was[i])
  );
}

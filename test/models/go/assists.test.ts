// Goal: debts of scan work are paid exactly: by credit first, then by scanning, then by waiting in a queue, the oldest
// first. Method: a heap whose pacer is set by hand, in a world that writes down who waits and who may go on.
import { beforeEach, describe, expect, it } from 'vitest';
import { Assists } from '../../../models/go/assists.ts';
import { GoHeap } from '../../../models/go/go-heap.ts';
import { WASM32 } from '../../../models/go/geometry.ts';
import { LoneWorld } from '../../../models/go/world.ts';
import { Os } from '../../../models/os/os.ts';

/** An assist does at least this much. */
const LEAST = 65_536;

let go: GoHeap;
let assists: Assists;
let log: string[];
/** What scanning was asked for. */
let asked: number[];

class Watched extends LoneWorld {
  override park(): void {
    log.push('parks');
  }

  override ready(g: number): void {
    log.push(`readies ${g}`);
  }
}

beforeEach(() => {
  go = new GoHeap(WASM32, new Os({ addressLimit: WASM32.addressLimit, faults: [] }), { procs: 1 });
  go.heap.world = new Watched();
  assists = new Assists(go.heap);
  log = [];
  asked = [];
  pace(2);
});

function pace(workPerByte: number, credit = 0): void {
  const { controller } = go.heap;
  controller.assistWorkPerByte = workPerByte;
  controller.assistBytesPerWork = 1 / workPerByte;
  controller.bgScanCredit = credit;
}

/** Scanning that comes to so many bytes. */
const scanning =
  (bytes: number) =>
  (work: number): number => {
    asked.push(work);
    return bytes;
  };

/** Goroutines that owe so much and found nothing to scan. */
function queued(...debts: readonly number[]): void {
  for (const [g, debt] of debts.entries()) {
    assists.charge(g, debt);
    assists.assist(g, scanning(0));
  }
  log = [];
}

const credit = (): number => go.heap.controller.bgScanCredit;

describe('an assist', () => {
  it.each([
    ['nothing was allocated', 0],
    ['there is credit left', -1],
  ])('does nothing where %s', (_, debt) => {
    assists.charge(0, debt);
    expect([assists.assist(0, scanning(9)), asked, credit()]).toEqual([false, [], 0]);
    expect(assists.assist(1, scanning(9))).toBe(false);
  });

  it('scans at least so much that it does not come back at once', () => {
    assists.charge(0, 100);
    expect(assists.assist(0, scanning(LEAST))).toBe(true);
    expect([asked, assists.assistBytes[0], assists.queue, log]).toEqual([
      [LEAST],
      LEAST / 2 + 1 - 100,
      [],
      [],
    ]);
  });

  it('scans for all of a large debt', () => {
    assists.charge(0, 100_000);
    assists.assist(0, scanning(200_000));
    expect([asked, assists.assistBytes[0]]).toEqual([[200_000], 1]);
  });

  it('takes credit first, and scans for the rest', () => {
    pace(2, 30_000);
    assists.charge(0, 50_000);
    assists.assist(0, scanning(70_000));
    expect([asked, credit(), assists.assistBytes[0]]).toEqual([[70_000], 0, 2]);
  });

  it('scans nothing where credit is enough', () => {
    pace(2, 100_001);
    assists.charge(0, 50_000);
    assists.assist(0, scanning(9));
    expect([asked, credit(), assists.assistBytes[0], log]).toEqual([[], 1, 1, []]);
    pace(2, 100_000);
    assists.charge(1, 50_000);
    assists.assist(1, scanning(9));
    expect([asked, credit(), assists.assistBytes[1]]).toEqual([[], 0, 1]);
  });

  it('waits where there is too little to scan, and is not asked again then', () => {
    assists.charge(0, 50_000);
    expect(assists.assist(0, scanning(20_000))).toBe(true);
    expect([assists.queue, assists.assistBytes[0], log]).toEqual([[0], -39_999, ['parks']]);
    expect([assists.assist(0, scanning(9)), asked, assists.queue]).toEqual([false, [100_000], [0]]);
  });

  it('does not wait where its debt is paid to the byte', () => {
    assists.charge(0, 10_001);
    assists.assist(0, scanning(20_000));
    expect([assists.assistBytes[0], assists.queue]).toEqual([0, []]);
  });
});

describe('credit', () => {
  it('is kept for assists to come where nobody waits', () => {
    assists.addCredit(3);
    assists.addCredit(4);
    expect([credit(), log]).toEqual([7, []]);
  });

  it('pays the oldest debt first, and the next with what is left', () => {
    queued(40_001, 50_001);
    assists.addCredit(100_000);
    expect([log, assists.queue]).toEqual([['readies 0'], [1]]);
    expect([assists.assistBytes.slice(0, 2), credit()]).toEqual([[0, -40_000], 0]);
  });

  it('sends who is paid in part to the end of the queue', () => {
    queued(50_001, 40_001);
    assists.addCredit(20_000);
    expect([log, assists.queue, assists.assistBytes]).toEqual([[], [1, 0], [-40_000, -40_000]]);
    assists.addCredit(1);
    expect(assists.queue).toEqual([1, 0]);
  });

  it('readies who is paid to the byte, and keeps what is more', () => {
    queued(50_001);
    assists.addCredit(100_000);
    expect([log, assists.queue, assists.assistBytes[0], credit()]).toEqual([
      ['readies 0'],
      [],
      0,
      0,
    ]);
    queued(50_001);
    assists.addCredit(100_010);
    expect([assists.assistBytes[0], credit()]).toEqual([0, 10]);
  });
});

describe('a new cycle', () => {
  it('forgets all debts and who waits', () => {
    queued(50_000);
    assists.reset();
    expect([assists.assistBytes, assists.queue]).toEqual([[], []]);
  });

  it('finds nobody waiting: the end of the last one readied them, the oldest first', () => {
    queued(50_000, 60_000);
    assists.wakeAll();
    expect([log, assists.queue]).toEqual([['readies 0', 'readies 1'], []]);
  });

  it('begins with no debts', () => {
    expect([assists.assistBytes, assists.queue]).toEqual([[], []]);
  });
});

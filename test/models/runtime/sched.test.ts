// Goal: goroutines get processors as in Go, whoever comes and goes. Method: one transition a test, on a scheduler of few
// processors, and what everybody is afterwards.
import { beforeEach, describe, expect, it } from 'vitest';
import { Sched } from '../../../models/runtime/sched.ts';

let sched: Sched;
let acquired: number[];

beforeEach(() => {
  acquired = [];
  sched = new Sched(2, (p) => acquired.push(p));
});

const statuses = (): readonly string[] => sched.ps.map(({ status }) => status);
const running = (): readonly number[] => sched.ps.map(({ id }) => sched.curg(id));

describe('the scheduler', () => {
  it('starts with a goroutine on each processor', () => {
    expect([statuses(), running()]).toEqual([
      ['running', 'running'],
      [0, 1],
    ]);
  });

  it('puts a new goroutine behind those of its processor, and takes turns', () => {
    sched.newproc(0);
    expect(sched.gs[2]?.status).toBe('runnable');
    sched.gosched(0);
    expect([running(), sched.runq]).toEqual([[2, 1], [0]]);
    sched.gosched(0);
    expect([running(), sched.runq]).toEqual([[0, 1], [2]]);
  });

  it('lets a goroutine go on that yields to nobody', () => {
    sched.gosched(1);
    expect([running(), sched.runq]).toEqual([[0, 1], []]);
  });

  it('takes half of what waits for another processor, where nobody waits for its own', () => {
    for (let i = 0; i < 3; i += 1) sched.newproc(0);
    sched.goexit(1);
    expect([running(), sched.ps[0]?.runq, sched.ps[1]?.runq]).toEqual([[0, 2], [4], [3]]);
  });

  it('lets one that waits alone until it is readied', () => {
    sched.newproc(0);
    sched.park(0);
    expect([running(), sched.gs[0]?.status, sched.runq]).toEqual([[2, 1], 'waiting', []]);
    sched.gosched(0);
    expect(running()).toEqual([2, 1]);
    sched.goready(0);
    sched.gosched(0);
    expect([running(), sched.runq]).toEqual([[0, 1], [2]]);
  });

  it('gives a processor up when its last goroutine ends', () => {
    sched.goexit(1);
    expect([statuses(), running(), sched.gs[1]?.status]).toEqual([
      ['running', 'idle'],
      [0, -1],
      'dead',
    ]);
    sched.newproc(0);
    sched.startm(1);
    expect([running(), sched.ms.length, acquired]).toEqual([[0, 2], 2, [1]]);
  });
});

describe('a goroutine in the system', () => {
  beforeEach(() => {
    sched.entersyscall(1);
  });

  it('leaves its processor to be taken, which then idles', () => {
    expect([statuses(), sched.gs[1]?.status, sched.ms[1]?.p]).toEqual([
      ['running', 'syscall'],
      'syscall',
      -1,
    ]);
    expect([sched.retake(1), statuses(), sched.retake(1)]).toEqual([
      true,
      ['running', 'idle'],
      false,
    ]);
  });

  it('leaves it to those that wait, who run by another thread', () => {
    sched.newproc(0);
    sched.gosched(0);
    sched.retake(1);
    expect([running(), sched.ms.length, acquired]).toEqual([[2, 0], 3, [1]]);
  });

  it('comes back to its processor when nobody took it', () => {
    expect([sched.exitsyscall(1), running(), acquired]).toEqual([true, [0, 1], [1]]);
    expect(sched.exitsyscall(1)).toBe(false);
  });

  it('comes back to an idle one when somebody did', () => {
    sched.retake(1);
    sched.entersyscall(0);
    sched.retake(0);
    sched.exitsyscall(1);
    expect([running(), statuses()]).toEqual([
      [1, -1],
      ['running', 'idle'],
    ]);
  });

  it('waits for any processor when none is free', () => {
    sched.newproc(1);
    sched.retake(1);
    sched.exitsyscall(1);
    expect([running(), sched.runq, sched.gs[1]?.status]).toEqual([[0, 2], [1], 'runnable']);
  });

  it('has lost its processor when the world stopped meanwhile', () => {
    sched.retakeAll();
    expect(statuses()).toEqual(['running', 'idle']);
  });
});

describe('a change of GOMAXPROCS', () => {
  it('stops processors: what runs or waits there waits for any', () => {
    sched.newproc(1);
    const destroyed: number[] = [];
    sched.procresize(1, (p) => destroyed.push(p));
    expect([statuses(), sched.runq, destroyed, sched.gs[1]?.status]).toEqual([
      ['running', 'dead'],
      [2, 1],
      [1],
      'runnable',
    ]);
  });

  it('starts them again, idle', () => {
    sched.procresize(1, () => {});
    sched.procresize(2, () => {});
    expect([statuses(), sched.gomaxprocs]).toEqual([['running', 'idle'], 2]);
    sched.startm(1);
    expect(running()).toEqual([0, 1]);
  });
});

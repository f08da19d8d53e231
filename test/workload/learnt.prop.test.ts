// Goal: programs of a learnt profile have the sizes, lifetimes and shares of calls of what it was learnt from, and hold on
// the models; each is a function of its seed.
// Method: learn from traces of real programs, generate long programs from fixed seeds, and learn from these again. Shares
// may be off by what so many draws are off by: three standard deviations of the largest share, which is below 0.02.
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { applicable } from '../../src/engine/judge.ts';
import { Prng } from '../../src/base/prng.ts';
import { execute } from '../../src/engine/execute.ts';
import { OP, STRIDE } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { readTrace } from '../../src/trace/load.ts';
import { generateProgram } from '../../src/workload/generate.ts';
import { learn } from '../../src/workload/learnt-from.ts';
import { learntProfile } from '../../src/workload/learnt-profile.ts';
import type { CountedRange, Learnt } from '../../src/workload/learnt.ts';
import { profileFor } from '../../src/workload/profile.ts';

const judges = applicable(catalogue, goSubject.offers);

const TRACES = [
  'test/trace/fixtures/sqlite.valgrind.gz',
  'test/trace/fixtures/operators.valgrind',
  'examples/traces/git.mtrace.gz',
  'examples/traces/python.mtrace',
];
const TOLERANCE = 0.02;

function learntFrom(path: string): Learnt {
  return learn(readTrace(path).program, { id: 'a', title: path });
}

function programOf(learnt: Learnt, seed: number, commands: number): Program {
  const length = { commandsMin: commands, commandsMax: commands };
  const profile = profileFor(goSubject, { ...learntProfile(learnt), ...length });
  return generateProgram(new Prng(seed), profile);
}

/** How often the program has each thing, by the range of `ranges` that has it; a single value goes before a range. */
function sharesBy(ranges: readonly CountedRange[], values: readonly number[]): readonly number[] {
  const counts = ranges.map(() => 0);
  const narrow = ranges
    .map(({ from, to }, i) => ({ from, to, i }))
    .toSorted((a, b) => a.to - a.from - (b.to - b.from));
  for (const value of values) {
    const range = narrow.find(({ from, to }) => from <= value && value <= to);
    expect(range, `${value} is of no range`).toBeDefined();
    counts[range!.i]! += 1;
  }
  return counts.map((count) => count / values.length);
}

function sizesOf({ commands }: Program): readonly number[] {
  const sizes: number[] = [];
  for (let i = 0; i < commands.length; i += STRIDE) {
    const [op, , b = 0, c = 0] = commands.subarray(i, i + STRIDE);
    if (op === OP.MALLOC) sizes.push(b);
    else if (op === OP.CALLOC) sizes.push(b * c);
    else if (op === OP.REALLOC) sizes.push(c);
  }
  return sizes;
}

function expectClose(actual: readonly number[], ranges: readonly CountedRange[]): void {
  const total = ranges.reduce((sum, { count }) => sum + count, 0);
  for (const [i, { from, to, count }] of ranges.entries()) {
    expect(Math.abs(actual[i]! - count / total), `${from}-${to}`).toBeLessThan(TOLERANCE);
  }
}

describe.each(TRACES)('programs like %s', (path) => {
  const learnt = learntFrom(path);
  const long = programOf(learnt, 42, 20_000);

  it('ask for its sizes, in its shares', () => {
    expectClose(sharesBy(learnt.sizes, sizesOf(long)), learnt.sizes);
  });

  it('make its calls, in its shares', () => {
    const { calls } = learn(long, { id: 'b', title: '' });
    const shares = ({ malloc, calloc, realloc }: Learnt['calls']): readonly number[] =>
      [malloc, calloc, realloc].map((count) => count / (malloc + calloc + realloc));
    for (const [i, share] of shares(calls).entries()) {
      expect(Math.abs(share - shares(learnt.calls)[i]!)).toBeLessThan(TOLERANCE);
    }
  });

  it('are the same from the same seed, and others from another', () => {
    expect(programOf(learnt, 7, 300)).toEqual(programOf(learnt, 7, 300));
    expect(programOf(learnt, 8, 300)).not.toEqual(programOf(learnt, 7, 300));
  });

  it('hold on the Go model', () => {
    for (const seed of [1, 2, 3]) {
      const { findings } = execute(programOf(learnt, seed, 300), goSubject, judges);
      expect(findings).toEqual([]);
    }
  });

  it('hold no more than it did, but for small blocks', () => {
    const { peakLive } = learn(long, { id: 'b', title: '' });
    expect(peakLive.bytes).toBeLessThan(learnt.peakLive.bytes + 256 * peakLive.blocks);
  });
});

describe('lifetimes', () => {
  // Room for all, so that nothing ends before its time.
  const lifetimes: readonly CountedRange[] = [
    { from: 0, to: 0, count: 30 },
    { from: 1, to: 1, count: 20 },
    { from: 5, to: 8, count: 40 },
    { from: 20, to: 30, count: 10 },
  ];
  const learnt: Learnt = {
    id: 'a',
    title: '',
    calls: { malloc: 8, calloc: 1, realloc: 1, free: 10 },
    peakLive: { bytes: 2 ** 30, blocks: 100 },
    sizes: [{ from: 8, to: 64, count: 1 }],
    lifetimes,
    neverFreed: 0,
  };

  it('are those that were learnt', () => {
    const again = learn(programOf(learnt, 42, 20_000), { id: 'b', title: '' });
    const values = again.lifetimes.flatMap(({ from, to, count }) => {
      // Ranges that are learnt again lie within those that were drawn from, but for where these were cut: 20-30.
      expect(lifetimes.some((each) => each.from <= from && to <= each.to)).toBe(true);
      return Array.from({ length: count }, () => from);
    });
    expectClose(sharesBy(lifetimes, values), lifetimes);
  });

  it('have no end where nothing was freed', () => {
    const forever = { ...learnt, lifetimes: [], neverFreed: 1 };
    expect(learn(programOf(forever, 1, 200), { id: 'b', title: '' }).calls.free).toBe(0);
  });

  it('end early where there is no room', () => {
    const narrow = {
      ...learnt,
      sizes: [{ from: 1000, to: 1000, count: 1 }],
      peakLive: { bytes: 3000, blocks: 3 },
      lifetimes: [],
      neverFreed: 1,
    };
    const again = learn(programOf(narrow, 1, 200), { id: 'b', title: '' });
    expect(again.peakLive).toEqual({ bytes: 3000, blocks: 3 });
    expect(again.calls.free).toBeGreaterThan(50);
  });
});

describe('a profile that names the deed but has nothing learnt', () => {
  it('makes programs all the same', () => {
    const { learnt: _, ...profile } = learntProfile(learntFrom(TRACES[0]!));
    const bare = profileFor(goSubject, {
      ...profile,
      deeds: { ...profile.deeds, read: 0, write: 0 },
    });
    expect(generateProgram(new Prng(1), bare).commands.length).toBeGreaterThan(0);
  });
});

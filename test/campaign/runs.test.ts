// Goal: what breaks only where other programs ran before is told as one program that breaks by itself.
// Method: an allocator whose pool counts the frees of a process, and hands a block out twice after so many.
import { beforeEach, describe, expect, it } from 'vitest';
import { SparseMemory } from '../../spec/fixtures/memory.ts';
import { liveBlocksDisjoint } from '../../spec/invariants/client/live-blocks-disjoint.ts';
import { defineSubject } from '../../spec/subject.ts';
import type { Subject, SubjectDefinition } from '../../spec/subject.ts';
import { Runs } from '../../src/campaign/runs.ts';
import { execute } from '../../src/engine/execute.ts';
import { shrink } from '../../src/engine/shrink.ts';
import type { Program } from '../../src/program/program.ts';
import { linesOf, programOf } from '../program/programs.ts';

/** What a process remembers. */
interface Process {
  frees: number;
}

/** Frees after which blocks are handed out twice. */
let patience = 3;
let renewed = 0;

function subjectOf(process: Process): Subject {
  let next = 4096;
  return {
    memory: new SparseMemory(),
    maxSize: 2 ** 20,
    malloc: (size) => {
      const addr = next;
      if (process.frees < patience) next += Math.max(16, Math.ceil(size / 16) * 16);
      return addr;
    },
    free: () => {
      process.frees += 1;
    },
    usableSize: () => 2 ** 20,
    alignmentOf: () => 16,
    footprint: () => [],
  };
}

/** @param repeats  whether a process of its own is like a shared one */
function pooled(repeats = true): SubjectDefinition {
  let shared: Process = { frees: 0 };
  const base = { id: 'toy', title: 'a toy', offers: [], geometries: ['default'], edges: [] };
  return defineSubject({
    ...base,
    create: () => subjectOf({ frees: repeats ? 0 : Number.NEGATIVE_INFINITY }),
    pooled: {
      definition: { ...base, create: () => subjectOf(shared) },
      renew: () => {
        shared = { frees: 0 };
        renewed += 1;
      },
    },
  });
}

const CATALOGUE = [liveBlocksDisjoint];
const ONE_FREE = programOf('a = malloc 8', 'free a');
const TWO_FREES = programOf('a = malloc 8', 'free a', 'b = malloc 8', 'free b', 'c = malloc 8');
const TWO_BLOCKS = programOf('a = malloc 8', 'b = malloc 8', 'write a');

describe('the runs of a campaign', () => {
  beforeEach(() => {
    patience = 3;
    renewed = 0;
  });

  it('share a process, and start a new one when something broke', () => {
    const runs = new Runs(pooled(), CATALOGUE);
    expect(renewed).toBe(1);
    for (const program of [ONE_FREE, TWO_FREES])
      expect(runs.run(program, true)).toMatchObject({ ran: program, outcome: { findings: [] } });
    expect(renewed).toBe(1);
    expect(runs.run(TWO_BLOCKS, true).outcome.findings).toHaveLength(1);
    expect(renewed).toBe(2);
    expect(runs.run(TWO_BLOCKS, true).outcome.findings).toEqual([]);
  });

  it('tell what only a history breaks as one program, which becomes small', () => {
    const subject = pooled();
    const runs = new Runs(subject, CATALOGUE);
    runs.run(ONE_FREE, true);
    runs.run(TWO_FREES, true);
    const { ran, outcome } = runs.run(TWO_BLOCKS, true);

    expect(linesOf(ran).slice(1, 5)).toEqual(['a = malloc 8', 'free a', 'free a', 'b = malloc 8']);
    expect(outcome.findings).toMatchObject([{ invariant: 'client/live-blocks-disjoint' }]);
    const breaks = (candidate: Program): boolean =>
      execute(candidate, subject, CATALOGUE).findings.length > 0;
    expect(linesOf(shrink(ran, breaks).program)).toEqual([
      'heap toy',
      'a = malloc 1 noscan',
      'b = malloc 1 noscan',
      'c = malloc 1 noscan',
      'free a',
      'free b',
      'free c',
      'd = malloc 1 noscan',
      'e = malloc 1 noscan',
    ]);
  });

  it('tell what a program breaks alone as that program', () => {
    patience = 1;
    const runs = new Runs(pooled(), CATALOGUE);
    runs.run(TWO_BLOCKS, true);
    const both = programOf('a = malloc 8', 'free a', 'b = malloc 8', 'c = malloc 8');
    const { ran, outcome } = runs.run(both, true);
    expect(ran).toBe(both);
    expect(outcome.findings).toHaveLength(1);
  });

  it('tell what does not repeat all the same', () => {
    patience = 1;
    const runs = new Runs(pooled(false), CATALOGUE);
    runs.run(ONE_FREE, true);
    const { ran, outcome } = runs.run(TWO_BLOCKS, true);
    expect(ran).toBe(TWO_BLOCKS);
    expect(outcome.findings).toHaveLength(1);
  });

  it('believe a process of its own where nothing ran before', () => {
    patience = 0;
    const runs = new Runs(pooled(false), CATALOGUE);
    expect(runs.run(TWO_BLOCKS, true).outcome.findings).toEqual([]);
  });

  it('share nothing where they may not', () => {
    const runs = new Runs(pooled(), CATALOGUE);
    for (let i = 0; i < 4; i += 1) runs.run(ONE_FREE, false);
    expect(runs.run(TWO_BLOCKS, true).outcome.findings).toEqual([]);
  });

  it('are done with a process after 20,000 commands', () => {
    patience = Number.POSITIVE_INFINITY;
    const runs = new Runs(pooled(), CATALOGUE);
    const long = programOf(...Array.from({ length: 5000 }, (_, i) => `badfree ${i + 1}`));
    for (let i = 0; i < 3; i += 1) runs.run(long, true);
    expect(renewed).toBe(1);
    runs.run(long, true);
    expect(renewed).toBe(2);
  });
});

// Goal: a trace with a fault in it shrinks to the few commands that matter, and soon.
// Method: a real trace of 28,187 commands on a mutant that breaks half-way through it. The smallest program is written out.
import { describe, expect, it } from 'vitest';
import { growthAboveRaisesStart } from '../../models/mutants/go/growth-above-raises-start.ts';
import { loadMutant } from '../../models/mutants/load.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { execute } from '../../src/engine/execute.ts';
import { applicable } from '../../src/engine/judge.ts';
import { shrink } from '../../src/engine/shrink.ts';
import { natureOf } from '../../src/engine/shrink/nature.ts';
import { commandCount } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { readTrace } from '../../src/trace/load.ts';
import { linesOf } from '../program/programs.ts';

const BOUNDS = 'go/chunks-inside-bounds';

describe('a shrunk trace', () => {
  it('says no more than it takes, and takes fewer than 500 runs', () => {
    const { program: trace } = readTrace('examples/traces/git.mtrace.gz');
    const subject = loadMutant(growthAboveRaisesStart);
    const judges = applicable(catalogue, subject.offers);
    const fails = (candidate: Program): boolean =>
      execute(candidate, subject, judges).findings.some(({ invariant }) => invariant === BOUNDS);
    const { program, evaluations, complete } = shrink(trace, fails, { nature: natureOf(subject) });
    expect(commandCount(trace)).toBe(28_187);
    expect(linesOf(program)).toEqual(['heap go', 'a = malloc 4161537 noscan']);
    expect(complete).toBe(true);
    expect(evaluations).toBeLessThan(500);
  });
});

// Goal: asked alone, an invariant misses nothing that it says among all others, so a shrinker that asks it first keeps what
// it kept. Method: beginnings of generated programs on mutants; what the whole catalogue finds against what each finds alone.
import { describe, expect, it } from 'vitest';
import { loadMutant } from '../../models/mutants/load.ts';
import { mutants } from '../../models/mutants/index.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { Prng } from '../../src/base/prng.ts';
import { Alone } from '../../src/engine/alone.ts';
import { execute } from '../../src/engine/execute.ts';
import { applicable } from '../../src/engine/judge.ts';
import { keepCommands } from '../../src/program/edit.ts';
import { parseProgram } from '../../src/program/text.ts';
import { generateProgram } from '../../src/workload/generate.ts';
import { profileFor } from '../../src/workload/profile.ts';
import { standardProfile } from '../../src/workload/standard-profile.ts';

const PROGRAMS = 60;
/** Moves of which the whole state is not judged for their number. */
const SHORT = 40;

describe('an invariant that is asked alone', () => {
  it.each(['go/born-white', 'tcmalloc/cut-one-late', 'malloc/growth-past-top'])(
    'notices in %s all that it notices among the others',
    (id) => {
      const subject = loadMutant(mutants.find((each) => each.id === id)!);
      const judges = applicable(catalogue, subject.offers);
      const profile = profileFor(subject, standardProfile(subject));
      const random = new Prng(1);
      let noticed = 0;
      for (let i = 0; i < PROGRAMS; i += 1) {
        const program = keepCommands(generateProgram(random, profile), (index) => index < SHORT);
        for (const { invariant } of execute(program, subject, judges).findings) {
          noticed += 1;
          expect(new Alone(subject, judges, invariant).mayBreak(program)).toBe(true);
        }
      }
      expect(noticed).toBeGreaterThan(0);
    },
  );

  it('says of a short program that breaks nothing that it does not, and of a long one nothing', () => {
    const subject = loadMutant(mutants.find(({ id }) => id === 'go/born-white')!);
    const alone = new Alone(subject, catalogue, 'client/live-blocks-disjoint');
    const program = (command: string) => parseProgram(`allocheck 1\nheap go\n${command}\n`, 'test');
    expect(alone.mayBreak(program('churn 31 16'))).toBe(false);
    expect(alone.mayBreak(program('churn 32 16'))).toBe(true);
  });
});

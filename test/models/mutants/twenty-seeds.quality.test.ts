// Goal: that a mutant is found, and made small, is no luck of a seed.
// Method: a campaign of 2000 programs from each of 20 seeds, for every mutant. That takes minutes,
// so it is run only when it is asked for:
//
//     npm run soak
import { describe, expect, it } from 'vitest';
import { mutants } from '../../../models/mutants/index.ts';
import { commandCount } from '../../../src/program/program.ts';
import { findingOf, isCaught } from './support.ts';

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);
const RUNS_MAX = 2000;
const COMMANDS_MAX = 8;
const TIMEOUT_MS = 900_000;

const isAskedFor = process.env['ALLOCHECK_SOAK'] === '1';

describe.runIf(isAskedFor)('every mutant', () => {
  it.each(mutants.map((mutant) => [mutant.id, mutant] as const))(
    '%s is caught and made small',
    (_, mutant) => {
      const missed = SEEDS.flatMap((seed) => {
        const found = findingOf({ ...mutant, withinRuns: RUNS_MAX }, seed);
        if (found === undefined) return [`seed ${seed}: not found`];
        const broken = [found.finding.invariant, ...found.alsoBroken];
        const commands = commandCount(found.shrunk.program);
        if (!isCaught(mutant, broken)) return [`seed ${seed}: broke only ${broken.join(', ')}`];
        return commands > COMMANDS_MAX ? [`seed ${seed}: ${commands} commands`] : [];
      });

      expect(missed).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

// Goal: no invariant of a process that cannot fire, and no fault that nobody would notice. Method: the smallest program of each mutant
// breaks something that the mutant names, and nothing in the model; each invariant breaks in one of them. Then the mutants are looked
// for by generated programs, and what is found is made small: some always, all by ALLOCHECK_SOAK=1; from ten seeds by
//
//     npx allocheck mutants 'process/*' --run
import { describe, expect, it } from 'vitest';
import { loadModule } from '../../../models/mutants/load.ts';
import type { Mutant } from '../../../models/mutants/mutant.ts';
import { stackGapIgnored } from '../../../models/mutants/process/stack-gap-ignored.ts';
import { processMutants } from '../../../models/mutants/process/index.ts';
import { readElf } from '../../../models/process/elf.ts';
import { layOut } from '../../../models/process/layout.ts';
import { makeProcess } from '../../../models/process/process.ts';
import { processCatalogue } from '../../../spec/invariants/process/index.ts';
import type { MakeProcess } from '../../../spec/process.ts';
import { PERMITTED, runProcessCampaign } from '../../../src/process/campaign.ts';
import type { ProcessProgram } from '../../../src/process/program.ts';
import { everyProcessBreak } from '../../../src/process/run.ts';
import { HEAD, parseProcessProgram } from '../../../src/process/text.ts';
import { elfBytes } from '../../../models/process/tiny-elf.ts';

const image = layOut(readElf('tiny', elfBytes()));
const isSoak = process.env['ALLOCHECK_SOAK'] === '1';
/** Commands that a program may have more than the smallest one, where the shrinker sticks. */
const MORE_COMMANDS = 4;
/** Of those that are found soon. */
const SAMPLE = 4;
const SOON_RUNS = 60;

function makeOf(mutant: Mutant): MakeProcess {
  return loadModule('models/process/process.ts', mutant)['makeProcess'] as MakeProcess;
}

function shortestOf({ id, shortest }: Mutant): ProcessProgram {
  const lines = [HEAD, `system ${shortest.heap ?? ''}`, ...shortest.lines];
  return parseProcessProgram(`${lines.join('\n')}\n`, id);
}

/** Ids of what a program breaks, whatever else did before. */
function brokenBy(program: ProcessProgram, make: MakeProcess): readonly string[] {
  const setting = { image, make, catalogue: processCatalogue };
  return everyProcessBreak(program, setting).map(({ invariant }) => invariant);
}

const rows = processMutants.map((mutant) => [mutant.id, mutant] as const);

/** Ids of the mutants that each invariant is named by and breaks in. */
const catches = new Map(processCatalogue.map(({ id }): [string, string[]] => [id, []]));

describe.each(rows)('%s', (_, mutant) => {
  it('breaks what it names in its smallest program, where the model holds everything', () => {
    const program = shortestOf(mutant);
    const healthy = brokenBy(program, makeProcess);

    // A program may fault on purpose: then the mutant must not be named for that.
    expect(healthy.filter((id) => id !== PERMITTED || mutant.caughtBy.includes(id))).toEqual([]);
    const caught = brokenBy(program, makeOf(mutant)).filter((id) => mutant.caughtBy.includes(id));
    expect(caught).not.toEqual([]);
    for (const id of caught) catches.get(id)?.push(mutant.id);
  });
});

const soon = rows.filter(([, { withinRuns }]) => withinRuns <= SOON_RUNS);
const searched = isSoak ? rows : soon.filter((_, i) => i % SAMPLE === 0);

describe.each(searched)('%s', (_, mutant) => {
  it('is found by generated programs, and made small', () => {
    const setting = { image, make: makeOf(mutant), catalogue: processCatalogue };
    const { found } = runProcessCampaign(setting, { seed: 1, runs: mutant.withinRuns });
    const broken = [found?.finding.invariant ?? 'nothing', ...(found?.alsoBroken ?? [])];

    expect(mutant.caughtBy.some((id) => broken.includes(id))).toBe(true);
    expect(found?.program.commands.length).toBeLessThanOrEqual(
      mutant.shortest.lines.length + MORE_COMMANDS,
    );
  });
});

describe('an invariant of a process', () => {
  it.each(processCatalogue.map(({ id }) => id))('%s catches a mutant', (id) => {
    expect(catches.get(id)).not.toEqual([]);
  });
});

describe('the stack clash', () => {
  it.each([1, 2, 3, 4, 5])('is come to soon, from seed %i', (seed) => {
    const setting = { image, make: makeOf(stackGapIgnored), catalogue: processCatalogue };
    const { found } = runProcessCampaign(setting, { seed, runs: stackGapIgnored.withinRuns });

    expect(stackGapIgnored.caughtBy).toContain(found?.finding.invariant);
    expect(found?.program.commands.length).toBeLessThanOrEqual(4);
  });
});

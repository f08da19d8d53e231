// Goal: no row of calls and accesses takes a process to a state that breaks an invariant, or to an outcome that was not promised.
// Method: draw programs as `allocheck process --runs` does, for a small executable at its own addresses and for one that is moved,
// and judge all after each command. The second test guards the first: an invariant that met nothing has shown nothing, nor has a
// kind of outcome that never came.
import { describe, expect, it } from 'vitest';
import { readElf } from '../../../models/process/elf.ts';
import { layOut } from '../../../models/process/layout.ts';
import { makeProcess } from '../../../models/process/process.ts';
import { processCatalogue } from '../../../spec/invariants/process/index.ts';
import { PERMITTED, runProcessCampaign } from '../../../src/process/campaign.ts';
import type { ProcessCampaign } from '../../../src/process/campaign.ts';
import { TINY, elfBytes } from '../../../models/process/tiny-elf.ts';

function campaignOf(type: number, runs: number): ProcessCampaign {
  const image = layOut(readElf('tiny', elfBytes({ ...TINY, type })));
  const setting = { image, make: makeProcess, catalogue: processCatalogue };
  return runProcessCampaign(setting, { seed: 42, runs });
}

describe('a process', () => {
  const fixed = campaignOf(2, 250);

  it.each([
    ['at its own addresses', fixed],
    ['that was moved', campaignOf(3, 50)],
  ])('%s keeps every invariant after every command of every program', (_, { found }) => {
    expect(found).toBeUndefined();
  });

  it('gives every invariant something to judge', () => {
    const idle = [...fixed.judged].filter(([, times]) => times === 0).map(([id]) => id);

    expect(idle).toEqual([]);
    expect(fixed.judged.size).toBe(processCatalogue.length - 1);
    expect(fixed.judged.has(PERMITTED)).toBe(false);
  });

  it('comes to every kind of outcome', () => {
    const outcomes = fixed.outcomes.map(([what]) => what);

    expect(outcomes).toEqual(
      expect.arrayContaining([
        'served',
        'ENOMEM',
        'EINVAL',
        'out of memory',
        'SEGV_MAPERR nothing mapped',
        'SEGV_MAPERR the null guard',
        'SEGV_MAPERR the guard below the stack',
        'SEGV_ACCERR text (r-x)',
        'SEGV_ACCERR guard (---)',
        'SEGV_ACCERR mapping (r--)',
      ]),
    );
  });
});

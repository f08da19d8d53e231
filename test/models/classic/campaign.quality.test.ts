// Goal: the model breaks nothing, and each invariant of it meets what it speaks of.
// Method: a campaign as `allocheck run go-classic` makes it, of one seed.
import { describe, expect, it } from 'vitest';
import { goClassicSubject } from '../../../models/classic/subject.ts';
import { catalogue } from '../../../spec/invariants/index.ts';
import { relations } from '../../../spec/relations/index.ts';
import { runCampaign } from '../../../src/campaign/campaign.ts';
import { profileFor } from '../../../src/workload/profile.ts';
import { WHOLE } from '../../../src/workload/profiles.ts';

const RUNS = 200;

/** What a campaign of this length comes to only from some seeds. */
const RARE: readonly string[] = [
  'go-classic/arena-at-next-base',
  'go-classic/empty-span-had-none',
  'go-classic/large-chosen-by-address',
];

const result = runCampaign({
  subject: goClassicSubject,
  catalogue,
  relations,
  profile: profileFor(goClassicSubject, WHOLE),
  seed: 1,
  runs: RUNS,
  first: [],
  maxFindings: 1,
});

describe('the model of a classic heap', () => {
  it(`breaks nothing in ${RUNS} programs`, () => {
    expect(result.findings.map(({ finding }) => finding)).toEqual([]);
    expect(result.runs).toBe(RUNS);
  });

  const own = catalogue.map(({ id }) => id).filter((id) => id.startsWith('classic/'));
  it.each(own)('is judged by %s', (id) => {
    const judged = result.invariants.find((each) => each.id === id)?.judged;
    expect(judged).toBeGreaterThan(10);
  });

  it('comes to all of its marks', () => {
    const missing = result.marks.filter(({ runs }) => runs === 0).map(({ id }) => id);
    expect(missing.filter((id) => !RARE.includes(id))).toEqual([]);
  });
});

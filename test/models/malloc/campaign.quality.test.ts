// Goal: the model keeps its contract, and programs of C's malloc family ask nothing of it that breaks it down.
// Method: a campaign as `allocheck run malloc` makes it, of one seed and 500 programs.
import { describe, expect, it } from 'vitest';
import { mallocSubject } from '../../../models/malloc/subject.ts';
import { catalogue } from '../../../spec/invariants/index.ts';
import { relations } from '../../../spec/relations/index.ts';
import { runCampaign } from '../../../src/campaign/campaign.ts';
import { profileFor } from '../../../src/workload/profile.ts';
import { FAMILY } from '../../../src/workload/profiles.ts';

const result = runCampaign({
  subject: mallocSubject,
  catalogue,
  relations,
  profile: profileFor(mallocSubject, FAMILY),
  seed: 7,
  runs: 500,
  first: [],
  maxFindings: 1,
});

describe('the model of the malloc family', () => {
  it('breaks nothing in 500 programs', () => {
    expect(result.findings.map(({ finding }) => finding)).toEqual([]);
    expect(result.runs).toBe(500);
  });

  it.each(catalogue.map(({ id }) => id).filter((id) => id.startsWith('client/')))(
    'is judged by %s',
    (id) => {
      const judged = result.invariants.find((each) => each.id === id)?.judged;
      // Nothing that must be refused is freed there: C says nothing of what comes of it.
      if (id === 'client/bad-free-refused') expect(judged).toBe(0);
      else expect(judged).toBeGreaterThan(100);
    },
  );
});

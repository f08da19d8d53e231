// Goal: the model with goroutines' stacks breaks nothing, each invariant of them meets what it speaks of, and generated
// programs come to every place of them that has a name. Method: a campaign as `allocheck run go-stacks` makes it.
import { describe, expect, it } from 'vitest';
import { goStacksSubject } from '../../../models/runtime/stacks-subject.ts';
import { catalogue } from '../../../spec/invariants/index.ts';
import { relations } from '../../../spec/relations/index.ts';
import { runCampaign } from '../../../src/campaign/campaign.ts';
import { profileFor } from '../../../src/workload/profile.ts';
import { standardProfile } from '../../../src/workload/standard-profile.ts';

const RUNS = 300;

/** What one program in a thousand comes to. */
const RARE: readonly string[] = ['stacks/no-memory'];

const result = runCampaign({
  subject: goStacksSubject,
  catalogue,
  relations,
  profile: profileFor(goStacksSubject, standardProfile(goStacksSubject)),
  seed: 1,
  runs: RUNS,
  first: [],
  maxFindings: 1,
});

describe("the model of goroutines' stacks", () => {
  it(`breaks nothing in ${RUNS} programs`, () => {
    expect(result.findings.map(({ finding }) => finding)).toEqual([]);
    expect(result.runs).toBe(RUNS);
  });

  const own = catalogue.map(({ id }) => id).filter((id) => id.startsWith('stacks/'));
  it.each(own)('is judged by %s', (id) => {
    const judged = result.invariants.find((each) => each.id === id)?.judged;
    expect(judged).toBeGreaterThan(10);
  });

  it('comes to all of its marks', () => {
    const own = result.marks.filter(({ id }) => id.startsWith('stacks/'));
    const missing = own.filter(({ runs }) => runs === 0).map(({ id }) => id);
    expect(missing.filter((id) => !RARE.includes(id))).toEqual([]);
    expect(own.length).toBeGreaterThan(15);
  });
});

// Goal: the pool of @thi.ng/malloc is tested as its example says, and what is known of it is found: a change of either is seen.
// Method: the config of the example, and the shortest programs that show each. What its documentation says otherwise stands
// beside them.
import { describe, expect, it } from 'vitest';
import config from '../../examples/thing-malloc/allocheck.config.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { standardProfile } from '../../src/cli/workbench.ts';
import { runCampaign } from '../../src/campaign/campaign.ts';
import { applicable } from '../../src/engine/judge.ts';
import { execute } from '../../src/engine/execute.ts';
import { parseProgram } from '../../src/program/text.ts';
import { profileFor } from '../../src/workload/profile.ts';

const [asItIs, careful] = config.subjects as readonly [SubjectDefinition, SubjectDefinition];

/** What the program breaks. */
function broken(subject: SubjectDefinition, lines: readonly string[]): readonly string[] {
  const text = ['allocheck 1', `heap ${subject.id}`, ...lines, ''].join('\n');
  const { findings } = execute(parseProgram(text, 'x'), subject, applicable(catalogue, []));
  return findings.map(({ invariant }) => invariant);
}

describe('@thi.ng/malloc', () => {
  it('gives a small block for a size that wraps around: "zero if unsuccessful"', () => {
    const lines = ['a = malloc 2147483633 noscan'];
    expect(broken(asItIs, lines)).toContain('client/bad-size-refused');
    expect(broken(asItIs, ['a = malloc NaN noscan'])).toContain('client/bad-size-refused');
    expect(broken(careful, lines)).toEqual([]);
  });

  it('keeps the block that realloc moved from: "automatically frees old address"', () => {
    const lines = ['a = malloc 1 noscan', 'b = malloc 1 noscan', 'c = realloc a 9', 'badfree a'];
    expect(broken(asItIs, lines)).toEqual(['client/bad-free-refused']);
  });

  it('gives room away that the last block keeps when realloc shrinks it', () => {
    const lines = ['a = malloc 9 noscan', 'b = realloc a 1', 'c = malloc 1 noscan'];
    expect(broken(asItIs, [...lines, 'd = realloc b 9', 'e = realloc c 1'])).toEqual([
      'client/contents-kept',
    ]);
  });

  it('is otherwise sound as far as programs come', () => {
    const profile = profileFor(careful, { ...standardProfile(careful), commandsMax: 150 });
    const settings = { subject: careful, catalogue, profile, seed: 1, runs: 40, first: [] };
    const { findings, invariants } = runCampaign(settings);
    expect(findings).toEqual([]);
    // It has no blocks of no bytes.
    const idle = invariants.filter(({ vacuous }) => vacuous).map(({ id }) => id);
    expect(idle).toEqual(['client/zero-size-block-apart']);
  });
});

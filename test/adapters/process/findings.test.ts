// Goal: what is wrong with an allocator in a shared library is found by generated programs that know nothing of it, and told
// by a program of a few commands.
// Method: a sound malloc of its own memory, with one bug planted in it at a time; and the same malloc without any.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../../spec/invariants/index.ts';
import { nativeSubject } from '../../../src/adapters/process/native-subject.ts';
import { runCampaign } from '../../../src/campaign/campaign.ts';
import type { CampaignResult } from '../../../src/campaign/result.ts';
import { profileFor } from '../../../src/workload/profile.ts';
import { FAMILY } from '../../../src/workload/profiles.ts';
import { linesOf } from '../../program/programs.ts';
import { hasCompiler, planted } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'allocheck-planted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function found(plant: string, runs: number, maxFindings = Infinity): CampaignResult {
  const subject = nativeSubject({
    library: planted(folder, plant),
    contract: 'glibc',
    id: 'planted',
  });
  const profile = profileFor(subject, FAMILY);
  return runCampaign({ subject, catalogue, profile, seed: 1, runs, maxFindings, first: [] });
}

describe.skipIf(!hasCompiler)('a library', () => {
  it('without a bug breaks nothing', () => {
    expect(found('NONE', 60)).toMatchObject({ runs: 60, findings: [] });
  });

  it.each([
    ['USABLE_OFF_BY_ONE', 'client/contents-kept', ['a = malloc 1', 'b = malloc 1']],
    ['MISALIGNED', 'client/block-aligned', ['a = memalign 32 1']],
    ['DIRTY_CALLOC', 'client/zeroed-when-asked', ['a = malloc 1', 'free a', 'b = calloc 1 1']],
    ['LOST_TAIL', 'client/contents-kept', ['a = malloc 49', 'b = realloc a 113']],
    [
      'HANDED_OUT_TWICE',
      'client/live-blocks-disjoint',
      ['churn 100 1', 'a = malloc 1', 'b = malloc 1'],
    ],
    ['HANG', 'client/keeps-running', ['a = memalign 1024 1', 'b = realloc a 1']],
    ['SEGFAULT', 'client/keeps-running', ['a = malloc 4096', 'b = malloc 4096', 'c = malloc 4096']],
    ['ABORT', 'client/keeps-running', ['a = memalign 65536 1']],
    ['EXIT', 'client/keeps-running', ['a = calloc 1 4096']],
    ['SCRIBBLE', 'client/contents-kept', ['a = malloc 49', 'b = malloc 1']],
    ['POINTER', 'client/failed-call-leaves-pointer', ['a = memalign 1 1 via posix_memalign']],
    ['NO_OVERFLOW_CHECK', 'client/bad-size-refused', ['a = calloc 2**32 2**32']],
    ['BROKEN_REFUSAL', 'client/contents-kept', ['a = malloc 1', 'b = realloc a 2**63']],
  ])('with %s breaks %s, by %j', (plant, invariant, lines) => {
    const result = found(plant, 400, 1);
    const [{ finding, repeats, shrunk } = expect.fail('nothing was found')] = result.findings;
    expect({ invariant: finding.invariant, repeats }).toEqual({ invariant, repeats: true });
    expect(linesOf(shrunk.program).slice(1)).toEqual(lines);
  });
});

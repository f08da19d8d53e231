// Goal: what is wrong with an allocator in a shared library is found by generated programs that know nothing of it, and told
// by a program of a few commands.
// Method: a sound wrapper of the C library, with one bug planted in it at a time; and the same wrapper without any.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../../spec/invariants/index.ts';
import { nativeSubject } from '../../../src/adapters/process/native-subject.ts';
import { runCampaign } from '../../../src/campaign/campaign.ts';
import type { CampaignResult } from '../../../src/campaign/result.ts';
import { commandCount } from '../../../src/program/program.ts';
import { profileFor } from '../../../src/workload/profile.ts';
import { FAMILY } from '../../../src/workload/profiles.ts';
import { hasCompiler, planted } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'allocheck-planted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function found(plant: string, runs: number): CampaignResult {
  const subject = nativeSubject({
    library: planted(folder, plant),
    contract: 'glibc',
    id: 'wrapper',
  });
  const profile = profileFor(subject, FAMILY);
  return runCampaign({ subject, catalogue, profile, seed: 1, runs, first: [] });
}

describe.skipIf(!hasCompiler)('a library', () => {
  it('without a bug breaks nothing', () => {
    expect(found('NONE', 60)).toMatchObject({ runs: 60, findings: [] });
  });

  it.each([
    ['MISALIGNED', 'client/block-aligned'],
    ['DIRTY_CALLOC', 'client/zeroed-when-asked'],
    ['LOST_TAIL', 'client/contents-kept'],
    ['HANG', 'client/keeps-running'],
    ['SEGFAULT', 'client/keeps-running'],
    ['ABORT', 'client/keeps-running'],
    ['EXIT', 'client/keeps-running'],
    ['SCRIBBLE', 'client/contents-kept'],
    ['NO_OVERFLOW_CHECK', 'client/bad-size-refused'],
    ['BROKEN_REFUSAL', 'client/contents-kept'],
  ])('with %s breaks %s in at most six commands', (plant, invariant) => {
    const result = found(plant, 400);
    const [{ finding, repeats, shrunk } = expect.fail('nothing was found')] = result.findings;
    expect({ invariant: finding.invariant, repeats }).toEqual({ invariant, repeats: true });
    expect(commandCount(shrunk.program)).toBeLessThanOrEqual(6);
  });

  // What lies behind the byte too many decides whether a neighbour's contents change, or the C library notices.
  it('with one usable byte too many is told by one of the ways in which that shows', () => {
    const [{ finding, repeats, shrunk } = expect.fail('nothing was found')] = found(
      'USABLE_OFF_BY_ONE',
      400,
    ).findings;
    expect(finding.invariant).toMatch(
      /^client\/(?:keeps-running|contents-kept|usable-size-steady|usable-bytes-disjoint)$/,
    );
    expect(repeats).toBe(true);
    expect(commandCount(shrunk.program)).toBeLessThanOrEqual(6);
  });
});

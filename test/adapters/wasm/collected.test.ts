// Goal: AssemblyScript's collectors hold under programs with pointers, and what is wrong with one is found.
// Method: both are compiled from the example, with small steps, so that collections run between all calls; then with a store
// that forgets the barrier, and with blocks of which the collector visits nothing.
import { readFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCampaign } from '../../../src/campaign/campaign.ts';
import type { CampaignResult } from '../../../src/campaign/result.ts';
import { wasmSubject } from '../../../src/adapters/wasm/subject.ts';
import { catalogue } from '../../../spec/invariants/index.ts';
import { profileFor } from '../../../src/workload/profile.ts';
import { GRAPHS } from '../../../src/workload/profiles.ts';
import { compileCollected, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
/** The incremental collector never rests, and its steps are as small as they can be. */
const use = ['ASC_GC_GRANULARITY=16', 'ASC_GC_IDLEFACTOR=100'];

function campaignOf(file: string, runs: number): CampaignResult {
  const subject = wasmSubject({ file });
  const profile = profileFor(subject, {
    ...GRAPHS,
    commandsMax: 200,
    shares: { ...GRAPHS.shares, stepped: 0, scheduled: 0 },
  });
  return runCampaign({ subject, catalogue, profile, seed: 1, runs, first: [] });
}

/** The library that the example is compiled with, changed. */
function libWithout(name: string, text: string, instead: string): string {
  const lib = join(folder, name);
  const source = readFileSync('examples/wasm/assembly/lib/allocheck.ts', 'utf8');
  expect(source).toContain(text);
  mkdirSync(lib);
  writeFileSync(join(lib, 'allocheck.ts'), source.replace(text, instead));
  return lib;
}

describe('a collector of AssemblyScript', () => {
  it.each(['incremental', 'minimal'] as const)('is sound: %s', (runtime) => {
    const file = compileCollected(folder, runtime, { use });
    const { findings, invariants } = campaignOf(file, 60);
    expect(findings).toEqual([]);
    const judged = (id: string): number => invariants.find((it) => it.id === id)?.judged ?? 0;
    expect(judged('client/contents-kept')).toBeGreaterThan(1000);
  });

  it('is found out where a store has no barrier', () => {
    const lib = libWithout('no-barrier', '__link(block, value, true);', '');
    const file = compileCollected(folder, 'incremental', { name: 'no-barrier', lib, use });
    expect(campaignOf(file, 400).findings).toHaveLength(1);
  });

  it('is found out where it does not visit what a block refers to', () => {
    const lib = libWithout('no-visit', 'i < words', 'i + 1 < words');
    const file = compileCollected(folder, 'minimal', { name: 'no-visit', lib });
    const [found] = campaignOf(file, 100).findings;
    expect(found?.finding.invariant).toMatch(/^client\/(?:contents-kept|live-blocks-disjoint)$/);
  });
});

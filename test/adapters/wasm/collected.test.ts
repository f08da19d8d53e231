// Goal: AssemblyScript's collectors are sound under programs with pointers but for what is known, and what is wrong with one is
// found.
// Method: both are compiled from the example, with small steps; then with a store that forgets the barrier, and with blocks of
// which the collector does not visit all. A program that needs the collector half-way is tried after each number of its steps.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../spec/invariants/index.ts';
import { HangGuard } from '../../../src/adapters/js/hang-guard.ts';
import { wasmSubject } from '../../../src/adapters/wasm/subject.ts';
import { runCampaign } from '../../../src/campaign/campaign.ts';
import type { CampaignResult } from '../../../src/campaign/result.ts';
import { applicable } from '../../../src/engine/judge.ts';
import { execute } from '../../../src/engine/execute.ts';
import { labelName } from '../../../src/program/program.ts';
import { parseProgram } from '../../../src/program/text.ts';
import { profileFor } from '../../../src/workload/profile.ts';
import { GRAPHS } from '../../../src/workload/profiles.ts';
import { compileCollected, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const LIMITS = { programMs: 500, firstCallMs: 500, callMs: 500 };

/** The incremental collector never rests. */
const NEVER_RESTS = ['ASC_GC_GRANULARITY=16', 'ASC_GC_IDLEFACTOR=100'];
/** It does one step with each block that is made. */
const STEP_BY_STEP = [...NEVER_RESTS, 'ASC_GC_SWEEPFACTOR=1'];

function campaignOf(file: string, runs: number): CampaignResult {
  const subject = wasmSubject({ file });
  const profile = profileFor(subject, {
    ...GRAPHS,
    commandsMax: 200,
    shares: { ...GRAPHS.shares, stepped: 0, scheduled: 0 },
  });
  return runCampaign({ subject, catalogue, profile, seed: 1, runs, first: [] });
}

/** What the program breaks first, and how. */
function found(file: string, lines: readonly string[]): string | undefined {
  const subject = wasmSubject({ file }, new HangGuard(LIMITS));
  const text = ['allocheck 1', `heap ${subject.id}`, ...lines, ''].join('\n');
  const { findings } = execute(parseProgram(text, 'x'), subject, applicable(catalogue, []));
  return findings[0] && `${findings[0].invariant}: ${findings[0].violation.actual}`;
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

/** Labels from here on have names that the program does not use otherwise. */
const NAMED = 26;

/** The only pointer to `c` moves from `a`, which the collector comes to last, to `b`, where it may have been. */
function movedAfter(steps: number): readonly string[] {
  const step = (_: unknown, i: number): string => `${labelName(NAMED + i)} = malloc 100 noscan`;
  const made = ['c = malloc 24 noscan', 'a = malloc 8', 'b = malloc 8', 'r = malloc 16'];
  const linked = ['a[0] -> c', 'r[0] -> b', 'r[1] -> a', 'drop c', 'drop a', 'drop b', 'gc'];
  const moved = ['root r[0]', 'root r[1]', 'root a[0]', 'b[0] -> c', 'a[0] -> nil'];
  const before = Array.from({ length: steps }, step);
  const after = Array.from({ length: 12 }, (_, i) => step(_, steps + i));
  const again = ['d = malloc 24 noscan', 'e = malloc 24 noscan', 'read c'];
  return [...made, ...linked, ...before, ...moved, ...after, ...again];
}

const MOVED = Array.from({ length: 8 }, (_, steps) => movedAfter(steps));

describe('a collector of AssemblyScript', () => {
  it.each(['incremental', 'minimal'] as const)('is sound: %s', (runtime) => {
    const file = compileCollected(folder, runtime, { use: NEVER_RESTS });
    const { findings, invariants } = campaignOf(file, 25);
    expect(findings).toEqual([]);
    const judged = (id: string): number => invariants.find((it) => it.id === id)?.judged ?? 0;
    expect(judged('client/contents-kept')).toBeGreaterThan(1000);
  });

  it('keeps a block whose only pointer moves while it marks, unless the store has no barrier', () => {
    const sound = compileCollected(folder, 'incremental', { name: 'steps', use: STEP_BY_STEP });
    expect(MOVED.map((lines) => found(sound, lines)).filter(Boolean)).toEqual([]);
    const lib = libWithout('no-barrier', '__link(block, value, true);', '');
    const options = { name: 'no-barrier', lib, use: STEP_BY_STEP };
    const broken = compileCollected(folder, 'incremental', options);
    expect(MOVED.map((lines) => found(broken, lines)).filter(Boolean)).toHaveLength(1);
  });

  it('is found out where it does not visit what a block refers to', () => {
    const lib = libWithout('no-visit', 'i < words', 'i + 1 < words');
    const file = compileCollected(folder, 'minimal', { name: 'no-visit', lib });
    expect(campaignOf(file, 40).findings).toHaveLength(1);
    const lines = ['a = malloc 1 noscan', 'b = malloc 8', 'b[0] -> a', 'drop a', 'gc'];
    expect(found(file, [...lines, 'c = malloc 1 noscan'])).toContain('client/live-blocks-disjoint');
  });

  // AssemblyScript 0.28.20, std/assembly/rt/itcms.ts: __pin takes the object away under the collector's iterator.
  it('does not end where the object that it stands at is pinned: a known finding', () => {
    const file = compileCollected(folder, 'incremental', { name: 'pinned', use: STEP_BY_STEP });
    const lines = ['a = malloc 1 noscan', 'b = malloc 8', 'b[0] -> a', 'drop a', 'gc'];
    const steps = ['c', 'd', 'e'].map((it) => `${it} = malloc 1 noscan`);
    expect(found(file, [...lines, ...steps, 'root b[0]', 'gc'])).toBe(
      'client/keeps-running: the allocator crashed: collect() does not return',
    );
  });
});

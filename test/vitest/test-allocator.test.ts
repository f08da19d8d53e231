// Goal: testAllocator tests an allocator in the suite that calls it, and refuses options that mean nothing. What its tests say when
// something breaks is seen from outside: test/package/vitest-project.test.ts.
// Method: it is called here, for subjects of each kind; each of its tests passes or says that it had nothing to judge.
import { readdirSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { TestContext } from 'vitest';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { cellFreeOrTaken } from '../../examples/own-allocator/cell-free-or-taken.ts';
import { pool } from '../../examples/own-allocator/pool.ts';
import { nativeSubject } from '../../src/adapters/process/native-subject.ts';
import { wasmSubject } from '../../src/adapters/wasm/subject.ts';
import { testAllocator } from '../../src/vitest/index.ts';
import type { TestOptions } from '../../src/vitest/index.ts';
import { brokenLines, doneText, nothingText } from '../../src/vitest/messages.ts';
import { planOf } from '../../src/vitest/plan.ts';
import { replayLine } from '../../src/vitest/replay-line.ts';
import { vitestSeed } from '../../src/vitest/seed.ts';
import { SharedCampaign } from '../../src/vitest/shared-campaign.ts';
import type { Told } from '../../src/vitest/shared-campaign.ts';
import { hasGlibc } from '../adapters/process/support.ts';
import { temporaryFolder } from '../cli/support.ts';
import { overlapping, sound } from './pools.ts';

const corpus = temporaryFolder();

testAllocator('a pool in JavaScript', sound, { runs: 40, corpus });

testAllocator('a pool with an invariant of its own', pool, {
  runs: 20,
  corpus,
  config: { invariants: [cellFreeOrTaken] },
});

testAllocator('a module of WebAssembly', wasmSubject({ file: 'examples/wasm/dlmalloc.wasm' }), {
  runs: 10,
  commands: 60,
  corpus,
});

if (hasGlibc) {
  const libc = nativeSubject({ library: 'libc.so.6', id: 'libc' });
  testAllocator('a shared library', libc, { runs: 5, commands: 60, corpus });
}

describe('the plan of a test', () => {
  const { holds, violates } = cellFreeOrTaken.examples;
  const swapped = { holds: violates, violates: holds };

  it('has a test for each invariant and relation that can judge the subject', () => {
    const ids = planOf(pool, { config: { invariants: [cellFreeOrTaken] } }, 1).statements.map(
      ({ id }) => id,
    );
    expect(ids).toContain('client/live-blocks-disjoint');
    expect(ids).toContain('relation/replay-repeats-the-run');
    expect(ids).toContain('pool/cell-free-or-taken');
    expect(ids.filter((id) => id.startsWith('go/'))).toEqual([]);
  });

  it('takes the environment before the options, these before the config, and vitest last', () => {
    const config = { run: { seed: 3, runs: 30 } };
    const seedOf = (options: Parameters<typeof planOf>[1]): number =>
      planOf(sound, options, 4).settings.seed;
    vi.stubEnv('ALLOCHECK_SEED', '1');
    expect(seedOf({ seed: 2, config })).toBe(1);
    vi.unstubAllEnvs();
    expect(seedOf({ seed: 2, config })).toBe(2);
    expect(seedOf({ config })).toBe(3);
    expect(seedOf({})).toBe(4);
    expect(planOf(sound, { config }, 4).settings.runs).toBe(30);
    expect(planOf(sound, { time: '2s' }, 4).settings).toMatchObject({
      runs: Number.POSITIVE_INFINITY,
      timeMs: 2000,
    });
  });

  it.each([
    ['did you mean client/contents-kept?', { invariants: ['client/contents-kep'] }],
    ['it offers only client', { invariants: ['go/*'] }],
    ['did you mean manual?', { profile: 'manal' }],
    ['run.runs: ', { runs: 0 }],
    ['run.rums: unknown key', { rums: 5 }],
    ['subject: unknown key', { config: { subject: [] } }],
    [
      'invariants[0].examples.holds[0]: pool/cell-free-or-taken should hold here, and finds',
      { config: { invariants: [{ ...cellFreeOrTaken, examples: swapped }] } },
    ],
    ['give it an id of its own', { config: { invariants: [cellFreeOrTaken, cellFreeOrTaken] } }],
  ])('is refused, and says: %s', (message, options) => {
    expect(() => testAllocator('nothing', sound, options as object)).toThrow(message);
  });

  it('refuses what is no subject', () => {
    expect(() => testAllocator('nothing', {} as SubjectDefinition)).toThrow(
      'testAllocator was not given a subject',
    );
  });
});

describe('the campaign that tests share', () => {
  /** What it tells a test beside which every one of its tests runs. */
  function told(
    context: TestContext,
    subject: SubjectDefinition,
    options: TestOptions,
  ): Promise<Told> {
    const plan = planOf(subject, options, 1);
    const titles = new Map(plan.statements.map(({ id }) => [id, context.task.name]));
    return new SharedCampaign(plan, titles).told(context);
  }

  it('ends before the time of its test is over, and says so', async (context) => {
    const task = { ...context.task, timeout: 1 };
    const options = { runs: 1e9, corpus };
    const short = await told({ ...context, task }, sound, options);
    expect(short.result.runs).toBeLessThan(1000);
    expect(doneText(short)).toMatch(
      /^\d+ of 1,000,000,000 programs, then the time was over, .* seed 1$/,
    );
    expect(nothingText(short)).toMatch(
      /^met nothing to judge in \d+ of 1,000,000,000 programs, then/,
    );
  });

  it('fails the test of each invariant that broke, and no other', async (context) => {
    const broken = await told(context, overlapping, { runs: 20, corpus });
    const { invariants, relations } = broken.result;
    expect(invariants.filter((each) => each.broken > 0).length).toBeGreaterThan(0);
    for (const { id, broken: runs } of [...invariants, ...relations])
      expect([id, brokenLines(id, broken).length > 0]).toEqual([id, runs > 0]);
    expect(readdirSync(corpus)).toHaveLength(broken.findings.length);
    expect(brokenLines('client/live-blocks-disjoint', broken).slice(0, 2)).toEqual([
      'client/live-blocks-disjoint',
      '  it always holds that no two live blocks share a byte; here it did not',
    ]);
  });

  it('tells what it cannot keep, and how to come to it again', async (context) => {
    const options = { runs: 20, corpus: 'package.json/corpus', maxFindings: 1 };
    const lines = brokenLines(
      'client/live-blocks-disjoint',
      await told(context, overlapping, options),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^replay: ALLOCHECK_SEED=1 npx vitest run /),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^allocheck: package.json\/corpus.* cannot/),
    );
  });
});

describe('the seed', () => {
  it('is that of vitest, as 32 bits, or else a fixed one', () => {
    const { sequence } = (globalThis as never)['__vitest_worker__']['config'] as {
      readonly sequence: { seed: unknown };
    };
    const { seed } = sequence;
    sequence.seed = 2 ** 32 + 7;
    expect(vitestSeed()).toBe(7);
    sequence.seed = undefined;
    expect(vitestSeed()).toBe(1);
    sequence.seed = seed;
  });
});

describe('the line that runs the tests again', () => {
  it('can be pasted into a shell', ({ task }) => {
    const suite = { ...task.suite!, name: "the (old) pool's blocks" };
    const line = replayLine({ ...task, suite }, undefined);
    expect(line).toBe(
      String.raw`npx vitest run test/vitest/test-allocator.test.ts -t 'the \(old\) pool'\''s blocks'`,
    );
    expect(replayLine({ ...task, suite }, 7)).toBe(`ALLOCHECK_SEED=7 ${line}`);
  });
});

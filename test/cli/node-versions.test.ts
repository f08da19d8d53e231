// Goal: what is recorded, and what is told of a replay, is the same byte for byte on every version of Node.
// Method: the compiled program finds faults, in Go's allocator too, and replays what it wrote and the programs of these tests
// under each Node that ALLOCHECK_NODES names, paths with a colon between them, and the one that runs this. Without any, it
// is skipped, and said to be.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { build, start } from './built.ts';
import type { Ended } from './built.ts';
import { fileOf, poolConfig, temporaryFolder } from './support.ts';

const others = (process.env['ALLOCHECK_NODES'] ?? '').split(':').filter((path) => path !== '');
const nodes = [process.execPath, ...others];
const versions = nodes.map((node) => execFileSync(node, ['--version']).toString().trim());
const said =
  others.length === 0 ? 'ALLOCHECK_NODES names no other, so skipped' : versions.join(', ');

const folder = temporaryFolder();
const pools = poolConfig(folder);
const config = fileOf(
  folder,
  'allocheck.config.ts',
  `import { loadMutant } from 'allocheck';
   import pools from ${JSON.stringify(pools)};
   const patch = { file: 'models/go/mspan.ts', find: 'this.freeindex = next;', replace: 'this.freeindex = slot;' };
   const broken = loadMutant({ id: 'go/freeindex-stays', patch });
   export default { subjects: [...pools.subjects.slice(1), { ...broken, id: 'broken-go' }] };`,
);
/** Most that one of these may take, on a machine that does much else; by themselves they take seconds. */
const LONG_MS = 600_000;

let main: string;
/** What came of looking for faults. */
let found: readonly Ended[];

/** The same of each Node, by its version. */
async function ofEach(
  config: string,
  args: (version: string) => readonly string[],
): Promise<readonly Ended[]> {
  const all = nodes.map((node, i) => {
    const [each = ''] = [versions[i]];
    return start(node, [main, ...args(each), '--config', config], { cwd: folder }).ended;
  });
  return Promise.all(all);
}

/** Characters around a difference that are shown. */
const CONTEXT = 60;

/** Where a text first differs from another, from both; undefined where it does not. */
function firstDifference(text: string, other: string): readonly string[] | undefined {
  if (text === other) return undefined;
  let at = 0;
  while (text[at] === other[at]) at += 1;
  return [text, other].map((each) => each.slice(Math.max(0, at - CONTEXT), at + CONTEXT));
}

function expectSame(ended: readonly Ended[], code: number): void {
  const [first] = ended as [Ended];
  for (const each of ended) {
    expect({ code: each.code, err: each.err }).toEqual({ code, err: '' });
    expect(firstDifference(first.out, each.out)).toBeUndefined();
  }
}

describe.skipIf(others.length === 0)(`every Node (${said})`, { timeout: LONG_MS }, () => {
  beforeAll(async () => {
    main = build(folder);
    for (const name of ['models', 'spec', 'src']) symlinkSync(resolve(name), join(folder, name));
    for (const version of versions) mkdirSync(join(folder, version), { recursive: true });
    found = await ofEach(config, (version) => [
      'run',
      '--seed',
      '1',
      '--max-findings',
      '1',
      '--out',
      version,
    ]);
  }, LONG_MS);

  it('records the same', () => {
    expect(found.map(({ code, err }) => ({ code, err }))).toEqual(
      versions.map(() => {
        return { code: 1, err: '' };
      }),
    );
    const recordings = versions.map((version) =>
      readdirSync(join(folder, version))
        .filter((name) => name.endsWith('.allocheck'))
        .map((name) => ({ name, text: readFileSync(join(folder, version, name), 'utf8') })),
    );
    expect(recordings[0]?.map(({ name }) => name.replace(/-\w+\.allocheck$/, ''))).toEqual([
      'broken-go-alloc-cache-mirrors-alloc-bits',
      'crash-keeps-running',
      'overlap-live-blocks-disjoint',
    ]);
    for (const each of recordings) expect(each).toEqual(recordings[0]);
  });

  it('tells the same of the recordings, in words', async () => {
    const ran = await ofEach(config, () => ['replay', versions[0] as string]);
    expect(ran[0]?.out).toContain('\n3 files: 3 still broken\n');
    expectSame(ran, 1);
  });

  it('tells the same of the programs of the tests, in JSON', async () => {
    const programs = resolve('test/mutation/programs');
    const ran = await ofEach(pools, () => ['replay', programs, '--json']);
    expectSame(ran, 0);
  });
});

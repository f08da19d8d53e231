// Goal: what FINDINGS.md tells of shared libraries is found again without knowing of it, in a few commands, and breaks again from
// what was written.
// Method: the libraries of Debian 12 where they are installed; each recording is replayed by a process of its own.
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { installed } from '../adapters/process/support.ts';
import { build, start } from './built.ts';
import { cli, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const isAny = (): boolean => RELEASED.some(({ library }) => installed(library) !== undefined);
let main = '';

beforeAll(() => {
  if (!isAny()) return;
  mkdirSync(join(folder, 'built'));
  main = build(join(folder, 'built'));
});

interface Released {
  readonly library: string;
  readonly flags: readonly string[];
  readonly invariants: readonly string[];
}

const RELEASED: readonly Released[] = [
  {
    library: 'libmimalloc.so.2',
    flags: ['--seed', '1', '--runs', '60'],
    invariants: ['block-aligned'],
  },
  {
    library: 'libtcmalloc_minimal_debug.so.4',
    flags: ['--api', 'plain', '--seed', '1', '--runs', '40', '--max-findings', '3'],
    invariants: ['keeps-running', 'usable-bytes-disjoint'],
  },
];

describe.each(RELEASED)('$library', ({ library, flags, invariants }) => {
  const out = join(folder, `out-${library}`);
  const path = installed(library);

  it.skipIf(path === undefined)(`breaks ${invariants.join(' and ')}, and again`, async () => {
    const found = await cli(['run', '--lib', library, ...flags, '--out', out]);
    expect(found.code).toBe(1);
    const files = readdirSync(out).filter((name) => name.endsWith('.allocheck'));
    for (const id of invariants)
      expect(files).toContainEqual(expect.stringContaining(id) as string);
    for (const file of files) {
      expect(commandsIn(join(out, file))).toBeLessThanOrEqual(6);
      const replay = [main, 'replay', join(out, file), '--lib', library];
      const { code, out: said } = await start(process.execPath, replay, { cwd: folder }).ended;
      expect([code, said.includes('still broken')]).toEqual([1, true]);
    }
  });
});

/** Lines of a recording besides its version, its heap and comments. */
function commandsIn(path: string): number {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '' && !/^(?:#|allocheck |heap )/.test(line)).length;
}

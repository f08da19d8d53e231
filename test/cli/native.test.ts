// Goal: a shared library is run, replayed and explained by a flag like any other subject, and what is wrong with the flag is
// said, with exit code 2.
// Method: the C library of the machine, and libraries that are compiled where there is a compiler.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasCompiler, hasGlibc, library, planted, source } from '../adapters/process/support.ts';
import { cli, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const out = join(folder, 'out');

describe.skipIf(!hasGlibc)('the C library', () => {
  it('is run by its name', async () => {
    const { code, out: text } = await cli([
      'run',
      '--lib',
      'libc.so.6',
      '--contract',
      'glibc',
      '--invariants',
      'client/*',
      '--seed',
      '1',
      '--runs',
      '20',
      '--out',
      out,
    ]);
    expect(text).toContain('libc (libc.so.6 by dlopen)\n  all 15 invariants held\n  20 programs');
    expect(code).toBe(0);
  });

  it('serves a recorded trace', async () => {
    const { code, out: text } = await cli([
      'replay',
      'examples/traces/ls.mtrace',
      '--lib',
      'libc.so.6',
      '--subject',
      'libc',
    ]);
    expect(text).toContain('all 9 invariants held');
    expect(code).toBe(0);
  });

  it.each([
    [['--lib', 'libnothing.so'], /no library libnothing\.so|libnothing\.so/],
    [['--lib', 'package.json'], /package\.json is no shared library: it is no ELF file/],
    [['--lib', 'libm.so.6'], /has no malloc/],
    [['--lib', 'libc.so.6', '--prefix', 'je_'], /je_malloc/],
    [['--peer', 'no-such-program-here'], /no-such-program-here/],
    [['--lib', 'libc.so.6', '--contract', 'glib'], /--contract/],
    [['--prefix', 'je_'], /--prefix says how an allocator of --lib or --peer is/],
    [['--lib', 'libc.so.6', '--env', 'MALLOC_CONF'], /expected a name and a value/],
  ])('is asked for wrongly by %j', async (flags, message) => {
    const { code, err } = await cli(['run', ...flags, '--runs', '1']);
    expect(err).toMatch(message);
    expect(code).toBe(flags[0] === '--peer' ? 5 : 2);
  });
});

describe.skipIf(!hasCompiler)('a library with a bug', () => {
  const wrapper = planted(folder, 'MISALIGNED');

  it('is told by a program, which is replayed and explained with the same flags', async () => {
    const found = await cli([
      'run',
      '--lib',
      wrapper,
      '--seed',
      '1',
      '--runs',
      '20',
      '--max-findings',
      '1',
      '--out',
      out,
    ]);
    expect(found.code).toBe(1);
    expect(found.out).toContain('broken: client/block-aligned');
    expect(found.out).toContain('\n    heap MISALIGNED\n    a = memalign 32 1  # <- here\n');
    const [file = ''] = readdirSync(out).filter((name) => name.startsWith('MISALIGNED'));
    const flags = [join(out, file), '--lib', wrapper];
    expect(found.out).toContain(`npx allocheck replay ${flags.join(' ')}`);
    const replayed = await cli(['replay', ...flags]);
    expect([replayed.code, replayed.out.includes('still broken')]).toEqual([1, true]);
    const explained = await cli(['explain', ...flags]);
    expect([explained.code, explained.out.includes('what it takes:')]).toEqual([0, true]);
  });

  it('is none where it has no malloc', async () => {
    const text = 'int answer(void) { return 42; }\n';
    const path = library(folder, 'empty', source(folder, 'empty', text));
    const { code, err } = await cli(['run', '--lib', path, '--runs', '1']);
    expect([code, err.includes('has no malloc')]).toEqual([2, true]);
  });
});

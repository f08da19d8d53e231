// Goal: an allocator that a flag brings along is run, replayed, shrunk, explained and emitted like one of a config, and each line
// that is printed brings it along again. What is wrong with the flags is said.
// Method: the module of the examples, which is sound; and modules of two functions that trap.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { moduleOf } from '../adapters/wasm/module.ts';
import { cli, fileOf, temporaryFolder } from './support.ts';

const DLMALLOC = 'examples/wasm/dlmalloc.wasm';
const folder = temporaryFolder();
const out = join(folder, 'out');

function moduleFile(name: string, functions: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, moduleOf({ functions, memory: { pages: 1, name: 'memory' } }));
  return path;
}

const trapping = moduleFile('my pool.wasm', ['take', 'free']);
const flags = ['--wasm', trapping, '--export', 'malloc=take', '--out-of-memory', 'null'];
const flagText = `--wasm '${trapping}' --export malloc=take --out-of-memory null`;

describe('a module', () => {
  it('is run when it is named', async () => {
    const { code, out: text } = await cli([
      'run',
      '--wasm',
      DLMALLOC,
      '--seed',
      '1',
      '--runs',
      '60',
      '--commands',
      '100',
      '--invariants',
      'client/*',
      '--out',
      out,
    ]);
    expect(text).toContain('dlmalloc (the allocator of dlmalloc.wasm)\n  all 13 invariants held');
    expect(code).toBe(0);
  });

  it('is brought along again by the lines that are printed', async () => {
    const found = await cli(['run', ...flags, '--seed', '1', '--runs', '5', '--out', out]);
    expect(found.code).toBe(1);
    expect(found.out).toContain('found     the allocator crashed: unreachable');
    const line = found.out.split('\n').findLast((text) => text.startsWith('replay: ')) ?? '';
    const [, file = ''] = /replay: npx allocheck replay (\S+) /.exec(line) ?? [];
    expect(line).toBe(`replay: npx allocheck replay ${file} ${flagText}`);

    const replayed = await cli(['replay', file, ...flags]);
    expect(replayed.code).toBe(1);
    expect(replayed.out).toContain('still broken');
    const shrunk = await cli(['shrink', file, ...flags, '--out', out]);
    expect(shrunk.code).toBe(1);
    expect(shrunk.out).toContain(flagText);
    const explained = await cli(['explain', file, ...flags]);
    expect(explained.code).toBe(0);
    expect(explained.out).toContain('the allocator crashed: unreachable');
  });

  it('runs what was written for another', async () => {
    const file = fileOf(folder, 'go.allocheck', 'allocheck 1\nheap go\na = malloc 8\nfree a\n');
    const { code, out: text } = await cli(['replay', file, '--wasm', DLMALLOC]);
    expect(code).toBe(0);
    expect(text).toContain('dlmalloc');
  });

  it('is made by a test that is emitted, which needs no config', async () => {
    const file = fileOf(folder, 'x.allocheck', 'allocheck 1\nheap my-pool\na = malloc 8\n');
    const emitted = await cli(['emit', file, '--as', 'vitest', ...flags]);
    expect(emitted.code).toBe(0);
    expect(emitted.out).toContain(
      "import { applicable, catalogue, execute, parseProgram, wasmSubject } from 'allocheck';",
    );
    expect(emitted.out).toMatch(
      /const subject = wasmSubject\(\{ file: new URL\(".*my pool\.wasm", import\.meta\.url\), exports: \{"malloc":"take"\}, outOfMemory: "null" \}\);/,
    );
  });
});

describe('a flag', () => {
  it.each<readonly [string, readonly string[]]>([
    ['there is no file none.wasm', ['--wasm', 'none.wasm']],
    ['README.md is no WebAssembly module', ['--wasm', 'README.md']],
    ['there is no call maloc (did you mean malloc?)', ['--wasm', DLMALLOC, '--export', 'maloc=x']],
    [
      'exports no function maloc (did you mean malloc?)',
      ['--wasm', DLMALLOC, '--export', 'malloc=maloc'],
    ],
    [
      'expected a call and a name, such as malloc=my_alloc',
      ['--wasm', DLMALLOC, '--export', 'malloc'],
    ],
    ['expected a power of two, up to 65536', ['--wasm', DLMALLOC, '--alignment', '24']],
    ['say how a module of --wasm is\nname it: --wasm FILE', ['--alignment', '16']],
  ])('is refused: %s', async (message, args) => {
    const { code, err } = await cli(['run', ...args]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('says an alignment that must be kept', async () => {
    const { out: text } = await cli([
      'run',
      '--wasm',
      DLMALLOC,
      '--alignment',
      '64',
      '--runs',
      '5',
      '--seed',
      '1',
      '--commands',
      '30',
      '--max-findings',
      '1',
      '--out',
      out,
    ]);
    expect(text).toContain('broken: client/block-aligned');
  });
});

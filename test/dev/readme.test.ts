// Goal: what README.md says of one's own allocator can be typed as it stands, and does what it says; and a finding looks as shown.
// Method: the command lines of the section are run in a folder as a user would have it: the examples, a library that is built
// there, and the tool as it is installed. Each with a few programs; those that need what the machine lacks are left out. For the
// finding, lines of the compiled model are broken as the page breaks those of its source.
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FIXTURES, hasCompiler, installed, library } from '../adapters/process/support.ts';
import { build, start } from '../cli/built.ts';
import { blocksOf } from '../../src/dev/snippets.ts';
import { temporaryFolder } from '../cli/support.ts';
import { TOOLS_MS } from './copy.ts';
import { asOnPage, changed } from './transcript.ts';

const folder = temporaryFolder();
const readme = readFileSync('README.md', 'utf8');
const [, section = ''] = readme.split('\n## Your own allocator\n');
const [text = ''] = section.split('\n## ');
const lines = [...text.matchAll(/^```\w*\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
  block.split('\n').filter((line) => /^(?:npx|cc) /.test(line)),
);

/** What a command line breaks, where it is there to show that. */
const BREAKS = 'examples/thing-malloc/allocheck.config.ts';
const RENAMED = ['malloc', 'calloc', 'realloc', 'free', 'malloc_usable_size'];

/** A pool as the config imports it: it never reuses. */
const MY_POOL = `
export class MyPool {
  #top = 8;
  readonly #buffer: ArrayBuffer;
  constructor(buffer: ArrayBuffer) {
    this.#buffer = buffer;
  }
  take(size: number): number {
    const addr = this.#top;
    if (!(addr + size <= this.#buffer.byteLength)) return 0;
    this.#top += Math.max(8, Math.ceil(size / 8) * 8);
    return addr;
  }
  give(): void {}
}
`;

/** What the line needs is there. */
function canRun(line: string): boolean {
  const [, name] = /--lib (lib[^/ ]+)/.exec(line) ?? [];
  if (name !== undefined) return installed(name) !== undefined || name === 'libc.so.6';
  return hasCompiler || !/^cc |libmine|--peer/.test(line);
}

let main = '';

beforeAll(() => {
  mkdirSync(join(folder, 'tool'));
  mkdirSync(join(folder, 'build'));
  cpSync('examples', join(folder, 'examples'), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  main = build(join(folder, 'tool'));
  if (!hasCompiler) return;
  const prefixed = RENAMED.map((name) => `-D${name}=my_${name}`);
  library(join(folder, 'build'), 'libmine', ...prefixed, join(FIXTURES, 'planted.c'));
}, TOOLS_MS);

describe('the README', () => {
  it.each(lines)('has %s', async (line) => {
    if (!canRun(line)) return;
    const [command = '', ...words] = line.split(' ');
    const isRun = words[1] === 'run';
    const limits = isRun ? ['--runs', '10', '--seed', '1', '--commands', '60'] : [];
    const typed =
      command === 'npx' ? [process.execPath, main, ...words.slice(1)] : [command, ...words];
    const { code, out, err } = await start(typed[0] as string, [...typed.slice(1), ...limits], {
      cwd: folder,
    }).ended;
    expect(err).toBe('');
    expect(out.includes('broken: ')).toBe(line.includes(BREAKS));
    expect(line.includes(BREAKS) ? [1] : [0, 4]).toContain(code);
  });

  it('says all of this', () => {
    expect(lines).toHaveLength(11);
  });

  it('has a config of five lines for a pool', async () => {
    const config = blocksOf({ path: '', text }).find((block) => block.text.includes('poolSubject'));
    expect(config?.text.trim().split('\n')).toHaveLength(5);
    const project = join(folder, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'allocheck.config.ts'), config?.text ?? '');
    writeFileSync(join(project, 'my-pool.ts'), MY_POOL);
    const args = [main, 'run', '--runs', '20', '--seed', '1', '--invariants', 'client/*'];
    const { code, out, err } = await start(process.execPath, args, { cwd: project }).ended;
    expect({ code, err, says: out.startsWith('mine (') }).toEqual({ code: 0, err: '', says: true });
  });
});

describe('what a finding looks like', () => {
  const [, finding = ''] = readme.split('\n## What a finding looks like\n');
  const [diff = '', broken = '', sums = '', , takes = ''] = blocksOf({
    path: '',
    text: finding,
  }).map(({ text: block }) => block);
  const broke = join(folder, 'broke');

  /** Runs the tool of the broken model. */
  async function typed(line: string): Promise<string> {
    const args = [join(broke, 'dist/src/cli/main.js'), ...line.split(' ')];
    return (await start(process.execPath, args, { cwd: broke }).ended).out;
  }

  function breakLine(file: string, from: string, to: string): void {
    const path = join(broke, 'dist/models/go', file.replace('.ts', '.js'));
    writeFileSync(path, changed(readFileSync(path, 'utf8'), from, to));
  }

  it('is shown in these blocks', () => {
    const starts = [diff, broken, sums, takes].map((block) => block.split('\n')[0]);
    expect(starts).toEqual([
      expect.stringMatching(/^- .*freeindex/),
      expect.stringMatching(/^broken: /),
      expect.stringMatching(/^ {2}2 bugs in 40 programs: /),
      'what it takes:',
    ]);
  });

  beforeAll(() => {
    cpSync(join(folder, 'tool'), broke, { recursive: true, verbatimSymlinks: true });
    const [from = '', to = ''] = diff.split('\n').map((line) => line.slice(1).trim());
    breakLine('mspan.ts', from, to);
  });

  it('is as shown, with what it takes', async () => {
    const out = await typed('run --seed 1 --max-findings 1');
    expect(asOnPage(out.slice(0, out.indexOf('\n\ngo (')), broken.trimEnd())).toBe(
      broken.trimEnd(),
    );
    const [, replay = ''] = /replay: npx allocheck replay (.*)$/m.exec(broken) ?? [];
    const explained = await typed(`explain ${replay}`);
    expect(explained.slice(explained.indexOf('what it takes:'))).toBe(takes);
  });

  it('is told beside another one, each counted', async () => {
    breakLine('go-heap.ts', 'size <= this.maxSize', 'size < Infinity');
    expect(await typed('run --seed 1 --runs 40')).toContain(sums);
  });
});

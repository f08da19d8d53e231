// Goal: what README.md says of one's own allocator can be typed as it stands, and does what it says.
// Method: the command lines of the section are run in a folder as a user would have it: the examples, a library that is built
// there, and the tool as it is installed. Each with a few programs; those that need what the machine lacks are left out.
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FIXTURES, hasCompiler, installed, library } from '../adapters/process/support.ts';
import { build, start } from '../cli/built.ts';
import { temporaryFolder } from '../cli/support.ts';

const folder = temporaryFolder();
const [, section = ''] = readFileSync('README.md', 'utf8').split('\n## Your own allocator\n');
const [text = ''] = section.split('\n## ');
const lines = [...text.matchAll(/^```\w*\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
  block.split('\n').filter((line) => /^(?:npx|cc) /.test(line)),
);

/** What a command line breaks, where it is there to show that. */
const BREAKS = 'examples/thing-malloc/allocheck.config.ts';
const RENAMED = ['malloc', 'calloc', 'realloc', 'free', 'malloc_usable_size'];

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
});

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
    expect(lines).toHaveLength(10);
  });
});

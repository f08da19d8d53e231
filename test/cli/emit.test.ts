// Goal: `emit` writes what stands alone, where it is told to, and says by file, line and command what it cannot.
// Method: the C programs are compiled with all warnings as errors, and linked with the malloc of the system, and with a
// small one that has a fault at a time. Without cc these are skipped, and said to be.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Prng } from '../../src/base/prng.ts';
import { removeRange } from '../../src/program/edit.ts';
import { commandCount, labelName } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { printProgram } from '../../src/program/text.ts';
import { obstacleToC } from '../../src/report/emit-c.ts';
import { generateProgram } from '../../src/workload/generate.ts';
import { MANUAL } from '../../src/workload/profiles.ts';
import { cli, fileOf, poolConfig, temporaryFolder } from './support.ts';
import type { Ran } from './support.ts';

const folder = temporaryFolder();
const config = poolConfig(folder);

function emit(...args: readonly string[]): Promise<Ran> {
  return cli(['emit', ...args, '--config', config]);
}

function programOf(name: string, lines: string): string {
  return fileOf(folder, name, `allocheck 1\nheap overlap\n${lines}`);
}

const THREE = 'a = malloc 1 noscan\nb = malloc 1 noscan\nc = malloc 1 noscan\n';

describe('emit', () => {
  it('prints, or writes where it is told to', async () => {
    const file = programOf('three.allocheck', THREE);
    const { code, out, err } = await emit(file, '--as', 'vitest');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('// Written by allocheck ');
    const path = join(folder, 'made/here/three.test.ts');
    expect(await emit(file, '--as', 'vitest', '--out', path)).toEqual({
      code: 0,
      out: `written to ${path}\n`,
      err: '',
    });
    const written = readFileSync(path, 'utf8');
    expect(written).toContain(`import config from "../../${config.slice(folder.length + 1)}";\n`);
    expect(written).toContain(`${THREE}\`;\n`);
  });

  it('takes the subject of the command line, and needs no config for ours', async () => {
    const file = programOf('ours.allocheck', THREE);
    const { out } = await emit(file, '--as', 'vitest', '--subject', 'go');
    expect(out).toContain('\nheap go\n');
    expect(out).toContain('  const subject = goSubject;\n');
    expect(out).not.toContain('import config');
  });

  it('takes a trace', async () => {
    const { code, out } = await cli(['emit', 'examples/traces/ls.mtrace', '--as', 'c']);
    expect(code).toBe(0);
    expect(out).toContain('  at_end();\n');
  });

  it.each([
    ['heap overlap procs=2\nfault map#1 refuse\n', '4:1: a C program cannot have the operating'],
    ['heap overlap\n\n  # a comment\na = malloc 8\n\n gc # all\n', '8:2: gc: C has no collector\n'],
    ['heap overlap\r\na = malloc NaN\r\n', '4:1: a = malloc NaN: a size of C is a whole number'],
  ])('refuses %j for C with the place', async (lines, problem) => {
    const text = `allocheck 1\n# a comment\n${lines}`;
    const file = fileOf(folder, 'refused.allocheck', text);
    const { code, out, err } = await emit(file, '--as', 'c');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`allocheck: ${file}:${problem}`);
    expect(err).toContain('\nuse --as vitest, which says all of it\n');
    expect(await emit(file, '--as', 'vitest')).toMatchObject({ code: 0 });
  });

  it.each([
    [[], "required option '--as <form>' not specified"],
    [['--as', 'rust'], 'Allowed choices are vitest, c.'],
    [['--as', 'c', '--subject', 'overlp'], 'unknown subject overlp (did you mean overlap?)'],
  ])('ends 2 for %j', async (args, problem) => {
    const { code, out, err } = await emit(programOf('wrong.allocheck', THREE), ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(problem);
  });

  it('says what it cannot read, or write', async () => {
    const absent = await emit(join(folder, 'absent'), '--as', 'c');
    expect(absent).toMatchObject({ code: 2, out: '' });
    expect(absent.err).toContain('absent: cannot be read: no such file\n');
    mkdirSync(join(folder, 'taken'));
    const taken = join(folder, 'taken');
    const { code, err } = await emit(programOf('x.allocheck', THREE), '--as', 'c', '--out', taken);
    expect({ code, err }).toEqual({
      code: 2,
      err: `allocheck: ${taken} cannot be written: is a folder\n`,
    });
  });
});

const hasCompiler = spawnSync('cc', ['--version']).status === 0;
const said = hasCompiler ? 'cc' : 'no cc, so skipped';
const RENAMED = ['malloc', 'calloc', 'realloc', 'free'].map((name) => `-D${name}=bad_${name}`);

function cc(...args: readonly string[]): void {
  const all = ['-std=c99', '-Wall', '-Wextra', '-Werror', ...args];
  execFileSync('cc', all, { cwd: folder, stdio: 'pipe' });
}

interface RanC {
  readonly status: number | null;
  readonly stderr: string;
}

/** Emits a program and runs it on the malloc of the system. */
async function runInC(name: string, lines: string, ...flags: readonly string[]): Promise<RanC> {
  const file = programOf(`${name}.allocheck`, lines);
  const { err } = await emit(file, '--as', 'c', '--out', join(folder, `${name}.c`));
  expect(err).toBe('');
  cc(...flags, `${name}.c`, '-o', name);
  const { status, stderr } = spawnSync(join(folder, name), { encoding: 'utf8' });
  return { status, stderr };
}

/** What of a program can be said in C. */
function spoken(program: Program): Program {
  const obstacle = obstacleToC(program);
  if (obstacle === undefined) return program;
  const { step } = obstacle;
  if (step === undefined) return spoken({ ...program, heap: { ...program.heap, faults: [] } });
  return spoken(removeRange(program, step, step + 1));
}

describe.skipIf(!hasCompiler)(`an emitted C program (${said})`, () => {
  it.each([
    ['nothing', ''],
    ['malloc', 'a = malloc 8'],
    ['calloc', 'a = calloc 3 100000\nfree a\nb = calloc 3 100000'],
    ['realloc', 'a = malloc 24\nb = realloc a 100000\nc = realloc b 7\nd = realloc c 0'],
    ['write', 'a = malloc 300000\nwrite a\nfree a\nwrite a\nfree a'],
    ['read', 'a = malloc 0\nb = malloc 0\nread a\nread b\nread c'],
    ['churn', 'churn 100 16\na = malloc 16\nchurn 3 0'],
    ['absurd', 'a = malloc -1\nb = calloc 2**40 2**40\nc = malloc 2**63'],
    ['names', Array.from({ length: 60 }, (_, i) => `${labelName(i)} = malloc ${i}`).join('\n')],
  ])('compiles without a warning, and holds on a sound malloc: %s', async (name, lines) => {
    expect(await runInC(name, `${lines}\n`)).toEqual({ status: 0, stderr: '' });
  });

  it.each([1, 2])('holds on a sound malloc for a generated program: seed %i', async (seed) => {
    const program = spoken(
      generateProgram(new Prng(seed), { ...MANUAL, commandsMin: 100, commandsMax: 200 }),
    );
    expect(commandCount(program)).toBeGreaterThan(20);
    const [, , ...lines] = printProgram(program).split('\n');
    const { status, stderr } = await runInC(`generated-${seed}`, lines.join('\n'), '-O2');
    expect({ status, broken: stderr.replaceAll(/^.*: no memory, left out\n/gm, '') }).toEqual({
      status: 0,
      broken: '',
    });
  });
});

describe.skipIf(!hasCompiler)(`an emitted C program on a broken malloc (${said})`, () => {
  const lines =
    'a = malloc 32 noscan\nb = malloc 32 noscan\nc = malloc 32 noscan\nread b\n' +
    'd = calloc 4 8\ne = realloc c 64\nfree a\nread b\nf = calloc 2**40 2**40\n';

  beforeAll(async () => {
    const file = programOf('all.allocheck', lines);
    await emit(file, '--as', 'c', '--out', join(folder, 'all.c'));
    cc('-O2', ...RENAMED, '-c', 'all.c', '-o', 'all.o');
  });

  it.each([
    ['NONE', 0, /^$/],
    [
      'OVERLAP',
      1,
      /^step 2, c = malloc 32 noscan: 32 bytes at \S+, shared with the live block b, /,
    ],
    ['MISALIGNED', 1, /^step 2, c = malloc 32 noscan: 0x\S+8 is no multiple of 16\n$/],
    ['DIRTY', 1, /^step 4, d = calloc 4 8: byte 31 of d is 0xa5 and not zero\n$/],
    ['FORGETFUL', 1, /^step 5, e = realloc c 64: byte 0 of e is 0xa5, and c had 0x\w\w there\n$/],
    ['CLUMSY', 1, /^step 7, read b: byte \d+ of b is 0x00, and 0x\w\w was written\n$/],
    ['WRAPPING', 1, /^step 8, f = calloc 2\*\*40 2\*\*40: \d+ times \d+ bytes, which cannot be\n$/],
    ['SHORT', 0, /^step 2, c = malloc 32 noscan: no memory, left out\n$/],
  ])('tells %s at the command that shows it', (fault, code, told) => {
    cc(`-DFAULT=${fault}`, 'all.o', resolve('test/cli/bad-malloc.c'), '-o', fault);
    const { status, stderr } = spawnSync(join(folder, fault), { encoding: 'utf8' });
    expect(stderr).toMatch(told);
    expect(status).toBe(code);
  });
});

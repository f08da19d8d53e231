// Goal: `allocheck process` tells an executable's layout, and the mistakes of programs in it: where, in what, and by which command.
// Method: a small executable, planted programs, and what is printed, as a literal.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { elfBytes } from '../../models/process/tiny-elf.ts';
import { schemaFaults } from './schemas.ts';
import { cli, fileOf, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const tiny = join(folder, 'tiny');
writeFileSync(tiny, elfBytes());

function programOf(name: string, ...lines: readonly string[]): string {
  return fileOf(folder, name, ['allocheck process 1', ...lines, ''].join('\n'));
}

describe('an executable', () => {
  it('is told by its sections and its layout', async () => {
    const { code, out } = await cli(['process', tiny]);

    expect(code).toBe(0);
    expect(out).toBe(`${tiny}  :
section    size      addr
.text       100   4198400
.rodata      32   4198500
.data      4272   4210560
.bss       8448   4214832
Total     12852

process, at its own addresses, begins at 0x401000

from          -to              may       size  region
0x000000000000-0x000000010000  ---     64 KiB  null guard
0x000000401000-0x000000402000  r-x      4 KiB  text
0x000000403000-0x000000406000  rw-     12 KiB  data
0x000000406000-0x000000408000  rw-      8 KiB  bss
0x000000408000-0x000000408000  rw-      0 KiB  heap
0x7fffff6ff000-0x7fffff7ff000  ---      1 MiB  stack guard
0x7fffff7ff000-0x7ffffffde000  ---   8060 KiB  stack, when it has grown
0x7ffffffde000-0x7ffffffff000  rw-    132 KiB  stack
`);
  });

  it.each([
    ['gone', 'there is no such file'],
    ['.', 'this is a folder, and no file'],
    ['broken', 'at byte 0x0: this is no ELF file'],
  ])('that is none is told: %s', async (name, problem) => {
    fileOf(folder, 'broken', 'text');
    const { code, err } = await cli(['process', join(folder, name)]);

    expect(code).toBe(2);
    expect(err).toContain(`${join(folder, name)}: ${problem}`);
  });
});

/** Each with the address, the region and the command of its mistake. */
const PLANTED = [
  [
    'a stray write to text',
    ['a = mmap 8192 rw-', 'write a 8 7', 'write text+16 8 7'],
    '0x401010',
    'SIGSEGV (SEGV_ACCERR) at 0x401010 in text (r-x), by `write text+16 8 7`',
  ],
  [
    'a read past a guard page',
    ['g = mmap 16384 --- guard', 'a = mmap 8192 rw- at g+4096', 'read a 8192', 'read a+8000 200'],
    '0x7ffff7ffe000',
    'SIGSEGV (SEGV_ACCERR) at 0x7ffff7ffe000 in guard g (---), by `read a+8000 200`',
  ],
  [
    'a stack overflow',
    ['call 4096', 'call 8384511', 'call 4096', 'ret', 'call 65536'],
    '0x7fffff7fe001',
    'SIGSEGV (SEGV_MAPERR) at 0x7fffff7fe001 in the guard below the stack, which may reach down to 0x7fffff7ff000, by `call 4096`',
  ],
  [
    'a jump into data',
    ['exec text 1', 'exec data 1'],
    '0x403000',
    'SIGSEGV (SEGV_ACCERR) at 0x403000 in data (rw-), by `exec data 1`',
  ],
  [
    'a null pointer',
    ['read null+8 8'],
    '0x8',
    'SIGSEGV (SEGV_MAPERR) at 0x8 in the null guard, where nothing is mapped, by `read null+8 8`',
  ],
  [
    'a write behind bss',
    ['write bss+8190 8 1'],
    '0x408000',
    'SIGSEGV (SEGV_MAPERR) at 0x408000 in nothing, 0 bytes above bss, by `write bss+8190 8 1`',
  ],
  [
    'a use after munmap',
    ['a = mmap 4096 rw-', 'write a 1 1', 'munmap a 4096', 'write a 1 1'],
    '0x7ffff7ffe000',
    'SIGSEGV (SEGV_MAPERR) at 0x7ffff7ffe000 in nothing, where a was, by `write a 1 1`',
  ],
] as const;

describe('a program with a mistake', () => {
  it.each(PLANTED)('%s', async (name, lines, at, found) => {
    const path = programOf(`${name}.process`, ...lines);
    const { code, out } = await cli(['process', tiny, '--program', path]);

    expect(out).toContain(`${path}: process/accesses-permitted broke`);
    expect(out).toContain(`\n  at        ${at}\n`);
    expect(out).toContain(`\n  found     ${found}\n`);
    expect(out).toContain(`by \`${/`(.*)`/.exec(found)?.[1]}\``);
    expect(code).toBe(1);
  });

  it('is told whole', async () => {
    const path = programOf('whole.process', 'system frames=8', 'write text 1 7', 'ret');
    const { out } = await cli(['process', tiny, '--program', path]);

    expect(out).toBe(`${path}: process/accesses-permitted broke

it always holds that a command accesses only what is mapped, and only as its region permits
  at        0x401000
  expected  an access that is permitted
  found     SIGSEGV (SEGV_ACCERR) at 0x401000 in text (r-x), by \`write text 1 7\`

  allocheck process 1
  system overcommit=guess frames=8 pages=4096
  write text 1 7   <- here
  ret
`);
  });

  it('is not one with a call that is refused', async () => {
    const path = programOf(
      'good.process',
      'system overcommit=never pages=2',
      'a = mmap 8192 rw-',
      'b = mmap 4096 rw-',
      'brk +4096',
      'write a 8 7',
    );
    const { code, out } = await cli(['process', tiny, '--program', path]);

    expect({ code, out }).toEqual({
      code: 0,
      out: `${path}: held, 4 commands
  a = mmap 8192 rw-  0x7ffff7ffd000
  b = mmap 4096 rw-  ENOMEM
  brk +4096          0x408000
  write a 8 7        done
`,
    });
  });

  it('that cannot be read is told by its line', async () => {
    const path = programOf('unread.process', 'reed text 1');
    const { code, err } = await cli(['process', tiny, '--program', path]);

    expect({ code, err }).toEqual({
      code: 2,
      err: `allocheck: ${path}:2:1: there is no command reed\ndid you mean read?\n`,
    });
  });
});

describe('the page on processes', () => {
  it('shows a program, and what is found in it', async () => {
    const page = readFileSync('docs/process.md', 'utf8');
    const [, program = ''] = /```\n(allocheck process 1\n[^`]*)```/.exec(page) ?? [];
    const [, finding = ''] = /```\n(at {8}[^]*?)```/.exec(page) ?? [];
    const path = fileOf(folder, 'page.process', program);
    const { out } = await cli(['process', tiny, '--program', path]);

    expect(finding.trimEnd().split('\n')).toHaveLength(3);
    for (const line of finding.trimEnd().split('\n')) expect(out).toContain(`  ${line}\n`);
  });
});

describe('generated programs', () => {
  const out = join(folder, 'out');

  it('hold, and are counted', async () => {
    const args = ['process', tiny, '--runs', '20', '--seed', '1', '--out', out];
    const { code, out: text } = await cli([...args, '--verbose']);

    expect(text).toMatch(
      /^all 3\d invariants held that met anything\n {2}20 programs, [\d,]+ comma/,
    );
    expect(text).toMatch(/\n {2}came to served [\d,]+, /);
    expect(text).toMatch(/\n {2}[\d,]+ +process\/tlb-agrees-with-tables\n/);
    expect([0, 4]).toContain(code);
    const plain = (printed: string): string => printed.replace(/, [\d.]+ s,/, '');
    const again = await cli([...args, '--verbose']);
    expect(plain(again.out)).toBe(plain(text));
  });

  it('that are too few to meet all end 4, and say what met nothing', async () => {
    const args = ['process', tiny, '--runs', '1', '--commands', '1', '--out', out];
    const { code, out: text } = await cli(args);

    expect(text).toContain('met nothing: process/');
    expect(code).toBe(4);
  });

  it('are told as JSON that the schema knows', async () => {
    const path = programOf('json.process', 'write text 1 7');
    const args = ['process', tiny, '--runs', '5', '--out', out, '--json', '--program', path];
    const { code, out: text } = await cli(args);
    const json = JSON.parse(text) as Record<string, unknown>;

    expect(code).toBe(1);
    expect(schemaFaults('process', json)).toEqual([]);
    expect(schemaFaults('process', { ...json, mood: 'fine' })).not.toEqual([]);
    expect(json['programs']).toMatchObject([
      { findings: [{ invariant: 'process/accesses-permitted', step: 0, at: '0x401000' }] },
    ]);
  });
});

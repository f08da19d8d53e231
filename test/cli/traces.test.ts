// Goal: `replay` takes a recorded trace of any format by its content, runs it, names the line of what breaks, and tells what
// the trace lacks; what cannot be read is refused with what to do.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, fileOf, poolConfig, temporaryFolder } from './support.ts';
import type { Ran } from './support.ts';

const folder = temporaryFolder();
const config = poolConfig(folder);
const FIXTURES = 'test/trace/fixtures';

function replay(...args: readonly string[]): Promise<Ran> {
  return cli(['replay', ...args, '--config', config]);
}

describe('replay of a recorded trace', () => {
  it.each([
    ['small.mtrace', 'mtrace', 22, 19],
    ['small.valgrind', 'valgrind', 99, 19],
    ['operators.valgrind', 'valgrind', 117, 40],
    ['small.heaptrack', 'heaptrack', 21, 20],
    ['small.ltrace', 'ltrace', 17, 9],
    ['threads.ltrace.gz', 'ltrace', 200, 200],
    ['sqlite.heaptrack.gz', 'heaptrack', 455, 455],
  ])('runs %s on the Go model', async (name, format, events, commands) => {
    const { code, out } = await cli(['replay', `${FIXTURES}/${name}`, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ files: [{ format, events, commands, findings: [] }] });
  });

  it('tells the events, and on stderr what the trace lacks', async () => {
    const file = `${FIXTURES}/small.ltrace`;
    const { code, out, err } = await replay(file, '--subject', 'good');
    expect(code).toBe(0);
    expect(out).toMatch(/^test\/trace\/fixtures\/small\.ltrace \(trace of 17 events\) on good\n/);
    expect(err).toBe(
      `${file}:5: this is a call that libc makes itself, which ltrace names wrongly: left out\n` +
        `${file}:10: from here on, 5 lines end the lives of blocks that were not seen allocated: left out\n`,
    );
  });

  it.each([
    [
      'a.valgrind',
      '==7== Memcheck\n--7-- malloc(8) = 0x1000\n--7-- free(0x0)\n--7-- calloc(1,8) = 0x1010\n--7-- malloc(8) = 0x1020\n',
      5,
    ],
    ['a.rep', '1\n3\n3\n1\na 0 8\na 1 8\na 2 8\n', 7],
    ['a.csv', 'operation,id,size\nmalloc,1,8\nmalloc,2,8\n\nmalloc,3,8\n', 5],
  ])('names the line of %s at which another subject breaks', async (name, text, line) => {
    const file = fileOf(folder, name, text);
    const { code, out } = await replay(file, '--subject', 'overlap');
    expect(code).toBe(1);
    expect(out).toContain(
      `  at step 2 of 3 commands, line ${line} of the trace (c = malloc 8 noscan):\n`,
    );
  });

  it('finds the traces of a folder by their names', async () => {
    const many = join(folder, 'many');
    mkdirSync(many);
    for (const name of ['small.valgrind', 'small.heaptrack', 'threads.ltrace.gz', 'small.c'])
      copyFileSync(`${FIXTURES}/${name}`, join(many, name));
    fileOf(many, 'a.rep', '1\n1\n1\n1\na 0 8\n');
    fileOf(many, 'a.trace.csv', 'operation,id,size\nmalloc,1,8\n');
    fileOf(many, 'b.csv', 'name,age\n');
    const { code, out } = await replay(many, '--subject', 'good');
    expect(code).toBe(0);
    expect(out.endsWith('\n5 files: all held\n')).toBe(true);
  });
});

describe('what is no trace, or a broken one', () => {
  it.each([
    ['small.interpreted', ':4:1: this recording was interpreted'],
    ['small.raw.zst', ': cannot be read: packed by zstd\nunpack it: zstd -dc '],
    [
      'small.c',
      ':1:1: this is neither a program, whose first line is allocheck 1,\nnor a recorded trace',
    ],
  ])('%s ends 2 and says what to do', async (name, problem) => {
    const { code, out, err } = await replay(`${FIXTURES}/${name}`);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`allocheck: ${FIXTURES}/${name}${problem}`);
  });

  it.each(['small.valgrind', 'small.heaptrack', 'small.ltrace'])(
    '%s, cut, ends 2 with the place',
    async (name) => {
      const text = readFileSync(`${FIXTURES}/${name}`, 'utf8');
      const cut = text.slice(0, text.lastIndexOf('\n', text.length - 2) + 4);
      const file = fileOf(folder, name, cut);
      const last = cut.split('\n');
      const { code, err } = await replay(file);
      expect(code).toBe(2);
      expect(err).toBe(
        `allocheck: ${file}:${last.length}:${last.at(-1)!.length + 1}: ` +
          'expected the rest of this line, the file was cut here\n',
      );
    },
  );
});

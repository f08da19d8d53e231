// Goal: a trace is read from disk whatever its packing, and everything else on disk is refused with
// a BadInput that names the file.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BadInput } from '../../src/base/errors.ts';
import { commandCount } from '../../src/program/program.ts';
import { parseProgram, printProgram } from '../../src/program/text.ts';
import { formatsText } from '../../src/trace/formats.ts';
import { readText, readTrace } from '../../src/trace/load.ts';
import { problemOf } from './support.ts';

const TRACE = '= Start\n@ a:[0x1] + 0x10 0x18\n@ a:[0x1] - 0x10\n';
const NOT_A_TRACE = `expected a recorded trace of one of these formats:\n${formatsText()}`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'allocheck-trace-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a file and answers its path. */
function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('readTrace', () => {
  it('gives the same for a plain file and a gzipped one, whatever their names', () => {
    const plain = readTrace(fileOf('plain.gz', TRACE));
    const packed = readTrace(fileOf('packed.txt', gzipSync(TRACE)));
    expect(packed).toEqual(plain);
    expect(plain.events).toBe(2);
  });

  it('names a missing file', () => {
    const path = join(folder, 'missing.mtrace');
    expect(problemOf(() => readTrace(path))).toBe(`${path}: cannot be read: no such file`);
  });

  it('names a folder', () => {
    expect(problemOf(() => readTrace(folder))).toBe(`${folder}: cannot be read: is a directory`);
  });

  it('says line 0 where there is no line', () => {
    try {
      readTrace(join(folder, 'missing.mtrace'));
      expect.unreachable();
    } catch (error) {
      expect((error as BadInput).place).toMatchObject({ line: 0, column: 0 });
      expect((error as BadInput).exitCode).toBe(2);
    }
  });

  it('refuses gzip data that was cut anywhere, but in the first byte', () => {
    const packed = gzipSync(TRACE);
    for (let length = 2; length < packed.length; length += 1) {
      const path = fileOf('cut.gz', packed.subarray(0, length));
      expect(problemOf(() => readTrace(path))).toBe(
        `${path}: cannot be read: the gzip data was cut`,
      );
    }
  });

  it('refuses gzip data that was changed', () => {
    const packed = gzipSync(TRACE);
    packed[packed.length - 6] = (packed[packed.length - 6] as number) ^ 1;
    const path = fileOf('changed.gz', packed);
    expect(problemOf(() => readTrace(path))).toBe(`${path}: cannot be read: broken gzip data`);
  });

  it.each([
    ['an empty file', ''],
    ['bytes of a program', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 255, 254, 10])],
    ['one byte of gzip', new Uint8Array([0x1f])],
    ['a program of ours', 'allocheck 1\na = malloc 8\n'],
    ['gzipped text', gzipSync('hello\n')],
  ])('refuses %s', (_, content) => {
    const path = fileOf('other', content);
    expect(problemOf(() => readTrace(path))).toBe(`${path}:1:1: ${NOT_A_TRACE}`);
  });

  it.each([
    ['small.raw.zst', 'small.heaptrack'],
    ['small.zst', 'small.heaptrack'],
    ['packed', 'packed.heaptrack'],
  ])('says how to unpack %s, which zstd packed', (name, plain) => {
    const path = fileOf(name, readFileSync('test/trace/fixtures/small.raw.zst'));
    expect(problemOf(() => readTrace(path))).toBe(
      `${path}: cannot be read: packed by zstd\nunpack it: zstd -dc ${path} > ${join(folder, plain)}`,
    );
  });

  it('gives the place of an error inside a gzipped trace', () => {
    const path = fileOf('broken.gz', gzipSync(`${TRACE}@ a:[0x1] - 0xzz\n`));
    expect(problemOf(() => readTrace(path))).toBe(
      `${path}:4:13: expected an address such as 0x5640662d82a0, found 0xzz`,
    );
  });
});

describe('readText', () => {
  it('gives the text of any file, unpacked', () => {
    expect(readText(fileOf('text', 'grüße\n'))).toBe('grüße\n');
    expect(readText(fileOf('text.gz', gzipSync('grüße\n')))).toBe('grüße\n');
  });

  it('refuses more than it can hold', () => {
    const member = gzipSync(new Uint8Array(2 ** 20));
    const path = fileOf('bomb.gz', Buffer.concat(Array.from({ length: 257 }, () => member)));
    expect(problemOf(() => readText(path))).toBe(`${path}: cannot be read: larger than 256 MiB`);
  });
});

// Goal: the traces of the repository stay readable, whole, and free of what belongs to one machine.
// Method: count their operations a second way, by a regular expression over the text.
describe.each([
  ['cc1.mtrace', 5513],
  ['git.mtrace.gz', 29092],
  ['ls.mtrace', 5085],
  ['python.mtrace', 5152],
  ['sqlite.mtrace.gz', 14000],
])('examples/traces/%s', (name, events) => {
  const path = `examples/traces/${name}`;
  const raw = readFileSync(path);
  const text = (name.endsWith('.gz') ? gunzipSync(raw) : raw).toString('latin1');
  const count = (sign: string): number =>
    text.match(new RegExp(`^@ .*\\] ${sign} 0x`, 'gm'))?.length ?? 0;

  it('has an event for every operation line', () => {
    expect(readTrace(path).events).toBe(events);
    expect(text.match(/^@/gm)).toHaveLength(events);
    expect(count('[-+<>]')).toBe(events);
  });

  it('has a command for every malloc, free and pair of a realloc', () => {
    const trace = readTrace(path);
    expect(commandCount(trace.program)).toBe(count('\\+') + count('-') + count('>'));
    expect(trace).toMatchObject({ skippedFrees: 0, refused: 0 });
  });

  it('is a program that its text form keeps', () => {
    const { program } = readTrace(path);
    expect(parseProgram(printProgram(program), path)).toEqual(program);
  });

  it('names no path of the machine that it was recorded on', () => {
    expect(text).not.toContain('/');
  });

  it('is packed when it is large, and without a name or a time inside', () => {
    expect(raw.length).toBeLessThan(300 * 1024);
    if (name.endsWith('.gz')) expect([...raw.subarray(2, 8)]).toEqual([8, 0, 0, 0, 0, 0]);
  });
});

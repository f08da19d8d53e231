// Goal: a program for a process is written and read without loss, and what is wrong with one is told. Method: generated programs
// there and back, and lines that are wrong.
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/base/errors.ts';
import { Prng } from '../../src/base/prng.ts';
import { generateProcessProgram } from '../../src/process/generate.ts';
import { DEFAULT_CONFIG } from '../../src/process/program.ts';
import { parseProcessProgram, printProcessProgram } from '../../src/process/text.ts';

function parse(...lines: readonly string[]): ReturnType<typeof parseProcessProgram> {
  return parseProcessProgram(['allocheck process 1', ...lines, ''].join('\n'), 'a.process');
}

describe('the text of a program', () => {
  it('says all of it', () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const program = generateProcessProgram(new Prng(seed));

      expect(parseProcessProgram(printProcessProgram(program), 'test')).toEqual(program);
    }
  });

  it('may leave out the system, and have remarks', () => {
    const commands = [{ op: 'read', at: { base: 'stack', offset: -8 }, bytes: 1 }];

    expect(parse('  # nothing', '', 'read stack-8 1 # a byte')).toEqual({
      config: DEFAULT_CONFIG,
      commands,
    });
    expect(parse('system frames=3').config).toEqual({ ...DEFAULT_CONFIG, spareFrames: 3 });
  });

  it.each([
    ['system frame=3', '2:8: there is no setting frame=3\nthere are: overcommit='],
    ['system overcommit=sometimes', '2:8: there is no setting overcommit=sometimes'],
    ['reed a 1', '2:1: there is no command reed\ndid you mean read?'],
    ['jump a 1', '2:1: there is no command jump\nthere are: munmap, mprotect'],
    ['read', '2:5: a place is missing'],
    ['read 0x10 1', '2:6: a place is a region or a label, with an offset: data+8, a, stack-4096'],
    ['read a', '2:7: the number of bytes is missing'],
    ['read a 0', '2:8: the number of bytes is a whole number from 1 to 1073741824, not 0'],
    ['read a 1 2', '2:10: 2 is too much'],
    ['write a 1 256', '2:11: the byte is a whole number from 0 to 255, not 256'],
    ['a = mmap 4096', '2:14: what may be done, as rw-, is missing'],
    ['a = mmap 4096 wr', '2:15: rights are written as r-x or rw-, not wr'],
    ['text = mmap 4096 rw-', '2:1: a label is of lower-case letters, and no region: not text'],
    ['a = brk 1', '2:5: there is no command that gives a label brk'],
    ['a = mmap 4096 rw- under b', '2:19: there is no word of mmap under'],
    ['madvise a 1 fre', '2:13: there is no advice fre\ndid you mean free?'],
  ])('tells what is wrong with %j', (line, problem) => {
    expect(() => parse(line)).toThrow(BadInput);
    expect(() => parse(line)).toThrow(`a.process:${problem}`);
  });

  it('begins with what it is', () => {
    expect(() => parseProcessProgram('allocheck 1\n', 'a')).toThrow(
      'a:1:1: a program for a process begins with the line: allocheck process 1',
    );
  });
});

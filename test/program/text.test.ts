// Goal: the text form says what people expect it to say, and what it is not is refused with its
// place and a remedy.
// Method: each line of the form beside its numbers; each mistake beside the whole message.
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/base/errors.ts';
import { PLAIN } from '../../src/program/plain.ts';
import { OP } from '../../src/program/program.ts';
import { parseProgram, printCommand, printProgram } from '../../src/program/text.ts';
import { linesOf, programOf } from './programs.ts';

const HEAD = 'allocheck 1\nheap go procs=2\n';

function messageOf(text: string): string {
  try {
    parseProgram(text, 'p.txt');
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
  throw new Error('it was read');
}

describe('a line of the text form', () => {
  it.each([
    ['a = malloc 24', [OP.MALLOC, 0, 24, -1, 0, 0]],
    ['b = malloc 40 noscan on P1', [OP.MALLOC, 1, 40, 0, 1, 0]],
    ['z = malloc 64 ptrs=2', [OP.MALLOC, 25, 64, 2, 0, 0]],
    ['a1 = malloc NaN', [OP.MALLOC, 26, Number.NaN, -1, 0, 0]],
    ['c2 = malloc -0', [OP.MALLOC, 54, -0, -1, 0, 0]],
    ['a = malloc -Infinity noscan', [OP.MALLOC, 0, -Infinity, 0, 0, 0]],
    ['a = malloc 2**47', [OP.MALLOC, 0, 2 ** 47, -1, 0, 0]],
    ['a = calloc 3 100 on P1', [OP.CALLOC, 0, 3, 100, 1, 0]],
    ['b = realloc a 1.5', [OP.REALLOC, 1, 0, 1.5, 0, 0]],
    ['free a', [OP.FREE, 0, 0, 0, 0, 0]],
    ['badfree a', [OP.BADFREE, 0, 0, 0, 0, 0]],
    ['badfree a+8', [OP.BADFREE, 0, 8, 0, 0, 0]],
    ['badfree a-8', [OP.BADFREE, 0, -8, 0, 0, 0]],
    ['badfree a-0', [OP.BADFREE, 0, -0, 0, 0, 0]],
    ['badfree a+NaN', [OP.BADFREE, 0, Number.NaN, 0, 0, 0]],
    ['badfree 0x10', [OP.BADFREE, -1, 16, 0, 0, 0]],
    ['badfree 0x0', [OP.BADFREE, -1, 0, 0, 0, 0]],
    ['badfree -0', [OP.BADFREE, -1, -0, 0, 0, 0]],
    ['badfree 1.5', [OP.BADFREE, -1, 1.5, 0, 0, 0]],
    ['badfree 2**64', [OP.BADFREE, -1, 2 ** 64, 0, 0, 0]],
    ['write a', [OP.WRITE, 0, 0, 0, 0, 0]],
    ['read a', [OP.READ, 0, 0, 0, 0, 0]],
    ['a[0] -> b', [OP.LINK, 0, 0, 1, 0, 0]],
    ['a[7] -> nil', [OP.LINK, 0, 7, -1, 0, 0]],
    ['root a[3]', [OP.LOAD, 0, 3, 0, 0, 0]],
    ['drop a', [OP.DROP, 0, 0, 0, 0, 0]],
    ['bgscavenge 3 on P1', [OP.BGSCAVENGE, 3, 0, 0, 1, 0]],
    ['freeOSMemory', [OP.FREE_OS_MEMORY, 0, 0, 0, 0, 0]],
    ['gc', [OP.GC, 0, 0, 0, 0, 0]],
    ['scavenge 4 on P1', [OP.SCAVENGE, 4, 0, 0, 1, 0]],
    ['free nil', [OP.FREE, -1, 0, 0, 0, 0]],
    ['free a via sdallocx', [OP.FREE, 0, 0, 0, 0, 3]],
    ['a = malloc 24 via mallocx on P1', [OP.MALLOC, 0, 24, -1, 1, 2]],
    ['a = malloc 24 noscan via valloc', [OP.MALLOC, 0, 24, 0, 0, 1]],
    ['a = calloc 3 100 via mi_calloc', [OP.CALLOC, 0, 3, 100, 0, 1]],
    ['a = memalign 64 100', [OP.MEMALIGN, 0, 64, 100, 0, 0]],
    ['a = memalign 64 100 via posix_memalign', [OP.MEMALIGN, 0, 64, 100, 0, 2]],
    ['b = realloc a 100 via rallocx', [OP.REALLOC, 1, 0, 100, 0, 1]],
    ['b = realloc nil 100', [OP.REALLOC, 1, -1, 100, 0, 0]],
    ['b = reallocarray a 10 8', [OP.REALLOCARRAY, 1, 0, 10, 0, 8]],
    ['churn 100 16 on P1', [OP.CHURN, 100, 16, 0, 1, 0]],
  ])('is read and printed: %s', (line, numbers) => {
    const program = parseProgram(`${HEAD}${line}`, 'p.txt');
    expect(Array.from(program.commands)).toStrictEqual(numbers);
    expect(printCommand(program, 0)).toBe(line);
  });

  it.each([
    ['a=malloc 4KiB', 'a = malloc 4096'],
    ['a = malloc 0x40 ptrs = 0', 'a = malloc 64 noscan'],
    ['a = malloc 2MiB on P0', 'a = malloc 2097152'],
    ['  a[0]->b   # a comment', 'a[0] -> b'],
    ['badfree 16', 'badfree 0x10'],
    ['a = malloc 1e3', 'a = malloc 1000'],
    ['a = malloc 2**3', 'a = malloc 8'],
    ['a = malloc 1GiB', 'a = malloc 1073741824'],
    ['a = malloc 2147483648', 'a = malloc 2**31'],
  ])('may be written more freely: %s', (line, printed) => {
    expect(linesOf(parseProgram(`${HEAD}${line}`, 'p.txt'))).toEqual(['heap go procs=2', printed]);
  });
});

describe('the head of the text form', () => {
  it('leaves out one processor and the default geometry', () => {
    const program = parseProgram('\uFEFF# why\n\nallocheck 1\nheap first-fit procs=1\n', 'p.txt');
    expect(program).toEqual({
      subject: 'first-fit',
      heap: { procs: 1, geometry: 'default', faults: [] },
      commands: new Float64Array(0),
    });
    expect(printProgram(program)).toBe('allocheck 1\nheap first-fit\n');
  });

  it.each([
    ['heap go gogc=50', { gogc: 50 }],
    ['heap go gogc=0', { gogc: 0 }],
    ['heap go gogc=off', { gogc: -1 }],
    ['heap go limit=64MiB', { memoryLimit: 64 * 2 ** 20 }],
    ['heap go limit=256KiB', { memoryLimit: 2 ** 18 }],
    ['heap go limit=3GiB', { memoryLimit: 3 * 2 ** 30 }],
    ['heap go limit=0', { memoryLimit: 0 }],
    ['heap go gogc=10 limit=1000001', { gogc: 10, memoryLimit: 1_000_001 }],
    ['heap go checkmark', { checkmark: true }],
    ['heap go limit=0 checkmark', { memoryLimit: 0, checkmark: true }],
  ])('says when the heap collects: %s', (line, pacing) => {
    const program = programOf(line);
    expect(program.heap).toEqual({ procs: 1, geometry: 'default', faults: [], ...pacing });
    expect(linesOf(program)).toEqual([line]);
  });

  it('leaves out a GOGC of 100 and a limit that is off, so that a program has one form', () => {
    const program = programOf('heap go limit=off gogc=100');
    expect(Object.keys(program.heap)).toEqual(['procs', 'geometry', 'faults']);
    expect(linesOf(program)).toEqual(['heap go']);
  });

  it('names the geometry and the faults', () => {
    const lines = [
      'heap go procs=16 geometry=wasm32',
      'fault reserve#3 refuse',
      'fault map#2 refuse onwards',
      'fault place descending',
    ];
    const program = programOf(...lines);
    expect(program.heap.faults).toEqual([
      { kind: 'refuse', call: 'reserve', k: 3, onwards: false },
      { kind: 'refuse', call: 'map', k: 2, onwards: true },
      { kind: 'place', placement: 'descending' },
    ]);
    expect(linesOf(program)).toEqual(lines);
  });
});

describe('a text that is no program', () => {
  it.each([
    ['', 'p.txt:1:1: the file is empty\nstart it with: allocheck 1'],
    ['# only\n', 'p.txt:2:1: the file is empty\nstart it with: allocheck 1'],
    ['malloc 3', 'p.txt:1:1: this is not a program\nthe first line must be: allocheck 1'],
    ['allocheck', 'p.txt:1:10: expected a version here'],
    ['allocheck 2', 'p.txt:1:11: version 2 is unknown\nthis allocheck reads version 1'],
    ['allocheck 1', 'p.txt:1:1: the heap is missing\nadd a line such as: heap go'],
    ['allocheck 1 1', 'p.txt:1:13: unexpected 1\nremove the rest of the line'],
    ['allocheck 1\nheep go', 'p.txt:2:1: expected heap, found heep'],
    ['allocheck 1\nheap', 'p.txt:2:5: expected the name of a subject here'],
    [
      'allocheck 1\nheap go proc=2',
      'p.txt:2:9: unknown option of heap proc (did you mean procs?)\nuse one of: procs, geometry, gogc, limit, checkmark',
    ],
    ['allocheck 1\nheap go procs', 'p.txt:2:14: expected = here'],
    [
      'allocheck 1\nheap go procs=17',
      'p.txt:2:15: expected the processors, an integer in 1…16, found 17',
    ],
    ['allocheck 1\nheap go geometry=', 'p.txt:2:18: expected the name of a geometry here'],
    [
      'allocheck 1\nheap go gogc=of',
      'p.txt:2:14: expected GOGC or off, an integer in 0…2147483647, found of',
    ],
    [
      'allocheck 1\nheap go gogc=-1',
      'p.txt:2:14: expected GOGC or off, an integer in 0…2147483647, found -1',
    ],
    [
      'allocheck 1\nheap go limit=64MB',
      'p.txt:2:15: expected the memory limit or off, an integer in 0…9007199254740990, found 64MB',
    ],
    ['allocheck 1\nheap go limit', 'p.txt:2:14: expected = here'],
  ])('is refused at its head: %j', (text, message) => {
    expect(messageOf(text)).toBe(message);
  });

  it.each([
    [
      'fault mop#2 refuse',
      'p.txt:3:7: unknown fault mop (did you mean map?)\n' +
        'write for example: fault map#2 refuse, or: fault place descending',
    ],
    [
      'fault map refuse',
      'p.txt:3:7: expected the number of the call, from 1\nwrite for example: map#2',
    ],
    [
      'fault map#0 refuse',
      'p.txt:3:7: expected the number of the call, from 1\nwrite for example: map#2',
    ],
    ['fault map#1 refused', 'p.txt:3:13: expected refuse, found refused'],
    [
      'fault place upwards',
      'p.txt:3:13: unknown placement upwards\nuse one of: adjacent, gapped, descending, top, longer',
    ],
    [
      'fault',
      'p.txt:3:6: expected a fault here\n' +
        'write for example: fault map#2 refuse, or: fault place descending',
    ],
  ])('is refused at a fault: %j', (line, message) => {
    expect(messageOf(`${HEAD}${line}`)).toBe(message);
  });

  it.each([
    [
      'fre a',
      'p.txt:3:1: unknown command fre (did you mean free?)\n' +
        `use one of: badfree, root, ambiguous, churn, ${PLAIN.map(({ word }) => word).join(', ')}, fault`,
    ],
    [
      'a = maloc 3',
      'p.txt:3:5: unknown maker of a block maloc (did you mean malloc?)\n' +
        'use one of: malloc, calloc, realloc, memalign, reallocarray',
    ],
    [
      'a =',
      'p.txt:3:4: expected a maker of a block here\nuse one of: malloc, calloc, realloc, memalign, reallocarray',
    ],
    ['a malloc 3', 'p.txt:3:3: expected =, found malloc'],
    [
      'a = malloc big',
      'p.txt:3:12: expected a size, found big\nnumbers are 24, 0x18, 1.5, -1, 4KiB, 2**47, NaN or Infinity',
    ],
    [
      'a = malloc',
      'p.txt:3:11: expected a size here\nnumbers are 24, 0x18, 1.5, -1, 4KiB, 2**47, NaN or Infinity',
    ],
    [
      'a = malloc 8 noscn',
      'p.txt:3:14: unknown option of malloc noscn (did you mean noscan?)\nuse one of: ptrs, noscan, via, on',
    ],
    [
      'b = realloc A 3',
      'p.txt:3:13: expected the name of a block, found A\nnames are a … z, a1 … z1, a2, and so on',
    ],
    ['a[-1] -> b', 'p.txt:3:3: expected a word, an integer in 0…35184372088832, found -1'],
    ['a[0] b', 'p.txt:3:6: expected ->, found b'],
    [
      'free',
      'p.txt:3:5: expected the name of a block here\nnames are a … z, a1 … z1, a2, and so on',
    ],
    ['free a b', 'p.txt:3:8: unexpected b\nremove the rest of the line'],
    [
      'free a on P2',
      'p.txt:3:11: expected a processor of this heap, P0 … P1\nset more by: heap … procs=N',
    ],
    [
      'free a on Q',
      'p.txt:3:11: expected a processor of this heap, P0 … P1\nset more by: heap … procs=N',
    ],
    ['badfree a+x', 'p.txt:3:9: expected a block with an offset\nwrite for example: badfree a+8'],
    ['badfree a01', 'p.txt:3:9: expected a block with an offset\nwrite for example: badfree a+8'],
    [
      'badfree -',
      'p.txt:3:9: expected a block or an address, found -\n' +
        'numbers are 24, 0x18, 1.5, -1, 4KiB, 2**47, NaN or Infinity',
    ],
  ])('is refused at a command: %j', (line, message) => {
    expect(messageOf(`${HEAD}${line}`)).toBe(message);
  });

  it('gives a block twice', () => {
    expect(messageOf(`${HEAD}a = malloc 8\nfree a\na = malloc 9`)).toBe(
      'p.txt:5:1: a is given in line 3 already\nuse another name',
    );
  });

  it('is too long', () => {
    expect(messageOf(' '.repeat(2 ** 28 + 1))).toBe(
      'p.txt:1:1: more than 268435456 characters\nsplit the program',
    );
  });

  it('asks for a processor where there is one', () => {
    expect(messageOf('allocheck 1\nheap go\ngc on P1')).toBe(
      'p.txt:3:7: expected a processor of this heap, P0\nset more by: heap … procs=N',
    );
  });
});

// Goal: a text is taken for its format and no other, whatever its file is called; a trace that was cut is a shorter one or
// is refused where it ends; and what each format reads is a program that holds on the models.
// Method: the recordings of test/trace/fixtures, which the tools wrote, and small ones of the formats that people write.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { applicable } from '../../src/engine/judge.ts';
import { catalogue as all } from '../../spec/invariants/index.ts';
import { BadInput } from '../../src/base/errors.ts';
import { execute } from '../../src/engine/execute.ts';
import { commandsOf } from '../../src/program/edit.ts';
import { OP, commandCount } from '../../src/program/program.ts';
import { parseProgram, printProgram } from '../../src/program/text.ts';
import { TRACE_FORMATS, formatsText, parseTrace, traceFormatOf } from '../../src/trace/formats.ts';
import type { TraceFormatId } from '../../src/trace/formats.ts';
import { gapText } from '../../src/trace/trace.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { traceStatistics } from '../../src/trace/statistics.ts';
import { fixture, problemOf } from './support.ts';

const catalogue = applicable(all, goSubject.offers);

const LAB = '20000\n2\n6\n1\na 0 2040\na 1 48\nr 0 4072\nf 1\na 1 16\nf 0\n';
const CSV =
  'operation,id,size,alignment,count\nmalloc,1,24\ncalloc,p,100,,3\nmemalign,0x7f10,128,64\nrealloc,1,2048\nfree,p\n';

const SMALL: readonly (readonly [string, TraceFormatId, string])[] = [
  ['small.mtrace', 'mtrace', fixture('small.mtrace')],
  ['small-gdb.mtrace', 'mtrace', fixture('small-gdb.mtrace')],
  ['small.valgrind', 'valgrind', fixture('small.valgrind')],
  ['operators.valgrind', 'valgrind', fixture('operators.valgrind')],
  ['small.heaptrack', 'heaptrack', fixture('small.heaptrack')],
  ['small.ltrace', 'ltrace', fixture('small.ltrace')],
  ['a trace of the malloc lab', 'malloc-lab', LAB],
  ['a trace of our own', 'csv', CSV],
];
const LARGER: typeof SMALL = [
  ['threads.ltrace.gz', 'ltrace', fixture('threads.ltrace.gz')],
  ['sqlite.mtrace.gz', 'mtrace', fixture('sqlite.mtrace.gz')],
  ['sqlite.valgrind.gz', 'valgrind', fixture('sqlite.valgrind.gz')],
  ['sqlite.heaptrack.gz', 'heaptrack', fixture('sqlite.heaptrack.gz')],
  ['sqlite.ltrace.gz', 'ltrace', fixture('sqlite.ltrace.gz')],
];

describe.each([...SMALL, ...LARGER])('%s', (_, id, text) => {
  it('is of its format, and of no other', () => {
    expect(traceFormatOf(text)?.id).toBe(id);
    expect(TRACE_FORMATS.filter(({ looksLike }) => looksLike(text)).map((each) => each.id)).toEqual(
      [id],
    );
  });

  it('is a program that its text form keeps, with a line for each command', () => {
    const { program, lines } = parseTrace(text, 'f');
    expect(parseProgram(printProgram(program), 'f')).toEqual(program);
    expect(lines).toHaveLength(commandCount(program));
    expect([...lines]).toEqual([...lines].toSorted((a, b) => a - b));
    expect(lines.at(-1)).toBeLessThanOrEqual(text.split('\n').length);
  });

  it('breaks nothing on the Go model, every command judged', () => {
    const { program } = parseTrace(text, 'f');
    const { findings, commands } = execute(program, goSubject, catalogue);
    expect([findings, commands]).toEqual([[], commandCount(program)]);
    expect(commands).toBeGreaterThan(4);
  });
});

describe.each(SMALL)('%s, cut at any byte', (_, id, text) => {
  it('is a shorter one, or is refused', () => {
    const { parse } = TRACE_FORMATS.find((each) => each.id === id)!;
    const whole = parse(text, 'f').program.commands;
    let shorter = 0;
    for (let at = 1; at < text.length; at += 1) {
      const result = readOf(() => parse(text.slice(0, at), 'f'));
      if (result instanceof BadInput) continue;
      const { commands } = result.program;
      shorter += 1;
      expect(text[at - 1]).toBe('\n');
      expect(whole.slice(0, commands.length)).toEqual(commands);
    }
    // The malloc lab says how many operations there must be.
    expect(shorter > 0).toBe(id !== 'malloc-lab');
  });

  it('says in which line it was cut, in the middle of one', () => {
    const middle = text.lastIndexOf('\n', text.length - 2) + 3;
    const lines = text.slice(0, middle).split('\n').length;
    expect(problemOf(() => parseTrace(text.slice(0, middle), 'f'))).toBe(
      `f:${lines}:3: expected the rest of this line, the file was cut here`,
    );
  });
});

// Three recorders of one program, whose calls do not depend on addresses.
describe('sqlite, recorded by several tools', () => {
  const sizesOf = (name: string): readonly number[] => {
    const { program } = parseTrace(fixture(name), name);
    const sizes: number[] = [];
    for (const [op, , b, c] of commandsOf(program)) {
      if (op === OP.MALLOC) sizes.push(b);
      else if (op === OP.CALLOC) sizes.push(b * c);
      else if (op === OP.REALLOC || op === OP.MEMALIGN) sizes.push(c);
    }
    return sizes;
  };

  it('asked mtrace and valgrind for the same, in the same order', () => {
    expect(sizesOf('sqlite.valgrind.gz')).toEqual(sizesOf('sqlite.mtrace.gz'));
    expect(sizesOf('sqlite.mtrace.gz')).toHaveLength(234);
  });

  it('asked heaptrack for the same, behind what heaptrack itself asks for', () => {
    expect(sizesOf('sqlite.heaptrack.gz')).toEqual([72704, ...sizesOf('sqlite.mtrace.gz')]);
  });

  it('was seen by ltrace but for what libc does', () => {
    const [some, all] = ['sqlite.ltrace.gz', 'sqlite.mtrace.gz'].map(sizesOf);
    expect(some!.length).toBeLessThan(all!.length);
    let at = -1;
    for (const size of some!) {
      at = all!.indexOf(size, at + 1);
      expect(at).toBeGreaterThanOrEqual(0);
    }
  });

  it('counts calloc where the recorder knows it', () => {
    const callocs = (name: string): number =>
      traceStatistics(parseTrace(fixture(name), name)).callocs;
    expect(callocs('small.mtrace')).toBe(0);
    expect(callocs('small.valgrind')).toBe(1);
    expect(callocs('small.ltrace')).toBe(1);
  });
});

describe('formatsText', () => {
  it('has a line for each format', () => {
    expect(formatsText().split('\n')).toHaveLength(TRACE_FORMATS.length + 1);
  });
});

describe('docs/traces.md', () => {
  const page = readFileSync('docs/traces.md', 'utf8');

  it.each(TRACE_FORMATS.map(({ id, extension }) => [id, extension] as const))(
    'tells of %s, in files that end in %s',
    (id, extension) => {
      expect(page).toContain(`| \`${id}\` |`);
      expect(page).toContain(`\`${extension}\``);
    },
  );

  it.each(['unseen', 'reused', 'misnamed'] as const)('tells of the gap %s', (what) => {
    const many = gapText({ what, count: 5, line: 1 }).replace(/^1: from here on, 5 /, '');
    const one = gapText({ what, count: 1, line: 1 }).replace(/^1: /, '');
    expect(page.includes(one) || page.includes(many)).toBe(true);
  });
});

/** The trace, or the error with which it was refused; any other error is thrown on. */
function readOf(read: () => Trace): Trace | BadInput {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadInput) return error;
    throw error;
  }
}

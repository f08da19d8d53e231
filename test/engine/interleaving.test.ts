// Goal: a client's mark is reached where it changed something between two steps, and nowhere else. Method: programs
// whose steps are known, on the Go model, which says what each step came to.
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { defineSubject } from '../../spec/subject.ts';
import { execute } from '../../src/engine/execute.ts';
import { parseProgram } from '../../src/program/text.ts';

const PREFIX = 'gc/client-between-';

/** What the client ran between, without the words that all ids have. */
function between(heap: string, ...commands: readonly string[]): readonly string[] {
  const text = ['allocheck 1', heap, ...commands, ''].join('\n');
  const { reached, findings } = execute(parseProgram(text, 'test'), goSubject, []);
  expect(findings).toEqual([]);
  const ids = [...reached].filter((id) => id.startsWith(PREFIX));
  return ids.map((id) => id.slice(PREFIX.length)).toSorted();
}

describe('the client', () => {
  it('is between two steps when something was changed', () => {
    const begun = ['a = malloc 40000 noscan', 'gcStart', 'b = malloc 40000 noscan', 'mark 100'];
    expect(between('heap go', ...begun)).toEqual(['start-and-mark']);
    const ended = [...begun, 'terminate', 'terminate', 'drop a', 'sweep 1'];
    expect(between('heap go', ...ended)).toEqual(['end-and-sweep', 'start-and-mark']);
    expect(between('heap go', ...ended, 'drop b', 'sweep 1', 'gcStart')).toEqual([
      'end-and-sweep',
      'start-and-mark',
      'sweep-and-sweep',
    ]);
  });

  it('is not where it only looked, or did nothing', () => {
    const steps = ['a = malloc 64', 'gcStart', 'read a', 'write a', 'mark 1', 'free b', 'mark 100'];
    expect(between('heap go', ...steps)).toEqual([]);
  });

  it.each(['b = calloc 1 8', 'b = realloc a 8', 'free a', 'drop a', 'p[0] -> nil', 'root p[1]'])(
    'changes something by %s',
    (command) => {
      const before = [
        'a = malloc 64 noscan',
        'p = malloc 64',
        'q = malloc 64',
        'p[1] -> q',
        'drop q',
      ];
      const changed = [...before, 'gcStart', command, 'mark 1'];
      expect(between('heap go', ...changed)).toEqual(['start-and-mark']);
    },
  );

  it('is not where a step did nothing', () => {
    expect(between('heap go', 'gcStart', 'mark 100', 'a = malloc 8 noscan', 'mark 1')).toEqual([]);
    expect(between('heap go', 'a = malloc 8', 'sweep 1', 'b = malloc 8', 'sweep 1')).toEqual([]);
  });

  it('is between the flushes of two processors, and the end', () => {
    const steps = [
      'gcStart',
      'mark 100',
      'a = malloc 64',
      'terminate',
      'b = malloc 64',
      'terminate',
    ];
    expect(between('heap go procs=2', ...steps, 'c = malloc 64', 'terminate')).toEqual([
      'flush-and-end',
      'flush-and-flush',
      'mark-and-flush',
    ]);
  });

  it('is between the flushes of caches behind a cycle, and the sweep', () => {
    const marked = ['a = malloc 40000 noscan on P1', 'gcStart', 'mark 100'];
    const ended = [...marked, 'terminate', 'terminate', 'terminate'];
    const visited = [...ended, 'drop a', 'terminate', 'b = malloc 8', 'terminate', 'drop b'];
    expect(between('heap go procs=2', ...visited, 'sweep 1')).toEqual([
      'end-and-visit',
      'visit-and-sweep',
      'visit-and-visit',
    ]);
  });

  it('is before the cycle that its own block made due, not behind', () => {
    const ended = ['gcStart', 'mark 100', 'terminate', 'terminate'];
    const due = [...ended, 'a = malloc 1000000 noscan', 'b = malloc 1000000 noscan'];
    expect(between('heap go gogc=50', ...due, 'mark 100')).toEqual(['end-and-start']);
    const more = [...due, 'c = malloc 8', 'mark 100'];
    expect(between('heap go gogc=50', ...more)).toEqual(['end-and-start', 'start-and-mark']);
  });

  it('runs between what a whole collection ends and the next step', () => {
    expect(between('heap go', 'a = malloc 40000', 'gc', 'drop a', 'sweep 9')).toEqual([
      'end-and-sweep',
    ]);
  });
});

describe('a subject', () => {
  it('has marks of steps only where it has steps, and those that it says', () => {
    const mark = { id: 'plain/made', when: 'it is made', source: { text: 'a test' } };
    const plain = defineSubject({
      ...goSubject,
      marks: [mark],
      create: (config) => {
        const heap = goSubject.create(config);
        return {
          memory: heap.memory,
          maxSize: heap.maxSize,
          malloc: (...args) => heap.malloc(...args),
          free: (addr) => heap.free(addr),
          usableSize: (addr) => heap.usableSize(addr),
          alignmentOf: (...args) => heap.alignmentOf(...args),
          footprint: () => heap.footprint(),
          reached: new Set(['plain/made']),
        };
      },
    });
    const program = parseProgram('allocheck 1\nheap go\na = malloc 8\n', 'test');
    const { marks, reached } = execute(program, plain, []);
    expect([marks, [...reached]]).toEqual([[mark], ['plain/made']]);
  });

  it('reaches nothing by being given up at the end', () => {
    const program = parseProgram('allocheck 1\nheap go\n', 'test');
    expect([...execute(program, goSubject, []).reached]).toEqual([]);
  });
});

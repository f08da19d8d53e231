// Goal: a story reads from what happened to why, and has no part of which there is nothing to say.
import { describe, expect, it } from 'vitest';
import type { Explained, Unexplained, Without } from '../../src/engine/explain.ts';
import { parseProgram } from '../../src/program/text.ts';
import { needsText } from '../../src/report/explain-needs.ts';
import { storyText } from '../../src/report/explain-story.ts';
import type { Story } from '../../src/report/explain-story.ts';
import { PLAIN } from '../../src/report/paint.ts';
import { DISJOINT, SHRUNK, findingReport, judged } from './support.ts';

const SHRINK = 'npx allocheck shrink x';
const NOTHING: Without = { breaks: 'nothing' };
const SAME: Without = { breaks: 'same' };

function explained(changes: Partial<Explained> = {}): Explained {
  const commands = [NOTHING, NOTHING];
  return { commands, settings: [], sizes: [], together: [], runs: 9, complete: true, ...changes };
}

function storyOf(changes: Partial<Story> = {}): Story {
  return {
    file: 'x.allocheck',
    subject: 'bump',
    runs: [{ title: '', heap: [], lines: [], omitted: 0 }],
    invariants: [],
    relations: [],
    notRun: [],
    recorded: undefined,
    broken: undefined,
    ...changes,
  };
}

describe('the story of a program', () => {
  const lines = [
    { step: 0, command: 'a = malloc 8', answer: '-> 0x1000, 16 bytes usable' },
    { step: 1, command: 'b = malloc 8', answer: '-> 0x1000, 16 bytes usable', isGuilty: true },
  ];
  const run = { title: '', heap: ['heap bump procs=2'], lines, omitted: 1 };
  const needs = { explained: explained(), shrink: SHRINK };

  it('is what came of each command, what broke, whose life it was, the heap, what it takes', () => {
    const before = [{ label: 'blocks', text: 'a 0x1000 8 B' }];
    const after = [{ label: 'blocks', text: 'a 0x1000 8 B, b 0x1000 8 B' }];
    const lives = [{ block: 'a', lines: lines.slice(0, 1) }];
    const broken = { report: findingReport(), lives, heap: { before, after }, needs };
    const story = storyOf({ runs: [run], notRun: ['os/a'], broken });
    expect(storyText(story, PLAIN)).toMatchInlineSnapshot(`
      "x.allocheck on bump

        heap bump procs=2
        … 1 command before
        0  a = malloc 8  -> 0x1000, 16 bytes usable
        1  b = malloc 8  -> 0x1000, 16 bytes usable  # <- here

      broken: client/disjoint
        it always holds that no two live blocks share a byte; here it did not
        otherwise one owner overwrites another

        at        0x1000
        expected  8 bytes of its own
        found     shared with 0x1000

        at step 1 of 2 commands (b = malloc 8)
        not run: os/a

      the life of a:
        0  a = malloc 8  -> 0x1000, 16 bytes usable

      the heap
        before b = malloc 8:
          >  blocks  a 0x1000 8 B

        after it:
          >  blocks  a 0x1000 8 B, b 0x1000 8 B

      what it takes:
        0  a = malloc 8  without it nothing breaks
        1  b = malloc 8  without it nothing breaks
        9 runs, each with one thing left out
      "
    `);
  });

  it('tells both runs that a relation compares', () => {
    const first = { ...run, heap: [], title: 'the first run:' };
    const second = { ...run, omitted: 0, title: 'the second run, of the same program:' };
    const broken = { report: findingReport(), lives: [], heap: undefined, needs };
    const text = storyText(storyOf({ runs: [first, second], broken }), PLAIN);
    expect(text.slice(0, text.indexOf('\nbroken:'))).toMatchInlineSnapshot(`
      "x.allocheck on bump

      the first run:
        … 1 command before
        0  a = malloc 8  -> 0x1000, 16 bytes usable
        1  b = malloc 8  -> 0x1000, 16 bytes usable  # <- here

      the second run, of the same program:
        heap bump procs=2
        0  a = malloc 8  -> 0x1000, 16 bytes usable
        1  b = malloc 8  -> 0x1000, 16 bytes usable  # <- here
      "
    `);
    expect(text).not.toContain('the heap');
  });

  it('says of one that breaks nothing what held, and what it was recorded as', () => {
    const invariants = [judged(DISJOINT, 3), judged('client/zeroed', 0)];
    const held = storyOf({ invariants, notRun: ['os/a', 'os/b'] });
    expect(storyText(held, PLAIN)).toBe(
      'x.allocheck on bump\n\n\n' +
        'the one invariant held; 1 more met nothing to judge\n  not run: os/a and os/b\n',
    );
    expect(storyText({ ...held, recorded: { invariant: DISJOINT, step: 1 } }, PLAIN)).toContain(
      `\nrecorded as breaking ${DISJOINT} at step 1; now the one invariant held; 1 more met`,
    );
    expect(storyText({ ...held, recorded: { invariant: 'os/a', step: 1 } }, PLAIN)).toContain(
      '\nrecorded as breaking os/a at step 1, which did not run; the one invariant held; 1 more met',
    );
  });
});

describe('what a program takes', () => {
  const program = parseProgram(
    'allocheck 1\nheap bump procs=2 limit=4MiB\nfault map#2 refuse\n' +
      'a = malloc 8\nb = calloc 2 8\nc = malloc 8\nread a\ngc\nd = malloc 1\n',
    'x',
  );
  const told = (it: Explained | Unexplained, of = program): string =>
    needsText(of, { explained: it, shrink: SHRINK }, PLAIN).join('\n');

  it('is told by command and setting, with the sizes that may vary', () => {
    const commands: readonly Without[] = [
      NOTHING,
      NOTHING,
      { breaks: 'another', invariant: 'client/kept' },
      SAME,
      { breaks: 'down' },
    ];
    const settings = [
      { setting: 'limit', without: NOTHING },
      { setting: 0, without: SAME },
    ] as const;
    const sizes = [
      { index: 0, column: 2, low: 8, high: 8, isOpen: false },
      { index: 1, column: 2, low: 1, high: 2 ** 40, isOpen: true },
      { index: 1, column: 3, low: 0, high: 16, isOpen: false },
    ];
    const together = [{ indexes: [0, 2], low: 1, high: 16, isOpen: false }];
    expect(told(explained({ commands, settings, sizes, together }))).toMatchInlineSnapshot(`
      "what it takes:
           limit=4MiB          without it nothing breaks
           fault map#2 refuse  not needed
        0  a = malloc 8        without it nothing breaks           size 8 alone
        1  b = calloc 2 8      without it nothing breaks           any count from 1 on, tried to 2**40; any size from 0 to 16
        2  c = malloc 8        without it client/kept breaks
        3  read a              not needed
        4  gc                  without it the subject breaks down
        a and c together: any size from 1 to 16
        9 runs: each thing left out alone, each size tried at some places where behaviour changes
      smaller: npx allocheck shrink x"
    `);
  });

  it('is told without sizes, and with some missing', () => {
    expect(told(explained(), SHRUNK)).toMatchInlineSnapshot(`
      "what it takes:
        0  a = malloc 8  without it nothing breaks
        1  b = malloc 8  without it nothing breaks
        9 runs, each with one thing left out"
    `);
    expect(told(explained({ complete: false }), SHRUNK)).toContain(
      '\n  9 runs; more were needed to try every size',
    );
  });

  it('is not told where it is not known, with a word on why', () => {
    expect(told({ why: 'not-repeated' })).toBe(
      'what it takes is not told: it did not break in this way when it ran again',
    );
    expect(told({ why: 'too-long', commands: 1234, commandsMax: 40 })).toBe(
      'what it takes is told of 40 commands at most, and this took 1,234\n' +
        'smaller: npx allocheck shrink x',
    );
  });
});

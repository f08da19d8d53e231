// Goal: what is emitted of a counterexample stands alone, and says where it comes from; what C cannot say is refused.
import { describe, expect, it } from 'vitest';
import { parseProgram } from '../../src/program/text.ts';
import { emitC, obstacleToC } from '../../src/report/emit-c.ts';
import { emitVitest } from '../../src/report/emit-vitest.ts';
import type { Reproduction } from '../../src/report/emit.ts';

const PROGRAM = 'allocheck 1\nheap bump\na = malloc 8 noscan\nb = calloc 2**40 3\nfree a\n';
const REPRODUCTION: Reproduction = {
  file: 'x.allocheck',
  program: parseProgram(PROGRAM, 'x'),
  broke: { invariant: 'client/live-blocks-disjoint', step: 1 },
  holds: "no two live blocks share another's byte",
  writtenBy: 'allocheck 1.2.3',
};

function reproductionOf(lines: string, changes: Partial<Reproduction> = {}): Reproduction {
  const program = parseProgram(`allocheck 1\nheap bump procs=2\n${lines}\n`, 'x');
  return { ...REPRODUCTION, program, ...changes };
}

const GO = { imports: 'goSubject', text: 'goSubject' };
const OURS = { subject: GO, config: undefined, isRelation: false };

describe('a test for vitest', () => {
  it('has the program, the subject of the config, and all that judges it', () => {
    const setting = { subject: undefined, config: '../allocheck.config.ts', isRelation: false };
    expect(emitVitest(REPRODUCTION, setting)).toMatchInlineSnapshot(`
      "// client/live-blocks-disjoint: no two live blocks share another's byte
      // Written by allocheck 1.2.3 from x.allocheck, where it broke at step 1. Fails while something breaks.
      import { applicable, catalogue, execute, parseProgram } from 'allocheck';
      import { expect, it } from 'vitest';
      import config from "../allocheck.config.ts";

      const PROGRAM = \`allocheck 1
      heap bump
      a = malloc 8 noscan
      b = calloc 2**40 3  # <- here
      free a
      \`;

      it("keeps client/live-blocks-disjoint: no two live blocks share another's byte", () => {
        const program = parseProgram(PROGRAM, 'PROGRAM');
        const subject = config.subjects?.find(({ id }) => id === program.subject);
        if (subject === undefined) throw new Error(\`the config has no subject \${program.subject}\`);
        const invariants = applicable([...catalogue, ...(config.invariants ?? [])], subject.offers);
        expect(execute(program, subject, invariants).findings).toEqual([]);
      });
      "
    `);
  });

  it('needs no config for what is in the package', () => {
    const text = emitVitest(REPRODUCTION, OURS);
    expect(text).toContain('import { applicable, catalogue, execute, goSubject, parseProgram }');
    expect(text).toContain('  const subject = goSubject;\n');
    expect(text).toContain('  const invariants = applicable(catalogue, subject.offers);\n');
    expect(text).not.toContain('config');
  });

  it('judges the relation that broke, with the numbers that its rewriting drew', () => {
    const broke = { invariant: 'relation/replay-repeats-the-run', step: 0, seed: -7 };
    const text = emitVitest({ ...REPRODUCTION, broke }, { ...OURS, isRelation: true });
    expect(text).toContain(
      '  const broken = relations.filter(({ id }) => id === "relation/replay-repeats-the-run");\n' +
        '  const pairs = judgePairs(broken, { program, definition: subject, seed: -7 });\n' +
        '  expect(pairs.flatMap(({ finding }) => finding ?? [])).toEqual([]);\n',
    );
  });

  it('marks no command where it broke at the end, or nobody knows what', () => {
    const atEnd = { invariant: 'client/contents-kept', step: 3 };
    expect(emitVitest({ ...REPRODUCTION, broke: atEnd }, OURS)).not.toContain('<- here');
    const unknown = { ...REPRODUCTION, broke: undefined, holds: undefined };
    expect(emitVitest(unknown, OURS)).toMatch(
      /^\/\/ a program for bump\n\/\/ Written by allocheck 1\.2\.3 from x\.allocheck\. Fails/,
    );
  });

  it('keeps to its comment and its literal, whatever names there are', () => {
    const file = 'a\nimport `${b}` \\.allocheck';
    const text = emitVitest({ ...REPRODUCTION, file, holds: 'a\nb' }, OURS);
    expect(text.split('\n').slice(0, 2)).toEqual([
      '// client/live-blocks-disjoint: a b',
      expect.stringMatching(/^\/\/ Written by .* from a import /) as string,
    ]);
  });
});

describe('a C program', () => {
  it('has a line for each command', () => {
    expect(emitC(REPRODUCTION)).toContain(
      'int main(void) {\n' +
        '  enum {\n    a, b,\n  };\n' +
        '  at(0, "a = malloc 8 noscan"); do_malloc(&blocks[a], 8);\n' +
        '  at(1, "b = calloc 2**40 3"); do_calloc(&blocks[b], 1099511627776, 3);\n' +
        '  at(2, "free a"); do_free(&blocks[a]);\n' +
        '  at_end();\n  return 0;\n}\n',
    );
  });

  it('asks for a block and frees it in a loop', () => {
    const text = emitC(reproductionOf('churn 100 16\na = malloc 1'));
    expect(text).toContain('  enum {\n    a, churned,\n  };\n');
    expect(text).toContain(
      'at(0, "churn 100 16"); for (int i = 0; i < 100; i += 1) ' +
        '{ do_malloc(&blocks[churned], 16); do_free(&blocks[churned]); }\n',
    );
  });

  it('writes sizes as C has them', () => {
    const text = emitC(reproductionOf('a = malloc -1\nb = malloc 2**63\nc = malloc -0'));
    expect(text).toContain('do_malloc(&blocks[a], (size_t)-1);');
    expect(text).toContain('do_malloc(&blocks[b], 9223372036854775808u);');
    expect(text).toContain('do_malloc(&blocks[c], 0);');
  });

  it('keeps to its comment, whatever is said in it', () => {
    const text = emitC({ ...REPRODUCTION, holds: 'all */ of /* this??/', file: 'a\n*/ x' });
    const [comment = ''] = text.split('#include');
    expect(comment.match(/\*\//g)).toHaveLength(1);
    expect(comment.match(/\/\*/g)).toHaveLength(1);
    expect(comment).not.toContain('??');
  });

  it('says when it cannot see what broke', () => {
    const broke = { invariant: 'go/heap-live-counts-marked', step: 1 };
    const warning = ' * No client sees what it broke, so this may end 0 while the bug is there.\n';
    expect(emitC({ ...REPRODUCTION, broke })).toContain(warning);
    expect(emitC(REPRODUCTION)).not.toContain(warning);
  });
});

describe('what C has no counterpart of', () => {
  it.each([
    ['badfree 0x10', 'to free what is not allocated is undefined in C'],
    ['gc', 'C has no collector'],
    ['gcStart', 'C has no collector'],
    ['wait 3', 'C has no collector'],
    ['drop a', 'C has no collector'],
    ['a[0] -> a', 'C has no collector, to which a pointer would mean something'],
    ['scavenge 4', 'C has no call that gives pages back to the operating system'],
    ['pause 1', 'C has no processors and goroutines'],
    ['write a on P1', 'a C program cannot choose the processor'],
    ['b = malloc NaN', 'a size of C is a whole number of 64 bits'],
    ['b = calloc 1.5 8', 'a size of C is a whole number of 64 bits'],
    ['b = realloc a 2**64', 'a size of C is a whole number of 64 bits'],
  ])('refuses %s', (line, why) => {
    const { program } = reproductionOf(`a = malloc 8\n${line}\nfree a`);
    expect(obstacleToC(program)).toEqual({ step: 1, problem: `${line}: ${why}` });
  });

  it('refuses faults of the operating system', () => {
    const program = parseProgram('allocheck 1\nheap bump\nfault map#1 refuse\n', 'x');
    const problem = 'a C program cannot have the operating system do otherwise';
    expect(obstacleToC(program)).toEqual({ step: undefined, problem });
  });

  it('lets pass what a setting without effect on C says', () => {
    const { program } = reproductionOf('a = malloc 8 ptrs=1\nread a');
    expect(obstacleToC(program)).toBeUndefined();
  });
});

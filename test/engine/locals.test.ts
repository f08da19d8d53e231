// Goal: what a function holds is held until it returns, wherever its frame keeps it. Method: short programs; what lives
// in the end is read off the oracle, and the whole catalogue judges that the collector agrees.
import { describe, expect, it } from 'vitest';
import { goStacksSubject } from '../../models/runtime/stacks-subject.ts';
import { goSubject } from '../../models/go/subject.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { Client } from '../../src/engine/client.ts';
import { execute } from '../../src/engine/execute.ts';
import { applicable } from '../../src/engine/judge.ts';
import { commandCount, labelName } from '../../src/program/program.ts';
import { parseProgram } from '../../src/program/text.ts';

/** Names of the blocks that live when these commands have run. */
function living(lines: readonly string[], subject: SubjectDefinition = goStacksSubject): string {
  const text = ['allocheck 1', `heap ${subject.id} procs=2`, ...lines].join('\n');
  const program = parseProgram(text, 'test');
  const judges = applicable(catalogue, subject.offers);
  expect(execute(program, subject, judges).findings).toEqual([]);
  const made = subject.create({ ...program.heap, geometry: 'wasm32' });
  const client = new Client(made, program);
  for (let index = 0; index < commandCount(program); index += 1) client.run(index);
  const names = client.oracle.live.map(({ label }) => labelName(label));
  made.dispose?.();
  return names.toSorted().join(' ');
}

describe('a block that a function asked for', () => {
  it('is held until it returns, and one of its caller longer', () => {
    const lines = ['a = malloc 8', 'call 64', 'b = malloc 8', 'gc'];
    expect(living(lines)).toBe('a b');
    expect(living([...lines, 'return', 'gc'])).toBe('a');
  });

  it('is held where its frame has no local for it', () => {
    const lines = ['call 8', 'a = malloc 8', 'b = malloc 8', 'c = malloc 8 on P1', 'gc'];
    expect(living(lines)).toBe('a b c');
    expect(living([...lines, 'return', 'gc'])).toBe('c');
  });

  it('is held as long as a global variable or another block has it', () => {
    const lines = ['r = malloc 8', 'call 64', 'a = malloc 8', 'b = malloc 8', 'c = malloc 8'];
    const given = ['global a', 'r[0] -> b', 'return', 'gc'];
    expect(living([...lines, ...given])).toBe('a b r');
  });

  it('lives on while its stack is copied, twice in the middle of marking', () => {
    const lines = ['call 64', 'a = malloc 8', 'b = malloc 8', 'drop b', 'gcStart'];
    expect(living([...lines, 'call 4000', 'mark 1', 'call 9000', 'gc'])).toBe('a');
  });

  it('leaves its local to the next when it is dropped', () => {
    const lines = ['call 8', 'a = malloc 8', 'drop a', 'b = malloc 8', 'call 3000', 'gc'];
    expect(living(lines)).toBe('b');
  });

  it('goes with its goroutine', () => {
    const lines = ['go', 'call 64', 'a = malloc 8', 'addrof 1', 'goexit', 'gc', 'b = malloc 8'];
    expect(living(lines)).toBe('b');
  });
});

describe('calls', () => {
  it('do nothing where stacks are not followed', () => {
    const lines = ['call 64', 'a = malloc 8', 'addrof 0', 'return', 'gc'];
    expect(living(lines, goSubject)).toBe('a');
    expect(living(lines)).toBe('');
  });

  it('return only where there was one', () => {
    expect(living(['a = malloc 8', 'return', 'gc'])).toBe('a');
  });

  it.each(['call NaN', 'call -8', 'call 1.5', 'call 2**53', 'addrof 9', 'addrof -1', 'addrof 0.5'])(
    '%s is none',
    (line) => {
      expect(living(['a = malloc 8', line, 'return', 'gc'])).toBe('a');
    },
  );
});

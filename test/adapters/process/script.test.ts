// Goal: a program says to a peer what its client will ask, line by line, and nothing where C says nothing of what comes of it.
// Method: programs of a line or two beside the lines of the protocol.
import { describe, expect, it } from 'vitest';
import { C_CONTRACT } from '../../../spec/contract.ts';
import type { Contract } from '../../../spec/contract.ts';
import { observationsOf } from '../../../src/adapters/process/observations.ts';
import { parseReply } from '../../../src/adapters/process/protocol.ts';
import { RemoteSubject } from '../../../src/adapters/process/remote-subject.ts';
import { scriptOf } from '../../../src/adapters/process/script.ts';
import { programOf } from '../../program/programs.ts';

const ALL =
  'malloc valloc mallocx calloc aligned_alloc posix_memalign realloc rallocx reallocarray ' +
  'free free_sized free_aligned_sized tc_free_sized limit fill thread';
const EVERYTHING: readonly string[] = ALL.split(' ');

function scriptLines(
  lines: readonly string[],
  can: readonly string[] = EVERYTHING,
  contract: Contract = C_CONTRACT,
): { readonly said: readonly string[]; readonly lineOf: readonly number[] } {
  const { commands, heap } = programOf(...lines);
  const { text, lineOf } = scriptOf(commands, heap, contract, new Set(can));
  return { said: text.trim().split('\n').slice(1, -1), lineOf: [...lineOf] };
}

describe('a script', () => {
  it.each([
    [['a = malloc 24'], ['malloc 0 24']],
    [['a = malloc -1'], ['malloc 0 18446744073709551615']],
    [['a = malloc 2**63'], ['malloc 0 9223372036854775808']],
    [['a = malloc 1.5'], []],
    [['a = malloc 24 via mallocx'], ['mallocx 0 24']],
    [['a = malloc 0 via mallocx'], []],
    [['a = malloc 24 via mi_malloc'], []],
    [['a = calloc 3 -2'], ['calloc 0 3 18446744073709551614']],
    [['a = memalign 64 100'], ['aligned_alloc 0 64 100']],
    [['a = memalign 48 100'], []],
    [['a = memalign 48 100 via posix_memalign'], ['posix_memalign 0 48 100']],
    [['a = malloc 8', 'b = realloc a 0'], ['malloc 0 8']],
    [['b = realloc nil 8'], ['realloc 1 - 8']],
    [['b = realloc nil 8 via rallocx'], []],
    [
      ['a = malloc 8', 'b = reallocarray a 10 8'],
      ['malloc 0 8', 'reallocarray 1 0 10 8'],
    ],
    [['free nil'], ['free -']],
    [
      ['c = malloc 8', 'churn 2 16', 'free c'],
      ['malloc 2 8', 'malloc 3 16', 'free 3', 'malloc 3 16', 'free 3', 'free 2'],
    ],
    [['churn 0 16', 'churn 2 1.5'], []],
    [
      ['a = malloc 8', 'free a via free_sized'],
      ['malloc 0 8', 'free_sized 0'],
    ],
    [
      ['a = memalign 64 8', 'free a via free_sized'],
      ['aligned_alloc 0 64 8', 'free 0'],
    ],
    [
      ['a = memalign 64 8', 'b = realloc a 9', 'free b via tc_free_sized'],
      ['aligned_alloc 0 64 8', 'realloc 1 0 9', 'free 1'],
    ],
    [
      ['a = malloc 8', 'free a via sdallocx'],
      ['malloc 0 8', 'free 0'],
    ],
    [
      ['a = memalign 64 8', 'free a via free_aligned_sized'],
      ['aligned_alloc 0 64 8', 'free_aligned_sized 0'],
    ],
    [
      ['a = malloc 8', 'write a', 'read a', 'gc'],
      ['malloc 0 8', 'write 0', 'check 0'],
    ],
    [
      ['heap toy limit=1MiB', 'a = malloc 8'],
      ['limit 1048576', 'malloc 0 8'],
    ],
    [
      ['heap toy procs=2', 'a = malloc 8', 'free a on P1', 'b = malloc 8 on P1'],
      ['malloc 0 8', 'thread 1', 'free 0', 'malloc 1 8'],
    ],
  ])('of %j is %j', (lines, said) => {
    expect(scriptLines(lines).said).toEqual(said);
  });

  it('says which line each command became, and the end', () => {
    expect(scriptLines(['a = malloc 8', 'gc', 'free a']).lineOf).toEqual([1, -1, 2, 3]);
    expect(scriptLines(['churn 2 8', 'a = malloc 8']).lineOf).toEqual([1, 5, 6]);
  });

  it('asks for no more than the peer can', () => {
    const lines = ['heap toy procs=2 limit=1MiB', 'a = malloc 8 on P1'];
    expect(scriptLines(lines, ['malloc', 'free']).said).toEqual(['malloc 0 8']);
    const writable: Contract = { ...C_CONTRACT, usable: 'writable' };
    expect(scriptLines(['a = malloc 8'], EVERYTHING, writable).said).toEqual([
      'fill usable',
      'malloc 0 8',
    ]);
  });
});

describe('an observation', () => {
  it.each([
    ['free 0', 'ok', [{ of: 'errno-after-free', expected: [0], actual: 0 }]],
    ['free 0', 'ok ! errno 4095 12', [{ of: 'errno-after-free', expected: [4095], actual: 12 }]],
    ['malloc 0 8', 'null 12', [{ of: 'errno-after-failure', actual: 12 }]],
    ['malloc 0 8', '4096 8', []],
    ['write 0', 'ok', []],
    [
      'posix_memalign 0 64 8',
      'null 12 ! pointer 7 0',
      [{ of: 'pointer-after-failure', expected: [7], actual: 0 }],
    ],
  ])('of %j, answered by %j, is %j', (said, reply, expected) => {
    const promised = ['errno-after-free', 'errno-after-failure', 'pointer-after-failure'] as const;
    expect(observationsOf(said, parseReply('p', reply), promised)).toMatchObject(expected);
  });
});

describe('a subject elsewhere', () => {
  const program = programOf('a = malloc 8', 'free a');
  const remote = { who: 'the peer', can: new Set(EVERYTHING), contract: C_CONTRACT };
  const script = scriptOf(program.commands, program.heap, C_CONTRACT, remote.can);

  it('answers from the replies', () => {
    const replies = ['ok', '4096 16', 'ok ! contents 0 3 1 2', 'ok'];
    const subject = new RemoteSubject(remote, script, { replies, ended: undefined });
    subject.beginCommand(0);
    expect([subject.malloc(), subject.usableSize()]).toEqual([4096, 16]);
    subject.beginCommand(1);
    const { contents } = subject;
    expect(contents.firstDifference(1)).toBe(-1);
    expect([contents.firstDifference(0), contents.expected, contents.actual]).toEqual([3, 1, 2]);
    expect(() => subject.free()).not.toThrow();
    subject.beginCommand(2);
    expect(contents.sawAll).toBe(true);
  });

  it('says in which command its process ended, and how', () => {
    const ended = {
      how: 'signal',
      name: 'SIGABRT',
      code: undefined,
      stderr: ['double free'],
    } as const;
    const ending = { ...ended, after: 2, partial: '', repeats: true };
    const subject = new RemoteSubject(remote, script, {
      replies: ['ok', '4096 16'],
      ended: ending,
    });
    subject.beginCommand(0);
    expect(subject.malloc()).toBe(4096);
    expect(() => subject.beginCommand(1)).toThrow('its process was ended by SIGABRT: double free');
  });

  it('blames the peer for an answer that is none', () => {
    const replies = ['ok', 'ok', 'ok', 'ok'];
    const subject = new RemoteSubject(remote, script, { replies, ended: undefined });
    subject.beginCommand(0);
    expect(() => subject.malloc()).toThrow(
      'the peer answered "ok" to "malloc 0 8", where a block or null was to come',
    );
  });
});

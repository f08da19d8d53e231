// Goal: every way in which an allocator goes wrong that a peer can see is told, with the command at which it did.
// Method: a malloc with one bug planted in it at a time; the same commands on the sound one tell nothing.
import { describe, expect, it } from 'vitest';
import type { Ending, Ran } from '../../../src/adapters/process/pool.ts';
import { PeerPool } from '../../../src/adapters/process/pool.ts';
import { temporaryFolder } from '../support.ts';
import {
  hasCompiler,
  library,
  LIMIT_MS,
  nativeOrigin,
  planted,
  programOf,
  repliesOf,
  source,
} from './support.ts';

const HUGE = '18446744073709551615';

/** Commands that meet the bug, and what is then told of them: one reply each. */
const NOTED: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['MISALIGNED', ['malloc 0 8', 'memalign 1 64 100'], ['ADDR', 'ADDR']],
  [
    'DIRTY_CALLOC',
    ['malloc 0 50', 'free 0', 'calloc 1 5 10'],
    ['ADDR', 'ok', 'ADDR ! zero 1 0 0 198'],
  ],
  [
    'LOST_TAIL',
    ['malloc 0 100', 'realloc 1 0 1000', 'check 1'],
    ['ADDR', 'ADDR ! contents 0 96 170 238', 'ok'],
  ],
  [
    'SCRIBBLE',
    ['malloc 0 200', 'malloc 1 50', 'free 0', 'check 1', 'write 1', 'check 1'],
    ['ADDR', 'ADDR', 'ok', 'ok ! contents 1 0 89 88', 'ok', 'ok'],
  ],
  [
    'ERRNO',
    ['malloc 0 1', 'free 0', 'free -'],
    ['ADDR', 'ok ! errno 4095 22', 'ok ! errno 4095 22'],
  ],
  ['POINTER', ['posix_memalign 0 3 10'], ['null 22 ! pointer 99344109427288 0']],
  [
    'USABLE_OFF_BY_ONE',
    ['fill usable', 'malloc 0 24', 'malloc 1 24', 'check 0', 'free 1'],
    ['ok', 'ADDR', 'ADDR', 'ok ! contents 0 48 218 6', 'ok'],
  ],
  ['NO_OVERFLOW_CHECK', ['calloc 0 4294967296 4294967297'], ['ADDR']],
];

/** Runs commands on the library with a bug planted in it, in a process that others might share. */
function runPlanted(library: string, commands: readonly string[], limitMs = LIMIT_MS): Ran {
  const pool = new PeerPool(nativeOrigin({ library }));
  try {
    return pool.run(programOf(commands), { fresh: false, limitMs });
  } finally {
    pool.close();
  }
}

describe.skipIf(!hasCompiler)('a bug that the peer notes', () => {
  const folder = temporaryFolder();

  it.each(NOTED)('%s', (plant, commands, replies) => {
    const ran = runPlanted(planted(folder, plant), commands);
    expect(ran.ended).toBeUndefined();
    const told = repliesOf(ran).map((reply) => reply.replace(/^ADDR \d+/, 'ADDR'));
    expect(told).toEqual(replies);
  });

  it('is in no reply of the sound library', () => {
    const pool = new PeerPool(nativeOrigin({ library: planted(folder, 'NONE') }));
    for (const [plant, commands] of NOTED.filter(([plant]) => plant !== 'NO_OVERFLOW_CHECK')) {
      const ran = pool.run(programOf(commands), { fresh: false, limitMs: LIMIT_MS });
      expect([plant, ran.ended, ran.replies.filter((reply) => reply.includes('!'))]).toEqual([
        plant,
        undefined,
        [],
      ]);
    }
    pool.close();
  });

  it('of a refusal that frees the block is found in the block', () => {
    const commands = ['malloc 0 100', `realloc 1 0 ${HUGE}`, 'check 0'];
    const { replies } = runPlanted(planted(folder, 'BROKEN_REFUSAL'), commands);
    expect(replies[2]).toBe('null 12');
    expect(replies[3]).toMatch(/^ok ! contents 0 /);
  });

  it('may be in what it answers alone', () => {
    const pairs = Array.from({ length: 100 }, (_, id) => [`malloc ${id} 20`, `free ${id}`]).flat();
    const commands = [...pairs, 'malloc 200 64', 'malloc 201 64'];
    const { replies } = runPlanted(planted(folder, 'HANDED_OUT_TWICE'), commands);
    expect(replies[202]).toBe(replies[201]);
  });
});

describe.skipIf(!hasCompiler)('a process that dies', () => {
  const folder = temporaryFolder();

  it.each<readonly [string, readonly string[], Partial<Ending>, number]>([
    [
      'SEGFAULT',
      ['malloc 0 5000', 'malloc 1 5000', 'free 0', 'malloc 2 5000', 'free 1'],
      { how: 'signal', name: 'SIGSEGV', stderr: [], partial: '' },
      4,
    ],
    [
      'ABORT',
      ['malloc 0 10', 'malloc 1 5000', 'free 0', 'free 1', 'malloc 2 1'],
      { how: 'signal', name: 'SIGABRT', stderr: ['free(): invalid pointer'] },
      4,
    ],
    ['EXIT', ['malloc 0 10', 'calloc 1 10 1000'], { how: 'exit', name: 'exit code 3', code: 3 }, 2],
  ])('of %s is told with its command', (plant, commands, how, after) => {
    const { replies, ended } = runPlanted(planted(folder, plant), commands);
    expect(ended).toMatchObject({ ...how, after, repeats: true });
    expect(replies).toHaveLength(after);
  });

  it.each(['HANG', 'SLEEP'])('since it goes on no more is told so: %s', (plant) => {
    const commands = ['malloc 0 1000', 'realloc 1 0 10', 'free 1'];
    const { replies, ended } = runPlanted(planted(folder, plant), commands, 100);
    expect(ended).toMatchObject({ how: 'hang', name: 'hang', after: 2, repeats: true });
    expect(replies).toHaveLength(2);
  });

  it('while it writes to a block has told where that is', () => {
    const text = `#include <stddef.h>
      void *malloc(size_t size) { return (void *)4096; }
      void free(void *block) {}`;
    const path = library(folder, 'nowhere', source(folder, 'nowhere', text));
    const { ended } = runPlanted(path, ['malloc 0 10']);
    expect(ended).toMatchObject({ name: 'SIGSEGV', after: 1, partial: '4096 0' });
  });

  it('is replaced by one in which the next program runs', () => {
    const pool = new PeerPool(nativeOrigin({ library: planted(folder, 'SEGFAULT') }));
    const fatal = programOf(['malloc 0 5000', 'malloc 1 5000', 'malloc 2 5000']);
    const harmless = programOf(['malloc 0 5000', 'malloc 1 5000', 'free 0']);
    for (const fresh of [true, false, true, false]) {
      expect(pool.run(fatal, { fresh, limitMs: LIMIT_MS }).ended?.after).toBe(3);
      const { replies, ended } = pool.run(harmless, { fresh, limitMs: LIMIT_MS });
      expect([replies.length, ended]).toEqual([5, undefined]);
    }
    pool.close();
  });

  it('of what other programs did is told apart', () => {
    const pool = new PeerPool(nativeOrigin({ library: planted(folder, 'SEGFAULT') }));
    const two = programOf(['malloc 0 5000', 'malloc 1 5000']);
    expect(pool.run(two, { fresh: false, limitMs: LIMIT_MS }).ended).toBeUndefined();
    const { ended } = pool.run(two, { fresh: false, limitMs: LIMIT_MS });
    pool.close();
    expect(ended).toMatchObject({ name: 'SIGSEGV', repeats: false });
  });
});

// Goal: programs run in a shared library as they are written, and each process begins where none ran before.
// Method: the C library of this machine, whose sizes are known, and the allocators that are installed.
import { describe, expect, it } from 'vitest';
import { PeerPool } from '../../../src/adapters/process/pool.ts';
import type { Ran } from '../../../src/adapters/process/pool.ts';
import { temporaryFolder } from '../support.ts';
import {
  hasCompiler,
  hasGlibc,
  installed,
  library,
  LIMIT_MS,
  nativeOrigin,
  pooled,
  programOf,
  repliesOf,
  runAlone,
  source,
} from './support.ts';

const HUGE = '18446744073709551615';

/** Without how many bytes may be used: the C library is the one that Node itself uses, and gives what there happens to be. */
function plainRepliesOf(ran: Ran): readonly string[] {
  return repliesOf(ran).map((reply) => reply.replace(/^ADDR \d+/, 'ADDR'));
}

describe.skipIf(!hasGlibc)("the C library's malloc", () => {
  const pool = pooled(nativeOrigin({ library: 'libc.so.6' }));

  it('is greeted with its functions', () => {
    const { name, about, can } = pool.greeting;
    expect([name, about]).toEqual(['native', 'libc.so.6 by dlopen']);
    expect([...can]).toEqual([
      'malloc',
      'valloc',
      'pvalloc',
      'calloc',
      'aligned_alloc',
      'memalign',
      'posix_memalign',
      'realloc',
      'reallocarray',
      'free',
      'limit',
      'fill',
      'zero',
      'thread',
    ]);
  });

  it('makes, changes and frees blocks', () => {
    const ran = runAlone(
      pool,
      'malloc 0 100',
      'calloc 1 10 10',
      'realloc 2 0 1000',
      'realloc 3 - 24',
      'reallocarray 4 2 10 200',
      'fill usable',
      'zero usable',
      'calloc 5 1 1',
      'write 4',
      'check 4',
      'free 4',
      'free -',
    );
    expect(ran.ended).toBeUndefined();
    expect(plainRepliesOf(ran)).toEqual([
      'ADDR',
      'ADDR',
      'ADDR',
      'ADDR',
      'ADDR',
      'ok',
      'ok',
      'ADDR',
      'ok',
      'ok',
      'ok',
      'ok',
    ]);
  });

  it('aligns blocks', () => {
    const makes = [
      'memalign 0 64 1',
      'posix_memalign 1 256 1',
      'aligned_alloc 2 4096 4096',
      'valloc 3 1',
    ];
    const { replies } = runAlone(pool, ...makes);
    const addresses = replies.slice(1, -1).map((reply) => Number(reply.split(' ')[0]));
    expect(addresses.map((addr, i) => addr % [64, 256, 4096, 4096][i]!)).toEqual([0, 0, 0, 0]);
  });

  it('refuses with an error', () => {
    const ran = runAlone(
      pool,
      `malloc 0 ${HUGE}`,
      'calloc 1 4294967296 4294967296',
      'posix_memalign 2 3 10',
      'malloc 3 10',
      `realloc 4 3 ${HUGE}`,
      `reallocarray 5 3 ${HUGE} 2`,
      'check 3',
    );
    const refused = ['null 12', 'null 12', 'null 22', 'ADDR', 'null 12', 'null 12', 'ok'];
    expect(plainRepliesOf(ran)).toEqual(refused);
  });

  it('frees a block that realloc makes empty', () => {
    const ran = runAlone(pool, 'malloc 0 10', 'realloc 1 0 0', 'check 0', 'free 0');
    expect(plainRepliesOf(ran)).toEqual(['ADDR', 'null 0', '-', '-']);
  });

  it('is not asked about blocks that are not held', () => {
    const ran = runAlone(pool, 'free 7', 'realloc 1 7 10', 'write 7', 'check 7');
    expect(plainRepliesOf(ran)).toEqual(['-', '-', '-', '-']);
  });

  it('has the contents of large blocks compared at both ends', () => {
    const sizes = [65_536, 65_537, 262_144, 262_145, 1_000_000];
    const commands = sizes.flatMap((size, i) => [
      `malloc ${i} ${size}`,
      `write ${i}`,
      `check ${i}`,
      `realloc ${i + 10} ${i} ${size + 70_000}`,
      `realloc ${i + 20} ${i + 10} ${size - 1}`,
      `calloc ${i + 30} 1 ${size}`,
    ]);
    const { replies, ended } = runAlone(pool, ...commands);
    expect(ended).toBeUndefined();
    expect(replies.filter((reply) => !/^(ok|\d+ \d+)$/.test(reply))).toEqual([]);
  });

  it('is called on the threads that commands name', () => {
    const ran = runAlone(
      pool,
      'malloc 0 100',
      'thread 1',
      'free 0',
      'malloc 1 100',
      'posix_memalign 2 3 100',
      'malloc 5 18446744073709551615',
      'thread 2',
      'realloc 3 1 5000',
      'thread 0',
      'malloc 4 100',
      'free 3',
    );
    expect(plainRepliesOf(ran)).toEqual([
      'ADDR',
      'ok',
      'ok',
      'ADDR',
      'null 22',
      'null 12',
      'ok',
      'ADDR',
      'ok',
      'ADDR',
      'ok',
    ]);
  });

  it('has no more address space than it is let have', () => {
    const large = 1_073_741_824;
    const ran = runAlone(
      pool,
      'limit 1048576',
      `malloc 0 ${large}`,
      'limit 0',
      `malloc 1 ${large}`,
      'malloc 2 10',
    );
    expect(plainRepliesOf(ran)).toEqual(['ok', 'null 12', 'ok', 'ADDR', 'ADDR']);
  });

  it('serves many programs in one process, of any length', () => {
    const pairs = (count: number): string[] =>
      Array.from({ length: count }, (_, id) => [`malloc ${id} ${id % 300}`, `free ${id}`]).flat();
    for (const count of [1, 3000, 50_000]) {
      const { replies, ended } = pool.run(programOf(pairs(count)), {
        fresh: false,
        limitMs: LIMIT_MS,
      });
      expect([replies.length, ended]).toEqual([2 * count + 2, undefined]);
      expect(replies.filter((reply) => reply.includes('!'))).toEqual([]);
    }
  });

  it.each([
    ['mallok 0 1', 'unknown command "mallok"'],
    ['malloc 0', '2 numbers are expected in "malloc 0"'],
    ['malloc 0 -1', '"-1" is no whole number'],
    ['malloc 0 18446744073709551616', '"18446744073709551616" is no whole number'],
    ['fill some', 'usable or asked is expected, not "some"'],
  ])('says what is wrong with %s', (command, name) => {
    const { replies, ended } = runAlone(pool, 'malloc 9 1', command, 'free 9');
    expect(ended).toMatchObject({ how: 'error', name, after: 2 });
    expect(replies).toHaveLength(2);
  });
});

describe.each([
  ['libjemalloc.so.2', ['mallocx_aligned 2 64 10', 'rallocx 3 2 100', 'sdallocx 3']],
  ['libmimalloc.so.2', ['mi_zalloc_aligned 2 64 10', 'mi_reallocn 3 2 10 10', 'mi_free_size 3']],
  ['libtcmalloc_minimal.so.4', ['tc_malloc 2 10', 'realloc 3 2 100', 'tc_free_sized 3']],
])('%s', (name, own) => {
  const path = installed(name);

  it.skipIf(path === undefined)('takes its own functions', () => {
    const origin = nativeOrigin({ library: path as string });
    const ran = runAlone(new PeerPool(origin), 'malloc 0 10', 'calloc 1 10 10', 'free 0', ...own);
    origin.close();
    expect(ran.ended).toBeUndefined();
    const kinds = repliesOf(ran).map((reply) => reply.split(' ')[0]);
    expect(kinds).toEqual(['ADDR', 'ADDR', 'ok', 'ADDR', 'ADDR', 'ok']);
  });
});

/** An allocator of a few lines, which never uses memory again. */
const BUMP = `#include <stddef.h>
#include <stdlib.h>
static char arena[1 << 20];
static size_t used;
__attribute__((visibility("default"))) void *my_malloc(size_t size) {
  if (getenv("REFUSE") != NULL) return NULL;
  used += (size + 31) / 16 * 16;
  return arena + used - (size + 31) / 16 * 16;
}
__attribute__((visibility("default"))) void my_free(void *block) {}
`;

describe.skipIf(!hasCompiler)('a library of any kind', () => {
  const folder = temporaryFolder();
  const bump = library(folder, 'bump', source(folder, 'bump', BUMP));

  it('is driven by the names that it has, with a prefix', () => {
    const origin = nativeOrigin({ library: bump, prefix: 'my_' });
    const ran = runAlone(new PeerPool(origin), 'malloc 0 10', 'free 0');
    origin.close();
    expect(plainRepliesOf(ran)).toEqual(['ADDR', 'ok']);
    expect([...origin.greeting.can].slice(0, 3)).toEqual(['malloc', 'free', 'limit']);
  });

  it('begins anew in a process of its own, and not in one that is shared', () => {
    const origin = nativeOrigin({ library: bump, prefix: 'my_' });
    const pool = new PeerPool(origin);
    const program = programOf(['malloc 0 10', 'malloc 1 5000']);
    const [alone, shared, later, again] = [true, false, false, true].map(
      (fresh) => pool.run(program, { fresh, limitMs: LIMIT_MS }).replies,
    );
    pool.close();
    expect([shared, again]).toEqual([alone, alone]);
    expect(later).not.toEqual(alone);
  });

  it('sees the environment that is asked for', () => {
    const env = { ...process.env, REFUSE: '1' };
    const origin = nativeOrigin({ library: bump, prefix: 'my_', env });
    const ran = runAlone(new PeerPool(origin), 'malloc 0 10');
    origin.close();
    expect(plainRepliesOf(ran)).toEqual(['null 0']);
  });

  it.each([
    [64, 'dlopen'],
    [8192, 'dlopen with GLIBC_TUNABLES=glibc.rtld.optional_static_tls=16384'],
    [65_536, 'LD_PRELOAD'],
  ])('is loaded with %i bytes for each thread by %s', (bytes, how) => {
    const text = `${BUMP}
__thread volatile char own[${bytes}] __attribute__((tls_model("initial-exec")));
__attribute__((visibility("default"))) void *my_calloc(size_t n, size_t size) { own[0] = 1; return NULL; }`;
    const path = library(folder, `tls-${bytes}`, source(folder, `tls-${bytes}`, text));
    const origin = nativeOrigin({ library: path, prefix: 'my_' });
    const ran = runAlone(new PeerPool(origin), 'malloc 0 10', 'calloc 1 1 1');
    origin.close();
    expect(origin.greeting.about).toBe(`tls-${bytes}.so by ${how}`);
    expect(plainRepliesOf(ran)).toEqual(['ADDR', 'null 0']);
  });
});

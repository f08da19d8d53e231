// Goal: the peers of examples/peers, and any program that speaks the protocol, serve as the native one does.
// Method: each is built with its own compiler and runs the same program; a bug planted into the malloc that the one in C
// is linked with has to be told byte for byte as by the native peer.
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PeerPool } from '../../../src/adapters/process/pool.ts';
import { program, temporaryFolder } from '../support.ts';
import {
  commandOrigin,
  FIXTURES,
  has,
  hasCompiler,
  hasGlibc,
  LIMIT_MS,
  programOf,
  repliesOf,
  runAlone,
} from './support.ts';

const folder = temporaryFolder();
const peers = resolve('examples/peers');

/** Compiles a peer; its path. */
function built(name: string, command: string, ...args: readonly string[]): string {
  const path = join(folder, name);
  const env = { ...process.env, GO111MODULE: 'off', GOCACHE: join(folder, 'go-cache') };
  const words = args.map((arg) => (arg === 'OUT' ? path : arg));
  execFileSync(command, words, { env, stdio: 'pipe' });
  return path;
}

/** What all of them can, and the kinds of replies to it. */
const COMMANDS = [
  'malloc 0 100',
  'malloc 1 5000',
  'realloc 2 0 3000',
  'realloc 3 - 10',
  'write 1',
  'check 1',
  'free 2',
  'free 2',
  'free -',
  'malloc 4 18446744073709551615',
  'realloc 5 3 18446744073709551615',
  'check 3',
];
const KINDS = [
  'ADDR',
  'ADDR',
  'ADDR',
  'ADDR',
  'ok',
  'ok',
  'ok',
  '-',
  'ok',
  'null 12',
  'null 12',
  'ok',
];

describe.each([
  ['c', 'cc', ['-O2', '-o', 'OUT', join(peers, 'peer.c')]],
  ['musl', 'musl-gcc', ['-static', '-O2', '-o', 'OUT', join(peers, 'peer.c')]],
  ['rust', 'rustc', ['-O', '-o', 'OUT', join(peers, 'peer.rs')]],
  ['go', 'go', ['build', '-o', 'OUT', join(peers, 'peer.go')]],
])('the peer in %s', (name, compiler, args) => {
  it.skipIf(!hasGlibc || !has(compiler))('makes, changes, compares and frees blocks', () => {
    const origin = commandOrigin(built(name, compiler, ...args));
    const pool = new PeerPool(origin);
    const ran = runAlone(pool, ...COMMANDS);
    expect(ran.ended).toBeUndefined();
    expect(repliesOf(ran).map((reply) => reply.replace(/^ADDR \d+$/, 'ADDR'))).toEqual(KINDS);
    const long = Array.from({ length: 20_000 }, (_, id) => [
      `malloc ${id} ${id % 300}`,
      `free ${id}`,
    ]).flat();
    for (const commands of [COMMANDS, long]) {
      const { replies, ended } = pool.run(programOf(commands), { fresh: false, limitMs: LIMIT_MS });
      expect([replies.length, ended]).toEqual([commands.length + 2, undefined]);
    }
    const wrong = runAlone(pool, 'mallok 0 1');
    expect(wrong.ended).toMatchObject({ how: 'error', after: 1 });
    expect(wrong.ended?.name).toMatch(/mallok/);
    pool.close();
  });
});

describe.skipIf(!hasCompiler)('the peer in C', () => {
  const withPlanted = (plant: string): PeerPool => {
    const args = [
      '-O1',
      `-DPLANT_${plant}`,
      '-o',
      'OUT',
      join(peers, 'peer.c'),
      join(FIXTURES, 'planted.c'),
    ];
    return new PeerPool(commandOrigin(built(`c-${plant}`, 'cc', ...args)));
  };

  it.each([
    ['SCRIBBLE', ['malloc 0 200', 'malloc 1 50', 'free 0', 'check 1'], 'ok ! contents 1 0 89 88'],
    ['LOST_TAIL', ['malloc 0 100', 'realloc 1 0 1000'], 'ADDR 1008 ! contents 0 96 170 238'],
    ['ERRNO', ['malloc 0 1', 'free 0'], 'ok ! errno 4095 22'],
    ['POINTER', ['posix_memalign 0 3 10'], 'null 22 ! pointer 99344109427288 0'],
  ])('notes what the native one does of %s', (plant, commands, last) => {
    const pool = withPlanted(plant);
    const ran = runAlone(pool, ...commands);
    pool.close();
    expect(repliesOf(ran).at(-1)).toBe(last);
  });

  it('dies at the command that kills it', () => {
    const pool = withPlanted('ABORT');
    const commands = ['malloc 0 10', 'malloc 1 5000', 'free 0', 'free 1', 'malloc 2 1'];
    const { ended } = pool.run(programOf(commands), { fresh: false, limitMs: LIMIT_MS });
    pool.close();
    expect(ended).toMatchObject({ name: 'SIGABRT', after: 4, stderr: ['free(): invalid pointer'] });
  });
});

describe.skipIf(!hasGlibc)('a peer of a few lines', () => {
  const HELLO = 'echo allocheck 1 shell; echo can malloc free';

  it('is told of at the command at which it ends', () => {
    const path = program(
      folder,
      'ends',
      `${HELLO}; while read -r line; do case $line in malloc*) echo tired >&2; exit 4;; esac; echo ok; done`,
    );
    const pool = new PeerPool(commandOrigin(path));
    const { replies, ended } = runAlone(pool, 'free 0', 'malloc 0 1', 'free 0');
    pool.close();
    expect(replies).toEqual(['ok', 'ok']);
    expect(ended).toMatchObject({ how: 'exit', code: 4, stderr: ['tired'], after: 2 });
  });

  it('that closes its output hangs', () => {
    const path = program(folder, 'mute', `${HELLO}; read -r line; exec >&-; sleep 1000`);
    const pool = new PeerPool(commandOrigin(path));
    const { ended } = pool.run(programOf([]), { fresh: true, limitMs: 200 });
    pool.close();
    expect(ended).toMatchObject({ how: 'hang', after: 0 });
  });

  it('that says more than it is asked is none', () => {
    const path = program(
      folder,
      'talks',
      `${HELLO}; while read -r line; do printf 'ok\\nok\\n'; done`,
    );
    const pool = new PeerPool(commandOrigin(path));
    expect(() => runAlone(pool)).toThrow(/^a peer said "ok" without being asked$/);
    pool.close();
  });

  it('may print more than a pipe holds before it reads', () => {
    const path = program(
      folder,
      'loud',
      `${HELLO}; head -c 300000 /dev/zero | tr '\\0' x >&2; while read -r line; do echo ok; done`,
    );
    const pool = new PeerPool(commandOrigin(path));
    const { replies, ended } = runAlone(pool, ...Array.from({ length: 20_000 }, () => 'free 0'));
    pool.close();
    expect([replies.length, ended]).toEqual([20_002, undefined]);
  });
});

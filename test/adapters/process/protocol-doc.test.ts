// Goal: docs/protocol.md shows what a peer does. Method: its transcript is spoken with the peer that it is of.
import { readFileSync } from 'node:fs';
import { arch } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ENTRIES } from '../../../src/adapters/process/native/families.ts';
import { PeerPool } from '../../../src/adapters/process/pool.ts';
import { hasGlibc, LIMIT_MS, nativeOrigin } from './support.ts';

const page = readFileSync('docs/protocol.md', 'utf8');
const [, transcript = ''] = /```\n(< allocheck[^`]*)```/.exec(page) ?? [];
const lines = transcript.trimEnd().split('\n');

/** Lines of one side. Where blocks are differs from run to run. */
function said(by: string): readonly string[] {
  return lines
    .filter((line) => line.startsWith(by))
    .map((line) => line.slice(2).replace(/^\d+(?= \d+$)/, 'ADDR'));
}

describe('the page on the protocol', () => {
  it.skipIf(!hasGlibc || arch() !== 'x64')('has a transcript that is true', () => {
    const origin = nativeOrigin({ library: 'libc.so.6' });
    const [hello, can, ...replies] = said('< ');
    const { name, about, can: words } = origin.greeting;
    expect([`allocheck 1 ${name} ${about}`, `can ${[...words].join(' ')}`]).toEqual([hello, can]);
    const ran = new PeerPool(origin).run(`${said('> ').join('\n')}\n`, {
      fresh: true,
      limitMs: LIMIT_MS,
    });
    origin.close();
    expect(ran.ended).toBeUndefined();
    expect(ran.replies.map((reply) => reply.replace(/^\d+(?= \d+$)/, 'ADDR'))).toEqual(replies);
  });

  it('has one reply for each command', () => {
    const sides = lines.slice(2).map((line) => line[0]);
    expect(sides.length).toBeGreaterThan(30);
    expect(sides).toEqual(sides.map((_, i) => (i % 2 === 0 ? '>' : '<')));
  });

  it('lists every command word of a function', () => {
    expect(Object.keys(ENTRIES).filter((word) => !page.includes(`\`${word}`))).toEqual([]);
  });
});

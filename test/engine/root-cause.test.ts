// Goal: of what breaks at one step the cause leads, whatever its id.
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../spec/invariant.ts';
import { effectsOf, rootCause } from '../../src/engine/root-cause.ts';

const CATALOGUE = [
  { id: 'a/crash' },
  { id: 'b/lost', implies: ['a/crash'] },
  { id: 'c/white', implies: ['b/lost'] },
  { id: 'd/alone' },
];

function broken(...ids: readonly string[]): readonly Finding[] {
  const violation = { at: 'here', expected: '1', actual: '2' };
  return ids.map((invariant) => ({ invariant, step: 0, violation }));
}

function leadOf(ids: readonly string[], invariant?: string): string {
  return rootCause(broken(...ids), CATALOGUE, invariant).invariant;
}

describe('rootCause', () => {
  it('is the one that implies the first, at whatever remove', () => {
    expect(leadOf(['a/crash', 'b/lost'])).toBe('b/lost');
    expect(leadOf(['a/crash', 'b/lost', 'c/white'])).toBe('c/white');
    expect(leadOf(['a/crash', 'c/white'])).toBe('c/white');
  });

  it('is the first where nothing that broke implies it', () => {
    expect(leadOf(['a/crash'])).toBe('a/crash');
    expect(leadOf(['a/crash', 'd/alone'])).toBe('a/crash');
    expect(leadOf(['b/lost', 'd/alone'])).toBe('b/lost');
  });

  it('is that of the one that is looked for', () => {
    expect(leadOf(['a/crash', 'b/lost', 'd/alone'], 'd/alone')).toBe('d/alone');
    expect(leadOf(['b/lost', 'c/white', 'd/alone'], 'b/lost')).toBe('c/white');
    expect(leadOf(['b/lost', 'd/alone'], 'a/crash')).toBe('b/lost');
  });

  it('ends where invariants imply each other', () => {
    const ring = [
      { id: 'a/one', implies: ['b/two'] },
      { id: 'b/two', implies: ['a/one'] },
    ];
    expect(rootCause(broken('a/one', 'b/two'), ring).invariant).toBe('a/one');
    expect([...effectsOf('a/one', ring)]).toEqual(['b/two', 'a/one']);
  });
});

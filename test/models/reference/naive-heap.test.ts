import { describe, expect, it } from 'vitest';
import { goSubject } from '../../../models/go/subject.ts';
import { naiveLike } from '../../../models/reference/naive-heap.ts';
import { defineSubject } from '../../../spec/subject.ts';
import type { Subject } from '../../../spec/subject.ts';

const CONFIG = { procs: 1, geometry: 'wasm32', faults: [] };

function heap(): Required<Pick<Subject, 'gc' | 'writePointer' | 'specials'>> & Subject {
  return naiveLike(goSubject).create(CONFIG) as ReturnType<typeof heap>;
}

describe('the naive heap', () => {
  it('gives each block memory of its own, for good', () => {
    const subject = heap();
    const a = subject.malloc(24, 0, false);
    subject.free(a);
    const b = subject.malloc(24, 0, false);
    expect(b).toBeGreaterThanOrEqual(a + 24);
    expect([subject.usableSize(a), subject.usableSize(b)]).toEqual([0, 24]);
    expect(subject.malloc(0, 0, false)).not.toBe(subject.malloc(0, 0, false));
  });

  it('refuses sizes that are none, more than there is, and what was not given', () => {
    const subject = heap();
    for (const size of [-1, 1.5, Number.NaN, 2 ** 33])
      expect(() => subject.malloc(size, 0, false)).toThrow(
        expect.objectContaining({ kind: 'bad-size' }),
      );
    expect(() => subject.malloc(2 ** 31, 0, false)).toThrow(
      expect.objectContaining({ kind: 'out-of-memory' }),
    );
    const a = subject.malloc(8, 0, false);
    expect(() => subject.free(a + 8)).toThrow(expect.objectContaining({ kind: 'bad-free' }));
    subject.free(a);
    expect(() => subject.free(a)).toThrow(expect.objectContaining({ kind: 'bad-free' }));
  });

  it('collects what the roots do not reach', () => {
    const subject = heap();
    const [a, b, c, d] = [64, 64, 64, 64].map((size) => subject.malloc(size, -1, true));
    subject.writePointer(a! + 8, b!);
    subject.writePointer(b! + 56, c!);
    subject.writePointer(d!, a!);
    subject.gc([a!]);
    expect([a, b, c, d].map((addr) => subject.usableSize(addr!))).toEqual([64, 64, 64, 0]);
    subject.writePointer(b! + 56, 0);
    subject.gc([a!]);
    expect(subject.usableSize(c!)).toBe(0);
  });

  it('keeps a block for its finalizer, whose turn comes once, and makes weak pointers nil before', () => {
    const subject = heap();
    const { specials } = subject;
    const [a, b] = [subject.malloc(64, -1, true), subject.malloc(64, -1, true)];
    subject.writePointer(a, b);
    expect([specials.setFinalizer(a), specials.setFinalizer(a)]).toEqual([true, false]);
    const [weakA, weakB] = [specials.weakHandle(a), specials.weakHandle(b)];
    expect(specials.runFinalizer()).toBe(0);
    subject.gc([]);
    expect([specials.strongFromWeak(weakA), specials.strongFromWeak(weakB)]).toEqual([0, b]);
    expect([specials.runFinalizer(), specials.runFinalizer()]).toEqual([a, 0]);
    subject.gc([]);
    expect([subject.usableSize(a), specials.strongFromWeak(weakB)]).toEqual([0, 0]);
  });

  it('takes a finalizer back, unless its turn has come', () => {
    const subject = heap();
    const [a, b] = [subject.malloc(64, 0, true), subject.malloc(64, 0, true)];
    subject.specials.setFinalizer(a);
    subject.specials.setFinalizer(b);
    expect(subject.specials.clearFinalizer(a)).toBe(true);
    subject.gc([]);
    expect([subject.specials.clearFinalizer(b), subject.usableSize(a)]).toEqual([false, 0]);
  });

  it('has no parts that the other has not', () => {
    const plain = defineSubject({
      ...goSubject,
      create: (config) => {
        const { memory, maxSize } = goSubject.create(config);
        return { memory, maxSize } as Subject;
      },
    });
    const made = naiveLike(plain).create(CONFIG);
    expect([made.gc, made.specials, made.writePointer, made.freeOSMemory]).toEqual(
      Array.from({ length: 4 }),
    );
  });
});

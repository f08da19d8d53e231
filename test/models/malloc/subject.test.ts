import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../../spec/subject.ts';
import type { Subject } from '../../../spec/subject.ts';
import { mallocSubject } from '../../../models/malloc/subject.ts';

function made(memoryLimit?: number): Subject {
  return mallocSubject.create({ procs: 1, geometry: 'default', faults: [], memoryLimit });
}

/** The kind of refusal, or what was answered. */
function tried(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (isRefusal(error)) return error.kind;
    throw error;
  }
}

/** What was to be seen and what was, without numbers that say nothing. */
function seen(subject: Subject): readonly string[] {
  return (subject.observations?.() ?? []).map(
    ({ of, call, expected, actual }) => `${call}: ${of} ${expected.includes(actual)}`,
  );
}

describe('the subject of the malloc family', () => {
  it('has what it says that it has', () => {
    const subject = made();
    expect([...(subject.can ?? [])]).toEqual(mallocSubject.entries?.filter((it) => it !== 'limit'));
    expect(subject.contract).toMatchObject({
      zeroSize: 'block',
      usable: 'writable',
      alignment: 16,
    });
    expect([subject.alignmentOf(100, 0), subject.alignmentOf(8, 0)]).toEqual([16, 8]);
  });

  it('zeroes where it is asked to', () => {
    const subject = made();
    const addr = subject.malloc(8, 0, false);
    const bytes = subject.memory?.slab(addr).bytes;
    const at = addr % (subject.memory?.slabBytes ?? 1);
    bytes?.fill(7, at, at + 8);
    subject.free(addr);
    expect(subject.malloc(8, 0, true)).toBe(addr);
    expect(bytes?.slice(at, at + 8)).toEqual(new Uint8Array(8));
  });

  it.each<[string, (subject: Subject) => unknown, string]>([
    ['malloc', (it) => it.malloc(2 ** 64, 0, false), 'out-of-memory'],
    ['calloc', (it) => it.calloc?.(2 ** 32, 2 ** 32), 'out-of-memory'],
    ['realloc', (it) => it.realloc?.(0, 2 ** 64), 'out-of-memory'],
    ['reallocarray', (it) => it.reallocarray?.(0, 2 ** 32, 2 ** 32), 'out-of-memory'],
    ['aligned_alloc', (it) => it.memalign?.(64, 2 ** 64), 'out-of-memory'],
  ])('says by errno why %s failed', (call, run, kind) => {
    const subject = made();
    expect(tried(() => run(subject))).toBe(kind);
    expect(seen(subject)).toEqual([`${call}: errno-after-failure true`]);
  });

  it.each([
    [24, 8, 'bad-alignment'],
    [64, 2 ** 64, 'out-of-memory'],
  ])('leaves the pointer of posix_memalign %i %d', (alignment, size, kind) => {
    const subject = made();
    expect(tried(() => subject.memalign?.(alignment, size, 'posix_memalign'))).toBe(kind);
    expect(seen(subject)).toEqual(['posix_memalign: pointer-after-failure true']);
  });

  it('tells of errno and of the usable size when a block is given back or resized', () => {
    const subject = made();
    const [a, b] = [subject.malloc(24, 0, false), subject.memalign?.(64, 8, 'posix_memalign')];
    subject.beginCommand?.(1);
    expect(seen(subject)).toEqual([]);
    subject.free(a);
    expect(seen(subject)).toEqual(['free: usable-size true', 'free: errno-after-free true']);
    subject.beginCommand?.(2);
    subject.realloc?.(b ?? 0, 40);
    expect(seen(subject)).toEqual(['realloc: usable-size true']);
    subject.beginCommand?.(3);
    subject.reallocarray?.(b ?? 0, 4, 10);
    expect(seen(subject)).toEqual(['reallocarray: usable-size true']);
    subject.beginCommand?.(4);
    subject.freeSized?.(b ?? 0, 40, 0, 'free_sized');
    expect(seen(subject)).toEqual([
      'free_sized: usable-size true',
      'free_sized: errno-after-free true',
    ]);
    subject.beginCommand?.(5);
    subject.free(0);
    expect(seen(subject)).toEqual(['free: errno-after-free true']);
  });

  it('is as it was after a refusal, and keeps to the limit of its program', () => {
    const subject = made(1_000_000);
    const before = subject.footprint();
    expect(tried(() => subject.malloc(2_000_000, 0, false))).toBe('out-of-memory');
    expect(subject.footprint()).toEqual(before);
    const addr = subject.malloc(500_000, 0, false);
    expect(subject.usableSize(addr)).toBe(503_808);
    expect(subject.footprint()).not.toEqual(before);
    subject.dispose?.();
  });
});

// Goal: a step is judged by what was before the command, also when the same heap goes on changing.
// Method: the quantifiers remember a small heap, which is then changed in place, as a run does it.
import { describe, expect, it } from 'vitest';
import { FixtureView, HEAP_BASE, goView } from '../../../spec/fixtures/go.ts';
import type { Parts } from '../../../spec/fixtures/go.ts';
import {
  arenaPlaceSteps,
  extentSteps,
  zeroedBaseSteps,
} from '../../../spec/quantifiers/page-steps.ts';
import { CHUNK_BYTES } from '../../../spec/views/go.ts';

/** A heap, and the parts of it to change while it is looked at. */
function living(arenas: number): { view: FixtureView; parts: Parts } {
  const parts = goView({ arenas }).build();
  return { view: new FixtureView(() => parts), parts };
}

describe('the extent of the heap', () => {
  it('is compared with that before the command', () => {
    const { view, parts } = living(1);
    const before = extentSteps.steps!.remember(view);
    parts.os.committedBytes += CHUNK_BYTES;
    expect(extentSteps.steps!.between(before, view)).toMatchObject([
      {
        before: { committedBytes: CHUNK_BYTES, mappedBytes: CHUNK_BYTES },
        after: { committedBytes: 2 * CHUNK_BYTES },
      },
    ]);
  });
});

describe('the list of arenas', () => {
  const { remember, between } = arenaPlaceSteps.steps!;

  it('is looked at where the heap grew', () => {
    const { view, parts } = living(2);
    const before = remember(view);
    parts.go.arenas.reverse();
    expect(between(before, view)).toEqual([]);
    parts.goTouched.growths.push({ base: HEAP_BASE, bytes: CHUNK_BYTES });
    const [first, second] = between(before, view);
    expect(first).toMatchObject({ place: 0, before: { index: 1 }, after: { index: 2 } });
    expect(second).toMatchObject({ place: 1, before: { index: 2 }, after: { index: 1 } });
  });

  it('is remembered anew when it is longer', () => {
    const { view, parts } = living(2);
    const last = parts.go.arenas.pop()!;
    const before = remember(view);
    parts.go.arenas.push(last);
    parts.goTouched.growths.push({ base: HEAP_BASE, bytes: CHUNK_BYTES });
    expect(between(before, view)).toHaveLength(1);
    expect(between(remember(view, before), view)).toHaveLength(2);
  });
});

describe('the marks of used memory', () => {
  const { remember, between } = zeroedBaseSteps.steps!;

  it('are compared in arenas with pages that changed hands', () => {
    const { view, parts } = living(2);
    const before = remember(view);
    for (const arena of parts.go.arenas) arena.zeroedBase = 8192;
    parts.goTouched.chunks.splice(0, 1);
    expect(between(before, view)).toEqual([{ arena: parts.go.arenas[1], before: 0 }]);
    parts.goTouched.chunks.push(parts.go.pages.chunks[0]!);
    expect(between(remember(view, before), view).map((step) => step.before)).toEqual([8192, 8192]);
  });

  it('were 0 where an arena is new, and are none where there is no arena', () => {
    const { view, parts } = living(2);
    const last = parts.go.arenas.pop()!;
    const before = remember(view);
    expect(between(before, view)).toHaveLength(1);
    parts.go.arenas.push(last);
    expect(between(before, view).map((step) => step.before)).toEqual([0, 0]);
  });
});

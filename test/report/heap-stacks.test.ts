// Goal: goroutines' stacks are drawn as they are. Method: the small stacks of the examples, and what a program leaves.
import { describe, expect, it } from 'vitest';
import { STACK_MIN } from '../../spec/views/runtime.ts';
import { HEAP_BASE, goView } from '../../spec/fixtures/go.ts';
import { stacksView } from '../../spec/fixtures/stacks.ts';
import { stackRows } from '../../src/report/heap-stacks.ts';

describe('the rows of stacks', () => {
  it('tell where each is, which locals are pointers, and what is kept', () => {
    const view = stacksView(({ stacks }) => {
      const [stack] = stacks.goroutines;
      stack!.frames.push({ locals: 0, map: new Uint8Array(0) });
      stack!.frames.push({ locals: 300, map: new Uint8Array(256) });
      stacks.goroutines.push({ lo: 0, hi: 0, sp: 0, frames: [] });
      stacks.kept[1]!.push({ lo: HEAP_BASE + 2 * STACK_MIN, size: STACK_MIN }, { lo: 0, size: 0 });
      stacks.startingSize = 4096;
    });
    expect(stackRows(view).map(({ label, text }) => `${label}: ${text}`)).toEqual([
      'stack G0: 0x400000 2.0 KiB, 32 used by 3 frames',
      'frames G0: -×300 /  / p-×1',
      'stacks P0: 1 of 2.0 KiB',
      'stacks kept: 0x401000',
      'stacks start: 4.0 KiB',
    ]);
  });

  it('are none where nobody follows them', () => {
    expect(stackRows(goView())).toEqual([]);
  });
});

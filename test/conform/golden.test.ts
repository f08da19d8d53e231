// Goal: the model answers as a real Go 1.19 did.
// Method: golden recordings, made by `allocheck conform go --write-golden test/golden` with Go 1.19.8, are answered by
// the model again, which needs no Go. Wrong constants in the model show that a difference would be seen.
import { describe, expect, it } from 'vitest';
import { GoHeap } from '../../models/go/go-heap.ts';
import { PageAlloc } from '../../models/go/page-alloc.ts';
import { PageCache } from '../../models/go/page-cache.ts';
import { roundupsize } from '../../models/go/sizeclasses.ts';
import { fullSpanUnfiled } from '../../models/mutants/go/full-span-unfiled.ts';
import { mcacheNotFlushed } from '../../models/mutants/go/mcache-not-flushed.ts';
import { pacerForgetsHeapMinimum } from '../../models/mutants/go/pacer-forgets-heap-minimum.ts';
import { pageCacheLosesPages } from '../../models/mutants/go/page-cache-loses-pages.ts';
import { releasedReducedByWholeRun } from '../../models/mutants/go/released-reduced-by-whole-run.ts';
import { smallSpansSweepForFree } from '../../models/mutants/go/small-spans-sweep-for-free.ts';
import { specialsPageBitMissing } from '../../models/mutants/go/specials-page-bit-missing.ts';
import { sweepStopsAtSweptSpan } from '../../models/mutants/go/sweep-stops-at-swept-span.ts';
import { tinyOffsetUnaligned } from '../../models/mutants/go/tiny-offset-unaligned.ts';
import { finalizerNotResurrecting } from '../../models/mutants/go/finalizer-not-resurrecting.ts';
import { specialsUnsorted } from '../../models/mutants/go/specials-unsorted.ts';
import { spanFreedBehind } from '../../models/mutants/go/span-freed-behind.ts';
import { loadModule } from '../../models/mutants/load.ts';
import { parseGolden } from '../../src/conform/golden.ts';
import { comparePages, pageAnswers } from '../../src/conform/pages.ts';
import type { Part } from '../../src/conform/part.ts';
import { compareTrace } from '../../src/conform/replay.ts';
import { compareSizes } from '../../src/conform/sizes.ts';
import { parseTrace } from '../../src/conform/trace.ts';
import { differenceText, fault, golden, heapWith } from './support.ts';

const sizes = golden('sizes.txt').toString();
const pages = parseGolden(golden('pages.txt').toString(), 'pages.txt');
const traces = new Map(
  ['slots', 'trees', 'workers', 'blobs'].map((name) => [
    name,
    parseTrace(golden(`${name}.trace`), name),
  ]),
);

function pagesOf(classes: { PageAlloc: typeof PageAlloc; PageCache: typeof PageCache }): Part {
  const { commands, answers, hugePages } = pages;
  const model = { ...classes, hugePages };
  return comparePages({ commands, answers: pageAnswers(commands, model) }, answers);
}

function traceOf(name: string, Heap = GoHeap): Part {
  return compareTrace(traces.get(name) ?? [], Heap);
}

const counts = ({ compared }: Part): unknown => Object.fromEntries(compared.counts);

describe('the model answers as Go 1.19.8', () => {
  it('for every size', () => {
    const part = compareSizes(sizes, roundupsize);
    expect(differenceText(part.difference)).toBe('none');
    expect(counts(part)).toEqual({ 'sizes rounded up': 40_001 });
  });

  it('for programs of its page allocator', () => {
    const part = pagesOf({ PageAlloc, PageCache });
    expect(differenceText(part.difference)).toBe('none');
    expect(counts(part)).toMatchObject({ 'page programs': 600 });
    expect(pages.hugePages).toBe(256);
  });

  it.each([
    ['slots', 8000, 150],
    ['trees', 10_000, 5],
    ['workers', 4000, 4],
    ['blobs', 3000, 2],
  ])('for all that %s asked for', (name, objects, collections) => {
    const part = traceOf(name);
    expect(differenceText(part.difference)).toBe('none');
    expect(part.compared.counts.get('addresses of objects')).toBeGreaterThan(objects);
    expect(part.compared.counts.get('collections')).toBeGreaterThanOrEqual(collections);
  });
});

describe('a wrong constant is found', () => {
  it('in how classes are spaced', () => {
    const wrong = fault('models/go/sizeclasses.ts', 'size / 8;', 'size / 4;');
    // As many classes as there are now, since the module insists on the right number.
    const any = fault(
      'models/go/sizeclasses.ts',
      'assert(classes.length === NUM_SIZE_CLASSES',
      'assert(classes.length > 0',
    );
    const wrongly = loadModule('models/go/sizeclasses.ts', {
      id: 'go/wrong-classes',
      patch: [wrong.patch, any.patch].flat(),
    })['roundupsize'] as typeof roundupsize;
    expect(differenceText(compareSizes(sizes, wrongly).difference)).toBe(
      'at size 129, asked round it up: Go 144, model 160',
    );
  });

  it('in what the scavenger leaves whole', () => {
    const wrong = fault(
      'models/go/palloc-bits.ts',
      'const below = first & -hugePages;',
      'const below = first;',
    );
    const Wrong = loadModule('models/go/page-alloc.ts', wrong)['PageAlloc'] as typeof PageAlloc;
    expect(differenceText(pagesOf({ PageAlloc: Wrong, PageCache }).difference)).toMatch(
      /^at program \d+, command \d+; it begins p [\s\S]*, asked [se].*: Go .*, model /,
    );
  });

  it.each([
    [
      'the largest request for a page cache',
      'blobs',
      fault('models/go/mheap.ts', 'npages < PAGE_CACHE_PAGES / 4', 'npages < PAGE_CACHE_PAGES / 8'),
    ],
    [
      'the largest tiny object',
      'blobs',
      fault('models/go/tiny.ts', 'MAX_TINY_SIZE = 16', 'MAX_TINY_SIZE = 15'),
    ],
    [
      'spans that an allocation looks at',
      'blobs',
      fault('models/go/mcentral.ts', 'SPAN_BUDGET = 100', 'SPAN_BUDGET = 0'),
    ],
    [
      'pages that the reclaimer looks at',
      'blobs',
      fault('models/go/mheap.ts', 'CHUNK = 512;', 'CHUNK = 8192;'),
    ],
  ])('in %s', (_, name, wrong) => {
    const found = differenceText(traceOf(name, heapWith(wrong)).difference);
    expect(found).toMatch(/^at event \d+, asked /);
  });
});

describe('a fault is found', () => {
  it.each([
    ['slots', mcacheNotFlushed],
    ['slots', pageCacheLosesPages],
    ['slots', pacerForgetsHeapMinimum],
    ['slots', specialsPageBitMissing],
    ['trees', smallSpansSweepForFree],
    ['workers', finalizerNotResurrecting],
    ['workers', specialsUnsorted],
    ['blobs', fullSpanUnfiled],
    ['blobs', releasedReducedByWholeRun],
    ['blobs', spanFreedBehind],
    ['blobs', sweepStopsAtSweptSpan],
    ['blobs', tinyOffsetUnaligned],
  ])('by %s: $id', (name, mutant) => {
    const found = differenceText(traceOf(name, heapWith(mutant)).difference);
    expect(found).toMatch(/^at event \d+, asked /);
  });
});

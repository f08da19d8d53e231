// Goal: the model answers as a real Go 1.19 did, address for address.
// Method: the golden recordings, as in test/conform/golden.test.ts and test/models/go/pacer.golden.test.ts, but against
// the model as it is loaded: those tests load it anew to patch it, and would not see a change that Stryker made. The
// pacer is held against the cases that never came to Go 1.19's quirk. Part of `npm run mutation`.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { GcController } from '../../models/go/gc-controller.ts';
import { GoHeap } from '../../models/go/go-heap.ts';
import { PageAlloc } from '../../models/go/page-alloc.ts';
import { PageCache } from '../../models/go/page-cache.ts';
import { roundupsize } from '../../models/go/sizeclasses.ts';
import { parseGolden } from '../../src/conform/golden.ts';
import { replayLimiter, replayPacer, replayPi } from '../../src/conform/pacer.ts';
import type { Case, PacerRecord } from '../../src/conform/pacer.ts';
import { comparePages, pageAnswers } from '../../src/conform/pages.ts';
import { compareTrace } from '../../src/conform/replay.ts';
import { compareSizes } from '../../src/conform/sizes.ts';
import { parseTrace } from '../../src/conform/trace.ts';
import type { TraceEvent } from '../../src/conform/trace.ts';

function golden(name: string): Buffer {
  return gunzipSync(readFileSync(new URL(`../golden/${name}.gz`, import.meta.url)));
}

const url = new URL('../golden/pacer.json', import.meta.url);
const { pacer, pi, limiter } = JSON.parse(readFileSync(url, 'utf8')) as PacerRecord;

/** Steps of each case of the pacer before Go 1.19's own estimate of consMark differs from the model's. */
const ALIKE: readonly number[] = [31, 22, 25, 10, 6, 20, 15, 31, 31, 31];

/** Where consMark is in a row, and the code of the step that estimates it. */
const CONS_MARK = -6;
const END_OF_CYCLE = 6;

/** A pacer that takes over Go 1.19's estimates, and what a negative one makes of the runway there. */
function pacerWith(estimates: number[]): typeof GcController {
  return class extends GcController {
    override endCycle(now: number, procs: number): void {
      super.endCycle(now, procs);
      this.consMark = estimates.shift() as number;
    }
    override commit(isSweepDone: boolean): void {
      super.commit(isSweepDone);
      if (this.runway < 0) this.runway += 2 ** 64;
    }
  };
}

describe('as Go 1.19.8 does', () => {
  const numbered = (cases: readonly Case[]): (readonly [number, Case])[] => [...cases.entries()];

  it.each(numbered(pacer))('the pacer in case %i, until its quirk shows', (i, each) => {
    expect(replayPacer(GcController, each.slice(0, ALIKE[i]) as unknown as Case)).toBeUndefined();
  });

  it.each(numbered(pacer))('the pacer in case %i, with the estimates of Go', (_, each) => {
    const ends = each.filter(([op], step) => step > 0 && op === END_OF_CYCLE);
    const estimates = ends.map((row) => row.at(CONS_MARK) as number);
    expect(replayPacer(pacerWith(estimates), each)).toBeUndefined();
  });

  it.each(numbered(pi))('the PI controller in case %i', (_, each) => {
    expect(replayPi(each)).toBeUndefined();
  });

  it.each(numbered(limiter))('the CPU limiter in case %i', (_, each) => {
    expect(replayLimiter(each)).toBeUndefined();
  });
});

/** So much of the page programs and of each process is enough here; test/conform/golden.test.ts takes all. */
const COMMANDS = 6000;
const EVENTS = 6000;

/** The first events, up to one that is not inside of an allocation. */
function beginning(trace: readonly TraceEvent[]): readonly TraceEvent[] {
  let inside = 0;
  const end = trace.findIndex(({ kind }, i) => {
    if (i >= EVENTS && inside === 0) return true;
    if (kind === 'malloc' || kind === 'manual') inside += 1;
    else if (kind === 'done') inside -= 1;
    return false;
  });
  return trace.slice(0, end);
}

describe('the model answers as Go 1.19.8', () => {
  it('for every size', () => {
    expect(compareSizes(golden('sizes.txt').toString(), roundupsize).difference).toBeUndefined();
  });

  it('for programs of its page allocator', () => {
    const pages = parseGolden(golden('pages.txt').toString(), 'pages.txt');
    const model = { PageAlloc, PageCache, hugePages: pages.hugePages };
    const commands = pages.commands.slice(0, COMMANDS);
    const part = comparePages({ commands, answers: pageAnswers(commands, model) }, pages.answers);
    expect(part.difference).toBeUndefined();
  });

  it.each(['workers', 'trees', 'blobs', 'slots'])('for what %s asked for', (name) => {
    const trace = parseTrace(golden(`${name}.trace`), name);
    expect(compareTrace(beginning(trace), GoHeap).difference).toBeUndefined();
  });
});

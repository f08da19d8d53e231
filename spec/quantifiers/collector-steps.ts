/** What one command may change while the collector runs: phases, marks, what was marked, how far the heap is from its trigger. */
import type { Bytes } from '../../src/base/units.ts';
import { defineStepQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import type { Block } from '../views/client.ts';
import { GC_MARK, GC_OFF, SPAN_IN_USE } from '../views/go.ts';
import type { SpanView } from '../views/go.ts';
import { NONE } from './only.ts';

export interface PhaseStep {
  readonly before: number;
  readonly after: number;
  /** Cycles that ended meanwhile. */
  readonly cycles: number;
}

export const phaseSteps = defineStepQuantifier<'go', PhaseStep, number>({
  every: 'command that begins or ends while a cycle runs',
  level: 'go',
  remember: phaseOf,
  between(before, { go: { gcphase }, goTouched: { cyclesEnded } }) {
    if (before === GC_OFF && gcphase === GC_OFF && cyclesEnded === 0) return NONE;
    return [{ before, after: gcphase, cycles: cyclesEnded }];
  },
});

export const spansAsMarkingBegins = defineStepQuantifier<'go', SpanView, number>({
  every: 'span in use when a cycle begins to mark',
  level: 'go',
  remember: phaseOf,
  between(before, { go }) {
    if (before !== GC_OFF || go.gcphase !== GC_MARK) return NONE;
    return go.allspans.filter(({ state }) => state === SPAN_IN_USE);
  },
});

export const blocksMadeWhileMarking = defineStepQuantifier<'go', Block, number>({
  every: 'block that the client was given while a cycle marks',
  level: 'go',
  remember: phaseOf,
  between: (before, { go, client }) =>
    before === GC_MARK && go.gcphase === GC_MARK ? client.placed : NONE,
});

/** The marks of a span now, and when it was touched last in this cycle. */
export interface MarkStep {
  readonly span: SpanView;
  readonly seen: Int32Array;
}

interface SeenMarks {
  /** The cycle that they are of. */
  readonly sweepgen: number;
  /** By the span's number in allspans: none goes away while a cycle marks. */
  readonly marks: ReadonlyMap<number, Int32Array>;
}

const NO_MARKS: SeenMarks['marks'] = new Map();

export const markSteps = defineStepQuantifier<'go', MarkStep, SeenMarks>({
  every: 'span that is touched once more while a cycle marks',
  level: 'go',
  remember({ go, goTouched }, last) {
    const isSame = last?.sweepgen === go.sweepgen && go.gcphase === GC_MARK;
    const seen = isSame ? last : { sweepgen: go.sweepgen, marks: NO_MARKS };
    if (go.gcphase !== GC_MARK || goTouched.spans.length === 0) return seen;
    const marks = new Map(seen.marks);
    for (const span of goTouched.spans) marks.set(span.index, Int32Array.from(span.gcmarkBits));
    return { sweepgen: go.sweepgen, marks };
  },
  between({ sweepgen, marks }, { go, goTouched }) {
    if (marks.size === 0 || go.gcphase !== GC_MARK || go.sweepgen !== sweepgen) return NONE;
    const steps: MarkStep[] = [];
    for (const span of goTouched.spans) {
      const seen = marks.get(span.index);
      if (seen !== undefined) steps.push({ span, seen });
    }
    return steps;
  },
});

export interface MarkedBytesStep {
  readonly before: Bytes;
  readonly after: Bytes;
}

export const markedBytesSteps = defineStepQuantifier<
  'go',
  MarkedBytesStep,
  { readonly gcphase: number; readonly bytes: Bytes }
>({
  every: 'command while a cycle marks',
  level: 'go',
  remember: (view) => ({ gcphase: phaseOf(view), bytes: bytesMarked(view) }),
  between({ gcphase, bytes }, view) {
    const goesOn = gcphase === GC_MARK && phaseOf(view) === GC_MARK;
    return goesOn ? [{ before: bytes, after: bytesMarked(view) }] : NONE;
  },
});

/** A command by which heapLive grew, between two cycles. */
export interface HeapGrowth {
  readonly heapLive: Bytes;
  readonly trigger: Bytes;
  readonly isDue: boolean;
}

export const heapGrowths = defineStepQuantifier<
  'go',
  HeapGrowth,
  { readonly gcphase: number; readonly heapLive: Bytes; readonly suspended: number }
>({
  every: 'command by which heapLive grew between two cycles',
  level: 'go',
  remember: ({ go: { gcphase, stats, suspended } }) => ({
    gcphase,
    heapLive: stats.heapLive,
    suspended,
  }),
  between(before, { go, goTouched }) {
    const { gcphase, suspended, stats, pacer, collector } = go;
    const isBetween =
      before.gcphase === GC_OFF && gcphase === GC_OFF && goTouched.cyclesEnded === 0;
    if (!isBetween || stats.heapLive <= before.heapLive || before.suspended + suspended > 0)
      return NONE;
    const { isDue } = collector;
    return [{ heapLive: stats.heapLive, trigger: pacer.controller.trigger(), isDue }];
  },
});

function phaseOf({ go: { gcphase } }: ViewOf<'go'>): number {
  return gcphase;
}

function bytesMarked({ go: { collector } }: ViewOf<'go'>): Bytes {
  let bytes = 0;
  for (let p = 0; p < collector.gcws.length; p += 1) bytes += collector.gcws[p]!.bytesMarked;
  return bytes;
}

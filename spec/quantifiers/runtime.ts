/** What can be quantified over in Go's scheduler: processors, goroutines, stacks. */
import { defineQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import type { FreedManualSpan } from '../views/go-touched.ts';
import type { ProcView, SpanView } from '../views/go.ts';
import type { GView, PView } from '../views/runtime.ts';
import { NONE } from './only.ts';

export const allProcessors = defineQuantifier({
  every: 'processor, stopped ones too',
  level: 'runtime',
  all: ({ runtime }): readonly PView[] => runtime.ps,
  touched: ({ runtime }) => runtime.ps,
});

export const goroutines = defineQuantifier({
  every: 'goroutine',
  level: 'runtime',
  all: ({ runtime }): readonly GView[] => runtime.gs,
  touched: ({ runtime }) => runtime.gs,
});

/** A processor that is no longer there, with its caches. */
export interface StoppedProc {
  /** Its number. */
  readonly p: number;
  readonly proc: ProcView;
}

export const stoppedProcessors = defineQuantifier({
  every: 'stopped processor',
  level: 'runtime',
  all: ({ go }): readonly StoppedProc[] =>
    go.stoppedProcs.map((proc, i) => ({ p: go.procs.length + i, proc })),
});

export const stackSpans = defineQuantifier({
  every: 'span of stacks',
  level: 'runtime',
  all: ({ runtime }): readonly SpanView[] => runtime.stackSpans,
});

export const freedManualSpans = defineQuantifier({
  every: 'manual span that went back',
  level: 'go',
  onEvents: true,
  all: ({ goTouched }): readonly FreedManualSpan[] => goTouched.freedManualSpans,
  touched: ({ goTouched }) => goTouched.freedManualSpans,
});

/** The processor that the last command's block came from, where no cycle ended meanwhile. */
export const servingProcessor = defineQuantifier({
  every: 'processor that served',
  level: 'go',
  all: serving,
  touched: serving,
});

function serving({ go, client }: ViewOf<'go'>): readonly ProcView[] {
  if (client.placed.length === 0 || client.collections.length > 0) return NONE;
  const proc = go.procs[go.p];
  return proc === undefined ? NONE : [proc];
}

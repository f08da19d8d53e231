/** What one command may change of the mcaches. */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { defineStepQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import type { MCacheView } from '../views/go.ts';

/** What is remembered of an mcache. */
export interface MCacheNumbers {
  flushGen: number;
  tiny: Addr;
  tinyoffset: Bytes;
}

export interface MCacheStep {
  readonly p: number;
  readonly before: Readonly<MCacheNumbers>;
  readonly after: MCacheView;
}

/** Where the client asked for nothing meanwhile, so that nothing was allocated or freed since. */
export const flushes = defineStepQuantifier<'go', MCacheStep, MCacheNumbers[]>({
  every: 'flush of an mcache by a command that neither allocated nor freed',
  level: 'go',
  remember: mcacheNumbers,
  between: (before, view) =>
    view.client.answers.length > 0
      ? []
      : stepsOf(before, view, (was, { flushGen }) => was.flushGen !== flushGen),
});

/** By one malloc: several may each replace the block of the one before. */
export const tinyReplacements = defineStepQuantifier<'go', MCacheStep, MCacheNumbers[]>({
  every: 'current tiny block that a malloc put in the place of another',
  level: 'go',
  remember: mcacheNumbers,
  between: (before, view) =>
    view.client.placed.length === 1 ? stepsOf(before, view, isReplaced) : [],
});

function isReplaced(was: MCacheNumbers, { flushGen, tiny }: MCacheView): boolean {
  return was.flushGen === flushGen && was.tiny !== 0 && tiny !== 0 && was.tiny !== tiny;
}

/** Brings the last numbers up to date. */
function mcacheNumbers(
  { go: { procs } }: ViewOf<'go'>,
  last: MCacheNumbers[] = [],
): MCacheNumbers[] {
  last.length = Math.min(last.length, procs.length);
  for (let p = 0; p < procs.length; p += 1) {
    const { flushGen, tiny, tinyoffset } = procs[p]!.mcache;
    const was = last[p];
    if (was === undefined) last.push({ flushGen, tiny, tinyoffset });
    else Object.assign(was, { flushGen, tiny, tinyoffset });
  }
  return last;
}

/** Of processors that were there before and are there still. */
function stepsOf(
  before: readonly MCacheNumbers[],
  { go: { procs } }: ViewOf<'go'>,
  test: (was: MCacheNumbers, mcache: MCacheView) => boolean,
): MCacheStep[] {
  const steps: MCacheStep[] = [];
  for (let p = 0; p < Math.min(before.length, procs.length); p += 1) {
    const was = before[p]!;
    const after = procs[p]!.mcache;
    if (test(was, after)) steps.push({ p, before: { ...was }, after });
  }
  return steps;
}

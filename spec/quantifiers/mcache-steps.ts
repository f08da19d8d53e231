/** What one command may change of the mcaches. */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { defineStepQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import type { MCacheView, ProcView } from '../views/go.ts';

/** What is remembered of an mcache. */
export interface MCacheNumbers {
  readonly flushGen: number;
  readonly tiny: Addr;
  readonly tinyoffset: Bytes;
}

export interface MCacheStep {
  readonly p: number;
  readonly before: MCacheNumbers;
  readonly after: MCacheView;
}

/** Where the client asked for nothing meanwhile, so that nothing was allocated or freed since. */
export const flushes = defineStepQuantifier<'go', MCacheStep, readonly MCacheNumbers[]>({
  every: 'flush of an mcache by a command that neither allocated nor freed',
  level: 'go',
  remember: mcacheNumbers,
  between: (before, view) =>
    view.client.answers.length > 0
      ? []
      : stepsOf(before, view, (was, { flushGen }) => was.flushGen !== flushGen),
});

/** By one malloc: several may each replace the block of the one before. */
export const tinyReplacements = defineStepQuantifier<'go', MCacheStep, readonly MCacheNumbers[]>({
  every: 'current tiny block that a malloc put in the place of another',
  level: 'go',
  remember: mcacheNumbers,
  between: (before, view) =>
    view.client.placed.length === 1 ? stepsOf(before, view, isReplaced) : [],
});

function isReplaced(was: MCacheNumbers, { flushGen, tiny }: MCacheView): boolean {
  return was.flushGen === flushGen && was.tiny !== 0 && tiny !== 0 && was.tiny !== tiny;
}

/** The last ones, where nothing changed. */
function mcacheNumbers(
  { go: { procs } }: ViewOf<'go'>,
  last: readonly MCacheNumbers[] = [],
): readonly MCacheNumbers[] {
  return isUpToDate(last, procs)
    ? last
    : procs.map(({ mcache: { flushGen, tiny, tinyoffset } }) => ({ flushGen, tiny, tinyoffset }));
}

function isUpToDate(last: readonly MCacheNumbers[], procs: readonly ProcView[]): boolean {
  if (last.length !== procs.length) return false;
  for (let p = 0; p < procs.length; p += 1) {
    const [was, { mcache }] = [last[p]!, procs[p]!];
    if (was.flushGen !== mcache.flushGen || was.tiny !== mcache.tiny) return false;
    if (was.tinyoffset !== mcache.tinyoffset) return false;
  }
  return true;
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
    if (test(was, after)) steps.push({ p, before: was, after });
  }
  return steps;
}

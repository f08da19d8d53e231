/** Small results for the tests of reports. */
import { defineInvariant, defineQuantifier } from '../../spec/invariant.ts';
import type { AnyInvariant } from '../../spec/invariant.ts';
import { derived, source } from '../../spec/sources.ts';
import type { Block } from '../../spec/views/client.ts';
import type { CampaignResult, JudgedInvariant } from '../../src/campaign/result.ts';
import type { Outcome } from '../../src/engine/outcome.ts';
import { OP } from '../../src/program/program.ts';
import { parseProgram } from '../../src/program/text.ts';
import type { FindingReport } from '../../src/report/finding.ts';
import type { ReplayReport } from '../../src/report/replay-text.ts';
import type { RunReport } from '../../src/report/run-text.ts';

export const SHRUNK = parseProgram('allocheck 1\nheap bump\na = malloc 8\nb = malloc 8\n', 'x');
const FOUND = parseProgram('allocheck 1\nheap bump\na = malloc 8\nread a\nb = malloc 8\ngc\n', 'x');

export const DISJOINT = 'client/disjoint';
export const KEPT = 'client/kept';
export const ZEROED = 'client/zeroed';

const blocks = defineQuantifier<'client', Block>({
  every: 'live block',
  level: 'client',
  all: () => [],
});

/** Invariants of these tests alone, so that the catalogue may change its words. */
const INVARIANTS: readonly AnyInvariant[] = [
  invariantOf(DISJOINT, 'no two live blocks share a byte', 'one owner overwrites another'),
  invariantOf(KEPT, 'a live block contains what was written', 'data is lost'),
  invariantOf(ZEROED, 'a new block is zero', 'old data leaks'),
];

function invariantOf(id: string, holds: string, because: string): AnyInvariant {
  return defineInvariant({
    id,
    holds,
    because,
    sources: [source('a book'), derived('the rules')],
    when: 'always',
    cost: 'O(1)',
    every: blocks,
    check: () => undefined,
    examples: { holds: [], violates: [] },
  });
}

export function invariantNamed(id: string): AnyInvariant {
  return INVARIANTS.find((each) => each.id === id) as AnyInvariant;
}

export function judged(id: string, times: number, broken = 0): JudgedInvariant {
  return { id, holds: invariantNamed(id).holds, judged: times, broken, vacuous: times === 0 };
}

const NO_VARIANTS = { programs: 0, variants: 0, isAll: true };

/** Mallocs and collections that did something, by op. */
function effective(mallocs: number, collections: number): readonly number[] {
  const counts = new Array<number>(OP.SCAVENGE + 1).fill(0);
  counts[OP.MALLOC] = mallocs;
  counts[OP.GC] = collections;
  return counts;
}

export function resultOf(changes: Partial<CampaignResult> = {}): CampaignResult {
  return {
    subject: 'bump',
    seed: -7,
    runs: 2000,
    commands: 231_402,
    effective: effective(120_034, 1),
    asked: [{ from: 16, to: 32, count: 120_034 }],
    invariants: [judged(DISJOINT, 41_234_567), judged(KEPT, 12)],
    relations: [],
    variants: { refusals: NO_VARIANTS, schedules: NO_VARIANTS },
    marks: [],
    notRun: [],
    findings: [],
    unsorted: 0,
    unrepeated: 0,
    isFull: false,
    ...changes,
  };
}

const SIGNATURE = `${DISJOINT}: a = malloc 1; b = malloc 1`;

export function findingReport(changes: Partial<FindingReport> = {}): FindingReport {
  return {
    finding: {
      invariant: DISJOINT,
      step: 1,
      violation: { at: '0x1000', expected: '8 bytes of its own', actual: 'shared with 0x1000' },
    },
    invariant: invariantNamed(DISJOINT),
    signature: SIGNATURE,
    runs: 1,
    alsoBroken: [],
    program: SHRUNK,
    shrunk: { original: FOUND, repeats: true, evaluations: 21, seconds: 0.1234 },
    file: 'allocheck-out/bump.allocheck',
    replay: 'npx allocheck replay allocheck-out/bump.allocheck',
    ...changes,
  };
}

export function runReport(changes: Partial<RunReport> = {}): RunReport {
  return {
    title: 'a bump allocator',
    result: resultOf(),
    findings: [],
    recordings: 0,
    seconds: 12.345,
    interrupted: false,
    ...changes,
  };
}

/** A run that ended with a finding. */
export function brokenRun(): RunReport {
  const finding = findingReport();
  const { program, shrunk } = finding;
  const result = resultOf({
    runs: 3,
    commands: 12,
    invariants: [judged(DISJOINT, 20, 1), judged(KEPT, 0)],
    marks: [
      { id: 'bump/full', when: 'nothing is left', runs: 1200 },
      { id: 'bump/reset', when: 'all is given up', runs: 0 },
    ],
    findings: [
      {
        finding: finding.finding,
        repeats: true,
        alsoBroken: [],
        signature: SIGNATURE,
        runs: 1,
        run: 2,
        original: FOUND,
        shrunk: {
          program,
          evaluations: shrunk?.evaluations ?? 0,
          complete: true,
          shorter: undefined,
        },
      },
    ],
  });
  return runReport({ result, findings: [finding], seconds: 0.5 });
}

export function outcomeOf(changes: Partial<Outcome> = {}): Outcome {
  return {
    commands: 3557,
    effective: effective(3557, 0),
    findings: [],
    brokeDown: false,
    judged: Float64Array.of(200, 9),
    marks: [],
    reached: new Set(),
    osCalls: { reserve: 0, map: 0 },
    peakLiveBytes: 695_705,
    peakCommittedBytes: 4_194_304,
    ...changes,
  };
}

export function replayReport(changes: Partial<ReplayReport> = {}): ReplayReport {
  return {
    file: 'ls.mtrace',
    format: 'mtrace',
    subject: 'go',
    events: 5085,
    outcome: outcomeOf(),
    invariants: [judged(DISJOINT, 200), judged(KEPT, 9)],
    relations: [],
    varied: undefined,
    notRun: [],
    findings: [],
    verdict: { kind: 'held' },
    subjectVersion: undefined,
    ...changes,
  };
}

/**
 * Judging escape analysis on one program: it is run with all objects on the heap, and as decided, and analysed again with a
 * flow more; then every invariant of spec/escape is asked.
 */
import { digest } from '../base/hash.ts';
import type { AnyInvariant, View, Violation } from '../../spec/invariant.ts';
import type { EscapeView, PlacedSite, Redecision, ResultLine } from '../../spec/views/escape.ts';
import type { Analysis, Decision } from '../../models/escape/analyze.ts';
import { runEscape } from '../../models/escape/machine.ts';
import type { Placing } from '../../models/escape/memory.ts';
import { printEscape } from '../../models/escape/print.ts';
import type { Checked, Site } from '../../models/escape/syntax.ts';
import { sizeOf } from '../../models/escape/types.ts';
import { withFlow } from './added-flow.ts';

/** The analysis under test. */
export type Analyze = (program: Checked) => Analysis;

export interface EscapeFinding {
  readonly invariant: string;
  readonly violation: Violation;
}

export interface JudgedEscape {
  /** One of each invariant that broke, in the order of the catalogue. */
  readonly findings: readonly EscapeFinding[];
  /** How many subjects each invariant judged, in the order of the catalogue. */
  readonly judged: readonly number[];
  /** Sites, and those of them that may be on the stack. */
  readonly sites: number;
  readonly onStack: number;
}

/** What is judged, and by what. */
export interface EscapeJudge {
  readonly analyze: Analyze;
  readonly catalogue: readonly AnyInvariant[];
}

export function judgeEscape(program: Checked, { analyze, catalogue }: EscapeJudge): JudgedEscape {
  const own = viewOf(program, analyze);
  const view = { own } as unknown as View;
  const findings: EscapeFinding[] = [];
  const judged = catalogue.map((invariant) => {
    const subjects = invariant.every.all(view);
    for (const subject of subjects) {
      const violation = invariant.check(subject, view);
      if (violation === undefined) continue;
      findings.push({ invariant: invariant.id, violation });
      break;
    }
    return subjects.length;
  });
  const onStack = own.sites.filter(({ region }) => region === 'stack').length;
  return { findings, judged, sites: own.sites.length, onStack };
}

const ON_HEAP: Placing = {
  regionOf: () => 'heap',
  isTransient: () => false,
  isCopied: () => false,
};

/** All that may be observed of a program. */
function viewOf(program: Checked, analyze: Analyze): EscapeView {
  const analysis = analyze(program);
  const decided = runEscape(program, placingOf(analysis));
  const onHeap = runEscape(program, ON_HEAP);
  return {
    ...decided.seen,
    sites: analysis.decisions.filter(({ site }) => !site.isPassed).map(placedSite),
    results: resultLines(onHeap.lines, decided.lines),
    redecisions: redecisionsOf(program, analysis, analyze),
  };
}

function placingOf({ decisions, copies }: Analysis): Placing {
  const decisionOf = ({ id }: Site): Decision => decisions[id] as Decision;
  return {
    regionOf: (site) => (decisionOf(site).isHeap ? 'heap' : 'stack'),
    // Go uses the memory of a closure and of a slice literal again in the same frame, and of nothing else.
    isTransient: (site) =>
      (site.kind === 'closure' || site.kind === 'literal') && decisionOf(site).isTransient,
    isCopied: (func, variable) => copies.get(func)?.has(variable) === true,
  };
}

function placedSite({ site, isHeap }: Decision): PlacedSite {
  return {
    name: nameOf(site),
    isVariable: site.kind === 'variable',
    bytes: bytesOf(site),
    region: isHeap ? 'heap' : 'stack',
  };
}

function bytesOf({ kind, type, elements }: Site): number | undefined {
  if (kind !== 'make') return sizeOf(type);
  return elements === undefined ? undefined : elements * sizeOf(type);
}

function nameOf({ text, pos }: Site): string {
  return `${text}, ${pos.line}:${pos.column}`;
}

function resultLines(
  onHeap: readonly string[],
  asDecided: readonly string[],
): readonly ResultLine[] {
  return Array.from({ length: Math.max(onHeap.length, asDecided.length) }, (_, i) => ({
    line: i + 1,
    onHeap: onHeap[i],
    asDecided: asDecided[i],
  }));
}

/** The flow that is added depends on the program's text alone. */
function redecisionsOf(
  program: Checked,
  { decisions }: Analysis,
  analyze: Analyze,
): readonly Redecision[] {
  const more = withFlow(program, Number.parseInt(digest(printEscape(program)), 16));
  if (more === undefined) return [];
  const again = analyze(more.program).decisions;
  return decisions.map(({ site, isHeap }) => ({
    name: nameOf(site),
    added: more.added,
    before: isHeap ? 'heap' : 'stack',
    after: again[site.id]?.isHeap === true ? 'heap' : 'stack',
  }));
}

/** An exploration, for people. */
import type { Layer } from '../explore/explore.ts';
import type { Scope } from '../explore/scope.ts';
import { withCommands } from '../program/edit.ts';
import { printCommand } from '../program/text.ts';
import { findingText } from './finding-text.ts';
import type { FindingReport } from './finding.ts';
import type { Paint } from './paint.ts';
import { amount, counted, duration, table } from './words.ts';

export interface ExploreReport {
  readonly subject: string;
  /** Id of the fault in it. */
  readonly mutant: string | undefined;
  readonly scope: Scope;
  readonly layers: readonly Layer[];
  /** By how many invariants each command was judged. */
  readonly invariants: number;
  readonly finding: FindingReport | undefined;
  readonly seconds: number;
  readonly workers: number;
  readonly interrupted: boolean;
  /** Where it is kept how far it came. */
  readonly state: string | undefined;
}

export function exploreText(report: ExploreReport, paint: Paint): string {
  const { subject, mutant, scope, layers, finding } = report;
  const { sizes, blocks, heap, depth } = scope;
  const lines = [
    `${paint.bold(subject)}${mutant === undefined ? '' : ` with ${mutant}`}: every program of at most ${counted(depth, 'command')}`,
    `  malloc of ${sizes.map((size) => amount(size)).join(' or ')} bytes, ${counted(blocks, 'block')} at once, free, ${bareText(report)}; ${counted(heap.procs, 'processor')}`,
    '',
    ...table([
      ['depth', 'states', 'transitions'],
      ...layers.map((layer) => [
        String(layer.depth),
        amount(layer.states),
        amount(layer.transitions),
      ]),
    ]),
    '',
    ...(finding === undefined
      ? [`  ${verdict(report, paint)}`]
      : [
          ...findingText(finding, paint),
          '  no program of the scope with fewer commands breaks anything',
        ]),
    `  ${costText(report)}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The commands that need no block, as in a program. */
function bareText({ subject, scope: { heap, bare } }: ExploreReport): string {
  const program = withCommands({ subject, heap, commands: new Float64Array() }, bare);
  return bare.map((_, index) => printCommand(program, index)).join(', ');
}

function verdict({ interrupted, scope, layers, state }: ExploreReport, paint: Paint): string {
  const reached = layers.length - 1;
  if (!interrupted && reached === scope.depth) return paint.green('none broken within scope');
  const goOn = state === undefined ? '' : `; it goes on from ${state}`;
  return `none broken to depth ${reached}, stopped before depth ${scope.depth}${goOn}`;
}

function costText({ layers, invariants, seconds, workers }: ExploreReport): string {
  const states = layers.reduce((sum, layer) => sum + layer.states, 0);
  const transitions = layers.reduce((sum, layer) => sum + layer.transitions, 0);
  return (
    `${counted(states, 'state')}, ${counted(transitions, 'transition')}, each judged by ${counted(invariants, 'invariant')}, ` +
    `${duration(seconds)} on ${counted(workers, 'thread')}`
  );
}

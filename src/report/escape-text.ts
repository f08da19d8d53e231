/** Escape analysis, for people: what is decided of a program and why, and what a campaign showed. */
import type { Decision } from '../../models/escape/analyze.ts';
import type { Step } from '../../models/escape/graph.ts';
import type { Func } from '../../models/escape/syntax.ts';
import type { Leaks } from '../../models/escape/tags.ts';
import type { EscapeResult } from '../escape/campaign.ts';
import type { EscapeFinding } from '../escape/judge.ts';
import type { Paint } from './paint.ts';
import { amount, counted, duration, table } from './words.ts';

/** What is decided of one program. */
export interface EscapeDecisions {
  readonly file: string;
  readonly decisions: readonly Decision[];
  readonly tags: ReadonlyMap<Func, readonly Leaks[]>;
  /** What broke when it was run so. */
  readonly findings: readonly EscapeFinding[];
}

export interface EscapeReport {
  readonly result: EscapeResult;
  readonly mutant: string | undefined;
  readonly seconds: number;
  readonly interrupted: boolean;
  /** Where the smallest program was written. */
  readonly file: string | undefined;
  readonly replay: string | undefined;
}

export function decisionsText(report: EscapeDecisions, paint: Paint): string {
  const { file, decisions, tags, findings } = report;
  const shown = decisions.filter(({ site }) => !site.isPassed || isMoved(decisions, site.id));
  const heap = shown.filter(({ isHeap }) => isHeap).length;
  const lines = [
    `${paint.bold(file)}: ${counted(shown.length, 'site')}, ${amount(shown.length - heap)} on the stack, ${amount(heap)} on the heap`,
  ];
  for (const { site, isHeap, reason } of shown) {
    const { line, column } = site.pos;
    const where = isHeap ? paint.yellow('heap') : paint.green('stack');
    lines.push(`  ${line}:${column}  ${site.text}  ${where}`);
    for (const step of reason ?? []) lines.push(...stepLines(step));
  }
  const params = [...tags].flatMap(([func, leaks]) => paramRows(func, leaks));
  if (params.length > 0) lines.push('', 'parameters', ...table(params));
  if (findings.length > 0) lines.push('', ...findingLines(findings, paint));
  else
    lines.push(
      '',
      paint.green('run with these decisions, and with all on the heap: every invariant holds'),
    );
  return `${lines.join('\n')}\n`;
}

function isMoved(decisions: readonly Decision[], id: number): boolean {
  return decisions[id]?.isHeap === true;
}

/** One flow on the way to what outlives the object, with the text that makes it. */
function stepLines({ to, from, derefs, notes }: Step): readonly string[] {
  const what =
    derefs < 0 ? `the address of ${from}` : derefs === 0 ? from : `${'*'.repeat(derefs)}${from}`;
  const because = notes.map(
    ({ text, why, pos }) => `        ${pos.line}:${pos.column}  ${text}  (${why})`,
  );
  return [`      ${what} goes to ${to}`, ...because];
}

function paramRows(
  { name: func, variables }: Func,
  leaks: readonly Leaks[],
): readonly (readonly string[])[] {
  return variables.params.flatMap(({ name, pos }, i) => {
    const { heap, results } = leaks[i] ?? { heap: undefined, results: new Map<number, number>() };
    const ways = [
      ...(heap === undefined ? [] : [`${'*'.repeat(heap)}${name} goes to the heap`]),
      ...[...results].map(
        ([result, derefs]) =>
          `${'*'.repeat(derefs)}${name} goes to the result ${variables.results[result]?.name}`,
      ),
    ];
    if (ways.length === 0) return [];
    return [[`${pos.line}:${pos.column}`, `${name} of ${func}`, ways.join(', ')]];
  });
}

function findingLines(findings: readonly EscapeFinding[], paint: Paint): readonly string[] {
  return findings.flatMap(({ invariant, violation: { at, expected, actual } }) => [
    `${paint.red('broken')} ${invariant} at ${at}`,
    `    expected  ${expected}`,
    `    actual    ${actual}`,
  ]);
}

export function escapeText(report: EscapeReport, paint: Paint): string {
  const { result, mutant, seconds, interrupted, file, replay } = report;
  const { runs, statements, sites, onStack, seed, invariants, broken } = result;
  const lines = [
    `${paint.bold('escape analysis')}${mutant === undefined ? '' : ` with ${mutant}`}, seed ${seed}`,
    `  ${counted(runs, 'program')}, ${counted(statements, 'statement')}, ${counted(sites, 'site')}, ${amount(onStack)} of them on the stack, ${duration(seconds)}`,
    '',
    ...table(invariants.map(({ id, judged }) => [id, `${amount(judged)} judged`])),
    '',
  ];
  const vacuous = invariants.filter(({ judged }) => judged === 0).map(({ id }) => id);
  if (broken !== undefined) {
    lines.push(
      ...findingLines(broken.findings, paint),
      `  by program ${broken.run}; ${counted(broken.statements, 'statement')} after ${counted(broken.tries, 'smaller program')}`,
      '',
      broken.shrunk.trimEnd(),
      '',
    );
    if (file !== undefined) lines.push(`written ${file}`);
    if (replay !== undefined) lines.push(`replay: ${replay}`);
  } else if (vacuous.length > 0)
    lines.push(paint.yellow(`nothing to judge for ${vacuous.join(', ')}`));
  else if (interrupted) lines.push('interrupted; nothing broken so far');
  else lines.push(paint.green('all invariants held'));
  return `${lines.join('\n')}\n`;
}

/** What a test of an invariant says, of a campaign that it shares with others. */
import type { JudgedInvariant } from '../campaign/result.ts';
import type { FindingReport } from '../report/finding.ts';
import { findingText } from '../report/finding-text.ts';
import { PLAIN } from '../report/paint.ts';
import { amount, counted, duration } from '../report/words.ts';
import type { Told } from './shared-campaign.ts';

/** Why the test of an invariant or a relation fails; empty where it held. */
export function brokenLines(id: string, told: Told): readonly string[] {
  const { findings, result, notes } = told;
  const own = findings.filter(({ finding }) => finding.invariant === id);
  const beside = findings.filter(({ alsoBroken }) => alsoBroken.includes(id));
  const [shown, ...more] = own.length > 0 ? own : beside;
  if (shown !== undefined)
    return [
      ...(own.length > 0 ? [] : [`${id}, at the same step as another:`, '']),
      ...[shown, ...more].flatMap((report, i) => [...(i === 0 ? [] : ['']), ...bugText(report)]),
      ...(notes === '' ? [] : [notes]),
      `seed: ${result.seed}`,
    ];
  const { broken } = tallyOf(id, told);
  if (broken === 0) return [];
  const others = findings.map(({ finding }) => finding.invariant).join(', ');
  return [
    `${id} broke in ${counted(broken, 'program')}, each of which shows a bug that another test tells: ${others}`,
    `seed: ${result.seed}`,
  ];
}

/** How often an invariant or a relation was judged, and in how many programs it broke. */
export function tallyOf(id: string, { result }: Told): Pick<JudgedInvariant, 'judged' | 'broken'> {
  const all = [...result.invariants, ...result.relations];
  return all.find((each) => each.id === id) ?? { judged: 0, broken: 0 };
}

function bugText(report: FindingReport): readonly string[] {
  const [head = '', ...rest] = findingText(report, PLAIN);
  return [head.replace(/^broken: /, ''), ...rest];
}

/** What was run. */
export function doneText(told: Told): string {
  const { result, recordings, seconds } = told;
  const stored = recordings === 0 ? '' : `, ${counted(recordings, 'recording')} among them`;
  return `${runsText(told)}${stored}, ${counted(result.commands, 'command')}, ${duration(seconds)}, seed ${result.seed}`;
}

/** Why nothing can be said. */
export function nothingText(told: Told): string {
  return `met nothing to judge in ${runsText(told)}, seed ${told.result.seed}`;
}

/** How many programs, and whether that were all. */
function runsText({ result, asked, findings }: Told): string {
  const { runs } = result;
  if (runs >= asked || findings.length > 0) return counted(runs, 'program');
  const most = Number.isFinite(asked) ? ` of ${amount(asked)}` : '';
  return `${amount(runs)}${most} programs, then the time was over`;
}

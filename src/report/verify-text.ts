/** What a verification showed, in a sentence. Only for one in which all held. */
import { checksOf, gapsText, kindsOf } from './invariants-text.ts';
import type { Paint } from './paint.ts';
import type { ReplayReport } from './replay-text.ts';
import type { RunReport } from './run-text.ts';
import { amount, counted, listed } from './words.ts';

export function verifyText(
  runs: readonly RunReport[],
  replays: readonly ReplayReport[],
  paint: Paint,
): string {
  const subjects = runs.map(({ result }) => result.subject);
  const programs = sum(runs.map(({ result }) => result.runs));
  const commands = sum([
    ...runs.map(({ result }) => result.commands),
    ...replays.map(({ outcome }) => outcome.commands),
  ]);
  const judged = [
    ...runs.map(({ result }) => result.invariants),
    ...replays.map((each) => each.invariants),
  ];
  const invariants = Math.max(0, ...judged.map((each) => each.length));
  const traces = replays.length === 0 ? '' : ` and ${counted(replays.length, 'recorded trace')}`;
  const checks = sum(judged.map(checksOf));
  const paired = runs.map(({ result }) => result.relations);
  const relations = Math.max(0, ...paired.map((each) => each.length));
  const ran = new Set([...judged, ...paired].flatMap((each) => each.map(({ id }) => id)));
  const left = [...runs.map(({ result }) => result), ...replays].flatMap(({ notRun }) => notRun);
  const notRun = [...new Set(left)].filter((id) => !ran.has(id));
  const gaps = gapsText([], notRun, paint).map((line) => `${line}\n`);
  return (
    `${paint.green(paint.bold(`verified: ${listed(subjects)}`))}\n` +
    `  in ${counted(programs, 'generated program')}${traces}, ${counted(commands, 'command')} in all,\n` +
    `  each of ${kindsOf(invariants, relations)} held each time it was judged: ${amount(checks)} checks\n` +
    gaps.join('')
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

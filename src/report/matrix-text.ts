/** The kill matrix as a table: a line for each mutant, then what does not hold of the two gates. */
import type { KillMatrix, MatrixRow } from '../campaign/kill-matrix.ts';
import type { Verdict } from '../campaign/trial.ts';
import { isEquivalent } from '../../models/mutants/mutant.ts';
import type { MatrixEffort } from './matrix-json.ts';
import type { Paint } from './paint.ts';
import { amount, counted, duration, listed, table } from './words.ts';

const HEAD = ['mutant', 'caught', 'after programs', 'commands', 'seconds', 'shrunk to', 'by'];

export function matrixText(matrix: KillMatrix, effort: MatrixEffort, paint: Paint): string {
  const { rows } = matrix;
  const lines = table([HEAD, ...rows.map((row) => rowCells(row))], '');
  const [head = '', ...body] = lines;
  const painted = body.map((line, i) => ((rows[i] as MatrixRow).ok ? line : paint.red(line)));
  const summary = [
    '',
    ...mutantsText(matrix, paint),
    ...(effort.isWhole ? invariantsText(matrix, paint) : []),
    paint.dim(effortText(matrix, effort)),
    ...(effort.interrupted ? [paint.yellow('interrupted: the others were not tried')] : []),
  ];
  return `${[paint.bold(head), ...painted, ...summary].join('\n')}\n`;
}

function rowCells(row: MatrixRow): readonly string[] {
  const { mutant, trials, killedBy } = row;
  const found = trials.filter(({ verdict }) => verdict === 'caught');
  const [{ shrunk } = {}] = trials;
  const seconds = trials.reduce((sum, trial) => sum + trial.seconds, 0);
  return [
    mutant.id,
    isEquivalent(mutant) ? 'equivalent' : `${found.length} of ${trials.length}`,
    found.length === 0 ? '-' : range(found.map(({ programs }) => programs)),
    found.length === 0 ? '-' : range(found.map(({ commands }) => commands)),
    seconds.toFixed(1),
    shrunk === undefined ? '-' : String(shrunk.commands),
    [...others(row), ...killedBy.slice(0, 1), ...more(killedBy.length - 1)].join(', '),
  ];
}

/** `1…12, mostly 3`: the least, the most and the median. */
function range(numbers: readonly number[]): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [least = 0, most = 0] = [sorted[0], sorted.at(-1)];
  if (least === most) return amount(least);
  const median = sorted[Math.floor(sorted.length / 2)] as number;
  return `${amount(least)}…${amount(most)} (${amount(median)})`;
}

function more(count: number): readonly string[] {
  return count > 0 ? [`${count} more`] : [];
}

const VERDICTS: Readonly<Record<Exclude<Verdict, 'caught'>, string>> = {
  misnamed: 'only by others than it names',
  crash: 'crashed',
  hang: 'did not end',
  missed: 'missed',
};

/** What came of the trials that did not give what they should. */
function others({ mutant, trials }: MatrixRow): readonly string[] {
  const wanted: Verdict = isEquivalent(mutant) ? 'missed' : 'caught';
  return trials
    .filter(({ verdict }) => verdict !== wanted)
    .map(
      ({ verdict, seed }) => `seed ${seed} ${verdict === 'caught' ? verdict : VERDICTS[verdict]}`,
    );
}

function mutantsText({ rows, seeds }: KillMatrix, paint: Paint): readonly string[] {
  const wrong = rows.filter(({ ok }) => !ok).map(({ mutant }) => mutant.id);
  const equivalents = rows.filter(({ mutant }) => isEquivalent(mutant)).length;
  const faults = counted(rows.length - equivalents, 'mutant');
  const rest =
    equivalents === 0 ? '' : `; nothing notices ${counted(equivalents, 'equivalent one')}`;
  if (wrong.length === 0) {
    return [paint.green(`${faults} caught from ${counted(seeds.length, 'seed')}${rest}`)];
  }
  return [paint.red(`not as it should be: ${listed(wrong)}`)];
}

function invariantsText({ invariants, idle }: KillMatrix, paint: Paint): readonly string[] {
  return idle.length === 0
    ? [
        paint.green(
          `each of ${counted(invariants.length, 'invariant')} catches a mutant that names it`,
        ),
      ]
    : [paint.red(`catch no mutant that names them: ${listed(idle)}`)];
}

function effortText({ rows }: KillMatrix, { seconds, workers }: MatrixEffort): string {
  const trials = rows.flatMap((row) => row.trials);
  const programs = trials.reduce((sum, trial) => sum + trial.programs, 0);
  const work = `${counted(trials.length, 'trial')}, ${counted(programs, 'program')}`;
  return `${work}, ${duration(seconds)} on ${counted(workers, 'worker')}`;
}

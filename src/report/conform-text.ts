/** What comparing with a real runtime showed, for people. */
import type { Difference, Tally } from '../conform/part.ts';
import type { Paint } from './paint.ts';
import { amount, counted, duration, wrapped } from './words.ts';

export interface ConformPart {
  readonly id: string;
  readonly what: string;
  /** Undefined for what could not be compared. */
  readonly compared?: Tally;
  readonly difference?: Difference;
  /** Why it could not be compared. */
  readonly skipped?: string;
}

export interface ConformReport {
  /** Version of the toolchain. */
  readonly go: string;
  readonly seed: number;
  readonly parts: readonly ConformPart[];
  readonly seconds: number;
  /** By Ctrl-C. */
  readonly interrupted: boolean;
}

/** One part, as soon as it is known. */
export function conformPartText(part: ConformPart, paint: Paint): string {
  const { id, what, compared, difference, skipped } = part;
  const head = `${paint.bold(id)}  ${what}`;
  if (skipped !== undefined) return `${head}\n  ${paint.yellow(`not compared: ${skipped}`)}\n`;
  const counts = [...(compared?.counts ?? [])].map(([thing, count]) => `${thing} ${amount(count)}`);
  const lines = [head, ...wrapped('  the same:', counts)];
  if (difference !== undefined) lines.push(...differenceText(difference, paint));
  return `${lines.join('\n')}\n`;
}

function differenceText({ at, request, go, model }: Difference, paint: Paint): readonly string[] {
  return [
    `  ${paint.red('first difference')} at ${at}`,
    `    asked    ${request}`,
    `    Go       ${go}`,
    `    model    ${model}`,
  ];
}

export function conformSummary(report: ConformReport, paint: Paint): string {
  const { go, seed, parts, seconds, interrupted } = report;
  const differing = parts.filter(({ difference }) => difference !== undefined);
  const skipped = parts.filter((part) => part.skipped !== undefined).length;
  const left = skipped === 0 ? '' : `, ${counted(skipped, 'part')} not compared`;
  const how = `${counted(parts.length - skipped, 'part')} compared${left}, seed ${seed}, ${duration(seconds)}`;
  if (differing.length > 0) {
    const ids = differing.map(({ id }) => id).join(', ');
    return `\n${paint.red(`the model differs from ${go}: ${ids}`)}\n  ${how}\n`;
  }
  if (interrupted) return `\ninterrupted; no difference from ${go} so far\n  ${how}\n`;
  return `\n${paint.green(`the model answers as ${go} does`)}\n  ${how}\n`;
}

/** The smallest program of a mutant that is none of an allocator, and what it breaks. */
import type { Finding } from '../../spec/invariant.ts';

export interface Shortest {
  /** Line by line. */
  readonly program: readonly string[];
  readonly findings: readonly Pick<Finding, 'invariant' | 'violation'>[];
}

/**
 * How a mutant breaks one of these invariants, indented as explanations are; undefined where its smallest program breaks none of
 * them.
 */
export function shortestText(
  mutant: string,
  { program, findings }: Shortest,
  invariants: readonly string[],
): string | undefined {
  const finding = findings.find(({ invariant }) => invariants.includes(invariant));
  if (finding === undefined) return undefined;
  const { at, expected, actual } = finding.violation;
  const shown = [
    '',
    ...program,
    '',
    `at        ${at}`,
    `expected  ${expected}`,
    `found     ${actual}`,
  ].map((line) => (line === '' ? '' : `    ${line}`));
  return [`${mutant} breaks ${finding.invariant} by this program:`, ...shown].join('\n');
}

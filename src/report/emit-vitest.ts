/**
 * A counterexample as a vitest test that stands alone: it fails while the bug is there.
 *
 * It needs nothing but the package, vitest and, where the subject or what it broke is a project's own, the project's config.
 * The program is in it as text, so that the recording may go.
 */
import { commandCount } from '../program/program.ts';
import { printProgram } from '../program/print.ts';
import { headline, originText } from './emit.ts';
import type { Reproduction } from './emit.ts';

/** Where the test takes things from. */
export interface TestSetting {
  /** The subject, by something that the package exports; undefined where the config has it. */
  readonly subject: { readonly imports: string; readonly text: string } | undefined;
  /** The config, as the test imports it; undefined where all is the package's own. */
  readonly config: string | undefined;
  /** Whether a relation broke, and no invariant. */
  readonly isRelation: boolean;
}

export function emitVitest(reproduction: Reproduction, setting: TestSetting): string {
  const { config } = setting;
  const lines = [
    `// ${headline(reproduction)}`,
    `// ${originText(reproduction)} Fails while something breaks.`,
    `import { ${imports(setting).join(', ')} } from 'allocheck';`,
    "import { expect, it } from 'vitest';",
    ...(config === undefined ? [] : [`import config from ${JSON.stringify(config)};`]),
    '',
    `const PROGRAM = \`${literal(markedProgram(reproduction))}\`;`,
    '',
    `it(${JSON.stringify(`keeps ${headline(reproduction)}`)}, () => {`,
    "  const program = parseProgram(PROGRAM, 'PROGRAM');",
    ...subjectLines(setting),
    ...judgingLines(reproduction, setting),
    '});',
  ];
  return `${lines.join('\n')}\n`;
}

function imports({ subject, isRelation }: TestSetting): readonly string[] {
  return [
    'applicable',
    'catalogue',
    'execute',
    ...(subject === undefined ? [] : [subject.imports]),
    ...(isRelation ? ['judgePairs'] : []),
    'parseProgram',
    ...(isRelation ? ['relations'] : []),
  ].toSorted();
}

function subjectLines({ subject }: TestSetting): readonly string[] {
  if (subject !== undefined) return [`  const subject = ${subject.text};`];
  return [
    '  const subject = config.subjects?.find(({ id }) => id === program.subject);',
    '  if (subject === undefined) throw new Error(`the config has no subject ${program.subject}`);',
  ];
}

/** Nothing may break; where it was a relation, the two runs must agree too. */
function judgingLines(
  { broke }: Reproduction,
  { config, isRelation }: TestSetting,
): readonly string[] {
  const all = (ours: string, key: string): string =>
    config === undefined ? ours : `[...${ours}, ...(config.${key} ?? [])]`;
  const lines = [
    `  const invariants = applicable(${all('catalogue', 'invariants')}, subject.offers);`,
    '  expect(execute(program, subject, invariants).findings).toEqual([]);',
  ];
  if (!isRelation) return lines;
  const id = JSON.stringify(broke?.invariant);
  return [
    ...lines,
    `  const broken = ${all('relations', 'relations')}.filter(({ id }) => id === ${id});`,
    `  const pairs = judgePairs(broken, { program, definition: subject, seed: ${broke?.seed ?? 0} });`,
    '  expect(pairs.flatMap(({ finding }) => finding ?? [])).toEqual([]);',
  ];
}

/** The program's text, with a mark at the command that broke it. */
function markedProgram({ program, broke }: Reproduction): string {
  const lines = printProgram(program).trimEnd().split('\n');
  const count = commandCount(program);
  const guilty = broke !== undefined && broke.step < count ? broke.step : Number.NaN;
  const marked = lines.map((line, i) =>
    i === lines.length - count + guilty ? `${line}  # <- here` : line,
  );
  return `${marked.join('\n')}\n`;
}

/** As it stands in a template literal. */
function literal(text: string): string {
  return text.replaceAll(/[\\`]|\$(?=\{)/g, String.raw`\$&`);
}

/** Golden page programs: commands with the answers of a real runtime, for the model to be held against without one. */
import { BadInput } from '../base/errors.ts';

export interface GoldenPages {
  /** Pages of a huge page of the system that answered. */
  readonly hugePages: number;
  readonly commands: readonly string[];
  readonly answers: readonly string[];
}

export function goldenText({ hugePages, commands, answers }: GoldenPages): string {
  const lines = commands.map((command, i) => `${command} = ${answers[i] ?? ''}`);
  return [`huge ${hugePages}`, ...lines, ''].join('\n');
}

/** @throws {BadInput} with the line that is none */
export function parseGolden(text: string, file: string): GoldenPages {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const hugePages = Number(/^huge (\d+)$/.exec(head)?.[1] ?? Number.NaN);
  if (Number.isNaN(hugePages)) throw new BadInput({ file, line: 1, column: 1 }, 'no size of pages');
  const pairs = lines.map((line, i) => {
    const parts = line.split(' = ');
    if (parts.length === 2) return parts as [command: string, answer: string];
    throw new BadInput({ file, line: i + 2, column: 1 }, 'no command with its answer');
  });
  return {
    hugePages,
    commands: pairs.map(([command]) => command),
    answers: pairs.map(([, answer]) => answer),
  };
}

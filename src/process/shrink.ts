/**
 * Makes a program that breaks an invariant smaller, as long as it breaks the same: commands are left out, from long runs of them
 * to single ones, then numbers are made simpler. Again until nothing helps.
 */
import { PAGE } from '../../spec/views/process.ts';
import { DEFAULT_CONFIG } from './program.ts';
import type { Place, ProcessCommand, ProcessProgram } from './program.ts';

export interface ShrunkProcess {
  readonly program: ProcessProgram;
  /** Programs that were run for it. */
  readonly evaluations: number;
}

/** @param breaks  whether a program breaks what the first one broke */
export function shrinkProcess(
  first: ProcessProgram,
  breaks: (program: ProcessProgram) => boolean,
  evaluationsMax = 2000,
): ShrunkProcess {
  let best = first;
  let evaluations = 0;
  const accepts = (candidate: ProcessProgram): boolean => {
    if (evaluations >= evaluationsMax) return false;
    evaluations += 1;
    if (!breaks(candidate)) return false;
    best = candidate;
    return true;
  };
  let before: ProcessProgram | undefined;
  while (before !== best && evaluations < evaluationsMax) {
    before = best;
    leaveOut(() => best, accepts);
    simplify(() => best, accepts);
    simplifySystem(best, accepts);
  }
  return { program: best, evaluations };
}

type Accepts = (candidate: ProcessProgram) => boolean;

function leaveOut(best: () => ProcessProgram, accepts: Accepts): void {
  for (let run = best().commands.length; run >= 1; run = Math.floor(run / 2)) {
    // From the end: what comes later needs what comes before.
    for (let at = best().commands.length - run; at >= 0; at -= 1) {
      const { config, commands } = best();
      if (at + run > commands.length) continue;
      accepts({ config, commands: commands.toSpliced(at, run) });
    }
  }
}

function simplify(best: () => ProcessProgram, accepts: Accepts): void {
  for (let at = 0; at < best().commands.length; at += 1) {
    let isSimpler = true;
    while (isSimpler) {
      const { config, commands } = best();
      isSimpler = simpler(commands[at] as ProcessCommand).some((command) =>
        accepts({ config, commands: commands.with(at, command) }),
      );
    }
  }
}

function simplifySystem({ config, commands }: ProcessProgram, accepts: Accepts): void {
  if (isDefault(config)) return;
  if (accepts({ config: DEFAULT_CONFIG, commands })) return;
  const { overcommit, spareFrames, sparePages } = DEFAULT_CONFIG;
  for (const change of [{ overcommit }, { spareFrames }, { sparePages }]) {
    const candidate = { ...config, ...change };
    if (JSON.stringify(candidate) !== JSON.stringify(config))
      accepts({ config: candidate, commands });
  }
}

function isDefault(config: ProcessProgram['config']): boolean {
  return JSON.stringify(config) === JSON.stringify(DEFAULT_CONFIG);
}

/** Commands that say less than this one, the simplest first. */
function simpler(command: ProcessCommand): readonly ProcessCommand[] {
  const found: ProcessCommand[] = [];
  if (command.op === 'mmap') {
    if (command.at !== undefined) found.push({ ...command, at: undefined });
    if (command.isReserveless) found.push({ ...command, isReserveless: false });
    if (command.kind === 'guard') found.push({ ...command, kind: 'mapping' });
  }
  if ('at' in command && command.at !== undefined) {
    for (const offset of smallerOffsets(command.at)) {
      found.push({ ...command, at: { ...command.at, offset } } as ProcessCommand);
    }
  }
  if ('bytes' in command) {
    const least = command.op === 'call' ? 8 : 1;
    const sizes = [least, 8, PAGE, 2 * PAGE, Math.ceil(command.bytes / PAGE) * PAGE];
    const isSmaller = (bytes: number): boolean =>
      bytes < command.bytes || (bytes % PAGE === 0 && command.bytes % PAGE !== 0 && bytes > PAGE);
    for (const bytes of sizes) if (isSmaller(bytes)) found.push({ ...command, bytes });
  }
  if (command.op === 'write' && command.value !== 1) found.push({ ...command, value: 1 });
  if (command.op === 'reclaim' && command.frames !== 1) found.push({ ...command, frames: 1 });
  return found;
}

/** Nearer to the base; the stack has its places below it. */
function smallerOffsets({ offset }: Place): readonly number[] {
  const sign = Math.sign(offset);
  const size = Math.abs(offset);
  const sizes = [0, 1, PAGE, Math.floor(size / PAGE) * PAGE, Math.floor(size / 2 / PAGE) * PAGE];
  return [...new Set(sizes)].filter((each) => each < size).map((each) => sign * each || 0);
}

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
  const search = new Search(first, breaks, evaluationsMax);
  let before: ProcessProgram | undefined;
  while (before !== search.best && !search.isOver) {
    before = search.best;
    leaveOut(search);
    simplify(search);
    simplifySystem(search);
  }
  return { program: search.best, evaluations: search.evaluations };
}

class Search {
  best: ProcessProgram;
  evaluations = 0;
  readonly #breaks: (program: ProcessProgram) => boolean;
  readonly #most: number;

  constructor(first: ProcessProgram, breaks: (program: ProcessProgram) => boolean, most: number) {
    this.best = first;
    this.#breaks = breaks;
    this.#most = most;
  }

  get isOver(): boolean {
    return this.evaluations >= this.#most;
  }

  accepts(candidate: ProcessProgram): boolean {
    if (this.isOver) return false;
    this.evaluations += 1;
    if (!this.#breaks(candidate)) return false;
    this.best = candidate;
    return true;
  }
}

function leaveOut(search: Search): void {
  for (let run = search.best.commands.length; run >= 1; run = Math.floor(run / 2)) {
    // From the end: what comes later needs what comes before.
    for (let at = search.best.commands.length - run; at >= 0; at -= 1) {
      const { config, commands } = search.best;
      if (at + run > commands.length) continue;
      search.accepts({ config, commands: commands.toSpliced(at, run) });
    }
  }
}

function simplify(search: Search): void {
  for (let at = 0; at < search.best.commands.length; at += 1) {
    let isSimpler = true;
    while (isSimpler) {
      const { config, commands } = search.best;
      isSimpler = simpler(commands[at] as ProcessCommand).some((command) =>
        search.accepts({ config, commands: commands.with(at, command) }),
      );
    }
  }
}

function simplifySystem(search: Search): void {
  const { config, commands } = search.best;
  const { overcommit, spareFrames, sparePages } = DEFAULT_CONFIG;
  for (const change of [DEFAULT_CONFIG, { overcommit }, { spareFrames }, { sparePages }]) {
    const candidate = { ...search.best.config, ...change };
    if (JSON.stringify(candidate) === JSON.stringify(config)) continue;
    search.accepts({ config: candidate, commands });
  }
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
      found.push({ ...command, at: { ...command.at, offset } });
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

/** Loads executables, and drives programs in the processes that they become. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listedSections, readElf } from '../../models/process/elf.ts';
import { gapsOf, layOut } from '../../models/process/layout.ts';
import { makeProcess } from '../../models/process/process.ts';
import { processCatalogue } from '../../spec/invariants/process/index.ts';
import type { Image } from '../../spec/process.ts';
import { BadInput } from '../base/errors.ts';
import { checkWritable } from '../engine/corpus.ts';
import { processCampaign } from '../process/campaign.ts';
import type { ProcessBudget, ProcessCampaign, ProcessFinding } from '../process/campaign.ts';
import type { ProcessProgram } from '../process/program.ts';
import { runProcess } from '../process/run.ts';
import { parseProcessProgram, printProcessProgram } from '../process/text.ts';
import type { LayoutReport } from '../report/process-layout.ts';
import type { ProcessBreak, ProcessReplay, ProcessRunReport } from '../report/process-run.ts';
import { amount } from '../report/words.ts';
import { SLICE_MS, inSlices } from './drive.ts';
import type { Sliced } from './drive.ts';
import type { Terminal } from './terminal.ts';

const NO_SYSTEM = { overcommit: 'always', spareFrames: 0, sparePages: 0 } as const;

/** @throws {BadInput} where it is no executable, or broken */
export function layoutOf(file: string): LayoutReport {
  const elf = readElf(file, read(file));
  const image = layOut(elf);
  const { regions } = makeProcess(image, NO_SYSTEM);
  const { isPie } = elf;
  return { file, isPie, sections: listedSections(elf), image, regions, gaps: gapsOf(image) };
}

/** Runs a program of a file, and judges all of it: that it is permitted, too. */
export function replayProcess(path: string, image: Image): ProcessReplay {
  const program = parseProcessProgram(new TextDecoder().decode(read(path)), path);
  const outcome = runProcess(program, { image, make: makeProcess, catalogue: processCatalogue });
  const [finding, ...others] = outcome.findings;
  const alsoBroken = others.map(({ invariant }) => invariant);
  const broke =
    finding === undefined ? undefined : { finding, alsoBroken, program, file: undefined };
  return { path, program, steps: outcome.steps, broke };
}

/** Generated programs, in slices of time. @param out  folder for the program that breaks something */
export async function runProcesses(
  { file, image }: Pick<LayoutReport, 'file' | 'image'>,
  { out, ...budget }: ProcessBudget & { readonly out: string },
  terminal: Terminal,
): Promise<ProcessRunReport> {
  checkWritable(out);
  const slices = new ProcessSlices(image, budget, terminal);
  const { campaign, seconds, interrupted } = await inSlices(slices, terminal);
  const broke = campaign.found && written(campaign.found, out);
  return { file, campaign, broke, seconds, interrupted, catalogue: processCatalogue };
}

interface DrivenProcesses {
  readonly campaign: ProcessCampaign;
  readonly seconds: number;
  readonly interrupted: boolean;
}

class ProcessSlices implements Sliced<DrivenProcesses> {
  readonly #steps: Generator<number, ProcessCampaign, boolean>;
  readonly #terminal: Terminal;
  readonly #most: number;
  readonly #start: number;
  #runs = 0;
  #interrupted = false;

  constructor(image: Image, budget: ProcessBudget, terminal: Terminal) {
    const setting = { image, make: makeProcess, catalogue: processCatalogue };
    this.#steps = processCampaign(setting, budget);
    this.#terminal = terminal;
    this.#most = budget.runs;
    this.#start = terminal.now();
  }

  interrupt(): void {
    this.#interrupted = true;
  }

  next(): DrivenProcesses | undefined {
    const end = this.#terminal.now() + SLICE_MS;
    while (this.#terminal.now() < end) {
      const { done, value } = this.#steps.next(!this.#interrupted);
      if (done !== true) {
        this.#runs = value;
        continue;
      }
      const seconds = (this.#terminal.now() - this.#start) / 1000;
      return { campaign: value, seconds, interrupted: this.#interrupted };
    }
    return undefined;
  }

  statusText(): string {
    return `${amount(this.#runs)} of ${amount(this.#most)} programs`;
  }
}

/** Writes the program that breaks something. */
function written({ finding, alsoBroken, program }: ProcessFinding, out: string): ProcessBreak {
  const file = join(out, `${finding.invariant.replace('/', '-')}.process`);
  writeProgram(file, program, out);
  return { finding, alsoBroken, program, file };
}

function writeProgram(file: string, program: ProcessProgram, out: string): void {
  mkdirSync(out, { recursive: true });
  writeFileSync(file, printProcessProgram(program));
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problems: Readonly<Record<string, string>> = {
      ENOENT: 'there is no such file',
      EISDIR: 'this is a folder, and no file',
    };
    const problem = problems[code ?? ''] ?? `it cannot be read: ${code}`;
    throw new BadInput({ file, line: 0, column: 0 }, problem);
  }
}

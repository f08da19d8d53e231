/** `allocheck process`: an executable's sections, and the process that it becomes. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { listedSections, readElf } from '../../../models/process/elf.ts';
import { gapsOf, layOut } from '../../../models/process/layout.ts';
import { makeProcess } from '../../../models/process/process.ts';
import { BadInput } from '../../base/errors.ts';
import { layoutText, sectionsText } from '../../report/process-layout.ts';
import type { LayoutReport } from '../../report/process-layout.ts';
import type { Shell } from '../command.ts';

const NOTES = `
FILE is an executable for x86-64 in ELF. Its parts lie where Linux puts them without randomization.`;

export function processCommand({ terminal }: Shell): Command {
  return new Command('process')
    .summary('lay an executable out as a process')
    .description('Prints the sections of an executable as size -A does, and its address space.')
    .argument('<file>', 'an executable')
    .addHelpText('after', NOTES)
    .action((file: string) => {
      const report = reportOf(file);
      terminal.out(sectionsText(file, report.sections) + layoutText(report));
    });
}

function reportOf(file: string): LayoutReport {
  const elf = readElf(file, read(file));
  const image = layOut(elf);
  const { regions } = makeProcess(image, { overcommit: 'always', spareFrames: 0, sparePages: 0 });
  const { isPie } = elf;
  return { file, isPie, sections: listedSections(elf), image, regions, gaps: gapsOf(image) };
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = code === 'ENOENT' ? 'there is no such file' : `cannot be read: ${code}`;
    throw new BadInput({ file, line: 0, column: 0 }, problem);
  }
}

/** `allocheck profile learn`: makes a profile of generated programs from a recorded trace. */
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import { BadInput } from '../../base/errors.ts';
import { readTrace } from '../../trace/load.ts';
import { gapText } from '../../trace/trace.ts';
import { learn } from '../../workload/learnt-from.ts';
import type { Learnt } from '../../workload/learnt.ts';
import { flags, jsonLine } from '../command.ts';
import type { Shell } from '../command.ts';
import { learntText } from './profile-text.ts';

interface Options {
  readonly out?: string;
  readonly json?: boolean;
}

const NOTES = `
Sizes that make up half a percent of the allocations are kept as they are, others by ranges. A lifetime is the number of
allocations between a block's own and its free.
Run programs that are like it: allocheck run --profile FILE. docs/traces.md has more, docs/record-a-trace.md how to get one.`;

export function profileCommand(shell: Shell): Command {
  return new Command('profile')
    .summary('learn what generated programs are to be like')
    .description('Makes profiles of generated programs. Those that there are: allocheck profiles.')
    .addCommand(learnCommand(shell));
}

function learnCommand({ terminal }: Shell): Command {
  return new Command('learn')
    .summary('learn sizes and lifetimes from a recorded trace')
    .description(
      'Tells which sizes and lifetimes a recorded trace has, and writes them as a profile.',
    )
    .argument('<trace>', 'a trace of any format that replay reads')
    .addOption(new Option('--out <file>', 'write the profile, for run --profile'))
    .addOption(flags.json())
    .addHelpText('after', NOTES)
    .action(async (file: string, { out, json }: Options) => {
      const { profileJson, writeProfile } = await import('../profile-file.ts');
      const trace = readTrace(file);
      const learnt = learn(trace.program, nameOf(file));
      checkLearnt(learnt, file);
      for (const gap of trace.gaps) terminal.err(`${file}:${gapText(gap)}\n`);
      if (out !== undefined) writeProfile(out, learnt);
      if (json === true) terminal.out(jsonLine(profileJson(learnt)));
      else terminal.out(learntText(learnt, trace.events, terminal.outPaint) + next(file, out));
    });
}

/** `git` for `traces/git.mtrace.gz`, and where it is from. */
function nameOf(file: string): Pick<Learnt, 'id' | 'title'> {
  const name = basename(file);
  const stem = name.replace(/\.[^]*$/, '').replaceAll(/[^\w-]+/g, '-');
  return { id: /^[A-Za-z]/.test(stem) ? stem : `trace-${stem}`, title: `learnt from ${name}` };
}

function checkLearnt({ calls: { malloc, calloc, realloc } }: Learnt, file: string): void {
  if (malloc + calloc + realloc > 0) return;
  const problem = 'there is no allocation in this trace, so nothing to learn';
  throw new BadInput({ file, line: 0, column: 0 }, problem);
}

/** The last line: what to do with it. */
function next(file: string, out: string | undefined): string {
  return out === undefined
    ? `\nwrite it: allocheck profile learn ${file} --out ${nameOf(file).id}.profile.json\n`
    : `\nwritten to ${out}; run programs like it: allocheck run --profile ${out}\n`;
}

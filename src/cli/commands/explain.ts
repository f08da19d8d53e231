/** `allocheck explain`: an invariant, a relation, a mark, or a program step by step. */
import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { stepMarks } from '../../../spec/marks/gc.ts';
import { UsageError } from '../../base/errors.ts';
import { didYouMean } from '../../base/nearest.ts';
import { applicable } from '../../engine/judge.ts';
import { invariantText, markText, relationText, storyText } from '../../report/explain-text.ts';
import { flags } from '../command.ts';
import type { Shell } from '../command.ts';
import { readInput } from '../inputs.ts';
import { storyOf } from '../story.ts';
import { openWorkbench } from '../workbench.ts';

interface Options {
  readonly subject?: string;
  readonly config?: string;
}

export function explainCommand({ terminal }: Shell): Command {
  return new Command('explain')
    .summary('explain an invariant, a relation or a mark, or a program step by step')
    .description(
      'Explains an invariant, a relation or a mark, or tells a program step by step, with the life of the blocks that broke it.',
    )
    .argument(
      '<id|file>',
      'id of an invariant, a relation or a mark, or a program, a recording or a trace',
    )
    .addOption(
      new Option('--subject <id>', 'run on this allocator (default: the one that the file names)'),
    )
    .addOption(flags.config())
    .action(async (what: string, options: Options) => {
      const workbench = await openWorkbench(options.config);
      const { invariants } = workbench;
      const paint = terminal.outPaint;
      const invariant = invariants.find(({ id }) => id === what);
      if (invariant !== undefined) {
        terminal.out(invariantText(invariant, paint));
        return;
      }
      const relation = workbench.relations.find(({ id }) => id === what);
      if (relation !== undefined) {
        terminal.out(relationText(relation, paint));
        return;
      }
      const marks = [...stepMarks, ...workbench.subjects.flatMap((subject) => subject.marks ?? [])];
      const mark = marks.find(({ id }) => id === what);
      if (mark !== undefined) {
        terminal.out(markText(mark, paint));
        return;
      }
      if (!existsSync(what))
        throw unknown(
          what,
          [...invariants, ...workbench.relations, ...marks].map(({ id }) => id),
        );
      const input = readInput(what, options.subject, workbench);
      terminal.out(storyText(storyOf(input, applicable(invariants, input.subject.offers)), paint));
    });
}

function unknown(what: string, ids: readonly string[]): UsageError {
  const near = didYouMean(what, ids);
  return new UsageError(
    `${what} is neither an invariant, a relation, a mark nor a file${near}\nlist them: allocheck invariants`,
  );
}

/** `allocheck explain`: an invariant, a relation, a mark, a mutant, or a program step by step. */
import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { isEquivalent } from '../../../models/mutants/mutant.ts';
import type { AnyMutant, Mutant } from '../../../models/mutants/mutant.ts';
import { patchedLines } from '../../../models/mutants/patch.ts';
import type { AnyInvariant } from '../../../spec/invariant.ts';
import type { Mark } from '../../../spec/mark.ts';
import { stepMarks } from '../../../spec/marks/gc.ts';
import { UsageError } from '../../base/errors.ts';
import { didYouMean } from '../../base/nearest.ts';
import type { Demonstration } from '../../report/demonstration-text.ts';
import { storyText } from '../../report/explain-story.ts';
import { invariantText, markText, relationText } from '../../report/explain-text.ts';
import { mutantText } from '../../report/mutant-text.ts';
import type { Change } from '../../report/mutant-text.ts';
import { shortestText } from '../../report/shortest-text.ts';
import type { Paint } from '../../report/paint.ts';
import { flags } from '../command.ts';
import type { Shell } from '../command.ts';
import { demonstrate, demonstrationOf, mutantsOf } from '../demonstration.ts';
import { allInvariants, allMutants, familyOf } from '../families.ts';
import { readInput } from '../inputs.ts';
import type { Input } from '../inputs.ts';
import { judgesOf } from '../judges.ts';
import { Keeper } from '../keeper.ts';
import { DEFAULT_OUT } from '../settings.ts';
import { storyOf } from '../story.ts';
import type { Request } from '../story.ts';
import { openWorkbench } from '../workbench.ts';
import { withForeign } from '../foreign.ts';
import type { ForeignFlags } from '../foreign.ts';
import type { Workbench } from '../workbench.ts';

interface Options extends ForeignFlags {
  readonly subject?: string;
  readonly invariants?: readonly string[];
  readonly config?: string;
}

export function explainCommand({ terminal }: Shell): Command {
  return withForeign(new Command('explain'))
    .summary('explain an invariant, a relation, a mark or a mutant, or a program step by step')
    .description(
      'Explains an invariant, a relation, a mark or a mutant, with the heap before and after it broke, or tells a program ' +
        'step by step: what was expected, the life of the blocks that broke it, the heap around it, and what it takes.',
    )
    .argument(
      '<id|file>',
      'id of an invariant, a relation, a mark or a mutant, or a program, a recording or a trace',
    )
    .addOption(
      new Option('--subject <id>', 'run on this allocator (default: the one that the file names)'),
    )
    .addOption(flags.invariants())
    .addOption(flags.config())
    .action(async (what: string, options: Options) => {
      const workbench = await openWorkbench(options.config, options);
      const paint = terminal.outPaint;
      const explained = definitionText(what, workbench, paint);
      if (explained !== undefined) {
        terminal.out(explained);
        return;
      }
      if (!existsSync(what)) throw unknown(what, workbench);
      const input = readInput(what, options.subject, workbench);
      terminal.out(storyText(storyOf(requestOf(input, options, workbench)), paint));
    });
}

function requestOf(input: Input, options: Options, workbench: Workbench): Request {
  const shrink = new Keeper(DEFAULT_OUT, workbench.flags).shrinkLine(input.file, options);
  return { input, ...judgesOf(input, options.invariants ?? [], workbench), shrink };
}

/** What has this id, explained; undefined when nothing has. */
function definitionText(id: string, workbench: Workbench, paint: Paint): string | undefined {
  const invariants = allInvariants(workbench);
  const mutants = allMutants(workbench);
  const invariant = invariants.find((each) => each.id === id);
  if (invariant !== undefined) {
    const catches = mutantsOf(id, mutants);
    return invariantText(invariant, catches, shownInvariant(invariant, mutants), paint);
  }
  const relation = workbench.relations.find((each) => each.id === id);
  if (relation !== undefined) return relationText(relation, paint);
  const mark = marksOf(workbench).find((each) => each.id === id);
  if (mark !== undefined) return markText(mark, paint);
  const mutant = mutants.find((each) => each.id === id);
  return mutant && explainedMutant(mutant, invariants, paint);
}

function explainedMutant(
  mutant: AnyMutant,
  invariants: readonly AnyInvariant[],
  paint: Paint,
): string {
  const { id, story, sources, quirkOf } = mutant;
  const ids: readonly string[] = isEquivalent(mutant) ? [] : mutant.caughtBy;
  const report = {
    id,
    story,
    sources,
    quirkOf,
    changes: changesOf(mutant),
    equivalent: isEquivalent(mutant) ? mutant.equivalent : undefined,
    caughtBy: invariants.filter((each) => ids.includes(each.id)),
  };
  return mutantText(report, shownMutant(mutant, invariants), paint);
}

/** How an invariant breaks, or why that cannot be shown. */
function shownInvariant(
  invariant: AnyInvariant,
  mutants: readonly AnyMutant[],
): Demonstration | string {
  const naming = mutantsOf(invariant.id, mutants);
  if (naming.length === 0) return 'not shown: no mutant names it';
  return orReason(
    () =>
      shownOf(naming, [invariant.id]) ??
      demonstrationOf(invariant, naming.filter(isOfAllocator)) ??
      'not shown: the smallest programs of these mutants break another invariant first',
  );
}

function shownMutant(
  mutant: AnyMutant,
  invariants: readonly AnyInvariant[],
): Demonstration | string {
  if (isEquivalent(mutant)) return 'not shown: no program can tell it from the model';
  const named = invariants.filter(({ id }) => mutant.caughtBy.includes(id));
  return orReason(
    () =>
      shownOf([mutant], mutant.caughtBy) ??
      (isOfAllocator(mutant) ? demonstrate(mutant, named) : undefined) ??
      'not shown: its smallest program breaks none of these',
  );
}

/** How the first of these mutants that is none of an allocator breaks one of these invariants by its smallest program. */
function shownOf(mutants: readonly Mutant[], ids: readonly string[]): string | undefined {
  for (const mutant of mutants) {
    const shortest = familyOf(mutant.id)?.shortest(mutant);
    const text = shortest && shortestText(mutant.id, shortest, ids);
    if (text !== undefined) return text;
  }
  return undefined;
}

function isOfAllocator({ id }: Mutant): boolean {
  return familyOf(id) === undefined;
}

/** What `show` gives, or why it cannot: a package may come without the sources that mutants are made from. */
function orReason(show: () => Demonstration | string): Demonstration | string {
  try {
    return show();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return `not shown: ${error.message.replaceAll('\n', '; ')}`;
  }
}

/** The lines that a mutant changes; the bare edits where there is no source. */
function changesOf(mutant: AnyMutant): readonly Change[] {
  try {
    return patchedLines(mutant);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { patch } = mutant;
    const edits = 'file' in patch ? [patch] : patch;
    return edits.map(({ file, find, replace }) => ({
      file,
      line: 0,
      before: find,
      after: replace,
    }));
  }
}

function marksOf({ subjects }: Workbench): readonly Mark[] {
  return [...stepMarks, ...subjects.flatMap(({ marks = [] }) => marks)];
}

function unknown(what: string, workbench: Workbench): UsageError {
  const statements = [...allInvariants(workbench), ...workbench.relations];
  const known = [...statements, ...marksOf(workbench), ...allMutants(workbench)];
  const near = didYouMean(
    what,
    known.map(({ id }) => id),
  );
  return new UsageError(
    `${what} is neither an invariant, a relation, a mark, a mutant nor a file${near}\nlist them: allocheck invariants, allocheck mutants`,
  );
}

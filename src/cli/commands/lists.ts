/** `allocheck invariants`, `relations`, `subjects`, `profiles`: what there is. */
import { Command } from 'commander';
import {
  invariantsJson,
  invariantsText,
  profilesJson,
  profilesText,
  relationsJson,
  relationsText,
  subjectsJson,
  subjectsText,
} from '../../report/lists.ts';
import { flags, jsonLine } from '../command.ts';
import type { Shell } from '../command.ts';
import { allInvariants } from '../families.ts';
import { chosen } from '../patterns.ts';
import { openWorkbench } from '../workbench.ts';

interface Options {
  readonly config?: string;
  readonly json?: boolean;
}

export function invariantsCommand({ terminal }: Shell): Command {
  return listCommand('invariants', 'the invariants')
    .argument('[glob...]', 'only those, such as go/span-* or process/*')
    .action(async (globs: readonly string[], { config, json }: Options) => {
      const listed = chosen('invariant', allInvariants(await openWorkbench(config)), globs);
      const text = (): string => invariantsText(listed, terminal.outPaint);
      terminal.out(json === true ? jsonLine(invariantsJson(listed)) : text());
    });
}

export function relationsCommand({ terminal }: Shell): Command {
  return listCommand('relations', 'the relations between two runs')
    .argument('[glob...]', 'only those, as of --invariants')
    .action(async (globs: readonly string[], { config, json }: Options) => {
      const { relations } = await openWorkbench(config);
      const listed = chosen('relation', relations, globs);
      const text = (): string => relationsText(listed, terminal.outPaint);
      terminal.out(json === true ? jsonLine(relationsJson(listed)) : text());
    });
}

export function subjectsCommand({ terminal }: Shell): Command {
  return listCommand('subjects', 'the allocators that can be tested').action(
    async ({ config, json }: Options) => {
      const { subjects } = await openWorkbench(config);
      terminal.out(json === true ? jsonLine(subjectsJson(subjects)) : subjectsText(subjects));
    },
  );
}

export function profilesCommand({ terminal }: Shell): Command {
  return listCommand('profiles', 'the profiles of generated programs').action(
    async ({ config, json }: Options) => {
      const { profiles } = await openWorkbench(config);
      terminal.out(json === true ? jsonLine(profilesJson(profiles)) : profilesText(profiles));
    },
  );
}

function listCommand(name: string, things: string): Command {
  return new Command(name)
    .summary(`list ${things}`)
    .description(`Lists ${things}.`)
    .addOption(flags.config())
    .addOption(flags.json());
}

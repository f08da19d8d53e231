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
import { flags } from '../command.ts';
import type { Shell } from '../command.ts';
import { chosenInvariants, openWorkbench } from '../workbench.ts';

interface Options {
  readonly config?: string;
  readonly json?: boolean;
}

export function invariantsCommand({ terminal }: Shell): Command {
  return listCommand('invariants', 'the invariants')
    .argument('[glob...]', 'only those, as of --invariants')
    .action(async (globs: readonly string[], { config, json }: Options) => {
      const { invariants } = await openWorkbench(config);
      const chosen = chosenInvariants(invariants, globs);
      const text = (): string => invariantsText(chosen, terminal.outPaint);
      terminal.out(json === true ? lineOf(invariantsJson(chosen)) : text());
    });
}

export function relationsCommand({ terminal }: Shell): Command {
  return listCommand('relations', 'the relations between two runs')
    .argument('[glob...]', 'only those, as of --invariants')
    .action(async (globs: readonly string[], { config, json }: Options) => {
      const { relations } = await openWorkbench(config);
      const chosen = chosenInvariants(relations, globs, 'relation');
      const text = (): string => relationsText(chosen, terminal.outPaint);
      terminal.out(json === true ? lineOf(relationsJson(chosen)) : text());
    });
}

export function subjectsCommand({ terminal }: Shell): Command {
  return listCommand('subjects', 'the allocators that can be tested').action(
    async ({ config, json }: Options) => {
      const { subjects } = await openWorkbench(config);
      terminal.out(json === true ? lineOf(subjectsJson(subjects)) : subjectsText(subjects));
    },
  );
}

export function profilesCommand({ terminal }: Shell): Command {
  return listCommand('profiles', 'the profiles of generated programs').action(
    async ({ config, json }: Options) => {
      const { profiles } = await openWorkbench(config);
      terminal.out(json === true ? lineOf(profilesJson(profiles)) : profilesText(profiles));
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

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

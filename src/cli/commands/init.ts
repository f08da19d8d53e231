/** `allocheck init`: what a project needs to test its allocators, as far as it is not there. */
import { basename, dirname } from 'node:path';
import { Command, Option } from 'commander';
import { writeRecording } from '../../engine/corpus.ts';
import { counted } from '../../report/words.ts';
import type { Shell } from '../command.ts';
import { changesFor } from '../init/changes.ts';
import type { Change } from '../init/changes.ts';
import { projectIn } from '../init/project.ts';
import type { Project } from '../init/project.ts';

const NOTES = `
What the project is like is seen: the package manager by its lock file, the language and the kind of modules by package.json
and tsconfig.json, GitHub and GitLab by their files or by where git pushes to. It asks nothing, and overwrites nothing.`;

export function initCommand({ terminal }: Shell): Command {
  return new Command('init')
    .summary('write a config, a first test and a CI recipe into a project')
    .description(
      'Writes a config with an example, a first test and a CI recipe, where they are not there.',
    )
    .argument('[folder]', 'of the project (default: this one)', '.')
    .addOption(new Option('--dry-run', 'show what would be written, and write nothing'))
    .addHelpText('after', NOTES)
    .action((folder: string, { dryRun = false }: { readonly dryRun?: boolean }) => {
      const project = projectIn(folder);
      const changes = changesFor(project);
      if (!dryRun) for (const each of changes) write(each);
      terminal.out(changes.map((each) => `${lineOf(each, dryRun)}\n`).join(''));
      if (dryRun) terminal.out(changes.map(shown).join(''));
      terminal.out(`\n${nextOf(project, changes, dryRun)}\n`);
    });
}

function write({ path, after }: Change): void {
  if (after !== undefined) writeRecording(dirname(path), basename(path), after);
}

function lineOf({ path, what, before, after }: Change, isDry: boolean): string {
  if (after === undefined) return `left       ${path}: it is there`;
  if (before === undefined) return `${isDry ? 'to write ' : 'wrote    '}  ${path}: ${what}`;
  return `${isDry ? 'to add to' : 'added to '}  ${path}: ${what}`;
}

/** The text that would be new in a file. */
function shown({ path, before = '', after }: Change): string {
  if (after === undefined) return '';
  const old = new Set(before.split('\n'));
  const lines = after.split('\n').filter((line) => before === '' || !old.has(line));
  return `\n${path}:\n${lines.map((line) => (line === '' ? '' : `    ${line}`)).join('\n')}`;
}

/** What is left to do. */
function nextOf(project: Project, changes: readonly Change[], isDry: boolean): string {
  const { manager, hasAllocheck, hasVitest, hosts } = project;
  const count = changes.filter(({ after }) => after !== undefined).length;
  const files = counted(count, 'file');
  const included = changes.find(
    ({ path, after }) => after !== undefined && /allocheck[^/]*\.gitlab-ci\.yml$/.test(path),
  );
  const steps = [
    ...(hasAllocheck ? [] : [`${manager.add} allocheck`]),
    `${manager.exec} allocheck run`,
    ...(hasVitest ? [`${manager.exec} vitest run`] : []),
  ];
  return [
    count === 0 ? 'nothing to do' : isDry ? `${files} would be changed` : `${files} changed`,
    ...(hosts.length === 0
      ? ['no CI was seen: there is neither .github nor .gitlab-ci.yml, and no remote of either']
      : []),
    ...(included === undefined
      ? []
      : [`name it in .gitlab-ci.yml: include: { local: ${basename(included.path)} }`]),
    `next: ${steps.join(', then ')}`,
  ].join('\n');
}

/** What `allocheck init` changes in a project: files that it writes where they are not, and a line that it adds. */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { githubText, gitlabText, jobOf } from './ci.ts';
import { configText, testText } from './example.ts';
import type { Project } from './project.ts';

/** A file as it is to be. */
export interface Change {
  readonly path: string;
  /** What is in it, for whoever wonders. */
  readonly what: string;
  /** The text that it has; undefined where it is not there. */
  readonly before: string | undefined;
  /** The text that it is to have; undefined where all is there. */
  readonly after: string | undefined;
}

/** Makes a text of another one; undefined where nothing is to be done. */
type Edit = (before: string | undefined) => string | undefined;

export function changesFor(project: Project): readonly Change[] {
  const { folder, root, hosts, isRepository, hasVitest } = project;
  const inProject = (name: string, what: string, edit: Edit): Change =>
    change(join(folder, name), what, edit);
  const inRoot = (name: string, what: string, edit: Edit): Change =>
    change(join(folder, relative(folder, root), name), what, edit);
  const config = project.config ?? `allocheck.config.${extensionOf(project)}`;
  const test = `${project.tests}/allocheck.test.${extensionOf(project)}`;
  const recipe = gitlabFile(project);
  return [
    inProject(config, 'a pool to put your allocator in the place of', unless(configText(project))),
    hasVitest
      ? inProject(test, 'a test for each invariant', unless(testText(config)))
      : inProject('package.json', 'a script, as there is no vitest', withScript),
    ...(isRepository ? [inProject('.gitignore', 'the folder of what a run finds', withLine)] : []),
    ...(hosts.includes('github')
      ? [inRoot(githubFile(project), 'a workflow', unless(githubText(project)))]
      : []),
    ...(hosts.includes('gitlab') ? [inRoot(recipe, 'a job', unless(gitlabText(project)))] : []),
  ];
}

/** Of modules in a project of that kind. */
function extensionOf({ isTyped, isEsm }: Project): string {
  return `${isEsm ? '' : 'm'}${isTyped ? 'ts' : 'js'}`;
}

function githubFile({ inside }: Project): string {
  return `.github/workflows/allocheck${suffixOf(inside)}.yml`;
}

/** The one that GitLab reads, where there is none or it has this job; else one that it can be told to include. */
function gitlabFile({ root, inside }: Project): string {
  const read = '.gitlab-ci.yml';
  const file = join(root, read);
  if (!existsSync(file)) return read;
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  return lines.includes(`${jobOf(inside)}:`) ? read : `allocheck${suffixOf(inside)}${read}`;
}

function suffixOf(inside: string): string {
  return inside === '' ? '' : `-${inside.replaceAll('/', '-')}`;
}

function change(path: string, what: string, edit: Edit): Change {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  return { path, what, before, after: edit(before) };
}

/** The text, unless there is another. */
function unless(text: string): Edit {
  return (before) => (before === undefined ? text : undefined);
}

const IGNORED = 'allocheck-out';

function withLine(before = ''): string | undefined {
  const lines = before.split(/\r?\n/).map((line) => line.trim().replaceAll('/', ''));
  if (lines.includes(IGNORED)) return undefined;
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  return `${before}${gap}${IGNORED}\n`;
}

/** A manifest with a script for `allocheck run`, laid out as it was. */
function withScript(before = '{}'): string | undefined {
  const manifest = JSON.parse(before) as { readonly scripts?: Readonly<Record<string, string>> };
  if (manifest.scripts?.['allocheck'] !== undefined) return undefined;
  const scripts = { ...manifest.scripts, allocheck: 'allocheck run' };
  const [, indent = '  '] = /\n([ \t]+)"/.exec(before) ?? [];
  const end = /\n?$/.exec(before)?.[0] ?? '';
  return `${JSON.stringify({ ...manifest, scripts }, undefined, indent)}${end}`;
}

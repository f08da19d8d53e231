/** Follows pages in a project of their own: does what their blocks say, and keeps what came of it beside what they say of it. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { build, start } from '../cli/built.ts';
import type { Ended } from '../cli/built.ts';
import { SLOW_MS, hasBrowser, launched } from '../report/html/chromium.ts';
import { jobEnded } from './jobs.ts';
import { changed } from './transcript.ts';
import type { Look, Step } from './transcript.ts';

/** What came of a step that prints or shows something. */
export interface Followed {
  readonly step: Exclude<Step, { kind: 'write' | 'change' }>;
  /** Where nothing could be seen, as there is no browser: undefined. */
  readonly text: string | undefined;
  readonly err: string;
  readonly code: number | null;
}

/** Nothing is asked of a registry, and nothing is told that changes by itself. */
const OFFLINE = {
  npm_config_offline: 'true',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
};

export class Follower {
  readonly project: string;
  readonly #main: string;
  #browser: Browser | undefined;

  /** @param folder  an empty one, for the project and the tool, which is linked into it as npm links packages */
  constructor(folder: string) {
    this.#main = build(folder);
    this.project = join(folder, 'project');
    const linked = join(folder, 'linked');
    for (const path of [linked, this.project, join(this.project, 'node_modules')]) mkdirSync(path);
    symlinkSync('../dist', join(linked, 'dist'));
    const { name, version, type, bin } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
      string,
      unknown
    >;
    writeFileSync(join(linked, 'package.json'), JSON.stringify({ name, version, type, bin }));
    symlinkSync('../../linked', join(this.project, 'node_modules/allocheck'));
  }

  /** @returns  what came of each step that prints or shows something */
  async follow(steps: readonly Step[]): Promise<readonly Followed[]> {
    const followed: Followed[] = [];
    for (const step of steps) {
      if (step.kind === 'write') this.#write(step.file, step.text);
      else if (step.kind === 'change')
        this.#write(step.file, changed(this.#read(step.file), step.from, step.to));
      // oxlint-disable-next-line no-await-in-loop -- each step begins where the last one ended
      else followed.push({ step, ...(await this.#done(step)) });
    }
    return followed;
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }

  async #done(step: Followed['step']): Promise<Omit<Followed, 'step'>> {
    const nothing = { err: '', code: 0 };
    switch (step.kind) {
      case 'call': {
        const { out, err, code } = await this.#call(step.line);
        return { text: out, err, code };
      }
      case 'look':
        return { text: hasBrowser ? await this.#lookAt(step) : undefined, ...nothing };
      case 'show':
        return { text: this.#read(step.file), ...nothing };
      case 'job': {
        const { code, log } = await jobEnded(step, this.project, OFFLINE);
        return { text: log, err: '', code };
      }
    }
  }

  #call(line: string): Promise<Ended> {
    const typed = line.replaceAll('npx allocheck', `'${process.execPath}' '${this.#main}'`);
    return start('sh', ['-c', typed], { cwd: this.project }).ended;
  }

  /** The text of a page, line by line, after some keys. */
  async #lookAt({ url, keys }: Look): Promise<string> {
    this.#browser ??= await launched();
    const page = await this.#browser.newPage({ viewport: { width: 1200, height: 800 } });
    page.setDefaultTimeout(SLOW_MS);
    const [file = '', hash = ''] = url.split('#');
    await page.goto(`${pathToFileURL(join(this.project, file)).href}#${hash}`);
    // oxlint-disable-next-line no-await-in-loop -- one key after the other
    for (const key of keys) await page.keyboard.press(key);
    const text = await page.locator('main > section:not([hidden])').innerText();
    await page.close();
    const lines = text.split('\n').map((line) => line.trim());
    return lines.flatMap((line) => (line === '' ? [] : `${line}\n`)).join('');
  }

  #read(file: string): string {
    return readFileSync(join(this.project, file), 'utf8');
  }

  #write(file: string, text: string): void {
    writeFileSync(join(this.project, file), text);
  }
}

/** What a page says that came of a step. */
export function saidOf(step: Followed['step']): string {
  switch (step.kind) {
    case 'call':
      return step.printed;
    case 'look':
      return step.seen;
    case 'show':
      return step.text;
    case 'job':
      return step.log;
  }
}

/** A step in words, as the title of a test. */
export function titleOf(step: Followed['step']): string {
  switch (step.kind) {
    case 'call':
      return step.line;
    case 'look':
      return `${step.url} ${step.keys.join(' ')}`.trim();
    case 'show':
      return step.file;
    case 'job':
      return `the job of ${step.service} on ${step.event}`;
  }
}

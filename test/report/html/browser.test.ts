// Goal: the page works for a person: opened from a file it steps by keys, buttons, slider and links, runs nothing and asks
// for nothing that it does not hold, can be used without seeing it, and by whoever reads dark, small or long.
// Method: Chromium of the machine, one for all; skipped, and said to be, where there is none.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportData } from '../../../src/report/html/data.ts';
import { reportHtml } from '../../../src/report/html/page.ts';
import { cli, temporaryFolder } from '../../cli/support.ts';
import { SLOW_MS, hasBrowser, launched, whichBrowser } from './chromium.ts';
import { HOSTILE, filmReport, reportData } from './support.ts';

const folder = temporaryFolder();
const BUILT = 'dist/viewer/viewer.js';

/** The script, of the sources as they are. */
async function bundled(): Promise<string> {
  const bundle = await rolldown({ input: 'viewer/main.ts' });
  const { output } = await bundle.generate({ format: 'iife', minify: true });
  await bundle.close();
  return output[0].code;
}

it('the script of the package is built of these sources: npm run build', async () => {
  expect(readFileSync(BUILT, 'utf8')).toBe(await bundled());
});

/** What a page did besides being shown. */
interface Watched {
  readonly page: Page;
  readonly complaints: string[];
}

describe.skipIf(!hasBrowser)(`in a browser (${whichBrowser})`, () => {
  let browser: Browser;
  const files = { mutant: join(folder, 'mutant.html'), small: '', hostile: '', long: '' };

  beforeAll(async () => {
    const script = readFileSync(BUILT, 'utf8');
    const written = (name: string, data: ReportData): string => {
      const file = join(folder, `${name}.html`);
      writeFileSync(file, reportHtml(data, script));
      return file;
    };
    await cli(['report', '--mutant', 'go/cached-span-with-stale-cache', '--out', files.mutant]);
    const matrices = [{ mutants: [{ id: 'a', killedBy: ['x'] }] }];
    files.small = written('small', reportData({ matrices }));
    files.hostile = written('hostile', hostileData());
    files.long = written('long', longData());
    browser = await launched();
  });

  afterAll(async () => {
    await browser?.close();
  });

  async function opened(
    file: string,
    hash: string,
    options: BrowserContextOptions = {},
  ): Promise<Watched> {
    const context = await browser.newContext({
      viewport: { width: 1200, height: 800 },
      ...options,
    });
    context.setDefaultTimeout(SLOW_MS);
    const page = await context.newPage();
    const complaints: string[] = [];
    const url = pathToFileURL(file).href;
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => complaints.push(dialog.message()));
    page.on('request', (request) => {
      if (!request.url().startsWith(url)) complaints.push(request.url());
    });
    await page.goto(url + hash);
    return { page, complaints };
  }

  const where = (page: Page): Promise<string> =>
    page.locator('section:not([hidden]) .where').innerText();

  it('goes to a step by key, button, slider and link, and says so in its address', async () => {
    const { page, complaints } = await opened(files.mutant, '#finding-1');
    const seen = [await where(page)];
    for (const key of ['ArrowLeft', 'Home', 'ArrowLeft', 'ArrowRight', 'ArrowRight', 'End']) {
      // oxlint-disable-next-line no-await-in-loop -- one key after the other
      await page.keyboard.press(key);
      seen.push(await where(page)); // oxlint-disable-line no-await-in-loop -- likewise
    }
    const of = (step: number): string => `step ${step} of 6`;
    expect(seen).toEqual([of(6), of(5), 'start', 'start', of(0), of(1), of(6)]);
    await page.getByRole('button', { name: 'step back' }).click();
    expect(await where(page)).toBe(of(5));
    await page.getByRole('slider', { name: 'step' }).fill('3');
    expect(await where(page)).toBe(of(2));
    await page.getByRole('link', { name: 'free c' }).first().click();
    expect(await where(page)).toBe(of(4));
    expect(await page.evaluate('location.hash')).toBe('#finding-1/step-4');
    await page.keyboard.press('Home');
    await page.waitForURL(/#finding-1\/start$/);
    expect(complaints).toEqual([]);
  });

  it('opens at the step that a link names', async () => {
    const { page } = await opened(files.mutant, '#finding-1/step-3');
    expect(await where(page)).toBe('step 3 of 6');
    expect(await page.locator('.told').innerText()).toBe('free a → freed');
  });

  it('shows the heap of a step: what changed, what is guilty, and the slots of a span', async () => {
    const { page } = await opened(files.mutant, '#finding-1');
    expect(await page.locator('.told').innerText()).toContain('d shares memory with b');
    expect(await page.locator('tr.guilty th').innerText()).toContain('span 0');
    expect(await page.locator('tr.changed th').allInnerTexts()).toContain('counters ◂');
    const maps = page.locator('.map:visible');
    expect(await maps.first().getAttribute('aria-label')).toMatch(
      /^pages from 0x4000000.*1 in spans, /,
    );
    expect(await maps.last().getAttribute('aria-label')).toMatch(/^slots of span 0.*2 taken/);
    const painted = await page.evaluate(COLOURS_PAINTED);
    expect(painted).toBeGreaterThan(3);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.spans tbody tr').count()).toBe(1);
  });

  it('chooses a span by its button, and stays with it', async () => {
    const { page } = await opened(files.mutant, '#finding-1/step-4');
    const chosen = page.locator('.spans button[aria-pressed="true"]');
    expect(await chosen.innerText()).toBe('span 1');
    await page.locator('.spans button', { hasText: 'span 0' }).click();
    expect(await chosen.innerText()).toBe('span 0');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowRight');
    expect(await chosen.innerText()).toBe('span 0');
  });

  it('tells each cell of a map to whoever has no mouse, and steps no film meanwhile', async () => {
    const { page } = await opened(files.mutant, '#finding-1');
    const pages = page.locator('.map:visible').first();
    await page.locator('.controls input').focus();
    await page.keyboard.press('Tab');
    const told = async (): Promise<string> => String(await page.evaluate(CELL_TOLD));
    const seen = [await told()];
    for (const key of ['ArrowRight', 'End', 'Home', 'ArrowDown']) {
      // oxlint-disable-next-line no-await-in-loop -- one key after the other
      await page.keyboard.press(key);
      seen.push(await told()); // oxlint-disable-line no-await-in-loop -- likewise
    }
    expect(seen).toEqual([
      'page 0 at 0x4000000, span 0, slots of 4K B, in spans, with the bytes of their slots',
      'page 1 at 0x4002000, free',
      'page 64 at 0x4080000, free, given back',
      'page 0 at 0x4000000, span 0, slots of 4K B, in spans, with the bytes of their slots',
      'page 32 at 0x4040000, in a page cache',
    ]);
    expect(await where(page)).toBe('step 6 of 6');
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Tab');
    expect(await told()).toBe('slot 1 at 0x4001000, block b, block d, taken');
    await page.goto(`${pathToFileURL(files.mutant).href}#finding-1/step-4`);
    await pages.focus();
    for (const key of ['Home', 'Enter']) await page.keyboard.press(key); // oxlint-disable-line no-await-in-loop -- likewise
    expect(await page.locator('.spans button[aria-pressed="true"]').innerText()).toBe('span 0');
  });

  it('copies the program and the replay line', async () => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const { page } = await opened(files.small, '#finding-1', { permissions });
    const copies = page.getByRole('button', { name: 'copy' });
    await copies.first().click();
    await page.getByRole('button', { name: 'copied' }).waitFor();
    const { program, replay } = filmReport();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(program);
    await page.locator('[data-copy="line"] button').click();
    await page.locator('[data-copy="line"] button', { hasText: 'copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(replay);
  });

  it('keeps what is hostile as text', async () => {
    const { page, complaints } = await opened(files.hostile, '#finding-1');
    expect(await page.title()).toBe(`allocheck: ${HOSTILE}`);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('section:not([hidden]) h2').innerText()).toBe(HOSTILE);
    expect(await page.locator('.told code').innerText()).toBe(HOSTILE);
    expect(await page.locator('.rows th').first().innerText()).toContain(HOSTILE);
    expect(complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('is accessible when it is %s', async (colorScheme) => {
    const { page } = await opened(files.mutant, '#finding-1', { colorScheme });
    expect(await violationsOf(page)).toEqual([]);
    await page.goto(`${pathToFileURL(files.small).href}#overview`);
    await page.evaluate(
      "document.querySelectorAll('details').forEach((each) => (each.open = true))",
    );
    expect(await violationsOf(page)).toEqual([]);
    for (const hash of ['finding-1', 'kill-matrix-1']) {
      // oxlint-disable-next-line no-await-in-loop -- one part after the other
      await page.evaluate(`location.hash = '#${hash}'`);
      // oxlint-disable-next-line no-await-in-loop -- likewise
      expect(await violationsOf(page)).toEqual([]);
    }
  });

  it('fits a phone: nothing is wider than the screen', async () => {
    const viewport = { width: 360, height: 740 };
    const { page } = await opened(files.mutant, '#finding-1', { viewport });
    const wide = 'document.documentElement.scrollWidth - innerWidth';
    expect(await page.evaluate(wide)).toBe(0);
    for (const hash of ['overview', 'finding-1', 'kill-matrix-1']) {
      // oxlint-disable-next-line no-await-in-loop -- one part after the other
      await page.goto(`${pathToFileURL(files.small).href}#${hash}`);
      // oxlint-disable-next-line no-await-in-loop -- likewise
      expect(await page.evaluate(wide)).toBe(0);
    }
  });

  it('has no more elements for ten thousand steps than for a few', async () => {
    const { page, complaints } = await opened(files.long, '#film-1/step-9998');
    expect(await where(page)).toBe('step 9998 of 9999');
    expect(await page.locator('.steps li').count()).toBe(13);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.rows td').first().innerText()).toBe('9999 of it');
    expect(await page.locator('.scene *').count()).toBeLessThan(150);
    expect(complaints).toEqual([]);
  });
});

/** What is said of the cell that the keyboard is at, where its name and the line below the map are the same. */
const CELL_TOLD = `(() => {
  const map = document.activeElement;
  const name = document.getElementById(map.getAttribute('aria-activedescendant')).ariaLabel;
  const note = map.parentElement.querySelector('.note').textContent;
  return name === note ? name : name + ' / ' + note;
})()`;

/** How many colours there are on the maps. */
const COLOURS_PAINTED = `(() => {
  const seen = new Set();
  for (const canvas of document.querySelectorAll('canvas')) {
    if (canvas.width === 0 || canvas.height === 0) continue;
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    for (let i = 0; i < data.length; i += 4) seen.add(data.slice(i, i + 3).join());
  }
  return seen.size;
})()`;

async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

function hostileData(): ReportData {
  const film = filmReport();
  const scene = {
    command: HOSTILE,
    answer: HOSTILE,
    changes: [`row:${HOSTILE}`, HOSTILE, `block:${HOSTILE}`, '0|0|8|64'],
  };
  const broken = { ...film.broken!, invariant: HOSTILE, holds: HOSTILE, at: HOSTILE };
  const films = [
    {
      ...film,
      file: HOSTILE,
      subject: HOSTILE,
      broken,
      film: { ...film.film, before: [], scenes: [scene, scene] },
    },
  ];
  return reportData({ title: HOSTILE, films });
}

function longData(): ReportData {
  const scenes = Array.from({ length: 10_000 }, (_, i) => ({
    command: `a${i} = malloc 8`,
    answer: '',
    changes: ['row:blocks', `${i} of it`, `block:a${i}`, `0|${i * 16}|8|8`],
  }));
  const regions = [{ name: 'A', base: 0, bytes: 160_000 }];
  const film = { omitted: 0, before: [], scenes, regions };
  const sizes = [
    { live: 0, usable: 0 },
    ...scenes.map((_, i) => ({ live: 8 * i, usable: 16 * i })),
  ];
  return reportData({
    films: [filmReport({ id: 'film-1', film, sizes, broken: undefined, program: undefined })],
  });
}

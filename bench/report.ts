/**
 * How long a browser takes to open the page of a mutant and of a long trace, and to go to another step of it; and what they weigh.
 * Writes bench/REPORT.md. From the root of the repository, with Chromium (in $CHROMIUM, or where Debian has it):
 *
 *     npm run build && npm run bench:report
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { writeRecording } from '../src/engine/corpus.ts';
import { pageOf } from '../src/cli/report.ts';
import { openWorkbench } from '../src/cli/workbench.ts';
import { renderReports } from './report-results.ts';
import type { PageFigures } from './report-results.ts';

const TRIES = 15;
const STEPS = 100;
const JUMPS = 30;
const RESULTS = join(process.cwd(), 'bench/REPORT.md');

/** A usual mutant, the one with the longest program, and a trace that is longer than a film may be. */
const MUTANTS = ['go/cached-span-with-stale-cache', 'go/cache-not-reloaded-at-group'];
const TRACE = 'examples/traces/git.mtrace.gz';

/** Milliseconds from the begin of loading until a frame was painted with a film in it. */
const OPENED = `new Promise((settle) => {
  const look = () => document.querySelector('section:not([hidden]) .where') === null
    ? requestAnimationFrame(look)
    : requestAnimationFrame(() => setTimeout(() => settle(performance.now())));
  look();
})`;

/** Milliseconds from what is done until a frame was painted, many times; `i` counts. */
function painted(times: number, act: string): string {
  return `(async () => {
  const took = [];
  for (let i = 0; i < ${times}; i += 1) {
    const start = performance.now();
    ${act}
    await new Promise((settle) => requestAnimationFrame(() => setTimeout(settle)));
    took.push(performance.now() - start);
  }
  return took;
})()`;
}

const STEP = `document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));`;
/** Places that lie apart by the golden ratio, so that none is near the last. */
const JUMP = `
    const slider = document.querySelector('section:not([hidden]) .controls input');
    slider.value = String(Math.floor(Number(slider.max) * ((i * 0.618) % 1)));
    slider.dispatchEvent(new Event('input'));`;

async function opened(browser: Browser, url: string): Promise<{ page: Page; ms: number }> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'commit' });
  return { page, ms: Number(await page.evaluate(OPENED)) };
}

async function figuresOf(
  browser: Browser,
  file: string,
  about: Pick<PageFigures, 'what' | 'isSmall'>,
): Promise<PageFigures> {
  const url = pathToFileURL(file).href;
  const times: number[] = [];
  const hash = about.isSmall ? '#finding-1' : '#film-1/start';
  for (let i = 0; i < TRIES; i += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one at a time
    const { page, ms } = await opened(browser, url + hash);
    times.push(ms);
    await page.context().close(); // oxlint-disable-line no-await-in-loop -- likewise
  }
  const { page } = await opened(browser, `${url}${hash.split('/')[0]}/start`);
  const stepped = (await page.evaluate(painted(STEPS, STEP))) as readonly number[];
  const jumped = (await page.evaluate(painted(JUMPS, JUMP))) as readonly number[];
  const last = await page.locator('section:not([hidden]) .controls input').getAttribute('max');
  await page.context().close();
  const { size: bytes } = statSync(file);
  return { ...about, steps: Number(last), bytes, opened: times, stepped, jumped };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'allocheck-bench-'));
  const workbench = await openWorkbench(undefined);
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const pages: PageFigures[] = [];
  const works = [
    ...MUTANTS.map((mutant) => ({ what: `mutant ${mutant}`, paths: [], mutant, isSmall: true })),
    { what: `trace ${TRACE}`, paths: [TRACE], mutant: undefined, isSmall: false },
  ];
  for (const { paths, mutant, ...about } of works) {
    const request = { paths, mutant, subject: undefined, invariants: [] };
    // oxlint-disable-next-line no-await-in-loop -- one page after the other
    const html = await pageOf(request, workbench, (text) => process.stderr.write(text));
    const file = writeRecording(folder, `${pages.length}.html`, html);
    // oxlint-disable-next-line no-await-in-loop -- likewise
    pages.push(await figuresOf(browser, file, about));
    process.stderr.write(`${about.what}\n`);
  }
  const [load] = loadavg();
  const machine =
    `Chromium ${browser.version()} and Node ${process.versions.node} ` +
    `on ${cpus()[0]?.model ?? 'a processor'}, load ${load?.toFixed(1)}`;
  await browser.close();
  rmSync(folder, { recursive: true });
  const text = renderReports(pages, machine);
  writeFileSync(RESULTS, text);
  process.stdout.write(text.slice(text.indexOf('## Goals'), text.indexOf('## How')));
}

await main();

// Goal: the page of a comparison shows each allocator's numbers, runs nothing that a name says, and can be used without seeing it.
// Method: made-up numbers; Chromium of the machine for the last, skipped, and said to be, where there is none.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Compared } from '../../../src/compare/compared.ts';
import type { Comparison } from '../../../src/report/comparison.ts';
import { comparePage } from '../../../src/report/html/compare-page.ts';
import { temporaryFolder } from '../../cli/support.ts';
import { HOSTILE } from './support.ts';

const executablePath = [process.env['CHROMIUM'] ?? '', '/usr/bin/chromium'].find((path) =>
  existsSync(path),
);
const said = executablePath ?? 'no Chromium, so skipped: apt-get install chromium';
const SLOW_MS = 100_000;

function compared(subject: string, footprint: number | undefined): Compared {
  const point = { commands: 1, footprint, live: 24, usable: 32 };
  return {
    subject,
    version: undefined,
    commands: 2,
    requests: 1,
    refused: 0,
    brokeDown: undefined,
    points: [point, { ...point, commands: 2 }],
    peak: point,
    mean: footprint,
    peakLive: 24,
    bookkeeping: undefined,
    osCalls: undefined,
    reuse: { count: 0, atOnce: 0, median: undefined, p90: undefined },
    tiers: footprint === undefined ? undefined : { cache: 1, system: 0 },
  };
}

function comparison(changes: Partial<Comparison> = {}): Comparison {
  const both = [compared('one', 4096), compared('two', 8192)];
  return { name: 'a', format: 'mtrace', seed: undefined, commands: 2, compared: both, ...changes };
}

describe('the page of a comparison', () => {
  it('has a plot of the footprints with its axes, and a row for each measure', () => {
    const page = comparePage([comparison()]);
    expect(page).toContain(
      'aria-label="Footprint: bytes of the system one from 4.0 KiB to 4.0 KiB, at most 4.0 KiB; ' +
        'two from 8.0 KiB to 8.0 KiB, at most 8.0 KiB; live, as asked for from 24 B to 24 B, at most 24 B"',
    );
    expect(page).toMatch(/class="tick"[^>]*>0<.*\n?.*class="tick end"[^>]*>2</);
    expect(page).toMatch(/class="unit"[^>]*>commands</);
    expect(page.replaceAll(/\s*\n\s*/g, '')).toContain(
      '<th scope="row">external fragmentation</th><td class="number">4.0 KiB   99.2 %</td>',
    );
  });

  it('tells apart no more allocators in a plot than there are lines for, and draws none that tells nothing', () => {
    const names = ['one', 'two', 'three', 'four'];
    const many = [...names.map((name) => compared(name, 64)), compared('silent', undefined)];
    const page = comparePage([comparison({ compared: many })]);
    expect(page.match(/aria-label="Footprint: [^"]*/g)).toHaveLength(2);
    expect(page).not.toMatch(/aria-label="[^"]*silent/);
  });

  it('takes names and messages for text', () => {
    const broken = { ...compared(HOSTILE, 64), brokeDown: { step: 0, message: HOSTILE } };
    const page = comparePage([comparison({ name: HOSTILE, compared: [broken] })]);
    expect(page).not.toMatch(/<\/script|<img|<!--/);
  });
});

describe.skipIf(executablePath === undefined)(`in a browser (${said})`, () => {
  it(
    'has nothing that axe complains of, in light and in dark',
    async () => {
      const file = join(temporaryFolder(), 'compare.html');
      writeFileSync(file, comparePage([comparison(), comparison({ name: 'b' })]));
      const options = { executablePath: executablePath!, args: ['--no-sandbox'], timeout: SLOW_MS };
      const browser = await chromium.launch(options);
      for (const colorScheme of ['light', 'dark'] as const) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const page = await browser.newPage({ colorScheme, bypassCSP: true });
        await page.goto(pathToFileURL(file).href); // oxlint-disable-line no-await-in-loop -- likewise
        await page.evaluate(axe.source); // oxlint-disable-line no-await-in-loop -- likewise
        // oxlint-disable-next-line no-await-in-loop -- likewise
        const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
        expect(violations.map(({ id }) => id)).toEqual([]);
      }
      await browser.close();
    },
    SLOW_MS,
  );
});

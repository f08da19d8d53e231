/** The browser of the machine. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const found = [process.env['CHROMIUM'] ?? '', '/usr/bin/chromium'].find((path) => existsSync(path));

export const hasBrowser = found !== undefined;

/** Where it is, or what to do where it is not: for the title of what is skipped. */
export const whichBrowser = found ?? 'no Chromium, so skipped: apt-get install chromium';

/** Most that the browser may take for anything, on a machine that does much else. */
export const SLOW_MS = 100_000;

export function launched(): Promise<Browser> {
  return chromium.launch({ executablePath: found!, args: ['--no-sandbox'], timeout: SLOW_MS });
}
